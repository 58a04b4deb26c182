/**
 * Asks for a loss surface or for gradients in a report: the trace goes to a worker, derived frames come back. In VS Code it is a
 * process (extension/run/replays.ts); there as here the newest request alone is worked on, and ending who does is cancelling it.
 */
import type { FromReplayWorker, ReplayRequest, ReplayTask } from '../../engine/slice/replay-for.ts';
import { replayParts } from './embedded.ts';

/** What takes longer is given up, in milliseconds: what was computed until then stays. */
const LIMIT = 60_000;

/** 'notStarted': the browser lets the page have no worker. 'failed': it took too long, or could not be computed. */
export type Ended = 'done' | 'cancelled' | 'failed' | 'notStarted';

interface Attempt { readonly ended: Promise<Ended>; end(how: Ended): void }

export class Replays {
	readonly #document: Document;
	readonly #take: (frame: Uint8Array) => void;
	/** What was asked for last. */
	#last: (Attempt & { readonly request: string }) | undefined;

	/** @param take is called for each frame that comes */
	constructor(document: Document, take: (frame: Uint8Array) => void) {
		this.#document = document;
		this.#take = take;
	}

	/** Asked for again it goes on, and one that has failed isn't tried again before another was asked for. */
	compute(trace: readonly Uint8Array[], asked: ReplayRequest): Promise<Ended> {
		const request = JSON.stringify(asked);
		if (this.#last?.request === request) return this.#last.ended;
		this.cancel();
		const { script, kernels } = replayParts(this.#document);
		const attempt = this.#start(script, { kernels, trace, request: asked });
		this.#last = { request, ...attempt };
		return attempt.ended;
	}

	cancel(): void {
		this.#last?.end('cancelled');
		this.#last = undefined;
	}

	#start(script: string, task: ReplayTask): Attempt {
		const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
		let worker: Worker;
		try {
			worker = new Worker(url);
		} catch {
			return { ended: Promise.resolve('notStarted'), end: () => undefined };
		}
		let end: Attempt['end'] = () => undefined;
		const ended = new Promise<Ended>(resolve => {
			end = how => {
				worker.terminate();
				clearTimeout(limit);
				URL.revokeObjectURL(url);
				resolve(how);
			};
		});
		const limit = setTimeout(() => end('failed'), LIMIT);
		worker.addEventListener('message', ({ data }: MessageEvent<FromReplayWorker>) => {
			if (typeof data === 'string') end(data);
			else this.#take(data);
		});
		// One that its own script raised says what it was; a worker that the browser refuses does not.
		worker.addEventListener('error', event => end(event instanceof ErrorEvent ? 'failed' : 'notStarted'));
		worker.postMessage(task);
		return { ended, end };
	}
}
