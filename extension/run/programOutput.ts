/**
 * What a program prints, in the output channel as it comes: one line that says what ran, then its text as a terminal shows it
 * (Python writes its traceback to stderr), and what the recording left out.
 */
import { l10n } from 'vscode';
import { Overwriting } from '../../engine/trace/overwritten.ts';
import type { Channels } from '../log.ts';
import type { LiveText } from './liveText.ts';
import type { Run } from './run.ts';

/** A channel is for reading: a program that prints without end fills no memory here. */
const LARGEST = 4 * 2 ** 20;

export class ProgramOutput {
	readonly #run: Run;
	readonly #channel: LiveText;
	readonly #text = new Overwriting();
	#outputs = 0;
	/** Characters that are done. */
	#written = 0;

	constructor(run: Run, channels: Channels) {
		this.#run = run;
		this.#channel = channels.printed;
		// Not in the user's language: the first time that is formatted for one takes a tenth of a second.
		this.#channel.write(this, `▷ ${run.request.name} · ${new Date(run.started).toTimeString().slice(0, 8)}\n`);
	}

	/** Writes what the trace has gained. */
	follow(): void {
		const { outputs } = this.#run.trace;
		let text = '';
		for (; this.#outputs < outputs.length; this.#outputs++) { text += outputs[this.#outputs]!.text; }
		this.#write(text);
	}

	end(): void {
		this.follow();
		const { limits } = this.#run.trace;
		this.#channel.write(this, lineOf(this.#text.end()));
		for (const { what, detail } of limits) { this.#line(l10n.t('Left out of the recording ({0}): {1}', what, detail)); }
		if (this.#run.state === 'stopped') { this.#line(l10n.t('Stopped.')); }
	}

	#line(text: string): void {
		this.#channel.write(this, `${text}\n`);
	}

	#write(text: string): void {
		if (text === '' || this.#written >= LARGEST) { return; }
		const done = this.#text.push(text), { open, isLive } = this.#text, rest = LARGEST - this.#written;
		this.#written += done.length;
		if (this.#written + open.length < LARGEST) { return this.#channel.write(this, done, open, isLive); }
		this.#written = LARGEST;
		this.#channel.write(this, lineOf((done + this.#text.end()).slice(0, rest)));
		this.#line(l10n.t('… the rest of the output is not shown here.'));
	}
}

/** With its end. */
const lineOf = (text: string): string => text === '' || text.endsWith('\n') ? text : `${text}\n`;
