/**
 * *Run*, *Debug*, and both with what stands above, over what can be run in a document, and over the first of it *Export* of the files
 * that its newest run wrote; none in diff views and where the setting says so.
 */
import { CodeLens, type CodeLensProvider, type Disposable, EventEmitter, l10n, Range, type TextDocument, type Uri, window, workspace } from 'vscode';
import { isOnlyInDiff, isOrdinaryScript, isRunnable } from '../code/documents.ts';
import { loadSnippets } from '../code/parsers.ts';
import type { Runs } from '../run/runs.ts';
import { codeLensSetting } from '../settings.ts';

export class RunLensProvider implements CodeLensProvider, Disposable {
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeCodeLenses = this.#changed.event;
	readonly #runs: Runs;
	/** By document, the files of its newest run. */
	readonly #files = new Map<string, string>();
	readonly #subscriptions: Disposable[];

	constructor(runs: Runs) {
		this.#runs = runs;
		this.#subscriptions = [
			runs.onDidChange(uri => this.#look(uri)),
			workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
			window.tabGroups.onDidChangeTabs(() => this.#changed.fire()),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.codeLens')) { this.#changed.fire(); } }),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#changed.dispose();
	}

	async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
		const setting = codeLensSetting(document);
		if (!workspace.isTrusted || !isRunnable(document) || setting === 'never' || isOrdinaryScript(document) || isOnlyInDiff(document.uri)) { return []; }
		const { pieces, runnablesOf, usesTensors } = await loadSnippets();
		if (setting === 'whereImported' && !usesTensors(document)) { return []; }
		const all = runnablesOf(document);
		const first = pieces(document)[0];
		const lenses = all.flatMap(({ kind, startLine, snippet }) => {
			if (snippet.cells.length === 0) { return []; }
			const line = startLine - 1;
			const range = new Range(line, 0, line, 0);
			const place = { uri: document.uri.toString(), line };
			const debug = new CodeLens(range, { title: l10n.t('$(debug-alt) Debug'), command: 'tensorLoupe.debug', arguments: [{ ...place, isCell: kind !== 'file' }] });
			if (kind === 'file') {
				const run = new CodeLens(range, { title: all.length > 1 ? l10n.t('$(run-all) Run File') : l10n.t('$(play) Run'), command: 'tensorLoupe.runFile', arguments: [place] });
				return [run, debug];
			}
			const run = new CodeLens(range, { title: l10n.t('$(play) Run'), command: 'tensorLoupe.runCell', arguments: [place] });
			const above = new CodeLens(range, {
				title: l10n.t('Run Above'), command: 'tensorLoupe.runAbove', arguments: [place],
				tooltip: l10n.t('Run everything above and this, in one namespace'),
			});
			const debugAbove = new CodeLens(range, {
				title: l10n.t('Debug Above'), command: 'tensorLoupe.debug', arguments: [{ ...place, isCell: true, withAbove: true }],
				tooltip: l10n.t('Debug everything above and this, in one namespace'),
			});
			return startLine === first?.startLine ? [run, debug] : [run, debug, above, debugAbove];
		});
		return [...lenses, ...this.#exportLens(document, all[0]?.startLine ?? 1)];
	}

	#exportLens({ uri }: TextDocument, startLine: number): CodeLens[] {
		const files = this.#runs.of(uri)[0]?.trace.files ?? [], line = startLine - 1;
		if (files.length === 0) { return []; }
		return [new CodeLens(new Range(line, 0, line, 0), {
			title: `$(save-all) ${files.length === 1 ? l10n.t('Export {0}…', files[0]!.path) : l10n.t('Export {0} Files…', files.length)}`, command: 'tensorLoupe.exportFiles', arguments: [{ uri: uri.toString(), line }],
			tooltip: l10n.t('Written by the program, and kept in its run: {0}', files.map(file => file.path).join(', ')),
		})];
	}

	/** The lenses are asked for anew when the files are others; a growing run doesn't move them. */
	#look(uri: Uri): void {
		const key = uri.toString(), files = (this.#runs.of(uri)[0]?.trace.files ?? []).map(file => file.path).join('\n');
		if (files === (this.#files.get(key) ?? '')) { return; }
		this.#files.set(key, files);
		this.#changed.fire();
	}
}
