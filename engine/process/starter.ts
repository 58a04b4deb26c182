/**
 * The program that starts processes for a large one. On Linux node starts a process by `fork`, which copies the page tables of
 * whoever calls it: 25 ms and more for an extension host with a long trace in memory, 1.5 ms here (libuv issues 2133 and 1715).
 *
 * What a process reads and writes goes straight between it and who asked for it, over sockets; only messages and its end pass
 * through here. It ends with who started it, and with it all its processes end.
 */
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawnWith, type StartOptions } from './process.ts';
import type { FromStarter, ToStarter } from './protocol.ts';

/** The sockets of one user's editor are no other's: such a folder is its maker's alone. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tensor-loupe-'));
/** Messages for one that is still being started wait for it. */
const processes = new Map<number, Promise<ChildProcess>>();
const running = new Set<ChildProcess>();

const tell = (message: FromStarter): void => void process.send!(message);

/** As many connections as there are pipes. Nothing is read from them here. */
function connections(id: number, count: number): Promise<net.Socket[]> {
	if (count === 0) return Promise.resolve([]);
	return new Promise((resolve, reject) => {
		const sockets: net.Socket[] = [];
		const socket = path.join(folder, String(id));
		const server = net.createServer({ pauseOnConnect: true }, (connection) => {
			if (sockets.push(connection) < count) return;
			server.close();
			resolve(sockets);
		});
		server.on('error', reject).listen(socket, () => tell({ type: 'listening', id, socket }));
	});
}

async function start(id: number, options: StartOptions): Promise<ChildProcess> {
	const sockets = await connections(id, options.stdio.filter((each) => each === 'pipe').length);
	const child = spawnWith(options, sockets);
	// The process has its own, and their end must be its end.
	for (const socket of sockets) socket.destroy();
	running.add(child);
	child.on('message', (message: object) => tell({ type: 'message', id, message }));
	child.on('error', (error) => { if (child.pid === undefined) tell({ type: 'failed', id, message: error.message }); });
	child.on('exit', (code, signal) => {
		running.delete(child);
		processes.delete(id);
		tell({ type: 'exited', id, code, signal });
	});
	if (child.pid !== undefined) tell({ type: 'started', id, pid: child.pid });
	return child;
}

process.on('message', (asked: ToStarter) => {
	const { id } = asked;
	if (asked.type === 'start') {
		const child = start(id, asked.options);
		processes.set(id, child);
		child.catch((error: unknown) => tell({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) }));
		return;
	}
	const child = processes.get(id);
	const sent = (error?: string): void => { if (asked.type === 'send') tell({ type: 'sent', id, ...(error !== undefined && { error }) }); };
	if (child === undefined) return sent('The process has ended.');
	child.then(
		(started) => {
			if (asked.type === 'kill') started.kill('SIGKILL');
			else started.send(asked.message as never, (error) => sent(error?.message));
		},
		() => sent('The process was not started.'),
	);
});

process.on('disconnect', () => {
	for (const child of running) child.kill('SIGKILL');
	fs.rmSync(folder, { recursive: true, force: true });
	process.exit();
});
// Ctrl-C in a terminal reaches every process of it; who started this one decides what it means.
process.on('SIGINT', () => undefined);
