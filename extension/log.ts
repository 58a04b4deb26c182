/**
 * The extension's two channels: a log of what the extension does, and what programs print. The second is made
 * when the first program prints.
 */
import { type Disposable, l10n, type LogOutputChannel, type OutputChannel, window } from 'vscode';
import { LiveText } from './run/liveText.ts';

export class Channels implements Disposable {
	readonly log: LogOutputChannel = window.createOutputChannel('Tensor Loupe', { log: true });
	#output: OutputChannel | undefined;
	#printed: LiveText | undefined;

	/** Where programs print. */
	get output(): OutputChannel {
		return this.#output ??= window.createOutputChannel(l10n.t('Tensor Loupe Output'));
	}

	/** What is written there. */
	get printed(): LiveText {
		return this.#printed ??= new LiveText(this.output);
	}

	dispose(): void {
		this.#printed?.dispose();
		this.#output?.dispose();
		this.log.dispose();
	}
}
