/** What a session writes into the debug console: what the program prints (Python writes its traceback to stderr), and what breakpoints say. */
import { OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { l10n } from 'vscode';
import type { LogEntry } from '../../engine/debug/types.ts';
import type { Output } from '../../engine/trace/model.ts';
import { goesBack, Overwriting } from '../../engine/trace/overwritten.ts';
import { Turn } from '../../engine/trace/turn.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { Run } from '../run/run.ts';
import { lineNow, sourceOf } from './sources.ts';

/** So long after the last output, in milliseconds, a line that has ended is no bar within which another begins. */
const QUIET = 200;

/** The trace's outputs up to a place, or something of the session's own. */
type Waiting = { readonly outputs: number } | { readonly text: string; readonly line: number | undefined };

export class DebugConsole {
	readonly #run: Run;
	readonly #send: (event: DebugProtocol.OutputEvent) => void;
	/** In the order in which it is to be read. */
	#waiting: Waiting[] = [];
	#outputs = 0;
	/** A progress bar that isn't done, and of which output it is: nothing in the console can be written over. */
	readonly #bar = new Overwriting();
	#barOf: Output | undefined;
	#quiet: NodeJS.Timeout | undefined;
	#hasEnded = false;
	#isWriting = false;
	#written = Promise.resolve();

	constructor(run: Run, send: (event: DebugProtocol.OutputEvent) => void) {
		this.#run = run;
		this.#send = send;
	}

	/** Writes what the trace has gained. */
	follow(): void {
		this.#add({ outputs: this.#run.trace.outputs.length });
	}

	/** Ends when all of it has been written: of much, that takes some turns. */
	get written(): Promise<void> {
		return this.#written;
	}

	/** Nobody reads on. */
	dispose(): void {
		this.#waiting = [];
		this.#outputs = Infinity;
		this.#bar.end();
		clearTimeout(this.#quiet);
	}

	/** @param isCut there would have been more. */
	tell(entries: readonly LogEntry[], isCut: boolean): void {
		for (const { position, text } of entries) { this.say(text, this.#run.trace.step(position).line); }
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
		this.#add({ text: `${sentence}\n`, line });
	}

	#add(next: Waiting): void {
		this.#waiting.push(next);
		if (!this.#isWriting) { this.#written = this.#writeAll(); }
	}

	async #writeAll(): Promise<void> {
		this.#isWriting = true;
		clearTimeout(this.#quiet);
		const { outputs } = this.#run.trace, turn = new Turn();
		for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
			if ('text' in next) {
				this.#endBar();
				this.#write(next.text, 'console', next.line);
				continue;
			}
			while (this.#outputs < next.outputs) {
				this.#print(outputs[this.#outputs++]!);
				if (turn.isOver) { await turn.next(); }
			}
		}
		if (this.#run.state !== 'running') { this.#endBar(); }
		if (this.#bar.isLive) { this.#quiet = setTimeout(() => this.#writeBar(this.#bar.finished()), QUIET); }
		this.#isWriting = false;
	}

	#print(output: Output): void {
		if (!this.#bar.isLive && !goesBack(output.text)) { return this.#write(output.text, categoryOf(output), output.line); }
		const lines = this.#bar.push(output.text);
		this.#barOf ??= output;
		this.#writeBar(lines);
		if (this.#bar.isLive) { this.#barOf = output; } else { this.#endBar(output); }
	}

	#writeBar(lines: string): void {
		if (lines !== '' && this.#barOf) { this.#write(lines, categoryOf(this.#barOf), this.#barOf.line); }
	}

	/** What follows it begins a line. @param output that ended it, and of which the rest is. */
	#endBar(output?: Output): void {
		const rest = this.#bar.end();
		if (output) { this.#barOf = output; }
		this.#writeBar(output || rest === '' || rest.endsWith('\n') ? rest : `${rest}\n`);
		this.#barOf = undefined;
	}

	/** @param line of the text that ran, 1-based. */
	#write(text: string, category: string, line: number | undefined): void {
		const event: DebugProtocol.OutputEvent = new OutputEvent(text, category);
		if (line !== undefined) { Object.assign(event.body, { source: sourceOf(this.#run), line: lineNow(this.#run, line) }); }
		this.#send(event);
	}
}

const categoryOf = ({ stream }: Output): string => stream === 2 ? 'stderr' : 'stdout';
