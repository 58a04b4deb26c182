/** When a process waits for the next run: one second after a document whose Python works with tensors became active. */
import { type Disposable, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import { isRunnable } from '../code/documents.ts';
import { loadSnippets } from '../code/parsers.ts';
import type { Channels } from '../log.ts';
import type { Runtimes } from './runtimes.ts';

const DELAY = 1000;

export class SpareKeeper implements Disposable {
	readonly #runtimes: Runtimes;
	readonly #channels: Channels;
	readonly #subscriptions: Disposable[];
	#timer: NodeJS.Timeout | undefined;

	constructor(runtimes: Runtimes, channels: Channels) {
		this.#runtimes = runtimes;
		this.#channels = channels;
		this.#subscriptions = [
			window.onDidChangeActiveTextEditor(editor => this.#consider(editor)),
			workspace.onDidGrantWorkspaceTrust(() => this.#consider(window.activeTextEditor)),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.spare')) { this.#runtimes.drop(); this.#consider(window.activeTextEditor); } }),
			workspace.onDidChangeWorkspaceFolders(() => this.#runtimes.drop()),
		];
		this.#consider(window.activeTextEditor);
	}

	dispose(): void {
		clearTimeout(this.#timer);
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
	}

	#consider(editor: TextEditor | undefined): void {
		clearTimeout(this.#timer);
		if (!workspace.isTrusted || !editor || !isRunnable(editor.document)) { return; }
		this.#timer = setTimeout(() => {
			this.#warmFor(editor.document).catch((error: unknown) => this.#channels.log.warn(String(error)));
		}, DELAY);
	}

	async #warmFor(document: TextDocument): Promise<void> {
		const { usesPython } = await loadSnippets();
		if (!document.isClosed && usesPython(document)) { await this.#runtimes.warm(); }
	}
}
