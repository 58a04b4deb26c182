/**
 * The extension's two channels: a log of what the extension does, and what programs print. The second is made
 * when the first program prints.
 */
import { type Disposable, l10n, type LogOutputChannel, type OutputChannel, window } from 'vscode';

export class Channels implements Disposable {
	readonly log: LogOutputChannel = window.createOutputChannel('Tensor Loupe', { log: true });
	#output: OutputChannel | undefined;

	/** Where programs print. */
	get output(): OutputChannel {
		return this.#output ??= window.createOutputChannel(l10n.t('Tensor Loupe Output'));
	}

	dispose(): void {
		this.#output?.dispose();
		this.log.dispose();
	}
}
