/**
 * `npm run shots -- [FOLDER] [--only NAME] [--theme NAME]`: pictures of the examples in real VS Code, in each theme and
 * in a narrow window. Without FOLDER they go to the cache folder, outside of git. README's pictures are some of the light ones.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from './lib/cache.mjs';
import { debug, inWorkbench, lineOf, runFile, show } from './lib/scenes.mjs';
import { smallPng } from './lib/smallPng.mjs';
import { fail, setup } from './setup.mjs';

const THEMES = {
	'light': { 'workbench.colorTheme': 'Default Light Modern' },
	'dark': { 'workbench.colorTheme': 'Default Dark Modern' },
	'contrast': { 'workbench.colorTheme': 'Default High Contrast' },
	'contrast-light': { 'workbench.colorTheme': 'Default High Contrast Light' },
	'narrow': { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false },
};
const SIZES = { narrow: { width: 720, height: 900 } };

/** What is pictured; each gets a workbench of its own with the file open and the side bar closed. */
const SCENES = {
	async notes(workbench, save) {
		await runFile(workbench);
		await save();
	},
	async hover(workbench, save) {
		await runFile(workbench);
		await workbench.hoverWord('w_torch');
		await workbench.page.waitForTimeout(300);
		await save();
	},
	async gather(workbench, save) {
		await runFile(workbench);
		await workbench.goTo(lineOf('pytorch-notes.md', 'tensor_0.gather('));
		const panel = await show(workbench, 'gather');
		await panel.locator('[data-grid=output] [data-cell="0,1"]').hover();
		await save();
	},
	async product(workbench, save) {
		await runFile(workbench);
		await workbench.goTo(lineOf('pytorch-notes.md', 'torch.mm(m1, m2)'));
		const panel = await show(workbench, 'mm');
		await panel.locator('[data-grid=output] [data-cell="1,2"]').hover();
		await save();
	},
	async optimizer(workbench, save) {
		await train(workbench);
		const panel = await show(workbench, 'SGD');
		// Early, where the steps are long enough for their terms to be seen.
		const slider = panel.locator('.optimizer-view input[type=range]').first();
		await slider.fill('3');
		await slider.blur();
		await workbench.page.waitForTimeout(500);
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
	await runFile(workbench);
	await workbench.goTo(lineOf('ema-training.py', 'opt.step()'));
}

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, theme: { type: 'string' } } });
const out = path.resolve(positionals[0] ?? path.join(cacheFolder(), 'shots'));
mkdirSync(out, { recursive: true });
const tools = await setup().catch(fail);

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
	const file = path.join(out, `${scene}-${theme}.png`);
	const prepare = (folder) => writeFileSync(path.join(folder, 'raises.py'), RAISES);
	const { width, height } = SIZES[theme] ?? { width: 1280, height: 800 };
	try {
		await inWorkbench({ ...tools, file: 'pytorch-notes.md', settings, prepare, width, height },
			(workbench) => play(workbench, async () => writeFileSync(file, smallPng(await workbench.page.screenshot()))),
			({ page }) => page.screenshot({ path: file.replace(/\.png$/, '.failed.png') }));
		console.log(file);
	} catch (error) {
		console.error(`${file}: ${error.message}`);
		process.exitCode = 1;
	}
}
