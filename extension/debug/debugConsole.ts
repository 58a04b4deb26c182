/** What a session writes into the debug console: what the program prints (Python writes its traceback to stderr), and what breakpoints say. */
import { OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { l10n } from 'vscode';
import type { LogEntry } from '../../engine/debug/types.ts';
import { Turn } from '../../engine/trace/turn.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { Run } from '../run/run.ts';
import { lineNow, sourceOf } from './sources.ts';

export class DebugConsole {
	readonly #run: Run;
	readonly #send: (event: DebugProtocol.OutputEvent) => void;
	#outputs = 0;
	#hasEnded = false;
	#isFollowing = false;
	#isDone = false;

	constructor(run: Run, send: (event: DebugProtocol.OutputEvent) => void) {
		this.#run = run;
		this.#send = send;
	}

	/** Writes what the trace has gained; much of it in turns. */
	async follow(): Promise<void> {
		if (this.#isFollowing) { return; }
		this.#isFollowing = true;
		const { outputs } = this.#run.trace;
		const turn = new Turn();
		for (; this.#outputs < outputs.length; this.#outputs++) {
			if (turn.isOver) { await turn.next(); }
			if (this.#isDone) { break; }
			const { text, stream, line } = outputs[this.#outputs]!;
			this.#write(text, stream === 2 ? 'stderr' : 'stdout', line);
		}
		this.#isFollowing = false;
	}

	/** The session is over. */
	dispose(): void {
		this.#isDone = true;
	}

	/** @param isCut there would have been more. */
	tell(entries: readonly LogEntry[], isCut: boolean): void {
		for (const { position, text } of entries) { this.#write(`${text}\n`, 'console', this.#run.trace.step(position).line); }
		if (isCut) { this.say(l10n.t('… more messages of breakpoints are not shown here.')); }
	}

	/** Why there is no more, where the program went on; once. */
	sayEnd(): void {
		const sentence = this.#hasEnded ? undefined : endOfRecording(this.#run);
		if (sentence === undefined) { return; }
		this.#hasEnded = true;
		this.say(sentence);
	}

	/**
	 * Something of the session's own.
	 * @param line that it is about, of the text that ran, 1-based.
	 */
	say(sentence: string, line?: number): void {
		this.#write(`${sentence}\n`, 'console', line);
	}

	/** @param line of the text that ran, 1-based. */
	#write(text: string, category: string, line: number | undefined): void {
		const event: DebugProtocol.OutputEvent = new OutputEvent(text, category);
		if (line !== undefined) { Object.assign(event.body, { source: sourceOf(this.#run), line: lineNow(this.#run, line) }); }
		this.#send(event);
	}
}
