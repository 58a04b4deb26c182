/**
 * From a fresh clone to something that runs: packages, build, browser, VS Code server; each only where it is missing.
 * Uses nothing but Node until npm has installed the rest. `node scripts/setup.mjs` does all of it.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser } from './lib/browser.mjs';
import { run, step } from './lib/command.mjs';
import { installPackages } from './lib/packages.mjs';
import { vscodeServer } from './lib/vscode-server.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {{ built?: boolean, drives?: boolean }} [options] built: dist/ is taken as it is; drives: a browser is driven, not only served to
 * @returns {Promise<{ server: { main: string, node: string }, browser: string }>}
 */
export async function setup({ built = false, drives = true } = {}) {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
	await installPackages(root);
	if (!built) await step('build', () => run(process.execPath, ['esbuild.mjs'], { cwd: root }));
	const found = await browser(root).catch((error) => {
		if (drives) throw error;
		console.warn(`${error.message}\nThe address can be opened in any browser all the same.`);
		return '';
	});
	return { browser: found, server: await vscodeServer() };
}

/** What the set-up could not do is for people to read: without our stack. */
export function fail(error) {
	console.error(error.message);
	process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await setup().catch(fail);
	console.log('[set-up] ready');
}
