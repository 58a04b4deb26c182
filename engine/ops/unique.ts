/**
 * Family: values, or slices, without those that were there already. Equal ones are found by sorting; NaN equals nothing.
 */
import { indexError, notImplementedError, runtimeError } from '../tensor/errors.ts';
import { int } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { type Derivative, EXACT, operator, type Operator } from './operator.ts';
import { sortedValues } from './sort.ts';

type Unique = readonly [values: Tensor, inverse: Tensor, counts: Tensor];

const none = () => emptyTensor([0], 'int64');

/** Where a row of `n` begins with another value than the one before. */
function beginnings(differs: Tensor): Tensor {
	return call('cat', [call('ones', [1], 'bool'), differs], 0);
}

function differences(flat: Tensor): Tensor {
	const n = flat.shape[0]!;
	return n === 0 ? emptyTensor([0], 'bool') : beginnings(call('ne', call('narrow', flat, 0, 1, n - 1), call('narrow', flat, 0, 0, n - 1)));
}

/** The number of the group that each element of a row is in. */
function groups(isFirst: Tensor): Tensor {
	return call('sub', call('cumsum', isFirst, 0), int(1));
}

/** How long each group is. */
function lengths(isFirst: Tensor): Tensor {
	const starts = call('view', call('nonzero', isFirst), [-1]);
	return call('diff', starts, 1, 0, undefined, call('full', [1], int(isFirst.numel), 'int64'));
}

/** By places in sorted order: each element's group, where it was before. */
function unsorted(isFirst: Tensor, positions: Tensor): Tensor {
	return call('scatter', call('zeros', positions.shape, 'int64'), 0, positions, groups(isFirst));
}

function uniqueValues(self: Tensor, inverse: boolean, counts: boolean): Unique {
	const flat = call('reshape', self, [-1]);
	const [sorted, positions] = inverse ? callMany('sort', flat, 0, false) as readonly [Tensor, Tensor] : [sortedValues(flat, 0)];
	const isFirst = differences(sorted);
	return [call('masked_select', sorted, isFirst), positions ? call('view', unsorted(isFirst, positions), self.shape) : none(), counts ? lengths(isFirst) : none()];
}

/** RuntimeError where there are no slices to compare. */
function requireSlices(self: Tensor, dim: number): void {
	const zeros = self.shape.filter(size => size === 0).length;
	if (self.shape[dim] === 0 && zeros !== 1) {
		throw runtimeError('Number of zero sized dimensions is more than one, so unique cannot be applied ');
	}
	if (self.shape[dim] !== 0 && zeros !== 0) {
		throw runtimeError('There are 0 sized dimensions, and they aren\'t selected, so unique cannot be applied');
	}
}

function dimOf(self: Tensor, dim: number): number {
	if (self.ndim === 0) {
		throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
	}
	const at = wrapDim(dim, self.ndim);
	requireSlices(self, at);
	return at;
}

/** The slices as rows of the ranks of their elements: equal rows are equal slices. */
function rankedRows(self: Tensor, dim: number): Tensor {
	const ranks = uniqueValues(self, true, false)[1];
	return call('reshape', call('transpose', ranks, 0, dim), [self.shape[dim]!, -1]);
}

function differentRows(rows: Tensor): Tensor {
	const n = rows.shape[0]!;
	return beginnings(call('any', call('ne', call('narrow', rows, 0, 1, n - 1), call('narrow', rows, 0, 0, n - 1)), 1));
}

function uniqueSlices(self: Tensor, dim: number, inverse: boolean, counts: boolean): Unique {
	const at = dimOf(self, dim);
	if (self.shape[at] === 0) {
		return [call('clone', self), none(), none()];
	}
	const rows = rankedRows(self, at);
	// By the last column first: the sort is stable, so that the first column has the last word.
	let order = call('arange', int(rows.shape[0]!));
	for (let column = rows.shape[1]! - 1; column >= 0; column--) {
		order = call('index_select', order, 0, call('argsort', call('index_select', call('select', rows, 1, column), 0, order), 0, false));
	}
	const isFirst = differentRows(call('index_select', rows, 0, order));
	const chosen = call('masked_select', order, isFirst);
	return [slices(self, at, chosen), inverse ? unsorted(isFirst, order) : none(), counts ? lengths(isFirst) : none()];
}

/** As PyTorch lays them out: the dimension outermost in memory. */
function slices(self: Tensor, dim: number, chosen: Tensor): Tensor {
	return call('transpose', call('contiguous', call('transpose', call('index_select', self, dim, chosen), 0, dim)), 0, dim);
}

function uniqueConsecutive(self: Tensor, inverse: boolean, counts: boolean, dim: number | undefined): Unique {
	if (dim === undefined || (dim === 0 && self.ndim === 1)) {
		const flat = call('reshape', self, [-1]);
		const isFirst = differences(flat);
		return [call('masked_select', flat, isFirst), inverse ? call('view', groups(isFirst), self.shape) : none(), counts ? lengths(isFirst) : none()];
	}
	const at = dimOf(self, dim);
	if (self.shape[at] === 0) {
		return [call('clone', self), none(), none()];
	}
	const isFirst = differentRows(rankedRows(self, at));
	// Of slices PyTorch always gives both.
	return [slices(self, at, call('view', call('nonzero', isFirst), [-1])), groups(isFirst), lengths(isFirst)];
}

/** PyTorch records it, and fails when backward gets there. */
function refused(node: string, name: string): Derivative {
	return { node, inputs: { self: { gradient: () => {
		throw notImplementedError(`the derivative for '${name}' is not implemented.`);
	} } } };
}

export const UNIQUE: readonly Operator[] = [
	operator({ name: '_unique2', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: '_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)',
		run: (self: Tensor, _: boolean, inverse: boolean, counts: boolean) => uniqueValues(self, inverse, counts),
		backward: refused('Unique2Backward0', '_unique2'),
	}] }),
	operator({ name: 'unique_dim', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)',
		run: (self: Tensor, dim: number, _: boolean, inverse: boolean, counts: boolean) => uniqueSlices(self, dim, inverse, counts),
		backward: refused('UniqueDimBackward0', 'unique_dim'),
	}] }),
	operator({ name: 'unique_consecutive', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)',
		run: uniqueConsecutive,
		backward: refused('UniqueConsecutiveBackward0', 'unique_consecutive'),
	}] }),
];
