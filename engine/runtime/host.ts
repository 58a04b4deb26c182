/**
 * The host's end of a runtime process: the extension and the command line start, run, interrupt and end it here.
 *
 * One process runs one request. The trace's bytes are handed on as they come and are not looked at. Uses node only.
 */
import { launch, type LaunchOptions } from './launch.ts';
import { Control, TRACE_FD, type FromRuntime, type RunRequest } from './protocol.ts';

export type Ready = Extract<FromRuntime, { type: 'ready' }>;

/** How a run ended. `exited`: the program ended by itself or by an exception, with python's exit status. */
export type Ended =
	| { readonly how: 'exited'; readonly status: number }
	/** Stopped from outside before it could end; the trace so far is whole but for its last frame. */
	| { readonly how: 'killed' }
	/** The runtime failed, not the program; `message` is for the user. */
	| { readonly how: 'failed'; readonly message: string };

export interface RunListener {
	/** A piece of the trace. A promise holds the program back until it is settled. */
	onData(bytes: Uint8Array): void | Promise<void>;
	/** What was written past Python's sys.stdout and sys.stderr (os.write, a crash of the interpreter). */
	onStray?(stream: 1 | 2, bytes: Uint8Array): void;
}

export interface Run {
	/** Settled when its trace is whole; where processes linger, before the process has ended. */
	readonly done: Promise<Ended>;
	/** KeyboardInterrupt in the program. */
	interrupt(): void;
	kill(): void;
	/** Interrupt, and kill where that is not taken within half a second. Resolves when the process has ended. */
	stop(): Promise<void>;
}

export interface Runtime {
	/** Undefined as long as the process hasn't been started. */
	readonly pid: number | undefined;
	/** Rejects with a sentence where the process could not start. */
	readonly ready: Promise<Ready>;
	/** Starts the one run; may be called before `ready`. */
	run(request: RunRequest, listener: RunListener): Run;
	/** Ends the process, run or no run. */
	dispose(): void;
	readonly ended: Promise<void>;
}

const STOP_MILLISECONDS = 500;
const KEPT_MESSAGE = 4000;

export interface RuntimeOptions extends LaunchOptions {
	/** How long a process that has done its work is left alone before it is ended: that takes the processor from whoever draws its results. */
	readonly lingerMilliseconds?: number;
}

/** Starts a runtime process. Everything it needs is read from `options.dist`. */
export function startRuntime(options: RuntimeOptions): Runtime {
	const launched = launch(options);
	const child = launched.process;
	let listener: RunListener | undefined;
	let result: Ended | undefined;
	/** Bytes of the trace: those that came, and when the program is over, all that there are. */
	let received = 0, total: number | undefined;
	let killed = false;
	let sentRun = false;
	let lastWords = '';

	const { promise: ready, resolve: isReady, reject: isNot } = withResolvers<Ready>();
	// A spare that nobody waits for may fail without being an unhandled rejection.
	ready.catch(() => undefined);
	const { promise: done, resolve: isDone } = withResolvers<Ended>();
	const endWhenRead = (): void => {
		if (total === undefined || received < total) return;
		total = undefined;
		if (options.lingerMilliseconds === undefined) return kill();
		isDone(result!);
		setTimeout(kill, options.lingerMilliseconds);
	};
	child.on('message', (message: FromRuntime) => {
		if (message.type === 'ready') return isReady(message);
		if (message.type === 'failed') return void (result = { how: 'failed', message: message.message });
		result = { how: 'exited', status: message.status };
		total = message.bytes;
		endWhenRead();
	});
	const stray = (stream: 1 | 2) => (bytes: Buffer): void => {
		if (stream === 2) lastWords = (lastWords + bytes.toString('utf8')).slice(-KEPT_MESSAGE);
		listener?.onStray?.(stream, bytes);
	};
	child.stdio[1]?.on('data', stray(1));
	child.stdio[2]?.on('data', stray(2));

	const trace = child.stdio[TRACE_FD]!;
	// Bytes come only after a run was asked for; until then nothing is read, so none is lost.
	trace.pause();
	// Reading fails with ECONNRESET where a process is killed in the middle of a write; the end says enough.
	trace.on('error', () => undefined);
	child.on('error', (error) => {
		result ??= { how: 'failed', message: error.message };
		isNot(error);
	});

	let over = false;
	const ended = new Promise<void>((resolve) => {
		child.on('close', (code, signal) => {
			over = true;
			launched.release();
			result ??= killed ? { how: 'killed' } : signal !== null ? { how: 'killed' } : { how: 'failed', message: `The runtime process ended unexpectedly (exit code ${code}). ${reason(lastWords)}`.trim() };
			isNot(new Error(result.how === 'failed' ? result.message : 'The runtime process was ended before it was ready.'));
			isDone(result);
			resolve();
		});
	});
	const interrupt = (): void => {
		if (!over) launched.control(Control.interrupt);
	};
	const kill = (): void => {
		if (over) return;
		killed = true;
		child.kill('SIGKILL');
	};

	return {
		get pid() { return child.pid; },
		ready, ended,
		dispose: kill,
		run(request, given) {
			if (sentRun) throw new Error('A runtime process runs once.');
			sentRun = true;
			listener = given;
			trace.on('data', (bytes: Buffer) => {
				const wait = given.onData(bytes);
				if (wait !== undefined) {
					trace.pause();
					void wait.finally(() => trace.resume());
				}
				received += bytes.length;
				endWhenRead();
			});
			trace.resume();
			// It can't be sent to one that has ended, whose end says why.
			child.send(request, () => undefined);
			return {
				done,
				interrupt,
				kill,
				async stop() {
					interrupt();
					const timer = setTimeout(kill, STOP_MILLISECONDS);
					await done;
					clearTimeout(timer);
					kill();
					await ended;
				},
			};
		},
	};
}

/** The line of what a process wrote to stderr that says why it ended. */
function reason(words: string): string {
	const lines = words.trim().split('\n');
	return (lines.findLast((line) => /\b\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').trim();
}

function withResolvers<T>(): { promise: Promise<T>; resolve(value: T): void; reject(reason: unknown): void } {
	let resolve!: (value: T) => void;
	let reject!: (reason: unknown) => void;
	const promise = new Promise<T>((yes, no) => { resolve = yes; reject = no; });
	return { promise, resolve, reject };
}
