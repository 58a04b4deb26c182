/**
 * Family: products over chosen dimensions. What is summed, multiplied and viewed, and in which order, is PyTorch's, so that graphs and layouts are too.
 */
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { sizeAt, wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { mT, mul } from './matrices.ts';
import { operator, type Operator } from './operator.ts';
import { reduceDims } from './rows.ts';
import { MATRICES } from './tolerances.ts';

function tensordot(a: Tensor, b: Tensor, dimsA: readonly number[], dimsB: readonly number[], out?: Tensor): Tensor {
	if (dimsA.length !== dimsB.length) {
		throw runtimeError('both dimension lists should have same length');
	}
	if (a.dtype !== b.dtype) {
		throw runtimeError('both inputs should have same dtype');
	}
	if (out !== undefined && out.dtype !== a.dtype) {
		throw runtimeError(`tensordot: Expected the output tensor to have dtype ${dtypeText(a.dtype)}, but got an output tensor with dtype ${dtypeText(out.dtype)}`);
	}
	let [left, right] = [a, b];
	const [ofA, ofB] = [dimsA.map(dim => wrapDim(dim, a.ndim)), dimsB.map(dim => wrapDim(dim, b.ndim))];
	for (const [i, dim] of ofA.entries()) {
		const [one, two] = [a.shape[dim]!, b.shape[ofB[i]!]!];
		if (two === 1) {
			left = call('sum', left, [dim], true);
		} else if (one === 1) {
			right = call('sum', right, [ofB[i]!], true);
		} else if (one !== two) {
			throw runtimeError(`contracted dimensions need to match, but first has size ${one} in dim ${dimsA[i]!} and second has size ${two} in dim ${dimsB[i]!}`);
		}
	}
	if (ofA.length > 0) {
		reduceDims(ofA, a.ndim);
		reduceDims(ofB, b.ndim);
	}
	const kept = (tensor: Tensor, dims: readonly number[]) => [...tensor.shape.keys()].filter(dim => !dims.includes(dim));
	const [keptA, keptB] = [kept(a, ofA), kept(b, ofB)], sizes = (tensor: Tensor, dims: readonly number[]) => dims.map(dim => tensor.shape[dim]!);
	const summed = numel(sizes(left, ofA));
	const rows = call('reshape', call('permute', left, [...keptA, ...ofA]), [numel(sizes(left, keptA)), summed]);
	const columns = call('reshape', call('permute', right, [...ofB, ...keptB]), [summed, numel(sizes(right, keptB))]);
	return call('reshape', call('mm', rows, columns), [...sizes(a, keptA), ...sizes(b, keptB)]);
}

function inner(self: Tensor, other: Tensor, out?: Tensor): Tensor {
	if (self.ndim === 0 || other.ndim === 0) {
		return mul(self, other);
	}
	if (self.shape.at(-1) !== other.shape.at(-1)) {
		throw runtimeError(`inner() the last dimension must match on both input tensors but got shapes [${self.shape.join(', ')}] and [${other.shape.join(', ')}]`);
	}
	return tensordot(self, other, [-1], [-1], out);
}

function kron(self: Tensor, other: Tensor): Tensor {
	const ndim = Math.max(self.ndim, other.ndim);
	const padded = ({ shape }: Tensor) => [...new Array<number>(ndim - shape.length).fill(1), ...shape];
	const [a, b] = [padded(self), padded(other)];
	const product = mul(call('reshape', self, a.flatMap(size => [size, 1])), call('reshape', other, b.flatMap(size => [1, size])));
	return call('_unsafe_view', product, a.map((size, d) => size * b[d]!));
}

function vdot(self: Tensor, other: Tensor): Tensor {
	return call('dot', self, other);
}

const isZero = (scalar: Scalar) => toNumber(scalar) === 0;
const isOne = (scalar: Scalar) => toNumber(scalar) === 1;
const times = (tensor: Tensor, factor: Scalar) => isOne(factor) ? tensor : call('mul', tensor, factor);

function addr(self: Tensor, vec1: Tensor, vec2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	for (const [tensor, label] of [[vec1, 'vec1'], [vec2, 'vec2']] as const) {
		if (tensor.ndim !== 1) {
			throw runtimeError(`addr: Expected 1-D argument ${label}, but got ${tensor.ndim}-D`);
		}
	}
	const dtype = resultType(call('empty', [0], undefined, resultType(vec1, vec2)), self);
	for (const [scalar, label] of [[beta, 'beta'], [alpha, 'alpha']] as const) {
		requireKind(scalar, label, dtype);
	}
	const whole = call('expand', self, [vec1.numel, vec2.numel]);
	const product = call('outer', asType(vec1, dtype), asType(vec2, dtype));
	if (dtype === 'bool') {
		const part = isZero(alpha) ? call('zeros_like', product) : product;
		return isZero(beta) ? part : call('logical_or', whole, part);
	}
	return isZero(beta) ? times(product, alpha) : call('add', times(asType(whole, dtype), beta), times(product, alpha));
}

/** A factor of integers must be one, and a bool no factor of numbers. */
function requireKind(scalar: Scalar, label: string, dtype: Parameters<typeof isFloating>[0]): void {
	if (!isFloating(dtype) && scalar.tag === 'float') {
		throw runtimeError(`For integral input tensors, argument ${label} must not be a floating point number.`);
	}
	if (scalar.tag === 'bool' && dtype !== 'bool') {
		throw runtimeError(`Boolean ${label} only supported for Boolean results.`);
	}
}

function addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	call('expand', self, [sizeAt(batch1.shape, 1), sizeAt(batch2.shape, 2)]);
	for (const [tensor, label] of [[batch1, 'batch1'], [batch2, 'batch2']] as const) {
		if (tensor.ndim !== 3) {
			throw runtimeError(`${label} must be a 3D tensor`);
		}
	}
	const [count, n, k] = batch1.shape as readonly [number, number, number];
	if (batch2.shape[0] !== count) {
		throw runtimeError(`batch1 and batch2 must have same number of batches, got ${count} and ${batch2.shape[0]!}`);
	}
	if (batch2.shape[1] !== k) {
		throw runtimeError(`Incompatible matrix sizes for bmm (${n}x${k} and ${batch2.shape[1]!}x${batch2.shape[2]!})`);
	}
	let result = self, factor = beta;
	for (let i = 0; i < count; i++) {
		result = call('addmm', result, call('select', batch1, 0, i), call('select', batch2, 0, i), factor, alpha);
		factor = int(1);
	}
	return count > 0 ? result : isZero(beta) ? call('zeros', [n, batch2.shape[2]!], self.dtype) : call('clone', call('expand', times(self, beta), [n, batch2.shape[2]!]));
}

/** Subscripts of one operand: letters, and where `...` stands. */
const ELLIPSIS = '.';

function subscriptsOf(text: string, where: string, offset: number, isOutput: boolean): string[] {
	const found: string[] = [];
	for (let i = 0; i < text.length; i++) {
		const letter = text[i]!;
		if (letter === ' ') {
			continue;
		}
		if (letter === '.') {
			if (found.includes(ELLIPSIS)) {
				throw runtimeError(isOutput ? 'einsum(): found \'.\' for output but an ellipsis (...) was already found' : `einsum(): found '.' for ${where} for which an ellipsis was already found`);
			}
			if (text.slice(i, i + 3) !== '...') {
				throw runtimeError(`einsum(): found '.' for ${where} that is not part of any ellipsis${isOutput ? ' (...)' : ''}`);
			}
			i += 2;
			found.push(ELLIPSIS);
		} else if (/[a-zA-Z]/.test(letter)) {
			found.push(letter);
		} else {
			throw runtimeError(`einsum(): invalid subscript given at index ${offset + i} in the equation string, subscripts must be in [a-zA-Z]`);
		}
	}
	return found;
}

/** Which place each subscript, and each dimension of the ellipsis, has in what all operands are brought to: the output's dimensions, then those that are summed. */
interface Plan {
	readonly operands: readonly (readonly string[])[];
	readonly places: ReadonlyMap<string, number>;
	readonly firstOfEllipsis: number;
	readonly ellipsis: number;
	readonly outputs: number;
	readonly all: number;
	/** In how many operands each place is. */
	readonly counts: number[];
}

function planOf(equation: string, tensors: readonly Tensor[]): Plan {
	const arrow = equation.indexOf('->'), left = arrow === -1 ? equation : equation.slice(0, arrow);
	const operands: string[][] = [];
	let offset = 0;
	for (const [i, text] of left.split(',').entries()) {
		if (i >= tensors.length) {
			throw runtimeError('einsum(): fewer operands were provided than specified in the equation');
		}
		operands.push(subscriptsOf(text, `operand ${i}`, offset, false));
		offset += text.length + 1;
	}
	if (operands.length < tensors.length) {
		throw runtimeError('einsum(): more operands were provided than specified in the equation');
	}
	const counts = new Map<string, number>();
	let ellipsis = 0;
	for (const [i, letters] of operands.entries()) {
		const named = letters.filter(letter => letter !== ELLIPSIS).length, { ndim } = tensors[i]!;
		if (letters.includes(ELLIPSIS)) {
			if (named > ndim) {
				throw runtimeError(`einsum(): the number of subscripts in the equation (${named}) is more than the number of dimensions (${ndim}) for operand ${i}`);
			}
			ellipsis = Math.max(ellipsis, ndim - named);
		} else if (named !== ndim) {
			throw runtimeError(`einsum(): the number of subscripts in the equation (${named}) does not match the number of dimensions (${ndim}) for operand ${i} and no ellipsis was given`);
		}
		for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
	}
	const output = arrow === -1 ? implicitOutput(counts) : outputOf(equation.slice(arrow + 2), arrow + 2, counts);
	const places = new Map<string, number>();
	let next = 0, firstOfEllipsis = 0;
	for (const letter of output) {
		if (letter === ELLIPSIS) {
			firstOfEllipsis = next;
			next += ellipsis;
		} else {
			places.set(letter, next++);
		}
	}
	const outputs = next;
	if (ellipsis > 0 && !output.includes(ELLIPSIS)) {
		firstOfEllipsis = next;
		next += ellipsis;
	}
	for (const letter of [...counts.keys()].sort()) {
		if (letter !== ELLIPSIS && !places.has(letter)) places.set(letter, next++);
	}
	return { operands, places, firstOfEllipsis, ellipsis, outputs, all: next, counts: new Array<number>(next).fill(0) };
}

/** Letters that occur once, in their order, behind what the ellipsis stands for. */
function implicitOutput(counts: ReadonlyMap<string, number>): string[] {
	return [ELLIPSIS, ...[...counts].filter(([letter, count]) => letter !== ELLIPSIS && count === 1).map(([letter]) => letter).sort()];
}

function outputOf(text: string, offset: number, counts: ReadonlyMap<string, number>): string[] {
	const letters = subscriptsOf(text, 'output', offset, true);
	for (const [i, letter] of letters.entries()) {
		if (letter === ELLIPSIS) {
			continue;
		}
		if (letters.indexOf(letter) !== i) {
			throw runtimeError(`einsum(): output subscript ${letter} appears more than once in the output`);
		}
		if (!counts.has(letter)) {
			throw runtimeError(`einsum(): output subscript ${letter} does not appear in the equation for any input operand`);
		}
	}
	return letters;
}

/** An operand with repeated subscripts taken along their diagonal, its dimensions in the plan's places, and 1 where it has none. */
function placed(tensor: Tensor, letters: readonly string[], plan: Plan, at: number): Tensor {
	let result = tensor, dim = 0;
	const dimOf = new Array<number>(plan.all).fill(-1), seen = new Map<string, number>();
	for (const letter of letters) {
		if (letter === ELLIPSIS) {
			const own = tensor.ndim - (letters.length - 1);
			for (let i = plan.ellipsis - own; i < plan.ellipsis; i++) {
				dimOf[plan.firstOfEllipsis + i] = dim++;
			}
			continue;
		}
		const before = seen.get(letter);
		if (before === undefined) {
			seen.set(letter, dim);
			dimOf[plan.places.get(letter)!] = dim++;
			continue;
		}
		if (result.shape[before] !== result.shape[dim]) {
			throw runtimeError(`einsum(): subscript ${letter} is repeated for operand ${at} but the sizes don't match, ${result.shape[dim]!} != ${result.shape[before]!}`);
		}
		result = call('movedim', call('diagonal', result, 0, before, dim), -1, before);
	}
	let ndim = dim;
	for (const [place, own] of dimOf.entries()) {
		if (own === -1) {
			result = call('unsqueeze', result, ndim);
			dimOf[place] = ndim++;
		}
	}
	return call('permute', result, dimOf);
}

function einsum(equation: string, tensors: readonly Tensor[]): Tensor {
	if (tensors.length === 0) {
		throw runtimeError('einsum(): must provide at least one operand');
	}
	const plan = planOf(equation, tensors), { counts, outputs, all } = plan;
	const sizes = new Array<number>(all).fill(1), names = [...plan.places];
	const operands = tensors.map((tensor, i) => {
		const one = placed(tensor, plan.operands[i]!, plan, i);
		for (const [place, size] of one.shape.entries()) {
			if (size === 1) {
				continue;
			}
			if (sizes[place] !== 1 && sizes[place] !== size) {
				const letter = names.find(([, at]) => at === place)?.[0];
				throw runtimeError(letter === undefined
					? `einsum(): dimension ${place - plan.firstOfEllipsis} covered by ellipsis in operand ${i}has size ${size} which does not broadcast with previously seen ellipsis with size ${sizes[place]!} for the respective dimension`
					: `einsum(): subscript ${letter} has size ${size} for operand ${i} which does not broadcast with previously seen size ${sizes[place]!}`);
			}
			sizes[place] = size;
			counts[place]!++;
		}
		return one;
	});
	let result = operands[0]!;
	for (const next of operands.slice(1)) {
		result = contracted(result, next, counts, outputs, operands.length === 2);
	}
	if (all === outputs) {
		return result;
	}
	return operands.length > 1 ? call('view', result, result.shape.slice(0, outputs)) : call('sum', result, Array.from({ length: all - outputs }, (_, i) => outputs + i));
}

/** The product of two; dimensions that no later operand has are summed over. */
function contracted(a: Tensor, b: Tensor, counts: number[], outputs: number, isAlone: boolean): Tensor {
	const both: number[] = [], ofA: number[] = [], ofB: number[] = [];
	for (let dim = outputs; dim < counts.length; dim++) {
		if (a.shape[dim] !== 1 && b.shape[dim] !== 1) {
			if (--counts[dim]! === 1) {
				both.push(dim);
				counts[dim] = 0;
			}
		} else if (counts[dim] === 1) {
			if (a.shape[dim] !== 1) {
				ofA.push(dim);
				counts[dim] = 0;
			} else if (b.shape[dim] !== 1) {
				ofB.push(dim);
				counts[dim] = 0;
			}
		}
	}
	const left = ofA.length > 0 ? call('sum', a, ofA, true) : a, right = ofB.length > 0 ? call('sum', b, ofB, true) : b;
	return both.length === 0 ? mul(left, right) : pairProduct(left, right, both, isAlone && ofA.length === 0 && ofB.length === 0);
}

/** The dimensions that both have, and those of either, apart from those that are summed. */
function groupsOf(left: Tensor, right: Tensor, summed: readonly number[]): Readonly<Record<'both' | 'left' | 'right', number[]>> {
	const groups: Record<'both' | 'left' | 'right', number[]> = { both: [], left: [], right: [] };
	for (let dim = 0; dim < left.ndim; dim++) {
		if (!summed.includes(dim)) groups[left.shape[dim] !== 1 ? right.shape[dim] !== 1 ? 'both' : 'left' : 'right'].push(dim);
	}
	return groups;
}

/** The product of two of one rank, summed over dimensions that both have: as a batch of matrices. `isAlone`: nothing else is multiplied. */
function pairProduct(left: Tensor, right: Tensor, summed: readonly number[], isAlone: boolean): Tensor {
	const groups = groupsOf(left, right, summed);
	if (isAlone && groups.left.length > 0 && groups.right.length > 0 && groups.right.at(-1)! < groups.left[0]!) {
		// All of the right one's come first in the result: then so do they in memory.
		return pairProduct(right, left, summed, false);
	}
	const size = (tensor: Tensor, dims: readonly number[]) => numel(dims.map(dim => tensor.shape[dim]!));
	const rows = call('reshape', call('permute', left, [...groups.both, ...groups.left, ...summed, ...groups.right]), [size(left, groups.both), size(left, groups.left), size(left, summed)]);
	const columns = call('reshape', call('permute', right, [...groups.both, ...summed, ...groups.right, ...groups.left]), [size(left, groups.both), size(left, summed), size(right, groups.right)]);
	const order = [...groups.both, ...groups.left, ...summed, ...groups.right];
	const shape = order.map(dim => summed.includes(dim) ? 1 : groups.right.includes(dim) ? right.shape[dim]! : left.shape[dim]!);
	return call('permute', call('view', call('bmm', rows, columns), shape), order.map((_, dim) => order.indexOf(dim)));
}

const byBeta = (grad: Tensor, beta: Scalar) => times(grad, beta);

export const CONTRACTIONS: readonly Operator[] = [
	operator({ name: 'tensordot', variants: ['function', 'out'], tolerance: MATRICES, overloads: [{ schema: 'tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor', run: tensordot }] }),
	operator({ name: 'inner', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'inner(Tensor self, Tensor other) -> Tensor', run: inner }] }),
	operator({ name: 'kron', variants: ['function', 'method', 'out'], nameInErrors: 'mul', tolerance: MATRICES, overloads: [{ schema: 'kron(Tensor self, Tensor other) -> Tensor', run: kron }] }),
	operator({ name: 'einsum', variants: ['function'], tolerance: MATRICES, overloads: [{ schema: 'einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor', run: einsum }] }),
	operator({ name: 'vdot', variants: ['function', 'method', 'out'], tolerance: MATRICES, outKeepsDType: (out, self) => `result dtype ${out} does not match input dtype ${self}`, overloads: [{ schema: 'vdot(Tensor self, Tensor other) -> Tensor', run: vdot, backward: { node: 'VdotBackward0', inputs: {
		self: { saves: ['other'], gradient: (grad, saved) => mul(grad, saved.tensor('other')) },
		other: { saves: ['self'], gradient: (grad, saved) => mul(grad, saved.tensor('self')) },
	} } }] }),
	operator({ name: 'addr', variants: ['function', 'method', 'in-place', 'out'], tolerance: MATRICES, overloads: [{ schema: 'addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor', run: addr, backward: { node: 'AddrBackward0', inputs: {
		self: { gradient: (grad, saved) => byBeta(grad, saved.value('beta')) },
		vec1: { saves: ['vec2'], gradient: (grad, saved) => times(call('mv', grad, call('to', saved.tensor('vec2'), grad.dtype)), saved.value('alpha')) },
		vec2: { saves: ['vec1'], gradient: (grad, saved) => times(call('mv', call('t', grad), call('to', saved.tensor('vec1'), grad.dtype)), saved.value('alpha')) },
	} } }] }),
	operator({ name: 'addbmm', variants: ['function', 'method', 'in-place', 'out'], tolerance: MATRICES, outKeepsDType: (out, self) => `self and mat2 must have the same dtype, but got ${out} and ${self}`, overloads: [{ schema: 'addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor', run: addbmm, backward: { node: 'AddbmmBackward0', inputs: {
		self: { gradient: (grad, saved) => byBeta(grad, saved.value('beta')) },
		batch1: { saves: ['batch2'], gradient: (grad, saved) => times(call('matmul', grad, mT(saved.tensor('batch2'))), saved.value('alpha')) },
		batch2: { saves: ['batch1'], gradient: (grad, saved) => times(call('matmul', mT(saved.tensor('batch1')), grad), saved.value('alpha')) },
	} } }] }),
];
