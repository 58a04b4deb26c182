/**
 * Where an op takes its elements from by indices, and where it puts them: PyTorch's rules, each said once and for any kind
 * of index, so that the same words are written with letters and with numbers, and the same edges drawn.
 *
 * Source: the formulas in PyTorch's documentation of each op.
 */
export type Role = 'source' | 'index' | 'output';

/** One of the things between an index's brackets, with what was left out put in: `x[1:, None, i]` has three. */
export type IndexPart =
	| { readonly kind: 'slice'; readonly start: number; readonly step: number; /** Where it is written. */ readonly stop: number | undefined }
	| { readonly kind: 'at'; readonly at: number }
	| { readonly kind: 'new' }
	/** An index tensor, or a list of numbers; several choose together, each an axis. */
	| { readonly kind: 'index' };

/** What a rule asks of the indices, in letters as in numbers. */
export interface Indices<T> {
	/** What an index tensor holds at a place, the `which`-th of those between the brackets; of a mask, what is there of its True elements' places: at [k], that of the k-th on an axis. */
	value(place: readonly T[], which: number): T;
	stepped(at: T, start: number, step: number): T;
	fixed(at: number): T;
}

/** One element's way: its place in each of the three. */
export interface Way<T> { readonly source: readonly T[]; readonly index: readonly T[]; readonly output: readonly T[] }

export interface IndexRule {
	/** PyTorch's parameters, as they are given by position. */
	readonly parameters: readonly string[];
	/** Which of them is taken from, and which holds the indices; undefined: the op's second output does. */
	readonly source: string;
	readonly index: string | undefined;
	/** What dim is where it isn't given; undefined: then the source is taken as one row, which is no map of its cells. */
	readonly dim: number | undefined;
	/** As people write the op, where that is not its name. */
	readonly written: string | undefined;
	/** Each cell of this one has one way. */
	readonly over: Role;
	/** The parameter that may give a number in the source's place, which goes wherever the index leads; undefined: none. */
	readonly number: string | undefined;
	/** -1 is the last index; `ever`: and what lies beyond is counted round from the beginning again, as often as it takes. */
	readonly wraps: 'once' | 'ever' | undefined;
	/** What comes to one cell is added up. */
	readonly adds: boolean;
	/** The index may be a mask. */
	readonly masks: boolean;
	/** The shape of what is taken, or put: of the whole's, and of the index tensor's or of several together; of a mask, how many are True. */
	readonly shape: ((source: readonly number[], index: readonly number[], dim: number) => readonly number[]) | undefined;
	/** `rank` is how many dimensions the index tensor has, or several have together. */
	way<T>(at: readonly T[], dim: number, rank: number, indices: Indices<T>): Way<T>;
}

type WayOf = IndexRule['way'];
type ShapeOf = NonNullable<IndexRule['shape']>;

/** What has no dimensions is taken as one row of one cell. */
const along = <T>(at: readonly T[], dim: number, to: T): readonly T[] => at.length === 0 ? [to] : at.with(dim, to);
const only = <T>(at: readonly T[], dim: number): readonly T[] => at.length === 0 ? [] : [at[dim]!];

const alongDim: WayOf = (at, dim, _rank, { value }) => ({ source: along(at, dim, value(at, 0)), index: at, output: at });
const select: WayOf = (at, dim, _rank, { value }) => ({ source: along(at, dim, value(only(at, dim), 0)), index: only(at, dim), output: at });
const putAlongDim: WayOf = (at, dim, _rank, { value }) => ({ source: at, index: at, output: along(at, dim, value(at, 0)) });
const putSelected: WayOf = (at, dim, _rank, { value }) => ({ source: at, index: only(at, dim), output: along(at, dim, value(only(at, dim), 0)) });
/**
 * Of the output's dimensions each part has its own, the index tensors as many as they have together, a mask one; the source's last
 * ones follow. The index tensors' stand where these do, and first where they stand apart.
 */
const between = (parts: readonly IndexPart[], isMask: boolean): WayOf => <T>(at: readonly T[], _dim: number, rank: number, { value, stepped, fixed }: Indices<T>): Way<T> => {
	const source: T[] = [];
	const chosen = isMask ? 1 : rank;
	let place: readonly T[] | undefined = areApart(parts) ? at.slice(0, chosen) : undefined;
	let axis = place === undefined ? 0 : chosen, which = 0;
	for (const part of parts) {
		if (part.kind === 'new') axis++;
		else if (part.kind === 'at') source.push(fixed(part.at));
		else if (part.kind === 'slice') source.push(stepped(at[axis++]!, part.start, part.step));
		else {
			place ??= at.slice(axis, axis += chosen);
			for (let each = 0; each < (isMask ? rank : 1); each++) source.push(value(place, which++));
		}
	}
	const index = isMask ? source.slice(firstOf(parts), firstOf(parts) + rank) : place ?? [];
	return { source: [...source, ...at.slice(axis)], index, output: at };
};

/** What is put goes the same ways, from where what is taken comes to. */
const putBetween = (parts: readonly IndexPart[], isMask: boolean): WayOf => {
	const taken = between(parts, isMask);
	return (at, dim, rank, indices) => {
		const { source, index, output } = taken(at, dim, rank, indices);
		return { source: output, index, output: source };
	};
};

/** A number is taken before, and keeps nothing apart. */
function areApart(parts: readonly IndexPart[]): boolean {
	const places = parts.filter(({ kind }) => kind !== 'at').flatMap(({ kind }, place) => kind === 'index' ? [place] : []);
	return places.at(-1)! - places[0]! >= places.length;
}

/** The axis of the source that the first index tensor chooses on. */
function firstOf(parts: readonly IndexPart[]): number {
	return parts.slice(0, parts.findIndex(({ kind }) => kind === 'index')).filter(({ kind }) => kind !== 'new').length;
}

/** As `between` goes. `each`: how many of the whole's dimensions one takes between the brackets, a mask its own. */
const shapeBetween = (parts: readonly IndexPart[], each = 1): ShapeOf => (whole, index) => {
	const shape: number[] = [];
	let isPlaced = areApart(parts), axis = 0;
	if (isPlaced) shape.push(...index);
	for (const part of parts) {
		if (part.kind === 'new') shape.push(1);
		else if (part.kind === 'slice') shape.push(lengthOf(part, whole[axis++] ?? 0));
		else {
			axis += part.kind === 'index' ? each : 1;
			if (part.kind === 'index' && !isPlaced) {
				shape.push(...index);
				isPlaced = true;
			}
		}
	}
	return [...shape, ...whole.slice(axis)];
};

function lengthOf({ start, step, stop = Infinity }: Extract<IndexPart, { kind: 'slice' }>, size: number): number {
	return Math.max(0, Math.ceil((Math.min(size, stop < 0 ? stop + size : stop) - start) / step));
}

/** The axes of the source that the index tensors choose on. */
export function chosenAxes(parts: readonly IndexPart[] | undefined, dim: number): readonly number[] {
	return parts === undefined ? [dim] : parts.filter(({ kind }) => kind !== 'new').flatMap(({ kind }, axis) => kind === 'index' ? [axis] : []);
}

const ROWS: readonly IndexPart[] = [{ kind: 'index' }];
const rows = between(ROWS, false);

const asIndex: ShapeOf = (_whole, index) => index;
/** Both are stretched to each other, but for where the index chooses. */
const stretched: ShapeOf = (whole, index, dim) => index.map((size, axis) => axis !== dim && size === 1 ? whole[axis] ?? size : size);
const selected: ShapeOf = (whole, index, dim) => along(whole, dim, index.reduce((count, size) => count * size, 1));

function rule(way: WayOf, shape: ShapeOf | undefined, parameters: readonly string[], more: Partial<IndexRule> = {}): IndexRule {
	return { way, shape, parameters, source: 'input', index: 'index', dim: 0, written: undefined, over: 'output', number: undefined, wraps: undefined, adds: false, masks: false, ...more };
}

const PUT = { source: 'src', over: 'index' } as const;
const scatter = rule(putAlongDim, undefined, ['input', 'dim', 'index', 'src'], { ...PUT, number: 'value' }), scatterAdd = rule(putAlongDim, undefined, ['input', 'dim', 'index', 'src'], { ...PUT, adds: true });
/** `reduce` says how. */
const scatterReduce = rule(putAlongDim, undefined, ['input', 'dim', 'index', 'src', 'reduce'], PUT);
const indexAdd = rule(putSelected, undefined, ['input', 'dim', 'index', 'source'], { source: 'source', over: 'source', adds: true });

const RULES: Readonly<Record<string, IndexRule>> = {
	gather: rule(alongDim, asIndex, ['input', 'dim', 'index']),
	take_along_dim: rule(alongDim, stretched, ['input', 'indices', 'dim'], { index: 'indices', dim: undefined, wraps: 'ever' }),
	index_select: rule(select, selected, ['input', 'dim', 'index']),
	embedding: rule(rows, shapeBetween(ROWS), ['input', 'weight'], { source: 'weight', index: 'input' }),
	__getitem__: rule(rows, shapeBetween(ROWS), ['input', 'index'], { written: '[index]', wraps: 'once', masks: true }),
	__setitem__: rule(putBetween(ROWS, false), shapeBetween(ROWS), ['input', 'index', 'value'], { source: 'value', over: 'source', written: '[index] = …', wraps: 'once', masks: true }),
	masked_select: rule(rows, shapeBetween(ROWS), ['input', 'mask'], { index: 'mask', masks: true }),
	sort: rule(alongDim, undefined, ['input', 'dim'], { index: undefined, dim: -1 }),
	topk: rule(alongDim, undefined, ['input', 'k', 'dim'], { index: undefined, dim: -1 }),
	scatter, scatter_: scatter, scatter_reduce: scatterReduce, scatter_reduce_: scatterReduce, scatter_add: scatterAdd, scatter_add_: scatterAdd, index_add: indexAdd, index_add_: indexAdd,
};

/** By the op's name in a trace; undefined: it goes by no indices. */
export function indexRuleOf(op: string): IndexRule | undefined {
	return Object.hasOwn(RULES, op) ? RULES[op] : undefined;
}

/** The rule of one index map: what is between the brackets, and whether that is a mask, make it another. `parts`: undefined where the index stands alone. */
export function ruleOfMap({ op, parts, index, reduce }: { readonly op: string; readonly parts: readonly IndexPart[] | undefined; readonly index: { readonly dtype: string; readonly shape: readonly number[] }; readonly reduce: { readonly how: string } | undefined }): IndexRule {
	const own = RULES[op]!, isMask = index.dtype === 'bool', found = reduce?.how === 'sum' ? { ...own, adds: true } : own;
	if (parts === undefined && !isMask) return found;
	const given = parts ?? ROWS, isPut = own.over === 'source';
	const written = parts === undefined ? found.written : `${bracketsText(parts, partNames(parts))}${isPut ? ' = …' : ''}`;
	return { ...found, way: (isPut ? putBetween : between)(given, isMask), shape: shapeBetween(given, isMask ? index.shape.length : 1), written };
}

/** What index tensors are called in a rule: 'index', or of several 'index0', 'index1'. */
export function partNames(parts: readonly IndexPart[] | undefined): readonly string[] {
	const count = (parts ?? ROWS).filter(({ kind }) => kind === 'index').length;
	return count === 1 ? ['index'] : Array.from({ length: count }, (_, which) => `index${which}`);
}

/** Of x[1:, index]: what is right of x. `names`: of the index tensors, in order. */
export function bracketsText(parts: readonly IndexPart[] | undefined, names: readonly string[]): string {
	let which = 0;
	return `[${(parts ?? ROWS).map(part => part.kind === 'index' ? names[which++] ?? '' : textOf(part)).join(', ')}]`;
}

function textOf(part: Exclude<IndexPart, { readonly kind: 'index' }>): string {
	switch (part.kind) {
		case 'slice': return `${part.start === 0 ? '' : part.start}:${part.stop ?? ''}${part.step === 1 ? '' : `:${part.step}`}`;
		case 'at': return String(part.at);
		case 'new': return 'None';
	}
}
