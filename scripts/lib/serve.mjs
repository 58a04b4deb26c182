/**
 * Starts and ends VS Code's server and Chromium. Everything gets folders of its own, so that neither reads nor writes
 * what belongs to the user, and every process is ended by its id.
 */
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const QUIET = {
	'extensions.autoUpdate': false,
	'extensions.autoCheckUpdates': false,
	'extensions.ignoreRecommendations': true,
	'telemetry.telemetryLevel': 'off',
	'workbench.startupEditor': 'none',
	'workbench.enableExperiments': false,
	'workbench.tips.enabled': false,
	'chat.commandCenter.enabled': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'git.enabled': false,
	'git.openRepositoryInParentFolders': 'never',
};

/** The process and its descendants, deepest first; only the process itself where /proc is missing. */
function tree(pid) {
	let children = [];
	try {
		children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	} catch {
		// not Linux, or it has ended
	}
	return [...children.flatMap(tree), pid];
}

function signal(pids, name) {
	for (const pid of pids) {
		try {
			process.kill(pid, name);
		} catch {
			// ended by itself
		}
	}
}

/** Ends a child that we started, with its descendants. */
export async function end(child) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const pids = tree(child.pid);
	signal(pids, 'SIGTERM');
	const timer = setTimeout(() => signal(pids, 'SIGKILL'), 3000);
	await ended;
	clearTimeout(timer);
}

/**
 * @param {object} options
 * @param {{ main: string, node: string }} options.server as vscodeServer() gives it
 * @param {string} [options.home] folder for settings, extensions and state; made and removed by us where not given
 * @param {Record<string, unknown>} [options.settings] the user's settings.json, on top of quiet ones
 * @param {boolean} [options.trusted] false: workspaces start in restricted mode
 * @param {boolean} [options.token] true: the address holds a secret
 * @param {Record<string, string>} [options.env]
 * @param {(text: string) => void} [options.log] what the server prints
 */
export async function startServer({ server, home, settings = {}, trusted = true, token = false, port = 0, env = {}, log = () => {} }) {
	const own = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-'));
	const folder = home ?? path.join(own, 'vscode');
	const user = path.join(folder, 'data', 'User');
	for (const each of [user, path.join(folder, 'extensions'), path.join(own, 'tmp'), path.join(own, 'home')]) mkdirSync(each, { recursive: true });
	writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, '\t'));
	const secret = randomBytes(16).toString('hex');
	const args = [server.main, '--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms', '--telemetry-level', 'off',
		...(token ? ['--connection-token', secret] : ['--without-connection-token']),
		...(trusted ? ['--disable-workspace-trust'] : []),
		'--user-data-dir', path.join(folder, 'data'), '--server-data-dir', path.join(folder, 'server'), '--extensions-dir', path.join(folder, 'extensions')];
	const child = spawn(server.node, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		// A process group of its own: Ctrl-C is ours to answer, by ending it in order.
		detached: true,
		env: { ...process.env, EXTENSIONS_GALLERY: '{}', HOME: path.join(own, 'home'), TMPDIR: path.join(own, 'tmp'), XDG_RUNTIME_DIR: path.join(own, 'tmp'), XDG_CONFIG_HOME: path.join(own, 'home/config'), XDG_DATA_HOME: path.join(own, 'home/data'), ...env },
	});
	// Where we are ended before we can end it in order: an error that nobody catches, a pipe that was closed.
	const atExit = () => signal(tree(child.pid), 'SIGKILL');
	process.once('exit', atExit);
	const stop = async () => {
		await end(child);
		process.off('exit', atExit);
		rmSync(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	};
	try {
		const address = await listening(child, log);
		return { url: `http://127.0.0.1:${new URL(address).port}`, secret: token ? secret : undefined, child, folder, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function listening(child, log) {
	return new Promise((resolve, reject) => {
		let output = '';
		const read = (data) => {
			output += data;
			log(String(data));
			const found = /Web UI available at (http:\/\/\S+)/.exec(output);
			if (found) resolve(found[1]);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code} before it listened.\n${output}`)));
		setTimeout(() => reject(new Error(`The VS Code server did not listen within a minute.\n${output}`)), 60_000).unref();
	});
}

/** Headless Chromium that reaches nothing but this machine. */
export async function openBrowser(executablePath, { width = 1280, height = 800 } = {}) {
	const { chromium } = await import('playwright-core');
	// It writes to the user's configuration even with a private profile.
	const home = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-browser-'));
	const browser = await chromium.launch({
		executablePath,
		env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
	});
	const context = await browser.newContext({ viewport: { width, height } });
	const page = await context.newPage();
	const close = async () => {
		await browser.close();
		rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	};
	return { browser, context, page, close };
}

/**
 * The address of the workbench with a folder open, or what a .code-workspace file names.
 * @param {[string, string][]} payload the workbench's own keys: openFile, extensionDevelopmentPath, extensionTestsPath, …
 */
export function workbenchUrl({ url, secret }, folder, payload = []) {
	const query = new URLSearchParams({ ...(secret && { tkn: secret }), [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder });
	if (payload.length) query.set('payload', JSON.stringify(payload));
	return `${url}/?${query}`;
}

/** How the workbench in the browser names a file of the server's machine. */
export function remoteUri(url, file) {
	return `vscode-remote://${new URL(url).host}${encodeURI(file)}`;
}
