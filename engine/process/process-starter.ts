/** The other end of `starter.ts`: has a small process start those that are asked for, and gives them back as if it had been here. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Start } from './process.ts';
import type { FromStarter, ToStarter } from './protocol.ts';
import { RemoteProcess } from './remote-process.ts';

/** Megabytes of V8's heap: it keeps nothing. */
const HEAP = 64;
/** Of what it says before it ends. */
const KEPT = 1000;

interface Starter { readonly child: ChildProcess; readonly processes: Map<number, RemoteProcess> }

export class ProcessStarter {
	readonly #file: string;
	readonly #environment: NodeJS.ProcessEnv;
	#starter: Starter | undefined;
	#last = 0;
	#isDisposed = false;

	/** @param file the bundled `starter.ts`. It is started with the first process that is asked for. */
	constructor(file: string, environment: NodeJS.ProcessEnv) {
		this.#file = file;
		this.#environment = environment;
	}

	readonly start: Start = (options) => {
		if (this.#isDisposed) throw new Error('The starter has been disposed.');
		const { child, processes } = this.#starter ??= this.#fork();
		const id = ++this.#last;
		const tell = (message: ToStarter): void => { if (child.connected) child.send(message); };
		const started = new RemoteProcess(id, options, tell);
		processes.set(id, started);
		started.on('close', () => processes.delete(id));
		tell({ type: 'start', id, options });
		return started;
	};

	/** For tests. */
	get pid(): number | undefined {
		return this.#starter?.child.pid;
	}

	/** Ends all that were started. */
	dispose(): void {
		this.#isDisposed = true;
		if (this.#starter?.child.connected === true) this.#starter.child.disconnect();
	}

	#fork(): Starter {
		const processes = new Map<number, RemoteProcess>();
		const child = fork(this.#file, [], {
			env: this.#environment, execArgv: ['--no-warnings', `--max-old-space-size=${HEAP}`], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		const starter = { child, processes };
		let words = '';
		child.stderr?.setEncoding('utf8').on('data', (text: string) => { words = (words + text).slice(-KEPT); });
		const gone = (why: string) => (): void => {
			// What is asked for next has another.
			if (this.#starter === starter) this.#starter = undefined;
			for (const started of [...processes.values()]) started.lose(`${why} ${words}`.trim());
		};
		child.on('message', (message: FromStarter) => processes.get(message.id)?.hear(message));
		child.on('error', (error) => gone(error.message)());
		child.on('close', gone('The process that starts others has ended.'));
		return starter;
	}
}
