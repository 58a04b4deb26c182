/**
 * Asks the replay process for a loss surface or for gradients: the trace goes in, derived frames come out and are appended
 * to the trace. A process of its own, so that much work never holds up the editor, and ending it is cancelling it.
 */
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Disposable } from 'vscode';
import type { Start, StartedProcess } from '../../engine/process/process.ts';
import type { ReplayRequest } from '../../engine/slice/replay-for.ts';
import { framePlaces } from '../../engine/trace/frame.ts';
import { bareEnvironment } from './bareEnvironment.ts';
import type { Channels } from '../log.ts';
import type { RecordedTrace } from './recordedTrace.ts';

/** What takes longer is given up: what was computed until then stays. */
const LIMIT = 60_000;

/** What writing to a process that is no more gives. */
const ENDED = new Set<string | undefined>(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

/** 'done': it is in the trace, or why it can't be. 'cancelled': another was asked for instead. */
export type Ended = 'done' | 'cancelled' | 'failed';

/** What was asked of a trace last. */
interface Attempt {
	readonly trace: RecordedTrace['trace'];
	readonly request: string;
	readonly child: StartedProcess;
	/** Called for each part, for whom asked last. */
	progress: () => void;
	/** Whether a part has come. */
	hasCome: boolean;
	readonly end: Promise<Ended>;
}

export class Replays implements Disposable {
	readonly #dist: string;
	readonly #startProcess: Start;
	readonly #channels: Channels;
	readonly #attempts = new WeakMap<RecordedTrace['trace'], Attempt>();
	#running: Attempt | undefined;

	constructor(dist: string, start: Start, channels: Channels) {
		this.#dist = dist;
		this.#startProcess = start;
		this.#channels = channels;
	}

	/**
	 * Ends when what is asked for is in the trace, or can't be; `progress` is called for each part of it, and at once where some have
	 * come already: who asks has looked at the trace a while ago. Only the newest request is worked on; asked for again it goes on,
	 * and one that failed isn't tried again before another was asked for. 'failed':
	 * the process has failed, or took too long, and nothing of it is said in the trace.
	 */
	compute(recorded: RecordedTrace, asked: ReplayRequest, progress: () => void): Promise<Ended> {
		const { trace } = recorded;
		const request = JSON.stringify(asked);
		const former = this.#attempts.get(trace);
		if (former?.request === request) {
			former.progress = progress;
			if (former.hasCome) { progress(); }
			return former.end;
		}
		this.cancel();
		const attempt = this.#start(recorded, request, progress);
		this.#attempts.set(trace, attempt);
		this.#running = attempt;
		return attempt.end;
	}

	#start(recorded: RecordedTrace, request: string, progress: () => void): Attempt {
		const child = this.#startProcess({
			file: path.join(this.#dist, 'replay.mjs'), args: [request, path.join(this.#dist, 'kernels.wasm')], flags: [],
			environment: bareEnvironment(), timeout: LIMIT, stdio: ['pipe', 'pipe', 'pipe'],
		});
		const [input, output, complaints] = child.stdio as [Duplex, Duplex, Duplex];
		let errors = '';
		let isFed = true;
		let waiting: Uint8Array = new Uint8Array(0);
		complaints.setEncoding('utf8').on('data', (text: string) => { errors = (errors + text).slice(-4000); });
		output.on('data', (bytes: Buffer) => {
			if (!isFed) { return; }
			// Whole frames only: a replay may be ended within one, and the next one's must follow what is there.
			waiting = Buffer.concat([waiting, bytes]);
			const end = framePlaces(waiting).reduce((sum, { length }) => sum + length, 0);
			if (end === 0) { return; }
			recorded.trace.push(waiting.subarray(0, end));
			recorded.bytes.push(waiting.subarray(0, end));
			waiting = waiting.subarray(end);
			attempt.hasCome = true;
			attempt.progress();
		});
		child.once('spawn', () => {
			pipeline(recorded.bytes.read(), input).catch((error: NodeJS.ErrnoException) => {
				// A process that has ended doesn't read the rest; its exit says what is wrong.
				if (ENDED.has(error.code)) { return; }
				// What it takes for the whole is not this trace.
				isFed = false;
				child.kill('SIGKILL');
				this.#channels.log.warn(`the replay has not got all of the trace: ${error.message}`);
			});
		});
		const end = new Promise<Ended>(resolve => {
			child.once('error', error => { this.#channels.log.error(error); });
			child.once('close', (code, signal) => {
				const isCancelled = this.#running !== attempt;
				if (!isCancelled) { this.#running = undefined; }
				if (code !== 0 && !isCancelled) { this.#channels.log.warn(`replay ended with ${code ?? signal}: ${errors.trim()}`); }
				resolve(isCancelled ? 'cancelled' : code === 0 ? 'done' : 'failed');
			});
		});
		const attempt: Attempt = { trace: recorded.trace, request, child, progress, hasCome: false, end };
		return attempt;
	}

	/** Ends when nothing is worked on. */
	async idle(): Promise<void> {
		while (this.#running) { await this.#running.end; }
	}

	cancel(): void {
		const running = this.#running;
		if (!running) { return; }
		this.#running = undefined;
		this.#attempts.delete(running.trace);
		running.child.kill('SIGKILL');
	}

	dispose(): void {
		this.cancel();
	}
}
