/**
 * What a program prints, in the output channel as it comes: one line that says what ran, then its text unaltered
 * (Python writes its traceback to stderr), and what the recording left out.
 */
import { l10n } from 'vscode';
import type { Channels } from '../log.ts';
import type { Run } from './run.ts';

/** A channel is for reading: a program that prints without end fills no memory here. */
const LARGEST = 4 * 2 ** 20;

export class ProgramOutput {
	readonly #run: Run;
	readonly #channels: Channels;
	#outputs = 0;
	#written = 0;
	#atLineStart = true;

	constructor(run: Run, channels: Channels) {
		this.#run = run;
		this.#channels = channels;
		// Not in the user's language: the first time that is formatted for one takes a tenth of a second.
		channels.output.appendLine(`▷ ${run.request.name} · ${new Date(run.started).toTimeString().slice(0, 8)}`);
	}

	/** Appends what the trace has gained. */
	follow(): void {
		const { outputs } = this.#run.trace;
		let text = '';
		for (; this.#outputs < outputs.length; this.#outputs++) { text += outputs[this.#outputs]!.text; }
		this.#append(text);
	}

	end(): void {
		this.follow();
		const { limits } = this.#run.trace;
		for (const { what, detail } of limits) { this.#line(l10n.t('Left out of the recording ({0}): {1}', what, detail)); }
		if (this.#run.state === 'stopped') { this.#line(l10n.t('Stopped.')); }
	}

	#line(text: string): void {
		if (!this.#atLineStart) { this.#channels.output.append('\n'); }
		this.#channels.output.appendLine(text);
		this.#atLineStart = true;
	}

	#append(text: string): void {
		if (text === '' || this.#written >= LARGEST) { return; }
		const rest = LARGEST - this.#written;
		this.#written += text.length;
		this.#channels.output.append(text.slice(0, rest));
		this.#atLineStart = text.endsWith('\n');
		if (this.#written >= LARGEST) { this.#line(l10n.t('… the rest of the output is not shown here.')); }
	}
}
