/**
 * `npm run pictures -- [FOLDER]`: the pictures of docs/walk-through.md, made again in real VS Code. It does what the page
 * says, in a light theme. Without FOLDER they go where the page has them.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { debug, inWorkbench, lineOf, runFile, show } from './lib/scenes.mjs';
import { smallPng } from './lib/smallPng.mjs';
import { fail, root, setup } from './setup.mjs';

const FILE = 'gallery/averaged_model.py';
const EDITOR = { width: 1180, height: 760 }, BOTH = { width: 1280, height: 860 }, SAVED = { width: 1280, height: 930 };
/** Wide enough for the panel to have its list at its left, and the terms of a step beside the path. */
const PANEL = { width: 2320, height: 1000 }, OPTIMIZER = { width: 2320, height: 1340 };
const SETTINGS = {
	'workbench.colorTheme': 'Default Light Modern', 'editor.renderLineHighlight': 'none', 'editor.stickyScroll.enabled': false, 'breadcrumbs.enabled': false,
	'editor.scrollbar.vertical': 'hidden', 'editor.scrollbar.horizontal': 'hidden', 'debug.toolBarLocation': 'docked', 'debug.internalConsoleOptions': 'neverOpen', 'editor.inlayHints.maximumLength': 30, 'editor.occurrencesHighlight': 'off', 'editor.matchBrackets': 'never',
};
/** Of the program; its batch has rows near the top of `x`. */
const ITERATION = 27, ITERATIONS = 40;

const out = path.resolve(process.argv[2] ?? path.join(root, 'docs/walk-through'));
mkdirSync(out, { recursive: true });
const tools = await setup().catch(fail);
await inWorkbench({ ...tools, file: FILE, settings: SETTINGS, ...EDITOR }, walk, ({ page }) => page.screenshot({ path: path.join(out, 'failed.png') })).catch(fail);

async function walk(workbench) {
	const { page } = workbench;
	const lines = editorLines(page);
	await workbench.goTo(1);

	await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().hover();
	await save(page, 'run', await lines(1, 12, 800));

	await runFile(workbench);
	await aside(page);
	await save(page, 'lines', await lines(6, 26));

	await workbench.goTo(lineOf(FILE, 'loss = '));
	for (let at = ITERATIONS; at > ITERATION; at--) {
		await workbench.command('Tensor Loupe: Previous Iteration of the Loop');
		await page.locator('.codelens-decoration', { hasText: `iteration ${at - 1} of` }).waitFor();
	}
	await aside(page);
	await save(page, 'loop', await lines(12, 21, 840));

	await page.locator('.view-line', { hasText: 'loss = ' }).locator('span span', { hasText: ']' }).first().hover();
	await page.waitForTimeout(1500);
	await save(page, 'hover', await lines(6, 21, 840));
	await aside(page);

	await page.setViewportSize(BOTH);
	await show(workbench, 'x');
	await aside(page);
	await save(page, 'panel');

	await page.setViewportSize(PANEL);
	await workbench.command('View: Reset Editor Group Sizes');
	const panel = await show(workbench, '[index]');
	await panel.locator('[data-grid=output] [data-cell="1,0"]').hover();
	await save(page, 'index', await view(panel, 640));

	await choose(workbench, panel, 'linear');
	await panel.locator('summary', { hasText: 'The sum of a cell' }).click();
	await panel.locator('[data-grid=output] [data-cell="1,0"]').click();
	await page.waitForTimeout(700);
	await save(page, 'product', await view(panel, 640));

	await choose(workbench, panel, 'EMA 0.9');
	await aside(page);
	await save(page, 'average', await view(panel, 900));

	await choose(workbench, panel, 'loss');
	await aside(page);
	await save(page, 'graph', await view(panel, 900));

	await page.setViewportSize(OPTIMIZER);
	await choose(workbench, panel, 'SGD');
	const slider = panel.locator('.optimizer-view input[type=range]').first();
	await slider.fill('1');
	await slider.blur();
	await aside(page);
	await save(page, 'optimizer', await view(panel, 940));

	await panel.locator('.what-if input[type=number]').first().fill('0.1');
	await panel.locator('.what-if input[type=number]').first().press('Enter');
	await panel.locator('.what-if [data-focus=apply]').waitFor();
	await page.waitForTimeout(4000);
	await aside(page);
	await save(page, 'what-if', await view(panel, 940));

	await page.setViewportSize(SAVED);
	await workbench.command('View: Reset Editor Group Sizes');
	await workbench.command('Tensor Loupe: Save Trace');
	await page.locator('.quick-input-widget .quick-input-action', { hasText: 'OK' }).click();
	await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
	await workbench.command('View: Close All Editors');
	await workbench.openFile('averaged_model.loupe');
	const saved = await workbench.webview('[role=option]');
	await choose(workbench, saved, 'EMA 0.9');
	await page.locator('.editor-instance .view-line', { hasText: 'import AveragedModel' }).click();
	await aside(page);
	await save(page, 'saved');

	await page.setViewportSize(BOTH);
	await workbench.command('View: Close All Editors');
	await workbench.openFile('averaged_model.py');
	await workbench.goTo(lineOf(FILE, 'optimizer.step()'));
	await page.keyboard.press('F9');
	await debug(workbench);
	const press = async (label) => {
		await page.locator(`.composite.title [aria-label^="${label}"]`).first().click();
		await page.waitForTimeout(1500);
	};
	await press('Continue');
	await press('Continue');
	for (let i = 0; i < 3; i++) await press('Step Back');
	const bar = await page.locator('.part.sidebar').boundingBox();
	await page.mouse.move(bar.x, 300);
	await page.mouse.down();
	await page.mouse.move(bar.x - 90, 300, { steps: 5 });
	await page.mouse.up();
	for (const header of ['Watch', 'Breakpoints']) await page.locator('.pane-header', { hasText: header }).click();
	await aside(page);
	await save(page, 'debug', { x: 0, y: 0, width: BOTH.width, height: 600 });
}

async function choose({ page }, panel, entry) {
	await panel.locator('[role=option]', { has: panel.getByText(entry, { exact: true }) }).first().click();
	await page.waitForTimeout(2000);
}

/** The pointer where it points at nothing. */
async function aside(page) {
	await page.mouse.move(300, page.viewportSize().height - 100);
	await page.waitForTimeout(700);
}

/** What of the window the lines of the editor take, with their numbers and what stands over the first. */
function editorLines(page) {
	return async (first, last, width) => {
		const box = (selector, options) => page.locator(`.editor-instance ${selector}`, options).first().boundingBox();
		const number = (line) => box('.line-numbers', { hasText: new RegExp(`^${line}$`) });
		const [editor, above, bottom] = [await page.locator('.editor-instance').first().boundingBox(), first > 1 && await number(first - 1), await number(last)];
		const y = above ? above.y + above.height : editor.y;
		return { x: editor.x, y, width: width ?? editor.width - 14, height: bottom.y + bottom.height - y };
	};
}

/** What of the window the view of the panel takes, with its heading. */
async function view(panel, width) {
	const main = await panel.locator('main').boundingBox();
	const last = await panel.locator('main > :last-child').boundingBox();
	return { ...main, width: Math.min(width, main.width), height: Math.min(main.height, last.y + last.height + 12 - main.y) };
}

/** A picture of the window, or of a part of it. */
async function save(page, name, clip) {
	const file = path.join(out, `${name}.png`);
	writeFileSync(file, smallPng(await page.screenshot(clip && { clip })));
	console.log(`${path.relative(process.cwd(), file)}: ${(statSync(file).size / 1e3).toFixed(0)} kB`);
}
