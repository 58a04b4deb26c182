/**
 * Where an op takes its elements from by indices, and where it puts them: PyTorch's rules, each said once and for any kind
 * of index, so that the same words are written with letters and with numbers, and the same edges drawn.
 *
 * Source: the formulas in PyTorch's documentation of each op.
 */
export type Role = 'source' | 'index' | 'output';

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
	/** -1 is the last index. */
	readonly wraps: boolean;
	/** What comes to one cell is added up. */
	readonly adds: boolean;
	/** `value` gives what the index tensor holds; `rank` is how many dimensions that has. */
	way<T>(at: readonly T[], dim: number, rank: number, value: (index: readonly T[]) => T): Way<T>;
}

type WayOf = IndexRule['way'];

/** What has no dimensions is taken as one row of one cell. */
const along = <T>(at: readonly T[], dim: number, to: T): readonly T[] => at.length === 0 ? [to] : at.with(dim, to);
const only = <T>(at: readonly T[], dim: number): readonly T[] => at.length === 0 ? [] : [at[dim]!];

const alongDim: WayOf = (at, dim, _rank, value) => ({ source: along(at, dim, value(at)), index: at, output: at });
const select: WayOf = (at, dim, _rank, value) => ({ source: along(at, dim, value(only(at, dim))), index: only(at, dim), output: at });
/** The index's own dimensions come first, then those of a row of the source. */
const rows: WayOf = (at, _dim, rank, value) => ({ source: [value(at.slice(0, rank)), ...at.slice(rank)], index: at.slice(0, rank), output: at });
const putAlongDim: WayOf = (at, dim, _rank, value) => ({ source: at, index: at, output: along(at, dim, value(at)) });
const putSelected: WayOf = (at, dim, _rank, value) => ({ source: at, index: only(at, dim), output: along(at, dim, value(only(at, dim))) });

function rule(way: WayOf, parameters: readonly string[], more: Partial<IndexRule> = {}): IndexRule {
	return { way, parameters, source: 'input', index: 'index', dim: 0, written: undefined, over: 'output', wraps: false, adds: false, ...more };
}

const PUT = { source: 'src', over: 'index' } as const;
const scatter = rule(putAlongDim, ['input', 'dim', 'index', 'src'], PUT), scatterAdd = rule(putAlongDim, ['input', 'dim', 'index', 'src'], { ...PUT, adds: true });
const indexAdd = rule(putSelected, ['input', 'dim', 'index', 'source'], { source: 'source', over: 'source', adds: true });

const RULES: Readonly<Record<string, IndexRule>> = {
	gather: rule(alongDim, ['input', 'dim', 'index']),
	take_along_dim: rule(alongDim, ['input', 'indices', 'dim'], { index: 'indices', dim: undefined, wraps: true }),
	index_select: rule(select, ['input', 'dim', 'index']),
	embedding: rule(rows, ['input', 'weight'], { source: 'weight', index: 'input' }),
	__getitem__: rule(rows, ['input', 'index'], { written: '[index]', wraps: true }),
	sort: rule(alongDim, ['input', 'dim'], { index: undefined, dim: -1 }),
	topk: rule(alongDim, ['input', 'k', 'dim'], { index: undefined, dim: -1 }),
	scatter, scatter_: scatter, scatter_add: scatterAdd, scatter_add_: scatterAdd, index_add: indexAdd, index_add_: indexAdd,
};

/** By the op's name in a trace; undefined: it goes by no indices. */
export function indexRuleOf(op: string): IndexRule | undefined {
	return Object.hasOwn(RULES, op) ? RULES[op] : undefined;
}
