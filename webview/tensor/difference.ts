/** A tensor minus another of its shape, or minus what it was before it was last written: element by element, as a tensor of its own. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { element } from '../theme/dom.ts';
import { exactText } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';

/** The choice that goes along when the tensor changes again. */
const BEFORE = 'before';

export interface Difference {
	/** What is drawn in the tensor's place. */
	readonly slice: TensorSlice;
	/** 'a − b' of an element. */
	words(at: number): string;
	readonly note: string;
}

/** What to choose from; nothing where there is no other. */
export function differenceChoice(slice: TensorSlice, context: ViewContext, change: () => void): HTMLElement[] {
	const { document, strings } = context;
	const size = `[${slice.shape.join(', ')}]`;
	const others = context.tensors.filter(({ id, detail }) => id !== `tensor:${slice.ref}` && detail.endsWith(size));
	if (others.length === 0 && slice.before === undefined) return [];
	const chosen = context.state['minus'];
	const option = (value: string, text: string) => element(document, 'option', { value, selected: value === chosen }, text);
	const select = element(document, 'select', { 'data-focus': 'minus' }, option('', strings.compareNothing),
		...(slice.before === undefined ? [] : [option(BEFORE, strings.compareBefore)]), ...others.map(({ id, label }) => option(id, label)));
	select.addEventListener('change', () => {
		// The scale and the filter were the other one's.
		const { minus: _minus, domain: _domain, filter: _filter, ...state } = context.state;
		context.remember(select.value === '' ? state : { ...state, minus: select.value });
		change();
	});
	return [element(document, 'label', { class: 'choice' }, element(document, 'span', {}, strings.compareWith), select)];
}

/** undefined: none is chosen, or it is not there yet. */
export function differenceOf(slice: TensorSlice, elements: Elements, context: ViewContext): Difference | undefined {
	const { strings } = context;
	const chosen = context.state['minus'];
	if (typeof chosen !== 'string' || (chosen === BEFORE && slice.before === undefined)) return undefined;
	const other = context.other(chosen === BEFORE ? `tensor:${slice.ref}@${slice.before}` : chosen);
	if (other?.kind !== 'tensor' || other.elements?.length !== elements.length || String(other.shape) !== String(slice.shape)) return undefined;
	const { elements: minus, dtype: minusType } = other;
	const { dtype, values } = minusOf(elements, slice.dtype, minus, minusType);
	const equal = countEqual(elements, minus);
	const name = chosen === BEFORE ? strings.compareBefore : other.title;
	return {
		slice: { ...slice, type: 'Tensor', title: `${slice.title} − ${name}`, dtype, elements: values, requiresGrad: false, gradFn: '', before: undefined },
		words: at => `${exactText(elements, at, slice.dtype)} − ${exactText(minus, at, minusType)}`,
		note: equal === elements.length ? strings.compareEqual : fill(strings.compareSome, equal, elements.length),
	};
}

/** int64 is exact; of two float32 the difference is one too, as PyTorch gives it. */
function minusOf(a: Elements, aType: DTypeName, b: Elements, bType: DTypeName): { readonly dtype: DTypeName; readonly values: Elements } {
	if (a instanceof BigInt64Array && b instanceof BigInt64Array) return { dtype: 'int64', values: a.map((value, at) => value - b[at]!) };
	const isWhole = (dtype: DTypeName) => !dtype.startsWith('float') && dtype !== 'bfloat16';
	if (isWhole(aType) && isWhole(bType)) return { dtype: 'int64', values: BigInt64Array.from({ length: a.length }, (_, at) => BigInt(a[at]!) - BigInt(b[at]!)) };
	const values = a instanceof Float32Array && b instanceof Float32Array ? new Float32Array(a.length) : new Float64Array(a.length);
	for (let at = 0; at < values.length; at++) values[at] = Number(a[at]) - Number(b[at]);
	return { dtype: values instanceof Float32Array ? 'float32' : 'float64', values };
}

/** NaN is the same as NaN here: nothing has changed. */
function countEqual(a: Elements, b: Elements): number {
	let count = 0;
	// A bigint and a number that are the same number are not identical, but neither is the larger.
	for (let at = 0; at < a.length; at++) if ((a[at]! <= b[at]! && a[at]! >= b[at]!) || (Number.isNaN(a[at]) && Number.isNaN(b[at]))) count++;
	return count;
}
