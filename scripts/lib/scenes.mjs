/** What the scripts that make pictures of VS Code share: a workbench with the extension in it, and what is often done there. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkbench } from '../../test/vscode/driver/workbench.mjs';
import { makeWorkspace } from '../../test/vscode/driver/workspace.mjs';
import { root } from '../setup.mjs';

/** Of the window, what takes room and is not of the extension is put away. */
const SETTINGS = {
	'workbench.activityBar.location': 'hidden', 'workbench.sideBar.location': 'right', 'editor.minimap.enabled': false, 'window.commandCenter': false,
	'workbench.layoutControl.enabled': false, 'editor.fontSize': 13,
};

/**
 * A workbench of its own with a copy of the examples, one of them open and the side bar closed, for as long as `play` takes.
 *
 * @param {{ server: object, browser: string, file: string, settings: object, width: number, height: number, prepare?: (folder: string) => void }} options
 *   file: of the examples; prepare: puts more into the workspace
 * @param {(workbench: object, folder: string) => Promise<void>} play
 * @param {(workbench: object) => Promise<void>} failed looks at the window after `play` threw
 */
export async function inWorkbench({ file, settings, prepare, ...options }, play, failed) {
	const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensor-loupe-scene-')));
	const workspace = makeWorkspace(root);
	let workbench;
	try {
		const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
		mkdirSync(path.join(home, 'extensions'));
		symlinkSync(root, path.join(home, 'extensions', `${publisher}.${name}-${version}`), 'junction');
		prepare?.(workspace.folder);
		workbench = await openWorkbench({ ...options, home, folder: workspace.folder, file: path.join(workspace.folder, file), settings: { ...SETTINGS, ...settings } });
		await workbench.page.keyboard.press('ControlOrMeta+B');
		await play(workbench, workspace.folder);
	} catch (error) {
		if (workbench) await failed(workbench);
		throw error;
	} finally {
		await workbench?.close();
		workspace.remove();
		rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

export async function runFile(workbench) {
	await workbench.command('Tensor Loupe: Run File');
	await ended(workbench);
}

export async function debug(workbench) {
	await workbench.command('Tensor Loupe: Debug');
	await workbench.page.locator('.debug-top-stack-frame-line, .exception-widget').first().waitFor({ timeout: 60_000 });
	await workbench.page.waitForTimeout(1500);
}

/** The panel with the entry of this name chosen; surfaces have had time to be drawn. */
export async function show(workbench, entry) {
	await workbench.command('Tensor Loupe: Show in Panel');
	const panel = await workbench.webview('[role=option]');
	await panel.locator('[role=option]', { has: panel.getByText(entry, { exact: true }) }).first().click();
	await workbench.page.waitForTimeout(2000);
	return panel;
}

/** 1-based line of an example that holds the text. */
export function lineOf(file, text) {
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
