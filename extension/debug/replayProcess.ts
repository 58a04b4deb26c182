/**
 * The replay process of a session: started when the first expression needs tensors computed, then kept, so that the next
 * answer takes as long as its computing. One question at a time; one that takes too long, or is no longer wanted, is
 * ended with its process, and the next starts another.
 */
import path from 'node:path';
import type { Disposable } from 'vscode';
import type { Replay } from '../../engine/debug/evaluation.ts';
import { Verdict, type Answer } from '../../engine/expression/answer.ts';
import type { RefusalReason } from '../../engine/expression/errors.ts';
import type { Expression } from '../../engine/expression/syntax.ts';
import type { Start, StartedProcess } from '../../engine/process/process.ts';
import type { FromReplay, Place, ToReplay } from '../../engine/replay/protocol.ts';
import { bareEnvironment } from '../run/bareEnvironment.ts';
import type { Channels } from '../log.ts';
import type { RecordedTrace } from '../run/recordedTrace.ts';

/** Milliseconds that one question may take, and that one which nobody waits for any more is left. */
const LIMIT = 5000;
const UNWANTED = 300;
/** Bytes of the trace that are sent between two breaks. */
const PIECE = 2 ** 20;
/** As many steps are judged at once as take about this many milliseconds. */
const JUDGING = 250;

/** A process, and how many bytes of the trace it has. */
interface Started { readonly child: StartedProcess; sent: number }

/** Why there is no answer. */
class Ended extends Error {
	readonly reason: RefusalReason;

	constructor(reason: RefusalReason) {
		super(reason);
		this.reason = reason;
	}
}

export class ReplayProcess implements Replay, Disposable {
	readonly #dist: string;
	readonly #startProcess: Start;
	readonly #recorded: RecordedTrace;
	readonly #channels: Channels;
	readonly #gaveUp: (reason: RefusalReason) => void;
	#started: Started | undefined;
	/** Steps that are judged at once next. */
	#steps = 1;
	#turn: Promise<unknown> = Promise.resolve();
	#isDisposed = false;

	/** @param gaveUp is told why a condition is not known at all the steps at which it was asked for. */
	constructor(dist: string, start: Start, recorded: RecordedTrace, channels: Channels, gaveUp: (reason: RefusalReason) => void) {
		this.#dist = dist;
		this.#startProcess = start;
		this.#recorded = recorded;
		this.#channels = channels;
		this.#gaveUp = gaveUp;
	}

	async evaluate(expression: Expression, place: Place, signal: AbortSignal | undefined): Promise<Answer> {
		try {
			const reply = await this.#ask({ type: 'evaluate', expression, place }, signal);
			return reply.type === 'answer' ? reply.answer : refused('process');
		} catch (error) {
			if (error instanceof Ended) { return refused(error.reason); }
			throw error;
		}
	}

	async judge(expression: Expression, steps: Uint32Array, signal: AbortSignal): Promise<Int8Array> {
		const verdicts = new Int8Array(steps.length).fill(Verdict.unknown);
		for (let from = 0; from < steps.length;) {
			const began = performance.now();
			const size = Math.min(this.#steps, steps.length - from);
			try {
				const reply = await this.#ask({ type: 'judge', expression, steps: steps.slice(from, from + size) }, signal);
				if (reply.type === 'verdicts') { verdicts.set(reply.verdicts, from); }
			} catch (error) {
				signal.throwIfAborted();
				if (!(error instanceof Ended)) { throw error; }
				this.#steps = 1;
				// Together they took too long; each by itself may not.
				if (error.reason === 'time' && size > 1) { continue; }
				this.#gaveUp(error.reason);
				return verdicts;
			}
			from += size;
			this.#steps = Math.max(1, Math.min(4 * size, Math.round(size * JUDGING / (performance.now() - began))));
		}
		return verdicts;
	}

	dispose(): void {
		this.#isDisposed = true;
		this.#end();
	}

	#ask(message: ToReplay, signal: AbortSignal | undefined): Promise<FromReplay> {
		const answered = this.#turn.then(() => this.#exchange(message, signal));
		// Who asks next waits for the end of this, however it ends; who has asked need not.
		this.#turn = answered.catch(() => undefined);
		return signal === undefined ? answered : unlessAborted(answered, signal);
	}

	async #exchange(message: ToReplay, signal: AbortSignal | undefined): Promise<FromReplay> {
		signal?.throwIfAborted();
		if (this.#isDisposed) { throw new Ended('process'); }
		const started = this.#started ??= this.#start();
		const { child } = started;
		await this.#sendTrace(started, signal);
		signal?.throwIfAborted();
		return new Promise((resolve, reject) => {
			const leave = (): void => {
				clearTimeout(timer);
				child.off('message', onMessage).off('close', onClose);
				signal?.removeEventListener('abort', onAbort);
			};
			const onMessage = (reply: unknown): void => { leave(); resolve(reply as FromReplay); };
			const onClose = (): void => { leave(); reject(new Ended('process')); };
			const giveUp = (reason: RefusalReason) => (): void => { leave(); this.#end(); reject(new Ended(reason)); };
			let timer = setTimeout(giveUp('time'), LIMIT);
			const onAbort = (): void => { clearTimeout(timer); timer = setTimeout(giveUp('process'), UNWANTED); };
			child.on('message', onMessage).on('close', onClose);
			signal?.addEventListener('abort', onAbort);
			child.send(message, error => { if (error) { onClose(); } });
		});
	}

	#start(): Started {
		const child = this.#startProcess({
			file: path.join(this.#dist, 'replay.mjs'), args: ['evaluate', path.join(this.#dist, 'kernels.wasm')], flags: [],
			environment: bareEnvironment(), serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		child.stdio[2]!.setEncoding('utf8').on('data', (text: string) => this.#channels.log.warn(`replay: ${text.trim()}`));
		const started = { child, sent: 0 };
		const gone = (): void => { if (this.#started === started) { this.#started = undefined; } };
		child.on('error', error => { this.#channels.log.error(error); gone(); }).on('close', gone);
		return started;
	}

	async #sendTrace(started: Started, signal: AbortSignal | undefined): Promise<void> {
		try {
			for await (const bytes of this.#recorded.bytes.read(started.sent)) {
				for (let from = 0; from < bytes.length; from += PIECE) {
					signal?.throwIfAborted();
					const piece = bytes.subarray(from, from + PIECE);
					await new Promise<void>((resolve, reject) => started.child.send({ type: 'trace', bytes: piece } satisfies ToReplay, error => error ? reject(error) : resolve()));
					started.sent += piece.length;
				}
			}
		} catch (error) {
			signal?.throwIfAborted();
			this.#channels.log.warn(`the replay has not got all of the trace: ${String(error)}`);
			throw new Ended('process');
		}
	}

	#end(): void {
		this.#started?.child.kill('SIGKILL');
		this.#started = undefined;
	}
}

function refused(reason: RefusalReason): Answer {
	return { kind: 'refused', reason, subject: '' };
}

function unlessAborted<T>(answered: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const onAbort = (): void => reject(signal.reason as Error);
		if (signal.aborted) { onAbort(); }
		signal.addEventListener('abort', onAbort, { once: true });
		answered.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}
