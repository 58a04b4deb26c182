/** `npm run package`: builds, and packs what .vscodeignore keeps into tensor-loupe-VERSION.vsix, or into the file given. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/command.mjs';
import { installPackages } from './lib/packages.mjs';
import { root } from './setup.mjs';

/** @returns {Promise<string>} the file written */
export async function makePackage(out) {
	const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	const file = out ?? path.join(root, `${name}-${version}.vsix`);
	await run(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', file], { cwd: root });
	return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await installPackages(root);
	await run(process.execPath, ['esbuild.mjs'], { cwd: root });
	const file = await makePackage(process.argv[2] && path.resolve(process.argv[2]));
	console.log(`${path.relative(process.cwd(), file)}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
}
