/**
 * What stands between an index's brackets, where tensors or lists of numbers do among slices, numbers, `None` and `...`: as parts
 * for each dimension of the source. Numbers are taken before the tensors, as PyTorch does it (NumPy moves dimensions there).
 */
import type { ContainerValue, FailedOp, Ref, TensorValue, Tick, Trace, Value } from '../trace/model.ts';
import { chosenAxes, type IndexPart } from './index-rules.ts';
import { argumentOf } from './arguments.ts';
import { items } from './children.ts';

/** What chooses: a tensor, a list of numbers that PyTorch makes one of, or a mask beside others, which it takes for an index tensor on each of its axes. */
export type Chooser =
	| { readonly kind: 'tensor'; readonly ref: Ref; readonly value: TensorValue }
	/** Where on an axis of the mask its True elements are. */
	| { readonly kind: 'trues'; readonly ref: Ref; readonly value: TensorValue; readonly axis: number }
	| { readonly kind: 'list'; readonly ref: Ref; readonly numbers: readonly number[] };

export interface IndexedBy { readonly choosers: readonly Chooser[]; readonly parts: readonly IndexPart[] | undefined }

const WHOLE: IndexPart = { kind: 'slice', start: 0, step: 1, stop: undefined };

/** undefined: nothing chooses there, or something that is not known. */
export function indexedBy(trace: Trace, ref: Ref, shape: readonly number[], tick: Tick): IndexedBy | undefined {
	const alone = chooserOf(trace, ref, tick);
	if (alone !== undefined) return { choosers: [alone], parts: undefined };
	const value = trace.value(ref, tick);
	if (!isTuple(trace, value, tick)) return undefined;
	const given = items(trace, ref, tick).map((each): Given => ({ value: trace.value(each, tick), chooser: chooserOf(trace, each, tick) }));
	const areBeside = given.filter(({ chooser }) => chooser !== undefined).length > 1, areSeveral = given.filter(({ chooser }) => chooser !== undefined && !isNumber(chooser)).length > 1;
	const choosers: Chooser[] = [], parts: IndexPart[] = [];
	const whole = shape.length - given.reduce((sum, each) => sum + dimensionsOf(each), 0);
	if (whole < 0) return undefined;
	let axis = 0;
	for (const each of given) {
		if (isEllipsis(each.value)) {
			parts.push(...Array.from({ length: whole }, () => WHOLE));
			axis += whole;
			continue;
		}
		// Beside others, one of no dimensions is taken as the number that it is.
		const number = areBeside && each.chooser?.kind === 'tensor' && isNumber(each.chooser) ? Number(trace.elements(each.chooser.value, tick)?.[0] ?? NaN) : undefined;
		const part = number === undefined ? each.chooser === undefined ? partOf(trace, each.value, shape[axis]!, tick) : { kind: 'index' } as const : at(number, shape[axis]!);
		if (part === undefined) return undefined;
		const own = part.kind !== 'index' ? [] : areSeveral ? eachAxis(each.chooser!, shape.slice(axis)) : [each.chooser!];
		if (own === undefined) return undefined;
		choosers.push(...own);
		parts.push(part, ...own.slice(1).map(() => part));
		axis += dimensionsOf(each);
	}
	return choosers.length === 0 ? undefined : { choosers, parts };
}

/** The axes on which each of the index tensors between the brackets of a call chooses; none where they aren't known. */
export function axesBetween(trace: Trace, { name, inputs, tick }: Pick<FailedOp, 'name' | 'inputs' | 'tick'>): readonly number[] {
	if (name !== '__getitem__' && name !== '__setitem__') return [];
	const [from, index] = ['input', 'index'].map(each => argumentOf({ inputs }, ['input', 'index'], each)), value = trace.value(from!, tick);
	const given = value?.kind === 'tensor' ? indexedBy(trace, index!, value.shape, tick) : undefined;
	// A mask is taken for several.
	return given === undefined || given.choosers.some(isMask) ? [] : chosenAxes(given.parts, 0);
}

/** Of at most so many things a list is taken for a tuple. */
const SHORT = 31;

/** What PyTorch takes for a tuple between brackets: a short list of more than numbers too. */
export function isTuple(trace: Trace, value: Value | undefined, tick: Tick): value is ContainerValue {
	if (value?.kind !== 'sequence' || value.type === 'tuple') return value?.kind === 'sequence';
	return value.type === 'list' && value.length <= SHORT && value.children.some(({ ref }) => {
		const child = trace.value(ref, tick);
		return child?.kind === 'none' || child?.kind === 'tensor' || child?.kind === 'sequence' || child?.kind === 'str' || isEllipsis(child) || (child?.kind === 'object' && child.type === 'slice');
	});
}

/** The numbers of a list of numbers alone. */
export function listedNumbers(trace: Trace, value: Value | undefined, tick: Tick): readonly number[] | undefined {
	if (value?.kind !== 'sequence' || value.type !== 'list' || value.length !== value.children.length) return undefined;
	const numbers = value.children.map(({ ref }) => trace.value(ref, tick));
	return numbers.every(each => each?.kind === 'int') ? numbers.map(each => each.value) : undefined;
}

interface Given { readonly value: Value | undefined; readonly chooser: Chooser | undefined }

function chooserOf(trace: Trace, ref: Ref, tick: Tick): Chooser | undefined {
	const value = trace.value(ref, tick);
	if (value?.kind === 'tensor') return { kind: 'tensor', ref, value };
	const numbers = listedNumbers(trace, value, tick);
	return numbers === undefined || numbers.length === 0 ? undefined : { kind: 'list', ref, numbers };
}

function isNumber(chooser: Chooser): boolean {
	return chooser.kind === 'tensor' && chooser.value.shape.length === 0 && chooser.value.dtype !== 'bool';
}

function isMask(chooser: Chooser): boolean {
	return chooser.kind !== 'list' && chooser.value.dtype === 'bool';
}

/** Of one beside others; undefined: a mask without dimensions, which adds one, or that doesn't fit. `sizes`: of the source's dimensions from there on. */
function eachAxis(chooser: Chooser, sizes: readonly number[]): readonly Chooser[] | undefined {
	if (chooser.kind !== 'tensor' || !isMask(chooser)) return [chooser];
	const { ref, value } = chooser;
	if (value.shape.length === 0 || value.shape.some((size, axis) => size !== sizes[axis])) return undefined;
	return value.shape.map((_, axis) => ({ kind: 'trues', ref, value, axis }));
}

/** How many of the source's it takes. */
function dimensionsOf({ value, chooser }: Given): number {
	if (value?.kind === 'none' || isEllipsis(value)) return 0;
	return chooser?.kind === 'tensor' && isMask(chooser) ? chooser.value.shape.length : 1;
}

function isEllipsis(value: Value | undefined): boolean {
	return value?.kind === 'opaque' && value.type === 'ellipsis';
}

/** undefined: there is no such. */
function at(number: number, size: number): IndexPart | undefined {
	const place = number < 0 ? number + size : number;
	return place >= 0 && place < size ? { kind: 'at', at: place } : undefined;
}

function partOf(trace: Trace, value: Value | undefined, size: number, tick: Tick): IndexPart | undefined {
	switch (value?.kind) {
		case 'none': return { kind: 'new' };
		case 'int': return at(value.value, size);
		case 'object': {
			if (value.type !== 'slice') return undefined;
			const [start, stop, step] = value.children.map(({ ref }) => trace.value(ref, tick));
			if (![start, stop, step].every(each => each?.kind === 'none' || each?.kind === 'int')) return undefined;
			const from = start?.kind === 'int' ? start.value : 0, stride = step?.kind === 'int' ? step.value : 1;
			if (!(stride >= 1)) return undefined;
			return { kind: 'slice', start: Math.min(size, Math.max(0, from < 0 ? from + size : from)), step: stride, stop: stop?.kind === 'int' ? stop.value : undefined };
		}
		default: return undefined;
	}
}
