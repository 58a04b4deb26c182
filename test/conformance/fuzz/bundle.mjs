/** The fuzzer's two programs as Node runs them: the one that asks, and the embedded engine's side. */
import path from 'node:path';
import * as esbuild from 'esbuild';

export const root = path.resolve(import.meta.dirname, '../../..');

/** Path of the bundle of a file of this folder: two folders below the root, as its sources' own paths have it. */
export async function bundle(name) {
	const outfile = path.join(root, 'dist-test/fuzz', `${name}.mjs`);
	await esbuild.build({ entryPoints: [path.join(import.meta.dirname, `${name}.ts`)], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' });
	return outfile;
}
