/**
 * Runs the suites in VS Code's server with Chromium as the window: the workbench's own test keys load the extension of
 * this checkout and the entry that @vscode/test-electron would.
 */
import { format } from 'node:util';
import { openBrowser, remoteUri, startServer, workbenchUrl } from '../../../scripts/lib/serve.mjs';
import { startUiEndpoint } from './ui-endpoint.mjs';

/** Lines of the workbench's own log that say nothing about a test. */
const NOISE = /^(Creating a socket|Resolv(ing|ed) connection token|Updating additional builtin|Ignoring fetching additional builtin|\[Service Worker\]|ChatSessionStore: |Settings Sync|Started local extension host|\[reconnection-grace-time\]|\[AgentHost|\[AccountPolicyGate\]|\[ChatModelSelection\]|Creation of workbench contribution|An iframe which has both|DialogService: refused to show dialog in tests)/;

/**
 * @param {object} options
 * @param {string} options.entry the bundled suites' entry
 * @param {string} options.extension the folder of the extension under development
 * @param {string} options.workspace
 * @param {Record<string, string>} options.env
 * @param {boolean} options.trusted
 * @param {string} [options.shot] where to save what the window shows at the end
 */
export async function runInServer({ server, browser, entry, extension, workspace, env, trusted, shot, verbose, limit }) {
	let open;
	let hostEnded = () => {};
	const endpoint = await startUiEndpoint(async () => open.page);
	const vscode = await startServer({
		server, trusted, env: { ...env, ...endpoint.env },
		log(text) {
			if (verbose) process.stdout.write(text);
			const end = /Extension Host Process exited with code: (\S+), signal: ([^\s.]+)/.exec(text);
			if (end) hostEnded(`the extension host ended by itself (code ${end[1]}, signal ${end[2]})`);
		},
	});
	try {
		open = await openBrowser(browser);
		const { page } = open;
		let timer;
		const ended = new Promise((resolve, reject) => {
			page.exposeFunction('codeAutomationExit', resolve).catch(reject);
			page.exposeFunction('codeAutomationLog', (type, args) => print(type, args, verbose)).catch(reject);
			page.on('crash', () => reject(new Error('the window crashed')));
			vscode.child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
			// A host that ends by itself is also reported as an exit with 0, a little later.
			hostEnded = (why) => setTimeout(() => reject(new Error(why)), 3000);
			timer = setTimeout(() => reject(new Error(`the suites took longer than ${limit} s`)), limit * 1000);
		});
		page.on('pageerror', (error) => verbose && console.error(`[window] ${error.message}`));
		await page.goto(workbenchUrl(vscode, workspace, [
			['extensionDevelopmentPath', remoteUri(vscode.url, extension)],
			['extensionTestsPath', remoteUri(vscode.url, entry)],
			['skipWelcome', 'true'], ['skipReleaseNotes', 'true'],
		]));
		try {
			return await ended;
		} finally {
			clearTimeout(timer);
			hostEnded = () => {};
			if (shot) await page.screenshot({ path: shot }).catch(() => {});
		}
	} finally {
		endpoint.close();
		await open?.close();
		vscode.child.removeAllListeners('exit');
		await vscode.stop();
	}
}

/** The extension host's console comes as the workbench's log: ['%c INFO', 'color: …', text, …]. */
function print(type, args, verbose) {
	const text = format(...(String(args[1]).startsWith('color:') ? args.slice(2) : args)).trimEnd();
	if (!verbose && NOISE.test(text)) return;
	(type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}
