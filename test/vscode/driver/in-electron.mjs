/** Runs the suites in desktop VS Code, downloaded by @vscode/test-electron. Needs a display. */
import { chromium } from 'playwright-core';
import { createServer } from 'node:net';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { runTests } from '@vscode/test-electron';
import { cacheFolder } from '../../../scripts/lib/cache.mjs';
import { startUiEndpoint } from './ui-endpoint.mjs';

/** Where VS Code may be downloaded and shown; TENSOR_LOUPE_VSCODE=electron or =server decides instead. */
export async function electronIsPossible() {
	if (process.env.TENSOR_LOUPE_VSCODE) return process.env.TENSOR_LOUPE_VSCODE === 'electron';
	if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
	try {
		return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(3000) })).ok;
	} catch {
		return false;
	}
}

function freePort() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** The workbench's window, found through Chromium's debugging port. */
async function windowOf(port) {
	const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
	const pages = browser.contexts().flatMap((context) => context.pages());
	const window = pages.find((page) => page.url().includes('workbench'));
	if (!window) throw new Error('VS Code shows no workbench');
	return window;
}

export async function runInElectron({ entry, extension, workspace, env, trusted }) {
	const port = await freePort();
	const user = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-electron-'));
	let window;
	const endpoint = await startUiEndpoint(() => (window ??= windowOf(port)));
	try {
		return await runTests({
			cachePath: path.join(cacheFolder(), 'vscode-test'),
			extensionDevelopmentPath: extension,
			extensionTestsPath: entry,
			extensionTestsEnv: { ...env, ...endpoint.env },
			launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${user}`, `--remote-debugging-port=${port}`, ...(trusted ? ['--disable-workspace-trust'] : [])],
		});
	} finally {
		endpoint.close();
		rmSync(user, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
