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

/** Bytes that a socket's whole path may have, but for its own folder and name. */
const LONGEST_FOLDER = 80;

/** One that is being started: `child` settles when it is, or won't be; `giveUp` says that nobody wants it any more. */
interface Starting { readonly child: Promise<ChildProcess>; readonly giveUp: AbortController }

const processes = new Map<number, Starting>();
const running = new Set<ChildProcess>();

// Where nobody hears it any more, 'disconnect' follows.
const tell = (message: FromStarter): void => void process.send!(message, () => undefined);

/** As many connections as there are pipes, over a socket that is there until then, in a folder of its maker's alone. Nothing is read from them here. */
async function connections(id: number, count: number, signal: AbortSignal): Promise<net.Socket[]> {
	if (count === 0) return [];
	const temporary = os.tmpdir();
	const folder = fs.mkdtempSync(path.join(temporary.length > LONGEST_FOLDER ? '/tmp' : temporary, 'tensor-loupe-'));
	const server = net.createServer({ pauseOnConnect: true });
	const sockets: net.Socket[] = [];
	try {
		await new Promise<void>((resolve, reject) => {
			const socket = path.join(folder, 'pipes');
			server.on('connection', (connection) => { if (sockets.push(connection) === count) resolve(); });
			server.on('error', reject).listen(socket, () => tell({ type: 'listening', id, socket }));
			signal.addEventListener('abort', () => reject(new Error('It was ended before it was started.')));
		});
		return sockets;
	} catch (error) {
		for (const socket of sockets) socket.destroy();
		throw error;
	} finally {
		server.close();
		fs.rmSync(folder, { recursive: true, force: true });
	}
}

async function start(id: number, options: StartOptions, signal: AbortSignal): Promise<ChildProcess> {
	const sockets = await connections(id, options.stdio.filter((each) => each === 'pipe').length, signal);
	try {
		const child = spawnWith(options, sockets);
		running.add(child);
		child.on('message', (message: object) => tell({ type: 'message', id, message }));
		child.on('error', (error) => { if (child.pid === undefined) tell({ type: 'failed', id, message: error.message }); });
		// When its last message is here too.
		child.on('close', (code, signal) => {
			running.delete(child);
			processes.delete(id);
			tell({ type: 'exited', id, code, signal });
		});
		if (child.pid !== undefined) tell({ type: 'started', id, pid: child.pid });
		return child;
	} finally {
		// The process has its own, and their end must be its end.
		for (const socket of sockets) socket.destroy();
	}
}

function send(id: number, child: ChildProcess, message: object): void {
	const sent = (error: Error | null): void => tell({ type: 'sent', id, ...(error !== null && { error: error.message }) });
	try {
		child.send(message as never, sent);
	} catch (error) {
		sent(error as Error);
	}
}

process.on('message', (asked: ToStarter) => {
	const { id } = asked;
	if (asked.type === 'start') {
		const giveUp = new AbortController();
		const child = start(id, asked.options, giveUp.signal);
		processes.set(id, { child, giveUp });
		child.catch((error: unknown) => {
			processes.delete(id);
			tell(giveUp.signal.aborted ? { type: 'exited', id, code: null, signal: 'SIGKILL' } : { type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
		});
		return;
	}
	const found = processes.get(id);
	if (asked.type === 'kill') {
		found?.giveUp.abort();
		found?.child.then((child) => child.kill('SIGKILL'), () => undefined);
	} else if (found === undefined) tell({ type: 'sent', id, error: 'The process has ended.' });
	else found.child.then((child) => send(id, child, asked.message), (error: Error) => tell({ type: 'sent', id, error: error.message }));
});

process.on('disconnect', () => {
	for (const child of running) child.kill('SIGKILL');
	process.exit();
});
// Ctrl-C in a terminal reaches every process of it; who started this one decides what it means.
process.on('SIGINT', () => undefined);
