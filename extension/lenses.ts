/** *Run* and *Run Above* over what can be run in a document; none in diff views and where the setting says so. */
import { CodeLens, type CodeLensProvider, type Disposable, EventEmitter, l10n, Range, type TextDocument, window, workspace } from 'vscode';
import { isOnlyInDiff, isRunnable } from './documents.ts';
import { codeLensSetting } from './settings.ts';
import { runnablesOf, usesTensors } from './snippets.ts';

export class RunLensProvider implements CodeLensProvider, Disposable {
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeCodeLenses = this.#changed.event;
	readonly #subscriptions: Disposable[];

	constructor() {
		this.#subscriptions = [
			workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
			window.tabGroups.onDidChangeTabs(() => this.#changed.fire()),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.codeLens')) { this.#changed.fire(); } }),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#changed.dispose();
	}

	provideCodeLenses(document: TextDocument): CodeLens[] {
		const setting = codeLensSetting(document);
		if (!workspace.isTrusted || !isRunnable(document) || setting === 'never' || isOnlyInDiff(document.uri)) { return []; }
		if (setting === 'whereImported' && !usesTensors(document)) { return []; }
		const uri = document.uri.toString();
		return runnablesOf(document).flatMap(({ line, kind, hasAbove }) => {
			const range = new Range(line, 0, line, 0);
			const command = kind === 'file' ? 'tensorLoupe.runFile' : 'tensorLoupe.runCell';
			const run = new CodeLens(range, { title: l10n.t('$(play) Run'), command, arguments: [{ uri, line }] });
			const above = new CodeLens(range, {
				title: l10n.t('Run Above'), command: 'tensorLoupe.runAbove', arguments: [{ uri, line }],
				tooltip: l10n.t('Run everything above and this, one after the other'),
			});
			return hasAbove ? [run, above] : [run];
		});
	}
}
