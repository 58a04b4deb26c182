/**
 * `npm run test:package`: makes the vsix as `npm run package` does, installs it as a user would into a VS Code that has
 * never seen the sources, opens a folder and runs a snippet.  --result FILE writes { passes, failures } there, --built takes
 * dist/ as it is.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../../scripts/lib/command.mjs';
import { makePackage } from '../../scripts/package.mjs';
import { fail, setup } from '../../scripts/setup.mjs';
import { openWorkbench, webviewOf } from '../vscode/driver/workbench.mjs';

const MAX_BYTES = 9e6;
const SNIPPET = `import torch

x = torch.tensor([[1, 2], [3, 4]])
index = torch.tensor([[0, 0], [1, 0]])
picked = x.gather(1, index)
print(picked)
`;

const { values: options } = parseArgs({ options: { result: { type: 'string' }, built: { type: 'boolean', default: false } } });
const { server, browser } = await setup({ built: options.built }).catch(fail);
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensor-loupe-package-')));
const home = path.join(folder, 'vscode');
const workspace = path.join(folder, 'workspace');
const vsix = path.join(folder, 'tensor-loupe.vsix');
let installed;
const counts = { passes: 0, failures: 0 };

async function test(title, body) {
	try {
		await body();
		counts.passes++;
		console.log(`  ✔ ${title}`);
	} catch (error) {
		counts.failures++;
		console.error(`  ✘ ${title}\n${error.stack}`);
	}
}

/** As the user's reload, but without the file to open, which would be opened in place of what was. */
async function reloadWindow(page) {
	// VS Code in a browser writes its state some seconds after a change.
	await page.waitForTimeout(12_000);
	const address = new URL(page.url());
	address.searchParams.delete('payload');
	await page.goto(address.href);
	await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
}

console.log('package');

await test('the vsix is made, and is at most 9 MB', async () => {
	await makePackage(vsix);
	assert(statSync(vsix).size <= MAX_BYTES, `${statSync(vsix).size} bytes`);
});

await test('VS Code installs it', async () => {
	mkdirSync(path.join(home, 'extensions'), { recursive: true });
	await run(server.node, [server.main, '--accept-server-license-terms', '--install-extension', vsix, '--user-data-dir', path.join(home, 'data'), '--server-data-dir', path.join(home, 'server'), '--extensions-dir', path.join(home, 'extensions')], { env: { ...process.env, HOME: folder } });
	installed = readdirSync(path.join(home, 'extensions')).find((name) => name.startsWith('tensor-loupe.tensor-loupe-'));
	assert(installed);
});

await test('it holds what runs and what must be said, and no sources', () => {
	const files = readdirSync(path.join(home, 'extensions', installed), { recursive: true }).map((file) => file.split(path.sep).join('/'));
	for (const file of ['LICENSE.txt', 'changelog.md', 'readme.md', 'media/icon.png', 'dist/THIRD_PARTY_NOTICES.txt', 'dist/extension.cjs', 'dist/runtime/child.mjs', 'dist/runtime/script.mjs', 'dist/runtime/realm.js', 'dist/cli.mjs', 'dist/webview/panel.js', 'dist/pyodide/pyodide.asm.wasm.br']) {
		assert(files.includes(file), `${file} is missing`);
	}
	const sources = files.filter((file) => /\.(ts|map)$|^(engine|webview|extension|test|scripts|node_modules)\//.test(file));
	assert.deepEqual(sources, []);
	const notices = readFileSync(path.join(home, 'extensions', installed, 'dist/THIRD_PARTY_NOTICES.txt'), 'utf8');
	for (const name of ['pyodide', 'CPython', 'd3-contour', '@lezer/python']) assert(notices.includes(`\n${name} `), `no notice for ${name}`);
});

await test('it runs a snippet and shows its values', async () => {
	mkdirSync(workspace);
	const file = path.join(workspace, 'snippet.py');
	writeFileSync(file, SNIPPET);
	const workbench = await openWorkbench({ server, browser, home, folder: workspace, file });
	try {
		await workbench.page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click({ timeout: 60_000 });
		let seen = '';
		const end = Date.now() + 240_000;
		while (!/int64/.test(seen)) {
			assert(Date.now() < end, `the hover says: ${seen}`);
			seen = await workbench.hoverWord('picked').catch((error) => error.message);
			await workbench.page.keyboard.press('Escape');
			await workbench.page.mouse.move(5, 5);
		}
		assert.match(seen, /\[1, 1\]/);
		assert.match(seen, /\[4, 3\]/);
		await workbench.command('Tensor Loupe: Show in Panel');
		await (await workbench.webview('svg.index-map')).locator('.entries li', { hasText: 'picked' }).first().click();
		await workbench.webview('.tensor-view');
		await test('a reloaded window shows in the panel what it showed', async () => {
			await reloadWindow(workbench.page);
			const panel = await workbench.webview('.tensor-view');
			assert.match(await panel.locator('main h2').innerText(), /picked/);
		});
		await test('moved into a window of its own, the panel shows there what it showed', async () => {
			const [window] = await Promise.all([workbench.page.waitForEvent('popup'), workbench.command('View: Move Editor Group into New Window')]);
			const panel = await webviewOf(window, '.tensor-view');
			assert.match(await panel.locator('main h2').innerText(), /picked/);
		});
	} catch (error) {
		if (process.env.LOUPE_SHOTS) await workbench.page.screenshot({ path: path.join(process.env.LOUPE_SHOTS, 'package.png') });
		throw error;
	} finally {
		await workbench.close();
	}
});

rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
if (options.result) writeFileSync(options.result, JSON.stringify(counts));
console.log(`${counts.passes} passed, ${counts.failures} failed`);
process.exitCode = counts.failures ? 1 : 0;
