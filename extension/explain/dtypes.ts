/** Dtypes that an operation doesn't take, or that don't go together. */
import { l10n } from 'vscode';
import type { Failure } from './failure.ts';
import { followedBy, isArray, only, tensorsOf, withFit, type Explanation, type Known, type Rule } from './fixes.ts';

const FLOATING = new Set(['float16', 'bfloat16', 'float32', 'float64']);

/** What messages call them. */
const CALLED: Readonly<Record<string, RegExp>> = {
	float16: /\bhalf\b/i, bfloat16: /\bbfloat16\b/i, float32: /\bfloat\b/i, float64: /\bdouble\b/i, bool: /\bbool\b/i,
	int64: /\blong\b/i, int32: /\bint\b/i, int16: /\bshort\b/i, int8: /\b(?<!unsigned )char\b/i, uint8: /\b(?:byte|unsigned char)\b/i,
};

/** What makes a tensor one of these. */
const METHODS: Readonly<Record<string, string>> = { float32: '.float()', float64: '.double()', int64: '.long()', int32: '.int()', bool: '.bool()' };

export const DTYPES: readonly Rule[] = [
	[/^(expected m1 and m2 to have the same dtype|mat1 and mat2 must have the same dtype|dot : expected both vectors to have same dtype|addmv input tensors must have the same dtype|expected scalar type)/, ({ input }, failure) => sameDtype(input, failure)],
	[/could not infer output dtype|can only calculate the mean|[oO]nly (support|Tensors of) floating point|Expected a floating point|_kernel\w*" not implemented for '(Long|Int|Short|Char|Byte|Bool)'/, (_match, failure) => needsFractions(failure)],
	[/^(?:scatter\(\): Expected self\.dtype to be equal to src\.dtype|index_\w+\(\): self \(\w+\) and source \(\w+\) must have the same scalar type)/, (_match, failure) => {
		const [written] = tensorsOf(failure), source = tensorsOf(failure).at(-1);
		if (!written || !source || source === written || source.tensor.dtype === written.tensor.dtype) { return undefined; }
		const method = METHODS[written.tensor.dtype];
		return withFit(l10n.t('{0} holds {1} and {2} holds {3}; what is written must have the dtype of what it is written to.', written.text, written.tensor.dtype, source.text, source.tensor.dtype), method === undefined ? [] : followedBy(source, method));
	}],
	[/^result type (\w+) can't be cast to the desired output type (Long|Int|Short|Char|Byte|Bool)/, (_match, failure) => {
		const [written] = tensorsOf(failure);
		// A loss writes to what it has made of its target.
		if (written && FLOATING.has(written.tensor.dtype)) { return needsFractions(failure); }
		return written
			? only(l10n.t('{0} holds {1} and keeps its dtype when it is written to; the result has fractions.', written.text, written.tensor.dtype))
			: undefined;
	}],
	[/^"(bitwise_|lshift|rshift)\w*" not implemented for '(Float|Double|Half|BFloat16)'/, (_match, failure) => {
		const operand = tensorsOf(failure).find(({ tensor }) => FLOATING.has(tensor.dtype));
		return operand && { sentence: l10n.t('{0} holds {1}; operations on bits take whole numbers or bools.', operand.text, operand.tensor.dtype), fixes: followedBy(operand, '.bool()') };
	}],
	[/Expected dtype int|expected target dtype to be Long|used as indices must be long|one_hot is only applicable|scalar types: Long, Int|only integers, slices|arrays used as indices must be of integer/, (_match, failure) => {
		const operand = tensorsOf(failure).findLast(({ tensor }) => FLOATING.has(tensor.dtype));
		return operand && { sentence: l10n.t('{0} holds {1}; indices and class numbers must be int64.', operand.text, operand.tensor.dtype), fixes: followedBy(operand, isArray(operand) ? '.astype(int)' : '.long()') };
	}],
];

function sameDtype(message: string, failure: Failure): Explanation | undefined {
	// What a layer is called with need not have come to its matrix product.
	const tensors = tensorsOf(failure).filter(({ tensor }) => CALLED[tensor.dtype]?.test(message));
	const odd = tensors.find(({ tensor }) => !FLOATING.has(tensor.dtype)) ?? tensors.find(({ tensor }) => tensor.dtype === 'float64');
	if (!odd) { return undefined; }
	const words = tensors.map(({ text, tensor }) => l10n.t('{0} holds {1}', text, tensor.dtype)).join(', ');
	return withFit(l10n.t('{0}; a matrix product takes one dtype.', words), floats(odd));
}

function needsFractions(failure: Failure): Explanation | undefined {
	const operand = tensorsOf(failure).find(({ tensor }) => !FLOATING.has(tensor.dtype));
	// A copy that is written to in place is lost.
	const isLost = operand?.place === 'receiver' && failure.name.endsWith('_');
	return operand && { sentence: l10n.t('{0} holds {1}; this needs floating-point numbers.', operand.text, operand.tensor.dtype), fixes: isLost ? [] : floats(operand) };
}

function floats(operand: Known): Explanation['fixes'] {
	return followedBy(operand, isArray(operand) ? '.astype(float)' : '.float()');
}
