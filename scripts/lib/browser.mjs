/**
 * A Chromium to test with: the one that CHROME names, one that is installed, or one that we bring: Debian's by apt-get
 * where that may be done without a question, else Playwright's download into the cache.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { aptGet, run, step, which } from './command.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Playwright reads this when it is loaded, so it is imported only after. */
async function playwright() {
	process.env.PLAYWRIGHT_BROWSERS_PATH ??= path.join(cacheFolder(), 'browsers');
	return (await import('playwright-core')).chromium;
}

/** @returns {Promise<string | undefined>} the browser's full path */
export async function findBrowser() {
	if (process.env.CHROME) return process.env.CHROME;
	const installed = NAMES.map(which).find(Boolean) ?? PLACES.find((file) => existsSync(file));
	if (installed) return installed;
	const downloaded = (await playwright()).executablePath();
	return existsSync(downloaded) ? downloaded : undefined;
}

async function installBrowser(root) {
	const apt = aptGet();
	if (apt) {
		const [command, ...before] = apt;
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		try {
			await step('Chromium by apt-get', async () => {
				await run(command, [...before, 'update', '-qq'], { env });
				await run(command, [...before, 'install', '-qq', '-y', '--no-install-recommends', 'chromium'], { env });
			});
			if (await findBrowser()) return;
		} catch (error) {
			console.log(`[set-up] apt-get has no Chromium for us: ${error.message.split('\n')[0]}`);
		}
	}
	await playwright();
	await step('Chromium by Playwright\'s download', () => run(process.execPath, [path.join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']));
}

/** The browser's full path; brings one where there is none. */
export async function browser(root) {
	const found = await findBrowser();
	if (found) return found;
	await installBrowser(root);
	const installed = await findBrowser();
	if (!installed) throw new Error('No Chromium was found or could be installed. Install one and set CHROME to its path.');
	return installed;
}
