/**
 * An error of PyTorch in one sentence more than PyTorch says: which dimensions disagree, what would fit, and the edits
 * that make it fit. The sentence goes by PyTorch's message and by the operands' shapes; where they don't tell, nothing is said.
 */
import { l10n } from 'vscode';
import type { TensorValue } from '../engine/trace/model.ts';
import type { Failure, Operand } from './failure.ts';

/** Replaces a piece of the parsed text. */
export interface Fix { readonly title: string; readonly edits: readonly { readonly from: number; readonly to: number; readonly text: string }[] }

export interface Explanation { readonly sentence: string; readonly fixes: readonly Fix[] }

type Shape = readonly number[];
type Rule = (match: RegExpExecArray, failure: Failure) => Explanation | undefined;

const NONE: readonly Fix[] = [];
const FLOATING = new Set(['float16', 'bfloat16', 'float32', 'float64']);
const shapeText = (shape: Shape): string => `[${shape.join(', ')}]`;

/** The first that matches the message speaks. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
	[/^mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)/, ([, rows, columns, rows2, columns2], failure) =>
		product([Number(rows), Number(columns)], [Number(rows2), Number(columns2)], failure)],
	[/^size mismatch, got input \(\d+\), mat \((\d+)x(\d+)\), vec \((\d+)\)/, ([, rows, columns, length], failure) =>
		product([Number(rows), Number(columns)], [Number(length)], failure)],
	[/^The size of tensor a \(\d+\) must match the size of tensor b \(\d+\) at non-singleton dimension \d+/, (_match, failure) => broadcast(failure)],
	[/^(expected m1 and m2 to have the same dtype|mat1 and mat2 must have the same dtype|expected scalar type)/, (_match, failure) => sameDtype(failure)],
	[/could not infer output dtype|can only calculate the mean|Only Tensors of floating point/, (_match, failure) => {
		const operand = failure.operands.find(({ tensor }) => tensor && !FLOATING.has(tensor.dtype));
		return operand && { sentence: l10n.t('{0} holds {1}; this needs floating-point numbers.', operand.text, operand.tensor!.dtype), fixes: [method(operand, 'float()')] };
	}],
	[/Expected dtype int|expected target dtype to be Long|used as indices must be long|one_hot is only applicable|scalar types: Long, Int/, (_match, failure) => {
		const operand = failure.operands.findLast(({ tensor }) => tensor && FLOATING.has(tensor.dtype));
		return operand && { sentence: l10n.t('{0} holds {1}; indices and class numbers must be int64.', operand.text, operand.tensor!.dtype), fixes: [method(operand, 'long()')] };
	}],
	[/^index -?\d+ is out of bounds for dimension (\d+) with size (\d+)/, ([, dimension, size], failure) => {
		const from = failure.operands[0];
		const name = from?.tensor ? `${from.text} ${shapeText(from.tensor.shape)}` : l10n.t('the tensor');
		return { sentence: l10n.t('Dimension {0} of {1} has the indices 0 to {2}, or -{3} to -1 from its end.', dimension!, name, Number(size) - 1, size!), fixes: NONE };
	}],
	[/^Dimension out of range \(expected to be in range of \[(-\d+), (\d+)\], but got -?\d+\)/, ([, least, most], failure) => {
		const from = failure.operands[0];
		return from?.tensor && { sentence: l10n.t('{0} {1} has {2} dimensions: dim is {3} to {4}.', from.text, shapeText(from.tensor.shape), from.tensor.shape.length, least!, most!), fixes: NONE };
	}],
	[/^shape '(\[[-\d, ]*\])' is invalid for input of size (\d+)/, ([, shape, size]) => {
		const wanted = (JSON.parse(shape!) as number[]).reduce((a, b) => a * b, 1);
		return { sentence: l10n.t('{0} would be {1} elements, and there are {2}; one size may be -1, to be worked out.', shape!, Math.abs(wanted), size!), fixes: NONE };
	}],
];

/** undefined: there is nothing to add to PyTorch's words. */
export function explain(message: string, failure: Failure): Explanation | undefined {
	for (const [pattern, rule] of RULES) {
		const match = pattern.exec(message);
		if (match) { return rule(match, failure); }
	}
	return undefined;
}

/** A matrix product of these, which doesn't fit. */
function product(left: Shape, right: Shape, { operands }: Failure): Explanation {
	const tensors = operands.filter(({ tensor }) => tensor);
	// More than the two that are multiplied, or another order (addmm, a layer's own weight): the message alone speaks.
	const [a, b] = tensors.length === 2 && isShape(tensors[0]!, left) && isShape(tensors[1]!, right) ? tensors : [undefined, undefined];
	const names = [a?.text ?? l10n.t('the first'), b?.text ?? l10n.t('the second')] as const;
	const words = l10n.t('{0} {1} has {2} columns, {3} {4} has {5} rows; in a matrix product they must be equal.', names[0], shapeText(left), left.at(-1)!, names[1], shapeText(right), right[0]!);
	const fixes: Fix[] = [];
	if (a && b) {
		if (right.length === 2 && left.at(-1) === right[1]) { fixes.push(method(b, 'T')); }
		if (left.length === 2 && left[0] === right[0]) { fixes.push(method(a, 'T')); }
	}
	return { sentence: withFit(words, fixes), fixes };
}

function broadcast({ operands }: Failure): Explanation | undefined {
	const [a, b] = operands.filter(({ tensor }) => tensor);
	if (!a || !b) { return undefined; }
	const [left, right] = [a.tensor!.shape, b.tensor!.shape];
	const words = l10n.t('{0} is {1} and {2} is {3}; aligned from the last dimension, sizes must be equal or 1.', a.text, shapeText(left), b.text, shapeText(right));
	const fixes = [...fitting(a, right), ...fitting(b, left)];
	return { sentence: withFit(words, fixes), fixes };
}

/** What makes an operand fit to the other's shape without making more of that. */
function fitting(operand: Operand, other: Shape): Fix[] {
	const { shape } = operand.tensor!;
	const fits = (changed: Shape): boolean => String(broadcastShape(changed, other)) === String(other);
	const fixes: Fix[] = [];
	for (let dim = 0; dim < other.length && shape.length === other.length - 1; dim++) {
		if (!fits([...shape.slice(0, dim), 1, ...shape.slice(dim)])) { continue; }
		fixes.push(operand.keepdimAt === undefined ? method(operand, `unsqueeze(${dim})`) : { title: l10n.t('Add {0}', 'keepdim=True'), edits: [{ from: operand.keepdimAt, to: operand.keepdimAt, text: ', keepdim=True' }] });
	}
	if (shape.length === 2 && fits([shape[1]!, shape[0]!])) { fixes.push(method(operand, 'T')); }
	return fixes.slice(0, 1);
}

function broadcastShape(a: Shape, b: Shape): Shape | undefined {
	const out: number[] = [];
	for (let i = 1; i <= Math.max(a.length, b.length); i++) {
		const [x, y] = [a.at(-i) ?? 1, b.at(-i) ?? 1];
		if (x !== y && x !== 1 && y !== 1) { return undefined; }
		out.unshift(x === 1 ? y : x);
	}
	return out;
}

function sameDtype({ operands }: Failure): Explanation | undefined {
	const tensors = operands.filter(({ tensor }) => tensor);
	const odd = tensors.find(({ tensor }) => !FLOATING.has(tensor!.dtype)) ?? tensors.find(({ tensor }) => tensor!.dtype === 'float64');
	if (!odd) { return undefined; }
	const words = tensors.map(({ text, tensor }) => l10n.t('{0} holds {1}', text, tensor!.dtype)).join(', ');
	return { sentence: l10n.t('{0}; a matrix product takes one dtype.', words), fixes: [method(odd, 'float()')] };
}

function method(operand: Operand, call: string): Fix {
	const { from, to, text, isClosed } = operand;
	const replacement = isClosed ? `${text}.${call}` : `(${text}).${call}`;
	return { title: l10n.t('Use {0}', replacement), edits: [{ from, to, text: replacement }] };
}

function withFit(words: string, fixes: readonly Fix[]): string {
	const [first] = fixes;
	return first ? `${words} ${l10n.t('{0} would fit.', first.edits[0]!.text.replace(/^, /, ''))}` : words;
}

function isShape({ tensor }: { readonly tensor: TensorValue | undefined }, shape: Shape): boolean {
	return String(tensor?.shape) === String(shape);
}

/** What notes customarily mean by a name. */
const IMPORTS: Readonly<Record<string, string>> = {
	torch: 'import torch', nn: 'from torch import nn', F: 'import torch.nn.functional as F', np: 'import numpy as np', numpy: 'import numpy',
	math: 'import math', deepcopy: 'from copy import deepcopy', random: 'import random', DataLoader: 'from torch.utils.data import DataLoader', Dataset: 'from torch.utils.data import Dataset',
};

/** For `NameError`: the import that is missing, put before the text. */
export function missingImport(message: string): Fix | undefined {
	const statement = IMPORTS[/^name '(\w+)' is not defined/.exec(message)?.[1] ?? ''];
	return statement === undefined ? undefined : { title: l10n.t('Add {0}', statement), edits: [{ from: 0, to: 0, text: `${statement}\n` }] };
}
