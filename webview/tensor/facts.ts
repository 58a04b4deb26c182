/** What is known of a tensor besides its values, in one line: PyTorch's words, so they are not translated. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { rangeOf, type Range } from '../grid/range.ts';
import { position, short } from '../theme/numbers.ts';

/** `range` where it is known already; it is one pass over the elements. */
export function factsOf(slice: TensorSlice, range: Range | undefined = slice.elements && rangeOf(slice.elements)): readonly string[] {
	const facts = [slice.type, slice.dtype, position(slice.shape)];
	if (slice.shape.length > 0) facts.push(`stride ${slice.strides.length === 1 ? `(${slice.strides[0]},)` : `(${slice.strides.join(', ')})`}`);
	if (slice.requiresGrad) facts.push('requires_grad');
	if (slice.gradFn !== '') facts.push(`grad_fn ${slice.gradFn}`);
	if (slice.elements === undefined || range === undefined || slice.elements.length === 0) return facts;
	if (slice.dtype === 'bool') {
		facts.push(`True ${count(slice.elements, value => value !== 0)} of ${slice.elements.length}`);
		return facts;
	}
	const finite = slice.elements.length - range.nan - range.inf - range.negativeInf;
	if (finite > 1) facts.push(`min ${short(range.low)}`, `mean ${short(mean(slice.elements, finite))}`, `max ${short(range.high)}`);
	if (range.nan > 0) facts.push(`NaN ${range.nan}`);
	if (range.inf + range.negativeInf > 0) facts.push(`Inf ${range.inf + range.negativeInf}`);
	return facts;
}

function mean(elements: ArrayLike<number | bigint>, finite: number): number {
	let sum = 0;
	for (let i = 0; i < elements.length; i++) {
		const value = Number(elements[i]);
		if (Number.isFinite(value)) sum += value;
	}
	return sum / finite;
}

function count(elements: ArrayLike<number | bigint>, holds: (value: number) => boolean): number {
	let found = 0;
	for (let i = 0; i < elements.length; i++) if (holds(Number(elements[i]))) found++;
	return found;
}
