/**
 * The ways of an index map's elements as edges: for each cell of the tensor that its rule goes over, the cell in each of the
 * three, as flat positions in row-major order.
 */
import { group, range } from 'd3';
import { chosenAxes, type Indices, type IndexRule, partNames, type Role, ruleOfMap, type Way } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { numel, unravel } from '../../engine/trace/shape.ts';
import { brackets, short } from '../theme/numbers.ts';

export const ROLES: readonly Role[] = ['source', 'index', 'output'];

export interface Mapping {
	readonly rule: IndexRule;
	/** Per role an entry for each edge; -1 where the index is out of bounds. */
	readonly ends: Readonly<Record<Role, Int32Array>>;
	/** The edges of a cell. */
	edgesOf(role: Role, flat: number): readonly number[];
	/** The index at a position of the index tensor. */
	valueAt(index: number): number;
	/** Those with an index that is known to be out of bounds. */
	readonly broken: ReadonlySet<number>;
	/** Where such an edge would end. */
	outsideOf(edge: number): Outside;
}

/** A place in the tensor where edges may meet, a number of which is out of bounds. `place` as the index has it, `counted` from each axis's beginning; the first axis where it is out, and its size. */
export interface Outside { readonly place: readonly number[]; readonly counted: readonly number[]; readonly axis: number; readonly size: number }

/** The one of the three where a rule's edges may meet or be none: what it takes from, or puts to. */
export function sharedRole({ over }: IndexRule): Role {
	return over === 'output' ? 'source' : 'output';
}

const known = new WeakMap<IndexMapSlice, Mapping>();

export function mappingOf(slice: IndexMapSlice): Mapping {
	let mapping = known.get(slice);
	if (mapping === undefined) known.set(slice, mapping = mapped(slice));
	return mapping;
}

function mapped(slice: IndexMapSlice): Mapping {
	const rule = ruleOfMap(slice);
	const { shape } = slice[rule.over];
	const count = numel(shape);
	const values = slice.index.elements;
	const valueAt = (index: number): number => Number(values?.[index] ?? NaN);
	// Of a value that comes from the index, the way has the number itself: its bounds are those of its place.
	const chosen = slice.index.dtype === 'bool' ? trueCells(slice, count) : undefined;
	const indices: Indices<number> = {
		value: (place, which) => chosen !== undefined ? chosen[place[0]!]?.[which] ?? NaN
			: slice.indices === undefined ? valueAt(ravel(place, slice.index.shape)) : indexAt(slice.indices[which], place),
		stepped: (at, start, step) => start + step * at,
		fixed: at => at,
	};
	const shared = sharedRole(rule), chosenOn = chosenAxes(slice.parts, slice.dim);
	const ends = { source: new Int32Array(count), index: new Int32Array(count), output: new Int32Array(count) };
	const wayOf = (edge: number): Way<number> => rule.way(unravel(edge, shape), slice.dim, slice.index.shape.length, indices);
	const chosenIn = (role: Role): readonly number[] => role === shared ? chosenOn : [];
	const countedIn = (role: Role, place: readonly number[]): number[] => slice[role].shape.map((size, axis) => countedFrom(place[axis]!, size, rule.wraps, chosenIn(role).includes(axis)));
	const broken = new Set<number>();
	for (let edge = 0; edge < count; edge++) {
		const way = wayOf(edge);
		for (const role of ROLES) ends[role][edge] = placeOf(countedIn(role, way[role]), slice[role].shape);
		// A number that was not recorded is none.
		if (ends[shared][edge] === -1 && !way[shared].some(Number.isNaN)) broken.add(edge);
	}
	const edges: Partial<Record<Role, ReadonlyMap<number, readonly number[]>>> = {};
	return {
		rule, ends, valueAt, broken,
		outsideOf(edge) {
			const place = wayOf(edge)[shared], counted = countedIn(shared, place), sizes = slice[shared].shape;
			const axis = sizes.findIndex((size, each) => isOut(counted[each]!, size));
			return { place, counted, axis, size: sizes[axis] ?? 0 };
		},
		edgesOf(role, flat) {
			if (role === rule.over) return flat < count ? [flat] : [];
			return (edges[role] ??= group(range(count), edge => ends[role][edge]!)).get(flat) ?? [];
		},
	};
}

/** What one of several indices holds where all of them are at a place: dimensions that it lacks are the first ones. */
export function indexAt(index: TensorSlice | undefined, place: readonly number[]): number {
	return index === undefined ? NaN : Number(index.elements?.[ravel(place.slice(place.length - index.shape.length), index.shape)] ?? NaN);
}

/** The places of a mask's True elements, no more of them than are asked for; none where its values were not recorded. */
function trueCells({ index }: IndexMapSlice, most: number): readonly (readonly number[])[] {
	const found: (readonly number[])[] = [];
	for (const [flat, value] of index.elements?.entries() ?? []) {
		if (found.length >= most) break;
		if (value) found.push(unravel(flat, index.shape));
	}
	return found;
}

/** An index counted from its axis's beginning. A dimension of size 1 is one for all, but where the index chooses. */
function countedFrom(index: number, size: number, wraps: 'once' | 'ever' | undefined, isChosen: boolean): number {
	return size === 1 && index > 0 && !isChosen ? 0 : wraps === 'ever' && isChosen && size > 0 ? ((index % size) + size) % size : wraps !== undefined && index < 0 ? index + size : index;
}

export function isOut(counted: number, size: number): boolean {
	return !(counted >= 0 && counted < size);
}

/** -1: out of bounds. */
function placeOf(counted: readonly number[], shape: readonly number[]): number {
	let flat = 0;
	for (const [axis, size] of shape.entries()) {
		if (isOut(counted[axis]!, size)) return -1;
		flat = flat * size + counted[axis]!;
	}
	return flat;
}

/** A dimension of size 1 is one for all. */
export function ravel(index: readonly number[], shape: readonly number[]): number {
	return shape.reduce((flat, size, axis) => flat * size + (size === 1 ? 0 : index[axis] ?? 0), 0);
}

/** 'out[i][j] = source[index[i][j]][j]' with letters for the axes, or with numbers in their place. */
export function ruleText(slice: IndexMapSlice, mapping: Pick<Mapping, 'rule'>, at?: readonly (number | string)[]): string {
	const { source, output } = writtenWay(slice, mapping, at);
	const [to, from] = [`out${output}`, `${scaleText(slice)}source${source}`], how = slice.reduce?.how;
	if (mapping.rule.adds || how === undefined) return `${to} ${mapping.rule.adds ? '+=' : '='} ${from}`;
	return how === 'prod' ? `${to} *= ${from}` : `${to} = ${how}(${to}, ${from})`;
}

/** 'source.grad[index[i][j]][j] += out.grad[i][j]': of what is put each cell has one way, of what is taken it may have many. */
export function backwardText(slice: IndexMapSlice, mapping: Pick<Mapping, 'rule'>, at?: readonly (number | string)[]): string {
	const { source, output } = writtenWay(slice, mapping, at);
	return `source.grad${source} ${mapping.rule.over === 'output' ? '+=' : '='} ${scaleText(slice)}out.grad${output}`;
}

/** '3·' before what is taken three times. */
export function scaleText({ scale }: IndexMapSlice): string {
	return scale === 1 ? '' : `${short(scale)}·`;
}

function writtenWay(slice: IndexMapSlice, { rule }: Pick<Mapping, 'rule'>, at: readonly (number | string)[] = LETTERS.slice(0, slice[rule.over].shape.length)): { readonly source: string; readonly output: string } {
	const names = partNames(slice.parts);
	const indices = slice.index.dtype === 'bool' ? OF_MASK : { ...LETTERED, value: (place: readonly (number | string)[], which: number) => `${names[which]}${brackets(ownPlace(slice, rule, place, which))}` };
	const way: Way<number | string> = rule.way<number | string>(at, slice.dim, slice.index.shape.length, indices);
	return { source: brackets(way.source), output: brackets(way.output) };
}

/** Of one index, where what it says has that place: without dimensions that it lacks, and at 0 along those that stretch. */
function ownPlace({ index, indices, output }: IndexMapSlice, { over }: IndexRule, place: readonly (number | string)[], which: number): readonly (number | string)[] {
	const { shape } = indices?.[which] ?? index, before = place.length - shape.length;
	const sizes = indices !== undefined ? index.shape : over === 'output' && place.length === output.shape.length ? output.shape : shape;
	return place.slice(before).map((at, axis) => shape[axis] === 1 && sizes[before + axis] !== 1 ? 0 : at);
}

/** Numbers are computed, letters written. */
const stepped = (at: number | string, start: number, step: number): number | string => {
	if (typeof at === 'number') return start + step * at;
	const times = step === 1 ? at : `${step}·${at}`;
	return start === 0 ? times : `${start}+${times}`;
};
const LETTERED = { stepped, fixed: (at: number) => at };
/** PyTorch takes a mask for what its `nonzero()` gives. */
const OF_MASK: Indices<number | string> = { ...LETTERED, value: (place, axis) => `nonzero${brackets([...place, axis])}` };

const LETTERS = ['i', 'j', 'k', 'l', 'm', 'n', 'p', 'q'];
