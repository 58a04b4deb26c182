/** A workbench used from outside, as a person would: for the package's test and for screenshots. */
import { openBrowser, remoteUri, startServer, workbenchUrl } from '../../../scripts/lib/serve.mjs';

const PATIENCE = 60_000;
/** A word of which nothing is known yet has no hover, and is pointed at again. */
const HOVER = 10_000;

/**
 * @param {object} options
 * @param {string} options.home holds the extensions folder, with what is to be there already in it
 * @param {string} options.folder the workspace
 * @param {string} options.file opened at the start, absolute
 */
export async function openWorkbench({ server, browser, home, folder, file, settings, trusted = true, width, height }) {
	const vscode = await startServer({ server, home, settings, trusted });
	let open;
	try {
		open = await openBrowser(browser, { width, height });
		const { page } = open;
		await page.goto(workbenchUrl(vscode, folder, [['openFile', remoteUri(vscode.url, file)], ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']]));
		await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
		return { page, ...gestures(page), async close() {
			await open.close();
			await vscode.stop();
		} };
	} catch (error) {
		await open?.close();
		await vscode.stop();
		throw error;
	}
}

function gestures(page) {
	/** Picks what the quick input finds for the text; asks again where what it lists isn't there yet. */
	async function pick(key, text) {
		const end = Date.now() + PATIENCE;
		for (;;) {
			await page.keyboard.press(key);
			await page.locator('.quick-input-widget input').first().waitFor({ timeout: PATIENCE });
			await page.keyboard.type(text);
			const found = await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor({ timeout: 2000 }).then(() => true, () => false);
			await page.keyboard.press(found ? 'Enter' : 'Escape');
			await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: PATIENCE });
			if (found) return;
			if (Date.now() > end) throw new Error(`${text} can't be picked`);
		}
	}

	/** Runs a command of the palette by its full title. */
	const command = (title) => pick('F1', title);

	/** Another file of the workspace. */
	async function openFile(name) {
		await pick('ControlOrMeta+P', name);
		await page.locator('.tab.active', { hasText: name }).waitFor({ timeout: PATIENCE });
	}

	/** Puts the cursor on a 1-based line, in the middle of the editor; asks again where the key came too early for it. */
	async function goTo(line) {
		const end = Date.now() + PATIENCE;
		const input = page.locator('.quick-input-widget input').first();
		do {
			if (Date.now() > end) throw new Error(`Line ${line} can't be gone to`);
			await page.keyboard.press('Control+G');
		} while (!await input.waitFor({ timeout: 2000 }).then(() => true, () => false));
		await page.keyboard.type(String(line));
		// Enter does nothing before what it would do is told.
		await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: `line ${line}` }).waitFor({ timeout: PATIENCE });
		await page.keyboard.press('Enter');
		await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: PATIENCE });
	}

	/** Points at the first word of the editor that is exactly this, and returns the hover's text. */
	async function hoverWord(word) {
		const span = page.locator('.monaco-editor .view-line span span', { hasText: new RegExp(`^\\s*${word}\\s*$`) }).first();
		await span.hover({ timeout: PATIENCE });
		const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
		await hover.waitFor({ timeout: HOVER });
		return (await page.locator('.monaco-hover:visible').first().innerText()).replaceAll('\u00a0', ' ');
	}

	return { command, openFile, goTo, hoverWord, webview: (selector) => webviewOf(page, selector) };
}

/** The webview frame of a window that has the selector, once there is one. */
export async function webviewOf(page, selector) {
	const end = Date.now() + PATIENCE;
	while (Date.now() < end) {
		for (const frame of page.frames().slice(1)) {
			if (await frame.locator(selector).count().catch(() => 0)) return frame;
		}
		await page.waitForTimeout(50);
	}
	throw new Error(`No webview shows ${selector}`);
}
