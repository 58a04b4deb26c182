/**
 * `npm run shots -- [FOLDER] [--only NAME] [--theme NAME]`: pictures of the examples in real VS Code, in each theme and
 * in a narrow window. Without FOLDER they go to the cache folder, outside of git.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeWorkspace } from '../test/vscode/driver/workspace.mjs';
import { openWorkbench } from '../test/vscode/driver/workbench.mjs';
import { cacheFolder } from './lib/cache.mjs';
import { fail, root, setup } from './setup.mjs';

const THEMES = {
	'light': { 'workbench.colorTheme': 'Default Light Modern' },
	'dark': { 'workbench.colorTheme': 'Default Dark Modern' },
	'contrast': { 'workbench.colorTheme': 'Default High Contrast' },
	'contrast-light': { 'workbench.colorTheme': 'Default High Contrast Light' },
	'narrow': { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false },
};
const SIZES = { narrow: { width: 720, height: 900 } };
const SETTINGS = {
	'workbench.activityBar.location': 'hidden', 'workbench.sideBar.location': 'right', 'editor.minimap.enabled': false, 'window.commandCenter': false,
	'workbench.layoutControl.enabled': false, 'editor.fontSize': 13,
};

/** What is pictured; each gets a workbench of its own with the file open and the side bar closed. */
const SCENES = {
	async notes(workbench, save) {
		await workbench.command('Tensor Loupe: Run File');
		await ended(workbench);
		await save();
	},
	async hover(workbench, save) {
		await workbench.command('Tensor Loupe: Run File');
		await ended(workbench);
		await workbench.hoverWord('w_torch');
		await workbench.page.waitForTimeout(300);
		await save();
	},
	async gather(workbench, save) {
		await workbench.command('Tensor Loupe: Run File');
		await ended(workbench);
		await workbench.goTo(lineOf('pytorch-notes.md', 'tensor_0.gather('));
		const panel = await show(workbench, 'gather');
		await panel.locator('[data-grid=output] [data-cell="0,1"]').hover();
		await save();
	},
	async product(workbench, save) {
		await workbench.command('Tensor Loupe: Run File');
		await ended(workbench);
		await workbench.goTo(lineOf('pytorch-notes.md', 'torch.mm(m1, m2)'));
		const panel = await show(workbench, 'mm');
		await panel.locator('[data-grid=output] [data-cell="1,2"]').hover();
		await save();
	},
	async optimizer(workbench, save) {
		await train(workbench);
		await show(workbench, 'SGD');
		await save();
	},
	async loop(workbench, save) {
		await train(workbench);
		for (let i = 0; i < 3; i++) {
			await workbench.command('Tensor Loupe: Previous Iteration of the Loop');
			await workbench.page.waitForTimeout(700);
		}
		await save();
	},
	async average(workbench, save) {
		await train(workbench);
		await show(workbench, 'EMA');
		await save();
	},
	async graph(workbench, save) {
		await train(workbench);
		const panel = await show(workbench, 'loss');
		await panel.locator('.graph').focus();
		await workbench.page.waitForTimeout(500);
		await save();
	},
	async tensor(workbench, save) {
		await train(workbench);
		await show(workbench, 'x');
		await save();
	},
	async debugger(workbench, save) {
		await workbench.openFile('ema-training.py');
		await workbench.goTo(lineOf('ema-training.py', 'opt.step()'));
		await workbench.page.keyboard.press('F9');
		await debug(workbench);
		await watch(workbench, '(model.weight - 3).abs().max()', 'x.mean(dim=0)', 'loss.item() < 0.1', 'model.weight.add_(1)');
		await workbench.page.keyboard.press('F10');
		await workbench.page.waitForTimeout(2000);
		await save();
	},
	async exception(workbench, save) {
		await workbench.openFile('raises.py');
		await debug(workbench);
		await watch(workbench, 'x.T.shape', 'x @ x.T');
		await workbench.page.waitForTimeout(1500);
		await save();
	},
};

/** A program for the scene of an exception. */
const RAISES = `import torch

def product(x):
    return x @ x

x = torch.arange(6.).view(2, 3)
try:
    y = product(x)
finally:
    done = True
`;

async function debug(workbench) {
	await workbench.command('Tensor Loupe: Debug');
	await workbench.page.locator('.debug-top-stack-frame-line, .exception-widget').first().waitFor({ timeout: 60_000 });
	await workbench.page.waitForTimeout(1500);
}

/** Adds expressions to the watch view. */
async function watch({ page }, ...expressions) {
	for (const expression of expressions) {
		await page.locator('.pane-header', { hasText: 'Watch' }).hover();
		await page.locator('.pane-header', { hasText: 'Watch' }).locator('[aria-label="Add Expression"]').click();
		await page.keyboard.type(expression);
		await page.keyboard.press('Enter');
		await page.waitForTimeout(300);
	}
	await page.mouse.move(300, 300);
}

async function train(workbench) {
	await workbench.openFile('ema-training.py');
	await workbench.command('Tensor Loupe: Run File');
	await ended(workbench);
	await workbench.goTo(lineOf('ema-training.py', 'opt.step()'));
}

/** The panel with the entry of this name chosen; surfaces have had time to be drawn. */
async function show(workbench, entry) {
	await workbench.command('Tensor Loupe: Show in Panel');
	const panel = await workbench.webview('[role=option]');
	await panel.locator('[role=option]', { has: panel.getByText(entry, { exact: true }) }).first().click();
	await workbench.page.waitForTimeout(2000);
	return panel;
}

/** 1-based line of an example that holds the text. */
function lineOf(file, text) {
	const lines = readFileSync(path.join(root, 'examples', file), 'utf8').split('\n');
	return lines.findIndex((line) => line.includes(text)) + 1;
}

/** Until the status bar has stopped to speak of a run, and what it left has been drawn. */
async function ended({ page }) {
	const running = page.locator('.statusbar-item', { hasText: /Starting the runtime|Running|preparing/ });
	await running.first().waitFor({ timeout: 5000 }).catch(() => {});
	await running.first().waitFor({ state: 'detached', timeout: 60_000 });
	await page.waitForTimeout(1000);
}

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, theme: { type: 'string' } } });
const out = path.resolve(positionals[0] ?? path.join(cacheFolder(), 'shots'));
mkdirSync(out, { recursive: true });
const { server, browser } = await setup().catch(fail);
const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

for (const [option, known] of [['theme', THEMES], ['only', SCENES]]) {
	if (options[option] && !(options[option] in known)) fail(new Error(`--${option} is one of ${Object.keys(known).join(', ')}`));
}
for (const [theme, settings] of Object.entries(THEMES)) {
	if (options.theme && options.theme !== theme) continue;
	for (const [scene, play] of Object.entries(SCENES)) {
		if (options.only && options.only !== scene) continue;
		await picture(scene, theme, settings, play);
	}
}

async function picture(scene, theme, settings, play) {
	const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensor-loupe-shots-')));
	mkdirSync(path.join(home, 'extensions'));
	symlinkSync(root, path.join(home, 'extensions', `${publisher}.${name}-${version}`), 'junction');
	const workspace = makeWorkspace(root);
	writeFileSync(path.join(workspace.folder, 'raises.py'), RAISES);
	const workbench = await openWorkbench({ server, browser, home, folder: workspace.folder, file: path.join(workspace.folder, 'pytorch-notes.md'), settings: { ...SETTINGS, ...settings }, ...(SIZES[theme] ?? { width: 1280, height: 800 }) });
	const file = path.join(out, `${scene}-${theme}.png`);
	try {
		await workbench.page.keyboard.press('ControlOrMeta+B');
		await play(workbench, () => workbench.page.screenshot({ path: file }));
		console.log(file);
	} catch (error) {
		await workbench.page.screenshot({ path: file.replace(/\.png$/, '.failed.png') });
		console.error(`${file}: ${error.message}`);
		process.exitCode = 1;
	} finally {
		await workbench.close();
		workspace.remove();
		rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
