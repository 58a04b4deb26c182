/** Matrix products whose inner sizes differ, of the program's own operands and in a layer that it called. */
import { l10n } from 'vscode';
import type { Failure } from './failure.ts';
import { followedBy, isArray, named, only, sameShape, shapeText, tensorsOf, withFit, type Explanation, type Known, type Rule, type Shape } from './fixes.ts';

const numbers = (match: readonly string[]): number[] => match.slice(1).map(Number);

export const PRODUCTS: readonly Rule[] = [
	[/^mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)/, (match, failure) => {
		const [rows, columns, rows2, columns2] = numbers(match) as [number, number, number, number];
		return product([rows, columns], [rows2, columns2], failure);
	}],
	[/^size mismatch, got input \(\d+\), mat \((\d+)x(\d+)\), vec \((\d+)\)/, (match, failure) => {
		const [rows, columns, length] = numbers(match) as [number, number, number];
		return product([rows, columns], [length], failure);
	}],
	[/^inconsistent tensor size, expected tensor \[(\d+)\] and src \[(\d+)\]/, (match, failure) => {
		const [a, b] = pairOf(failure, (left, right) => sameShape(left, [Number(match[1])]) && sameShape(right, [Number(match[2])]));
		return a && b && only(l10n.t('{0} and {1} must have as many elements as each other.', named(a), named(b)));
	}],
	[/^1D tensors expected/, (_match, failure) => dimensions(failure, 1)],
	[/^(self|mat2) must be a matrix/, (_match, failure) => dimensions(failure, 2)],
	[/^batch[12] must be a 3D tensor/, (_match, failure) => dimensions(failure, 3)],
	[/^Expected size for first two dimensions of batch2 tensor to be: \[(\d+), (\d+)\] but got: \[(\d+), (\d+)\]/, (match, failure) => {
		const [batch, columns, batch2, rows] = numbers(match);
		const [a, b] = pairOf(failure, (left, right) => left.at(-1) === columns && right.at(-2) === rows && right.length > 2);
		if (!a || !b) { return undefined; }
		if (columns !== rows) { return inner(a, b); }
		return only(l10n.t('{0} holds {1} matrices and {2} holds {3}; there must be as many.', named(a), batch!, named(b), batch2!));
	}],
	[/^einsum\(\): subscript (\w) has size (\d+) for operand (\d+) which does not broadcast with previously seen size (\d+)/, ([, letter, size, place, before], failure) => {
		const terms = /^[rbuRBU]?['"]([^'"]*)/.exec(failure.operands[0]?.text ?? '')?.[1]?.split('->')[0]!.replaceAll(' ', '').split(',');
		const tensors = tensorsOf(failure);
		const first = terms?.findIndex(term => term.includes(letter!));
		const [a, b] = [tensors[first ?? -1], tensors[Number(place)]];
		return a && b && only(l10n.t('{0} is {1} in {2} and {3} in {4}; a letter stands for one size.', letter!, before!, named(a), size!, named(b)));
	}],
	// NumPy's: it names no sizes of the whole.
	[/^(matmul: Input operand 1 has a mismatch in its core dimension|shapes \([\d,]*\) and \([\d,]*\) not aligned)/, (_match, failure) => {
		const [a, b] = pairOf(failure, (left, right) => left.at(-1) !== (right.at(-2) ?? right[0]));
		return a && b && inner(a, b);
	}],
];

/** A matrix product of these, which doesn't fit. A batch of matrices counts as one matrix of all rows, a vector before a matrix as a row. */
function product(left: Shape, right: Shape, failure: Failure): Explanation {
	const isLeft = (shape: Shape): boolean => shape.at(-1) === left[1] && shape.reduce((a, b) => a * b, 1) === left[0]! * left[1]!;
	const [a, b] = pairOf(failure, (x, y) => isLeft(x) && sameShape(y, right));
	if (a && b) { return inner(a, b); }
	const weight = right.toReversed();
	const [input, given] = pairOf(failure, (x, y) => isLeft(x) && sameShape(y, weight));
	if (input && given) {
		const words = l10n.t('{0} ends in {1}, and {2} takes {3}: a weight is [outputs, inputs].', named(input), left.at(-1)!, named(given), right[0]!);
		return withFit(words, weight[0] === left.at(-1) ? followedBy(given, '.T') : []);
	}
	const layers = failure.layers.filter(layer => sameShape(layer.weight, weight));
	if (layers.length === 1) {
		const x = tensorsOf(failure).find(({ tensor }) => isLeft(tensor.shape));
		const gets = x && failure.layers.length === 1 ? l10n.t('{0} ends in {1}', named(x), left.at(-1)!) : l10n.t('What comes to {0} ends in {1}', layers[0]!.text, left.at(-1)!);
		return only(l10n.t('{0}, and {1} takes in_features={2}; in_features={3} would fit.', gets, layers[0]!.text, right[0]!, left.at(-1)!));
	}
	return words(l10n.t('the first'), left, l10n.t('the second'), right);
}

function inner(a: Known, b: Known): Explanation {
	const [left, right] = [a.tensor.shape, b.tensor.shape];
	const [columns, rows] = [left.at(-1), right.at(-2) ?? right[0]];
	const batch = left.slice(0, -2), batch2 = right.slice(0, -2);
	const isBatch = right.length > 2 && (left.length === 2 || sameShape(batch, batch2));
	return withFit(words(a.text, left, b.text, right).sentence, [
		...isBatch && columns === right.at(-1) ? followedBy(b, isArray(b) ? '.swapaxes(-2, -1)' : '.transpose(-2, -1)') : [],
		...right.length === 2 && columns === right[1] ? followedBy(b, '.T') : [],
		...left.length === 2 && left[0] === rows ? followedBy(a, '.T') : [],
	]);
}

function words(first: string, left: Shape, second: string, right: Shape): Explanation {
	return only(l10n.t('{0} {1} has {2} columns, {3} {4} has {5} rows; in a matrix product they must be equal.', first, shapeText(left), left.at(-1)!, second, shapeText(right), right.at(-2) ?? right[0]!));
}

/** The first two operands, in order, of which a test holds. */
function pairOf(failure: Failure, test: (left: Shape, right: Shape) => boolean): readonly [Known, Known] | readonly [] {
	const tensors = tensorsOf(failure);
	for (const [i, a] of tensors.entries()) {
		const b = tensors.slice(i + 1).find(other => test(a.tensor.shape, other.tensor.shape));
		if (b) { return [a, b]; }
	}
	return [];
}

function dimensions(failure: Failure, count: number): Explanation | undefined {
	const odd = tensorsOf(failure).find(({ tensor }) => tensor.shape.length !== count);
	return odd && only(l10n.t('{0} takes tensors of {1} dimensions, and {2} has {3}; @ takes any.', failure.name, count, named(odd), odd.tensor.shape.length));
}
