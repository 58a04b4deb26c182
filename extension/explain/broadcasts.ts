/** Shapes that must agree by PyTorch's broadcasting, and shapes of what is joined. */
import { l10n } from 'vscode';
import type { Failure } from './failure.ts';
import { followedBy, named, only, sameShape, tensorsOf, unsqueezed, withFit, shapeText, type Explanation, type Fix, type Known, type Rule, type Shape } from './fixes.ts';

export const BROADCASTS: readonly Rule[] = [
	[/^The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)/, ([, a, b, dim], failure) => {
		const test = (left: Shape, right: Shape): boolean => {
			const ndim = Math.max(left.length, right.length);
			const [x, y] = [left[Number(dim) - ndim + left.length], right[Number(dim) - ndim + right.length]];
			return (x === Number(a) && y === Number(b)) || (x === Number(b) && y === Number(a));
		};
		return PRODUCTS_OF_BATCHES.has(failure.name) ? batches(failure, test) : disagreeing(failure, test);
	}],
	[/^operands could not be broadcast together with shapes /, (_match, failure) => disagreeing(failure, (left, right) => broadcastShape(left, right) === undefined)],
	[/^output with shape \[([\d, ]*)\] doesn't match the broadcast shape \[([\d, ]*)\]/, ([, shape, broadcast], failure) => {
		const written = tensorsOf(failure)[0];
		return written && shapeText(written.tensor.shape) === `[${shape!}]` ? only(l10n.t('{0} is written to in place and keeps its shape; the result would be {1}.', named(written), `[${broadcast!}]`)) : undefined;
	}],
	[/^The expanded size of the tensor \((\d+)\) must match the existing size \((\d+)\) at non-singleton dimension (\d+)\. {2}Target sizes: (\[[\d, ]*\])\. {2}Tensor sizes: (\[[\d, ]*\])/, ([, , size, dim, target, existing], failure) => {
		const from = tensorsOf(failure).find(({ tensor, place }) => shapeText(tensor.shape) === existing && (failure.name !== '[]' || place === 'assigned'));
		if (!from) { return undefined; }
		if (failure.name === '[]') { return only(l10n.t('{0} is to be written to a place of shape {1}; aligned from the last dimension, sizes must be equal or 1.', named(from), target!)); }
		const own = Number(dim) - (JSON.parse(target!) as Shape).length + from.tensor.shape.length;
		return only(l10n.t('{0} has {1} in dimension {2}, and is to become {3}; only a dimension of size 1 can be expanded, and -1 keeps one as it is.', named(from), size!, own, target!));
	}],
	[/^expand\(.*\): the number of sizes provided \((\d+)\) must be greater or equal to the number of dimensions in the tensor \((\d+)\)/, ([, given], failure) => {
		const from = tensorsOf(failure)[0];
		return from && only(l10n.t('{0} has {1} dimensions and expand is given {2}; -1 keeps one as it is.', named(from), from.tensor.shape.length, given!));
	}],
	[/^Sizes of tensors must match except in dimension (\d+)\. Expected size (\d+) but got size (\d+) for tensor number (\d+)/, ([, dim, expected, got, place], failure) => {
		const [first, odd] = [tensorsOf(failure)[0], tensorsOf(failure)[Number(place)]];
		// Where one of them is not known, the places are others.
		const isMeant = first?.tensor.shape.some((size, at) => at !== Number(dim) && size === Number(expected) && odd?.tensor.shape[at] === Number(got));
		return isMeant === true ? joined(failure, Number(place), Number(dim)) : undefined;
	}],
	[/^all the input array dimensions except for the concatenation axis must match exactly, but along dimension (\d+), .* the array at index (\d+) has size/, ([, other, place], failure) => {
		const [first, odd] = [tensorsOf(failure)[0], tensorsOf(failure)[Number(place)]];
		const joins = first?.tensor.shape.findIndex((_, dim) => dim !== Number(other));
		return first && odd && joined(failure, Number(place), joins ?? 0);
	}],
	[/^(Tensors must have same number of dimensions: got|all the input arrays must have same number of dimensions)/, (_match, failure) => {
		const [first, ...others] = tensorsOf(failure);
		const odd = others.find(({ tensor }) => tensor.shape.length !== first?.tensor.shape.length);
		if (!first || !odd) { return undefined; }
		const [less, more] = first.tensor.shape.length < odd.tensor.shape.length ? [first, odd] : [odd, first];
		const along = Number(failure.operands.findLast(({ text }) => /^-?\d+$/.test(text))?.text ?? 0);
		const at = along < 0 ? more.tensor.shape.length + along : along;
		const fits = less.tensor.shape.length === more.tensor.shape.length - 1 && sameShape(less.tensor.shape, more.tensor.shape.toSpliced(at, 1));
		return withFit(l10n.t('{0} has {1} dimensions and {2} has {3}; what is joined must have as many.', named(first), first.tensor.shape.length, named(odd), odd.tensor.shape.length), fits ? unsqueezed(less, at) : []);
	}],
	[/^stack expects each tensor to be equal size, but got (\[[\d, ]*\]) at entry 0 and (\[[\d, ]*\]) at entry \d+/, ([, ...shapes], failure) => {
		const [first, odd] = shapes.map(shape => tensorsOf(failure).find(({ tensor }) => shapeText(tensor.shape) === shape));
		return stacked(first, odd);
	}],
	[/^all input arrays must have the same shape/, (_match, failure) => {
		const [first, ...others] = tensorsOf(failure);
		return stacked(first, others.find(({ tensor }) => !sameShape(tensor.shape, first!.tensor.shape)));
	}],
];

const PRODUCTS_OF_BATCHES = new Set(['@', '@=', 'matmul']);

/** Of a matrix product only what stands before the two dimensions of a matrix is broadcast. */
function batches(failure: Failure, test: (left: Shape, right: Shape) => boolean): Explanation | undefined {
	const [a, b] = tensorsOf(failure);
	return a && b && test(a.tensor.shape.slice(0, -2), b.tensor.shape.slice(0, -2))
		? only(l10n.t('{0} and {1} hold a matrix in their last two dimensions; the sizes before those must be equal or 1.', named(a), named(b)))
		: undefined;
}

function disagreeing(failure: Failure, test: (left: Shape, right: Shape) => boolean): Explanation | undefined {
	const tensors = tensorsOf(failure);
	for (const [i, a] of tensors.entries()) {
		const b = tensors.slice(i + 1).find(other => test(a.tensor.shape, other.tensor.shape));
		if (!b) { continue; }
		const words = l10n.t('{0} is {1} and {2} is {3}; aligned from the last dimension, sizes must be equal or 1.', a.text, shapeText(a.tensor.shape), b.text, shapeText(b.tensor.shape));
		// What an in-place operation writes to keeps its shape.
		const isWritten = failure.name.endsWith('=') || (failure.method !== undefined && failure.name.endsWith('_'));
		return withFit(words, [...isWritten ? [] : fitting(a, b.tensor.shape), ...fitting(b, a.tensor.shape)]);
	}
	return undefined;
}

/** What makes an operand fit to the other's shape without making more of that. */
function fitting(operand: Known, other: Shape): Fix[] {
	const { shape } = operand.tensor;
	const fits = (changed: Shape): boolean => String(broadcastShape(changed, other)) === String(other);
	const dims = shape.length === other.length - 1 ? other.map((_, dim) => dim) : [];
	const dim = dims.find(at => fits([...shape.slice(0, at), 1, ...shape.slice(at)]));
	if (dim !== undefined) { return unsqueezed(operand, dim); }
	return shape.length === 2 && fits([shape[1]!, shape[0]!]) ? followedBy(operand, '.T') : [];
}

function joined(failure: Failure, place: number, dim: number): Explanation | undefined {
	const [first, odd] = [tensorsOf(failure)[0], tensorsOf(failure)[place]];
	if (!first || !odd) { return undefined; }
	const [a, b] = [first.tensor.shape, odd.tensor.shape];
	const others = a.flatMap((_, at) => a.every((size, i) => i === at || size === b[i]) ? [at] : []);
	const fit = others.length === 1 ? ` ${l10n.t('{0} would fit.', `${first.tensor.type === 'ndarray' ? 'axis' : 'dim'}=${others[0]!}`)}` : '';
	return only(l10n.t('{0} and {1} may differ in dimension {2} alone, along which they are joined.', named(first), named(odd), dim) + fit);
}

function stacked(first: Known | undefined, odd: Known | undefined): Explanation | undefined {
	return first && odd && only(l10n.t('{0} and {1} must have one shape to be stacked; cat joins along a dimension that is there.', named(first), named(odd)));
}

/** By PyTorch's and NumPy's rule; undefined: they don't agree. */
function broadcastShape(a: Shape, b: Shape): Shape | undefined {
	const out: number[] = [];
	for (let i = 1; i <= Math.max(a.length, b.length); i++) {
		const [x, y] = [a.at(-i) ?? 1, b.at(-i) ?? 1];
		if (x !== y && x !== 1 && y !== 1) { return undefined; }
		out.unshift(x === 1 ? y : x);
	}
	return out;
}
