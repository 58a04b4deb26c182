/** The suites as the extension host can load them: CommonJS, one file per suite beside the entry that finds them. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

/** @returns {Promise<string>} the entry, as @vscode/test-electron's `extensionTestsPath` takes it */
export async function bundleSuites(root) {
	const suite = path.join(root, 'test/vscode/suite');
	const outdir = path.join(root, 'dist-test/vscode');
	rmSync(outdir, { recursive: true, force: true });
	const tests = readdirSync(suite).filter((file) => /\.(test|bench)\.ts$/.test(file)).map((file) => path.join(suite, file));
	await esbuild.build({
		entryPoints: [path.join(suite, 'index.ts'), ...tests], outdir, outExtension: { '.js': '.cjs' },
		bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode', 'mocha'], sourcemap: 'inline', logLevel: 'warning',
	});
	return path.join(outdir, 'index.cjs');
}
