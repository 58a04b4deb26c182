/** One warm runtime process kept for the next run, ended when nobody has wanted it for a while. Uses node only. */
import { startRuntime, type Runtime, type RuntimeOptions } from './host.ts';

export interface SpareOptions {
	/** Asked each time a process is started, since folders and snapshot can change. */
	readonly launch: () => RuntimeOptions;
	/** How long an unwanted spare stays; the default is ten minutes. */
	readonly idleMilliseconds?: number;
}

const TEN_MINUTES = 600_000;

/** Not more than one process waits at any time. */
export class SparePool {
	readonly #options: SpareOptions;
	#spare: { runtime: Runtime; key: string } | undefined;
	#timer: NodeJS.Timeout | undefined;
	#disposed = false;

	constructor(options: SpareOptions) {
		this.#options = options;
	}

	/** Starts a spare if there is none, and begins its idle time anew. */
	warm(): void {
		if (this.#disposed) return;
		const launch = this.#options.launch();
		const key = JSON.stringify(launch);
		if (this.#spare !== undefined && this.#spare.key !== key) this.drop();
		if (this.#spare === undefined) {
			const spare = { runtime: startRuntime(launch), key };
			this.#spare = spare;
			void spare.runtime.ended.then(() => {
				if (this.#spare === spare) this.#spare = undefined;
			});
		}
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.drop(), this.#options.idleMilliseconds ?? TEN_MINUTES);
		// An idle spare must not keep its host alive.
		this.#timer.unref();
	}

	/** The spare, or a fresh process where none fits; it is the caller's from here on. */
	take(): Runtime {
		if (this.#disposed) throw new Error('The pool has been disposed.');
		const launch = this.#options.launch();
		const spare = this.#spare;
		if (spare !== undefined && spare.key === JSON.stringify(launch)) {
			this.#spare = undefined;
			clearTimeout(this.#timer);
			return spare.runtime;
		}
		this.drop();
		return startRuntime(launch);
	}

	/** The waiting process's number, for tests and for a status display. */
	get pid(): number | undefined {
		return this.#spare?.runtime.pid;
	}

	/** Ends the spare. */
	drop(): void {
		clearTimeout(this.#timer);
		const spare = this.#spare;
		this.#spare = undefined;
		spare?.runtime.dispose();
	}

	dispose(): void {
		this.#disposed = true;
		this.drop();
	}
}
