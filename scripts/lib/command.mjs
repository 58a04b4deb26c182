/** Runs other programs for the set-up: their output is kept back, and shown only when they fail. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** So much of a failed program's output is shown. */
const SHOWN = 8000;

/** Ends when the program does; rejects with what it wrote when it fails. */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		let output = '';
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => { output += data; });
		child.on('error', (error) => reject(new Error(`${command}: ${error.message}`)));
		child.on('close', (code, signal) => {
			if (code === 0) resolve(output);
			else reject(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? code}\n${output.slice(0, SHOWN)}`));
		});
	});
}

/** npm as the one that runs us where there is one, so that its version is the user's. */
export function npm(args, options = {}) {
	const cli = npmFile('bin/npm-cli.js');
	return cli ? run(process.execPath, [cli, ...args], options) : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { shell: process.platform === 'win32', ...options });
}

/** A file of npm's own package (npm carries node-gyp), or undefined. */
export function npmFile(relative) {
	const homes = [
		process.env.npm_execpath && path.dirname(path.dirname(process.env.npm_execpath)),
		path.join(path.dirname(process.execPath), '../lib/node_modules/npm'),
		path.join(path.dirname(process.execPath), 'node_modules/npm'),
	];
	return homes.filter(Boolean).map((home) => path.join(home, relative)).find((file) => existsSync(file));
}

/** The full path of a program on PATH, or undefined. */
export function which(name) {
	return (process.env.PATH ?? '').split(path.delimiter).filter(Boolean).map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** ['apt-get'] as root, ['sudo', '-n', 'apt-get'] where sudo asks no password, else undefined. */
export function aptGet() {
	if (process.platform !== 'linux' || !which('apt-get')) return undefined;
	if (process.getuid?.() === 0) return ['apt-get'];
	return which('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}

/** Says what is being done, then how long it took, on one line. */
export async function step(title, work) {
	const start = performance.now();
	process.stdout.write(`[set-up] ${title} … `);
	// Something is seen to move on a slow network.
	const timer = setInterval(() => process.stdout.write('.'), 3000);
	try {
		const value = await work();
		process.stdout.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
		return value;
	} catch (error) {
		process.stdout.write(' failed\n');
		throw error;
	} finally {
		clearInterval(timer);
	}
}
