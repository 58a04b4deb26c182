/**
 * What a hover says of a value, as Markdown: PyTorch's facts in one line, the values as PyTorch prints them, a small
 * picture of them where there are at most two dimensions, and the way to the panel. Everything comes from the trace.
 */
import { l10n } from 'vscode';
import { tensorId } from '../../engine/slice/contents.ts';
import { tensorFacts } from '../../engine/print/facts.ts';
import type { Ref, TensorValue, Tick, Trace, Value } from '../../engine/trace/model.ts';
import { arrayRepr } from '../../engine/print/array-repr.ts';
import { heatmapPicture } from '../../engine/print/heatmap-png.ts';
import { gathering } from '../../engine/print/statistics.ts';
import { meansOf } from '../../engine/print/means.ts';
import { type ElementSource, tensorRepr } from '../../engine/print/tensor-repr.ts';
import { valueText } from '../../engine/print/value-text.ts';
import { summaryOf } from '../../engine/trace/summary.ts';
import type { Work } from '../../engine/trace/work.ts';
import type { Run } from '../run/run.ts';
import { cut, fenced, literal } from '../text.ts';
import { numel, printedCount } from '../../engine/trace/shape.ts';

/** VS Code shows no Markdown above 100,000 characters; the picture takes up to 32 KB of it. */
const LONGEST_TEXT = 20_000;
/** Tensors beyond this are gone through in turns. */
const MOST_ELEMENTS = 2 ** 16;
/** Of a tensor of twenty dimensions PyTorch prints a million elements, which would take seconds. */
const MOST_PRINTED = 20_000;

/** Types of which it is more telling what a call of them gave. */
const WITHOUT_VALUE = new Set(['module', 'function', 'builtin_function_or_method', 'method', 'type']);

/** Where values are read: a trace, or what was computed beside one. */
type Values = Pick<Trace, 'value' | 'elements' | 'summary'>;

export interface Description {
	/** Of one line, for the hover's heading; undefined: the panel has no view of it. */
	readonly link: string | undefined;
	readonly body: string;
}

/** undefined: nothing is known of the object at that tick, or no more than that it is there (a module, a function). */
export function* describe(run: Run, expression: string, ref: Ref, tick: Tick): Work<Description | undefined> {
	const { trace } = run;
	const value = trace.value(ref, tick);
	if (!value) { return undefined; }
	const description = yield* describePart({ value, values: trace }, tick);
	if (!description || value.kind !== 'tensor') { return description; }
	// A bracket may end the link, and encodeURIComponent() leaves it.
	const target = encodeURIComponent(JSON.stringify([{ run: run.id, id: tensorId(value.ref, tick), title: expression }])).replaceAll('(', '%28').replaceAll(')', '%29');
	return { ...description, link: `[$(open-preview) ${l10n.t('Show in Panel')}](command:tensorLoupe.showInPanel?${target})` };
}

/** The same without a link: the panel shows whole tensors, not a part of one. */
export function* describePart({ value, values }: { readonly value: Value; readonly values: Values }, tick: Tick): Work<Description | undefined> {
	if (value.kind === 'opaque' && WITHOUT_VALUE.has(value.type)) { return undefined; }
	return {
		link: undefined,
		body: value.kind === 'tensor' ? yield* describeTensor(values, value, tick) : `${fenced(cut(valueText(values, value, tick), LONGEST_TEXT), 'python')}\n\n${literal(typeLine(value))}`,
	};
}

function* describeTensor(values: Values, value: TensorValue, tick: Tick): Work<string> {
	const { dtype, shape, requiresGrad, gradFn, type } = value;
	const count = numel(shape);
	const elements = values.elements(value, tick);
	const isLarge = count > MOST_ELEMENTS;
	const summary = elements ? isLarge ? yield* summaryOf(elements, shape) : undefined : values.summary(value, tick);
	const known = elements && isLarge ? yield* gathering(elements) : undefined;
	const parts = [literal(tensorFacts({ type, dtype, shape, requiresGrad, gradFn, elements, known, summary }))];
	if (elements) {
		const source = { dtype, shape, read: (index: number) => elements[index]! };
		if (shape.length <= 2 && count > 1) { parts.push(...pictureOf(summary ? meansOf(summary) : source)); }
		if (printedCount(shape) <= MOST_PRINTED) { parts.push(fenced(cut(value.isArray ? arrayRepr(source) : tensorRepr(source, { requiresGrad, gradFn, typeName: type }), LONGEST_TEXT), 'python')); }
	} else {
		if (summary && summary.mean.length > 1) { parts.push(...pictureOf(meansOf(summary))); }
		parts.push(l10n.t('Its values were not recorded: the tensor is larger than the recording’s limit.'));
	}
	return parts.join('\n\n');
}

function pictureOf(source: ElementSource): string[] {
	const picture = heatmapPicture(source);
	return picture ? [`![${l10n.t('heatmap')}](${picture.uri}|width=${picture.width},height=${picture.height})`] : [];
}

/** `list · 4 items` */
function typeLine(value: Exclude<Value, TensorValue>): string {
	switch (value.kind) {
		case 'sequence':
		case 'mapping': return `${value.type} · ${l10n.t('{0} items', value.length)}`;
		case 'str': return `${value.type} · ${l10n.t('{0} characters', value.length)}`;
		default: return value.type;
	}
}
