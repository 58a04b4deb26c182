/**
 * Beside each assignment what it gave: the value where it is short, else dtype and shape, as of the moment that is looked
 * at (position.ts). VS Code asks for the lines on the screen only. A line that has changed since it ran shows nothing.
 */
import { type Disposable, EventEmitter, InlayHint, InlayHintLabelPart, type InlayHintsProvider, l10n, type Range, type TextDocument, workspace } from 'vscode';
import { isOnlyInDiff } from '../code/documents.ts';
import type { Position as Looked } from '../moment/position.ts';
import { codeIn, type Code } from '../code/codeAt.ts';
import { Refresh } from './refresh.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import type { Target } from '../code/statements.ts';
import { inlineValueFormat, type InlineValueFormat } from '../settings.ts';

/** A running program's values are asked for again at most this often, in milliseconds. */
const REFRESH = 200;

export class InlineValues implements InlayHintsProvider, Disposable {
	readonly #runs: Runs;
	readonly #position: Looked;
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeInlayHints = this.#changed.event;
	readonly #subscriptions: readonly Disposable[];

	constructor(runs: Runs, position: Looked) {
		this.#runs = runs;
		this.#position = position;
		const refresh = new Refresh(runs, position, REFRESH, () => this.#changed.fire());
		this.#subscriptions = [
			refresh,
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.inlineValues')) { refresh.now(); } }),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#changed.dispose();
	}

	async provideInlayHints(document: TextDocument, range: Range): Promise<InlayHint[]> {
		const format = inlineValueFormat(document);
		if (this.#runs.of(document.uri).length === 0 || format === 'off' || isOnlyInDiff(document.uri)) { return []; }
		const codes = await codeIn(document, range);
		const hints = codes.flatMap(code =>
			code.syntax.assignmentsIn(code.tree, code.text, code.offsetAt(range.start), code.offsetAt(range.end)).map(async ({ targets, from, to }) => {
				const lines = linesOf(code, from, to);
				const run = this.#ranAs(document, lines);
				return run && this.#hint(document, run, lines, targets, code.text.slice(from, to), format);
			}));
		return (await Promise.all(hints)).filter(hint => hint !== undefined);
	}

	/** The run of a statement all of whose lines stand as they ran, and how far they have moved. */
	#ranAs(document: TextDocument, { start, end }: Lines): { readonly run: Run; readonly shift: number } | undefined {
		const first = this.#runs.lineAt(document, start);
		if (!first || first.changed) { return undefined; }
		for (let line = start + 1; line <= end; line++) {
			const at = this.#runs.lineAt(document, line);
			if (!at || at.changed || at.run !== first.run || at.line - line !== first.line - start) { return undefined; }
		}
		return { run: first.run, shift: first.line - start };
	}

	async #hint(document: TextDocument, { run, shift }: { readonly run: Run; readonly shift: number }, { start, end }: Lines, targets: readonly Target[], code: string, format: Exclude<InlineValueFormat, 'off'>): Promise<InlayHint | undefined> {
		// The document may be edited while it is found out.
		const place = document.lineAt(end).range.end;
		const [{ lastStepOf }, { focusAt }, { isLeft }, { assignedTo }, { tensorId }] = await Promise.all([
			import('../../engine/trace/loops.ts'), import('../../engine/trace/focus.ts'), import('../../engine/trace/raises.ts'), import('./assigned.ts'), import('../../engine/slice/contents.ts'),
		]);
		const { trace, ownSource } = run;
		const step = lastStepOf(trace, ownSource, start + shift + 1, end + shift + 1, focusAt(trace, this.#position.of(trace)));
		if (!step || isLeft(trace, step)) { return undefined; }
		const parts: InlayHintLabelPart[] = [];
		for (const target of targets) {
			const assigned = assignedTo(trace, target, step, format);
			// `SGD` beside `SGD(…)` tells nothing.
			if (!assigned || (assigned.value?.kind === 'object' && assigned.text === assigned.value.type && code.includes(assigned.text))) { continue; }
			const { text, whole, value } = assigned;
			const title = whole ?? target.text;
			if (parts.length > 0) { parts.push(new InlayHintLabelPart(', ')); }
			const part = new InlayHintLabelPart(targets.length === 1 && whole === undefined ? text : `${title}: ${text}`);
			if (value?.kind === 'tensor') { part.command = { title: l10n.t('Show in Panel'), command: 'tensorLoupe.showInPanel', arguments: [{ run: run.id, id: tensorId(value.ref, step.end), title }] }; }
			parts.push(part);
		}
		if (parts.length === 0) { return undefined; }
		const hint = new InlayHint(place, parts);
		hint.paddingLeft = true;
		return hint;
	}
}

/** Zero-based lines of the document. */
interface Lines { readonly start: number; readonly end: number }

function linesOf(code: Code, from: number, to: number): Lines {
	return { start: code.positionAt(from).line, end: code.positionAt(to).line };
}
