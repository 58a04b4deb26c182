/**
 * Family: elementwise functions of three operands: where, lerp, addcmul, addcdiv, masked_fill. The fused ones round as
 * PyTorch does on x86 with FMA.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced, Promotion, resultType } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { broadcastShapes, expandStrides } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType } from './copy.ts';
import { checkFits } from './creation.ts';
import { elementwise, targetFor } from './elementwise.ts';
import { begin, operand, run, setValue } from './iterator.ts';
import { EXACT, type Gradient, type Operand, type Operator, operator } from './operator.ts';

/** A gradient where `keep` is true, zero elsewhere. */
export function masked(grad: Tensor, keep: Tensor): Tensor {
	return call('where', keep, grad, call('zeros_like', grad));
}

function where(condition: Tensor, self: Operand, other: Operand, out?: Tensor): Tensor {
	if (condition.dtype !== 'bool' && condition.dtype !== 'uint8') {
		throw runtimeError(`where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypeText(condition.dtype)}`);
	}
	const dtype = resultType(self, other);
	if (out !== undefined && out.dtype !== dtype) {
		throw runtimeError(`Expected out type to be ${dtypeText(dtype)} but got ${dtypeText(out.dtype)}`);
	}
	return select(asType(condition, 'bool'), self, other, dtype, out);
}

/** Condition first; all three are broadcast. */
function select(condition: Tensor, self: Operand, other: Operand, dtype: DTypeName, out: Tensor | undefined): Tensor {
	const [a, b] = [self, other].map(item => item instanceof Tensor ? asType(item, dtype) : scalarIn(item, dtype));
	return selected(condition, a!, b!, dtype, out);
}

function selected(condition: Tensor, a: Tensor, b: Tensor, dtype: DTypeName, out: Tensor | undefined): Tensor {
	const shape = broadcastShapes(broadcastShapes(condition.shape, a.shape), b.shape);
	const target = targetFor(out, shape, dtype, [condition, a, b]);
	begin();
	operand(target);
	for (const input of [condition, a, b]) {
		operand(input, expandStrides(input.shape, input.strides, shape));
	}
	run('where', dtype, shape);
	return target;
}

function scalarIn(value: Scalar, dtype: DTypeName): Tensor {
	return call('fill_', call('empty', [], undefined, dtype), value);
}

const whereSelf: Gradient = { saves: ['condition'], gradient: (grad, saved) => masked(grad, saved.tensor('condition')) };
const whereOther: Gradient = { saves: ['condition'], gradient: (grad, saved) => call('where', saved.tensor('condition'), call('zeros_like', grad), grad) };

function lerp(self: Tensor, end: Tensor, weight: Operand, out?: Tensor): Tensor {
	for (const [name, tensor] of [['end', end], ['weight', weight]] as const) {
		// A weight without dimensions is a number.
		if (tensor instanceof Tensor && tensor.dtype !== self.dtype && (tensor === end || tensor.ndim > 0)) {
			throw runtimeError(`expected dtype ${CPP[self.dtype]} for \`${name}\` but got dtype ${CPP[tensor.dtype]}`);
		}
	}
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"${weight instanceof Tensor ? 'lerp_kernel_tensor' : 'lerp_kernel_scalar'}" not implemented for '${dtypeText(self.dtype)}'`);
	}
	// The number of a 16-bit lerp is float32, not rounded to 16 bits first.
	return isReduced(self.dtype) && !(weight instanceof Tensor) ? asType(elementwise('lerp', [self, end, weight], undefined, 'float32', 'float32'), self.dtype) : elementwise('lerp', [self, end, weight], out, self.dtype, self.dtype);
}

/** C++ names of element types, as they stand in some messages. */
export const CPP: Readonly<Record<DTypeName, string>> = {
	bool: 'bool', uint8: 'unsigned char', int8: 'signed char', int16: 'short int', int32: 'int', int64: 'long int', float16: 'c10::Half', bfloat16: 'c10::BFloat16', float32: 'float', float64: 'double',
};

const INTEGER_ADDCDIV = 'Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.';

function fused(kernel: 'addcmul' | 'addcdiv') {
	return (self: Tensor, a: Tensor, b: Tensor, value: Scalar, out?: Tensor): Tensor => {
		if (kernel === 'addcdiv' && !isFloating(a.dtype) && !isFloating(b.dtype)) {
			throw runtimeError(INTEGER_ADDCDIV);
		}
		const { dtype } = new Promotion().add(self).add(a).add(b);
		if (dtype === 'bool') {
			throw notImplementedError(`"${kernel}_cpu_out" not implemented for 'Bool'`);
		}
		setValue(value, dtype);
		return elementwise(kernel, [self, a, b], out, dtype, dtype);
	};
}

function maskedFill(self: Tensor, mask: Tensor, value: Operand, out?: Tensor): Tensor {
	if (mask.dtype !== 'bool') {
		throw runtimeError(`masked_fill_ only supports boolean masks, but got mask with dtype ${CPP[mask.dtype]}`);
	}
	if (value instanceof Tensor && value.ndim !== 0) {
		throw runtimeError(`masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`);
	}
	if (!(value instanceof Tensor)) {
		checkFits(value, self.dtype, Infinity);
	}
	if (out === self) {
		// In place the message names self first.
		broadcastShapes(self.shape, mask.shape);
	}
	const result = select(mask, value instanceof Tensor ? asType(value, self.dtype) : value, self, self.dtype, out);
	return out === undefined ? asContiguous(result) : result;
}

const maskedSelf: Gradient = { saves: ['mask'], gradient: (grad, saved) => call('masked_fill', grad, saved.tensor('mask'), int(0)) };

const scaledBy = (tensor: Tensor, value: Scalar) => toNumber(value) === 1 ? tensor : call('mul', tensor, value);
const ALL = ['function', 'method', 'in-place', 'out'] as const;

export const POINTWISE: readonly Operator[] = [
	operator({
		name: 'where', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [
			{ schema: 'where(Tensor condition) -> Tensor[]', run: (condition: Tensor) => call('nonzero_numpy', condition) },
			{ schema: 'where.self(Tensor condition, Tensor self, Tensor other) -> Tensor', run: where, backward: { node: 'WhereBackward0', inputs: { self: whereSelf, other: whereOther } } },
			{ schema: 'where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor', run: where, backward: { node: 'WhereBackward0', inputs: { other: whereOther } } },
			{ schema: 'where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor', run: where, backward: { node: 'WhereBackward0', inputs: { self: whereSelf } } },
			{ schema: 'where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor', run: where },
		],
	}),
	operator({
		name: 'lerp', variants: ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor', run: lerp, backward: { node: 'LerpBackward0', inputs: {
				self: { gradient: (grad, saved) => call('mul', grad, float(1 - toNumber(saved.value('weight')))) },
				end: { gradient: (grad, saved) => call('mul', grad, saved.value<Scalar>('weight')) },
			} } },
			{ schema: 'lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor', run: lerp, backward: { node: 'LerpBackward1', inputs: {
				self: { saves: ['weight'], gradient: (grad, saved) => call('mul', grad, call('rsub', saved.tensor('weight'), int(1))) },
				end: { saves: ['weight'], gradient: (grad, saved) => call('mul', grad, saved.tensor('weight')) },
				weight: { saves: ['self', 'end'], gradient: (grad, saved) => call('mul', grad, call('sub', saved.tensor('end'), saved.tensor('self'))) },
			} } },
		],
	}),
	operator({
		name: 'addcmul', variants: ALL, tolerance: EXACT,
		overloads: [{ schema: 'addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor', run: fused('addcmul'), backward: { node: 'AddcmulBackward0', inputs: {
			self: { gradient: grad => grad },
			tensor1: { saves: ['tensor2'], gradient: (grad, saved) => call('mul', grad, scaledBy(saved.tensor('tensor2'), saved.value('value'))) },
			tensor2: { saves: ['tensor1'], gradient: (grad, saved) => call('mul', grad, scaledBy(saved.tensor('tensor1'), saved.value('value'))) },
		} } }],
	}),
	operator({
		name: 'addcdiv', variants: ALL, tolerance: EXACT,
		overloads: [{ schema: 'addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor', run: fused('addcdiv'), backward: { node: 'AddcdivBackward0', inputs: {
			self: { gradient: grad => grad },
			tensor1: { saves: ['tensor2'], gradient: (grad, saved) => call('mul', grad, call('div', saved.value<Scalar>('value'), saved.tensor('tensor2'))) },
			tensor2: { saves: ['tensor1', 'tensor2'], gradient: (grad, saved) => {
				const tensor2 = saved.tensor('tensor2');
				return call('neg', call('mul', grad, call('div', scaledBy(saved.tensor('tensor1'), saved.value('value')), call('mul', tensor2, tensor2))));
			} },
		} } }],
	}),
	operator({
		name: 'masked_fill', variants: ['function', 'method', 'in-place'], tolerance: EXACT,
		overloads: [
			{ schema: 'masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor', run: maskedFill, backward: { node: 'MaskedFillBackward0', inputs: { self: maskedSelf } } },
			{ schema: 'masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor', run: maskedFill, backward: { node: 'MaskedFillBackward1', inputs: { self: maskedSelf, value: { saves: ['mask'], gradient: (grad, saved) => call('sum', masked(grad, saved.tensor('mask'))) } } } },
		],
	}),
];
