/** A process that another one started for us: its pipes are sockets between it and us; the rest is told by its starter. */
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { ProcessEvents, StartedProcess, StartOptions } from './process.ts';
import type { FromStarter, ToStarter } from './protocol.ts';

export class RemoteProcess extends EventEmitter<ProcessEvents> implements StartedProcess {
	readonly stdio: readonly (Socket | null)[];
	readonly #id: number;
	readonly #tell: (message: ToStarter) => void;
	/** Of messages that are on their way to the starter. */
	readonly #sending: ((error: Error | null) => void)[] = [];
	#pid: number | undefined;
	#end: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
	#open = 0;
	#isKilled = false;

	constructor(id: number, { stdio }: StartOptions, tell: (message: ToStarter) => void) {
		super();
		this.#id = id;
		this.#tell = tell;
		this.stdio = stdio.map((each) => each === 'pipe' ? this.#pipe() : null);
	}

	get pid(): number | undefined {
		return this.#pid;
	}

	send(message: object, done: (error: Error | null) => void): void {
		if (this.#end !== undefined) return void process.nextTick(done, new Error('The process has ended.'));
		this.#sending.push(done);
		this.#tell({ type: 'send', id: this.#id, message });
	}

	kill(): void {
		this.#isKilled = true;
		this.#tell({ type: 'kill', id: this.#id });
	}

	hear(message: FromStarter): void {
		switch (message.type) {
			// They are accepted in this order.
			case 'listening': return void this.stdio.forEach((socket) => socket && this.#connect(socket, message.socket));
			case 'started':
				this.#pid = message.pid;
				return void this.emit('spawn');
			case 'message': return void this.emit('message', message.message as never);
			case 'sent': return this.#sending.shift()?.(message.error === undefined ? null : new Error(message.error));
			case 'exited': return this.#ended(message.code, message.signal);
			case 'failed': return this.#failed(message.message);
		}
	}

	/** Its starter is no more, and takes it along. */
	lose(why: string): void {
		if (this.#pid === undefined) this.#failed(why);
		else {
			try {
				if (this.#end === undefined) process.kill(this.#pid, 'SIGKILL');
			} catch {
				// It has ended with it.
			}
			this.#ended(null, 'SIGKILL');
		}
		for (const socket of this.stdio) socket?.destroy();
	}

	/** Where a pipe can't be made there will be no process. */
	#connect(socket: Socket, path: string): void {
		const refuse = (error: Error): void => {
			// Of one that is killed the pipe may be gone before we come to it; its end is told as any other's.
			if (this.#isKilled) return;
			this.kill();
			this.#failed(error.message);
		};
		socket.once('error', refuse).once('connect', () => socket.off('error', refuse)).connect(path);
	}

	#pipe(): Socket {
		const socket = new Socket();
		this.#open++;
		// What is read or written when the other end goes; 'close' follows.
		return socket.on('error', () => undefined).on('close', () => { this.#open--; this.#closed(); });
	}

	#failed(why: string): void {
		if (this.#end !== undefined) return;
		this.emit('error', new Error(why));
		this.#ended(null, null);
	}

	#ended(code: number | null, signal: NodeJS.Signals | null): void {
		if (this.#end !== undefined) return;
		this.#end = { code, signal };
		for (const done of this.#sending.splice(0)) done(new Error('The process has ended.'));
		for (const socket of this.stdio) {
			// What is left in one that nobody reads must not keep it open; node does the same.
			if (socket?.pending === true && !socket.connecting) socket.destroy();
			else socket?.resume();
		}
		if (this.#open === 0) process.nextTick(() => this.#closed());
	}

	#closed(): void {
		if (this.#open > 0 || this.#end === undefined) return;
		this.#open = Infinity;
		this.emit('close', this.#end.code, this.#end.signal);
	}
}
