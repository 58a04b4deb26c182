/**
 * `npm start`: the examples in real VS Code with the extension of this checkout, served on 127.0.0.1. Ctrl-C ends it.
 * The port can be given: `npm start -- 8123`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { which } from './lib/command.mjs';
import { startServer, remoteUri, workbenchUrl } from './lib/serve.mjs';
import { fail, root, setup } from './setup.mjs';

const { server } = await setup({ drives: false }).catch(fail);

// A new folder each time: VS Code sees an unpacked extension only in an extensions folder that it has not used before.
const home = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-start-'));
const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
mkdirSync(path.join(home, 'extensions'));
symlinkSync(root, path.join(home, 'extensions', `${publisher}.${name}-${version}`), 'junction');

const vscode = await startServer({ server, home, token: true, port: Number(process.argv[2] ?? 0) });
const first = ['openFile', remoteUri(vscode.url, path.join(root, 'examples/pytorch-notes.md'))];
const address = workbenchUrl(vscode, path.join(root, 'examples'), [first]);
console.log(`\n  Open ${address}\n\n  VS Code with Tensor Loupe and the examples is there until you press Ctrl-C.\n`);
show(address);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
vscode.child.on('exit', stop);

async function stop() {
	if (stopping) return;
	stopping = true;
	await vscode.stop();
	rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	process.exit(0);
}

/** Opens the address where there is a screen to open it on. */
function show(url) {
	if (process.env.CI) return;
	const opener = process.platform === 'darwin' ? 'open' : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? which('xdg-open') : undefined;
	if (opener) spawn(opener, [url], { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}
