/** What a page's run is compared with: an earlier one of this session, always the one before, or a saved trace; and the question which. */
import { commands, l10n, ProgressLocation, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { MOST_KEPT, runLosses } from '../../engine/slice/losses.ts';
import { openDocument } from '../code/documents.ts';
import type { Compared, EarlierRun, EarlierRuns } from '../run/earlierRuns.ts';
import { inTurns } from '../inTurns.ts';
import type { Recordings } from '../saved/recordings.ts';
import { sameText } from '../run/runs.ts';
import { sourceUri } from '../saved/sourceUri.ts';
import type { Shown } from './tracePage.ts';

/** 'before': of each run the one before it. */
type Choice = (Compared & Partial<Pick<EarlierRun, 'id'>>) | 'before' | undefined;

/** `choose`: what it is compared with then; absent: what it was. */
interface Item extends QuickPickItem { readonly choose?: () => Choice | Promise<Choice>; readonly act?: () => Thenable<unknown> }

export class Comparison {
	readonly #earlier: EarlierRuns;
	readonly #recordings: Recordings;
	#choice: Choice;
	/** For whose runs it was made. */
	#document: string | undefined;

	constructor(earlier: EarlierRuns, recordings: Recordings) {
		this.#earlier = earlier;
		this.#recordings = recordings;
	}

	/** undefined: with nothing, or there is none before it; what was chosen for another document is for that alone. */
	of(shown: Shown): Compared | undefined {
		const { run } = shown, choice = this.#choice;
		if (choice === 'before') { return run && this.#earlier.before(run); }
		return choice && this.#document === documentOf(shown) && (run === undefined || choice.id !== run.id) ? choice : undefined;
	}

	/** Asks. */
	async choose(shown: Shown): Promise<void> {
		const item = await window.showQuickPick(this.#items(shown), { placeHolder: l10n.t('What is {0} to be compared with?', shown.title), matchOnDescription: true });
		await item?.act?.();
		if (!item?.choose) { return; }
		this.#choice = await item.choose();
		this.#document = documentOf(shown);
	}

	#items(shown: Shown): Item[] {
		const now = this.of(shown), { run } = shown;
		const earlier = this.#earlier.all.filter(({ id }) => id !== run?.id);
		const before = run && this.#earlier.before(run);
		return [
			...(now ? [
				{ label: l10n.t('$(diff) Show What Changed in the Code'), description: now.title, act: () => this.#showCode(now, shown) },
				{ label: l10n.t('$(close) Compare with Nothing'), choose: () => undefined },
			] : []),
			...(run ? [{ label: l10n.t('$(history) The Run Before, Each Time'), description: before ? before.time : l10n.t('from the next run on'), choose: () => 'before' as const }] : []),
			{ label: l10n.t('$(folder-opened) A Saved Trace…'), choose: async () => await this.#saved(shown) ?? this.#choice },
			...(earlier.length > 0 ? [{ label: l10n.t('Runs of this session'), kind: QuickPickItemKind.Separator }] : []),
			...earlier.map(each => ({ label: each.name, description: l10n.t('{0}, {1} losses, the last {2}', each.time, each.losses.count, lastOf(each)), choose: () => each })),
		];
	}

	/** undefined: none was chosen, or it has no losses, which is said. */
	async #saved({ place }: Shown): Promise<Compared | undefined> {
		const folder = place ? Uri.joinPath(place, '..') : workspace.workspaceFolders?.[0]?.uri;
		const [file] = await window.showOpenDialog({ ...(folder && { defaultUri: folder }), filters: { [l10n.t('Traces')]: ['loupe'] }, openLabel: l10n.t('Compare') }) ?? [];
		if (!file) { return undefined; }
		const title = file.path.replace(/^.*\//, '');
		const { recording, use } = this.#recordings.use(file);
		try {
			const { trace, problem } = await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Reading {0} …', title) }, async () => {
				const read = await recording;
				await read.finished;
				return read;
			});
			const losses = await inTurns(runLosses(trace, MOST_KEPT)), [source] = trace.sources;
			if (losses.count > 0) { return { title, losses, text: source && sourceUri(file, source.index, source.name) }; }
			void window.showWarningMessage(problem ?? l10n.t('{0} holds no losses: nothing in it was called backward.', title));
			return undefined;
		} finally {
			use.dispose();
		}
	}

	/** What ran then on the left, what ran now on the right: the document itself, where it is that still. */
	async #showCode(now: Compared, { run, title, trace, traceUri }: Shown): Promise<void> {
		const document = run && openDocument(run.uri), [source] = trace.sources;
		const right = document && sameText(document.getText(), run.request.text) ? document.uri
			: run ? this.#earlier.byId(run.id)?.text
				: source && traceUri !== undefined ? sourceUri(Uri.parse(traceUri, true), source.index, source.name) : undefined;
		if (!right || !now.text) { return void window.showInformationMessage(run?.state === 'running' ? l10n.t('The text that ran is there when the run has ended.') : l10n.t('The text that ran is not there.')); }
		await commands.executeCommand('vscode.diff', now.text, right, l10n.t('{0} ↔ {1}', now.title, title));
	}
}

/** Where it ran, or the trace that it was read from. */
function documentOf({ run, traceUri }: Shown): string | undefined {
	return run?.uri.toString() ?? traceUri;
}

function lastOf({ losses: { values } }: EarlierRun): string {
	return (values.at(-1) ?? NaN).toPrecision(4);
}
