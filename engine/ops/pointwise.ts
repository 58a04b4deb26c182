/**
 * Family: powers, and elementwise functions of three operands: where, clamp, lerp, addcmul, addcdiv, masked_fill.
 * The fused ones round as PyTorch does on x86 with FMA.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced, Promotion, resultType } from '../tensor/promotion.ts';
import { float, int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { broadcastShapes, expandStrides } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary, cloneOf, elementwise, targetFor, unary } from './elementwise.ts';
import { begin, operand, run, setValue } from './iterator.ts';
import { EXACT, operator, type Gradient, type Operand, type Operator, type Saved, type Tolerance } from './operator.ts';

const POWERS: Tolerance = { kind: 'ulp', ulp: 2 };

/** Powers with their own exact formula; PyTorch has the same. */
function powScalar(self: Tensor, exponent: Scalar, out?: Tensor): Tensor {
	const dtype = resultType(self, exponent);
	const value = toNumber(exponent);
	if (dtype === 'bool') {
		return value === 0 ? call('ones_like', self) : call('clone', self);
	}
	if (!isFloating(dtype)) {
		if (value < 0) {
			throw runtimeError('Integers to negative integer powers are not allowed.');
		}
		return value === 2 ? unary('square', asType(self, dtype), out) : binary('pow', self, exponent, out, dtype);
	}
	const base = asType(self, dtype);
	switch (value) {
		case 0.5: return unary('sqrt', base, out);
		case 2: return unary('square', base, out);
		case 3: return unary('cube', base, out);
		case -1: return unary('reciprocal', base, out);
		case -2: return unary('reciprocal', unary('square', base, undefined), out);
		case -0.5: return unary('reciprocal', unary('sqrt', base, undefined), out);
		default: return binary('pow', base, exponent, out, dtype);
	}
}

function powTensor(self: Operand, exponent: Tensor, out?: Tensor): Tensor {
	const dtype = resultType(self, exponent);
	if (dtype === 'bool') {
		throw notImplementedError('"pow" not implemented for \'Bool\'');
	}
	return binary('pow', self, exponent, out, dtype);
}

function powGradient(grad: Tensor, saved: Saved): Tensor {
	const exponent = saved.value<Scalar>('exponent');
	const value = toNumber(exponent);
	if (value === 0) {
		return call('zeros_like', grad);
	}
	const lower: Scalar = exponent.tag === 'float' ? float(value - 1) : int(value - 1);
	return call('mul', grad, call('mul', call('pow', saved.tensor('self'), lower), exponent));
}

const powTensorGradient: Gradient = { saves: ['self', 'exponent'], gradient: (grad, saved) => {
	const exponent = saved.tensor('exponent');
	const slope = call('mul', grad, call('mul', exponent, call('pow', saved.tensor('self'), call('sub', exponent, int(1)))));
	return call('masked_fill', slope, call('eq', exponent, int(0)), int(0));
} };

const exponentGradient: Gradient = { saves: ['self', 'exponent', 'result'], gradient: (grad, saved) => {
	const self = saved.operand('self');
	const exponent = saved.tensor('exponent');
	if (!(self instanceof Tensor)) {
		const base = toNumber(self);
		const slope = call('mul', grad, call('mul', saved.tensor('result'), float(Math.log(base))));
		return base === 0 ? call('masked_fill', slope, call('ge', exponent, int(0)), int(0)) : slope;
	}
	const slope = call('mul', grad, call('mul', saved.tensor('result'), call('log', self)));
	return call('masked_fill', slope, call('logical_and', call('eq', self, int(0)), call('ge', exponent, int(0))), int(0));
} };

/** Bounds that bound nothing. */
function lowest(dtype: DTypeName): Scalar {
	return isFloating(dtype) ? float(-Infinity) : int(({ bool: 0n, uint8: 0n, int8: -128n, int16: -32768n, int32: -2147483648n, int64: -9223372036854775808n } as Record<string, bigint>)[dtype]!);
}

function highest(dtype: DTypeName): Scalar {
	return isFloating(dtype) ? float(Infinity) : int(({ bool: 1n, uint8: 255n, int8: 127n, int16: 32767n, int32: 2147483647n, int64: 9223372036854775807n } as Record<string, bigint>)[dtype]!);
}

function clamp(self: Tensor, low: Operand | undefined, high: Operand | undefined, out?: Tensor): Tensor {
	if (low === undefined && high === undefined) {
		throw runtimeError('torch.clamp: At least one of \'min\' or \'max\' must not be None');
	}
	const promotion = new Promotion().add(self);
	for (const bound of [low, high]) {
		if (bound !== undefined) {
			promotion.add(bound);
		}
	}
	const { dtype } = promotion;
	return elementwise('clamp', [self, low ?? lowest(dtype), high ?? highest(dtype)], out, dtype, dtype);
}

/** Where self lies within the bounds. */
function within(saved: Saved, low: string | undefined, high: string | undefined): Tensor {
	const self = saved.tensor('self');
	const bounds: Tensor[] = [];
	for (const [name, test] of [[low, 'ge'], [high, 'le']] as const) {
		const bound = name === undefined ? undefined : saved.value<Scalar | undefined>(name);
		if (name !== undefined && bound !== undefined) {
			bounds.push(call(test, self, saved.operand(name)));
		}
	}
	return bounds.length === 2 ? call('logical_and', bounds[0]!, bounds[1]!) : bounds[0]!;
}

function masked(grad: Tensor, keep: Tensor): Tensor {
	return call('where', keep, grad, call('zeros_like', grad));
}

function clampGradient(low: string | undefined, high: string | undefined): Gradient {
	return { saves: ['self', 'min', 'max'].filter(name => name === 'self' || name === low || name === high), gradient: (grad, saved) => masked(grad, within(saved, low, high)) };
}

function boundGradient(mine: 'min' | 'max', test: 'lt' | 'gt'): Gradient {
	return { saves: ['self', mine], gradient: (grad, saved) => masked(grad, call(test, saved.tensor('self'), saved.tensor(mine))) };
}

/** As `boundGradient`, where there may be two bounds. */
function boundsGradient(mine: 'min' | 'max', test: 'lt' | 'gt'): Gradient {
	return { saves: ['self', 'min', 'max'], gradient: (grad, saved) => {
		const isTaken = call(test, saved.tensor('self'), saved.tensor(mine));
		if (saved.value(mine === 'min' ? 'max' : 'min') === undefined) {
			return masked(grad, isTaken);
		}
		// Where the bounds cross, the upper one is the result everywhere.
		const crossing = call('lt', saved.tensor('max'), saved.tensor('min'));
		return masked(grad, mine === 'max' ? call('logical_or', isTaken, crossing) : call('logical_and', isTaken, call('logical_not', crossing)));
	} };
}

function where(condition: Tensor, self: Operand, other: Operand): Tensor {
	if (condition.dtype !== 'bool' && condition.dtype !== 'uint8') {
		throw runtimeError(`where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypeText(condition.dtype)}`);
	}
	const dtype = resultType(self, other);
	return select(asType(condition, 'bool'), self, other, dtype, undefined);
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
	return call('fill_', call('empty', [], dtype), value);
}

const whereSelf: Gradient = { saves: ['condition'], gradient: (grad, saved) => masked(grad, saved.tensor('condition')) };
const whereOther: Gradient = { saves: ['condition'], gradient: (grad, saved) => call('where', saved.tensor('condition'), call('zeros_like', grad), grad) };

function lerp(self: Tensor, end: Tensor, weight: Operand, out?: Tensor): Tensor {
	for (const [name, tensor] of [['end', end], ['weight', weight]] as const) {
		if (tensor instanceof Tensor && tensor.dtype !== self.dtype) {
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
	bool: 'bool', uint8: 'unsigned char', int8: 'signed char', int16: 'short', int32: 'int', int64: 'long long', float16: 'c10::Half', bfloat16: 'c10::BFloat16', float32: 'float', float64: 'double',
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
	return select(mask, value instanceof Tensor ? asType(value, self.dtype) : value, self, self.dtype, out);
}

const maskedSelf: Gradient = { saves: ['mask'], gradient: (grad, saved) => call('masked_fill', grad, saved.tensor('mask'), int(0)) };

const scaledBy = (tensor: Tensor, value: Scalar) => toNumber(value) === 1 ? tensor : call('mul', tensor, value);
const FUSED_ALL = ['function', 'method', 'in-place', 'out'] as const;

export const POINTWISE: readonly Operator[] = [
	operator({
		name: 'pow', variants: FUSED_ALL, tolerance: POWERS, magic: ['__pow__', '__rpow__', '__ipow__'],
		overloads: [
			{ schema: 'pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor', run: powTensor, backward: { node: 'PowBackward1', inputs: { self: powTensorGradient, exponent: exponentGradient } } },
			{ schema: 'pow.Scalar(Scalar self, Tensor exponent) -> Tensor', run: powTensor, backward: { node: 'PowBackward2', inputs: { exponent: { ...exponentGradient, saves: ['exponent', 'result'] } } } },
			{ schema: 'pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor', run: powScalar, backward: { node: 'PowBackward0', inputs: { self: { saves: ['self'], gradient: powGradient } } } },
		],
	}),
	operator({
		name: 'float_power', variants: ['function', 'method'], tolerance: POWERS,
		overloads: [
			{ schema: 'float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor', run: (self: Tensor, exponent: Tensor) => call('pow', call('to', self, 'float64'), call('to', exponent, 'float64')) },
			{ schema: 'float_power.Scalar(Scalar self, Tensor exponent) -> Tensor', run: (self: Scalar, exponent: Tensor) => call('pow', float(toNumber(self)), call('to', exponent, 'float64')) },
			{ schema: 'float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor', run: (self: Tensor, exponent: Scalar) => call('pow', call('to', self, 'float64'), exponent) },
		],
	}),
	operator({
		name: 'clamp', variants: FUSED_ALL, tolerance: EXACT, aliases: ['clip'],
		overloads: [
			{ schema: 'clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor', run: clamp, backward: { node: 'ClampBackward0', inputs: { self: clampGradient('min', 'max'), min: boundsGradient('min', 'lt'), max: boundsGradient('max', 'gt') } } },
			{ schema: 'clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor', run: clamp, backward: { node: 'ClampBackward1', inputs: { self: clampGradient('min', 'max') } } },
		],
	}),
	operator({
		name: 'clamp_min', variants: FUSED_ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'clamp_min(Tensor self, Scalar min) -> Tensor', run: (self: Tensor, min: Scalar, out?: Tensor) => clamp(self, min, undefined, out), backward: { node: 'ClampMinBackward0', inputs: { self: clampGradient('min', undefined) } } },
			{ schema: 'clamp_min.Tensor(Tensor self, Tensor min) -> Tensor', run: (self: Tensor, min: Tensor, out?: Tensor) => clamp(self, min, undefined, out), backward: { node: 'ClampMinBackward1', inputs: { self: clampGradient('min', undefined), min: boundGradient('min', 'lt') } } },
		],
	}),
	operator({
		name: 'clamp_max', variants: FUSED_ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'clamp_max(Tensor self, Scalar max) -> Tensor', run: (self: Tensor, max: Scalar, out?: Tensor) => clamp(self, undefined, max, out), backward: { node: 'ClampMaxBackward0', inputs: { self: clampGradient(undefined, 'max') } } },
			{ schema: 'clamp_max.Tensor(Tensor self, Tensor max) -> Tensor', run: (self: Tensor, max: Tensor, out?: Tensor) => clamp(self, undefined, max, out), backward: { node: 'ClampMaxBackward1', inputs: { self: clampGradient(undefined, 'max'), max: boundGradient('max', 'gt') } } },
		],
	}),
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
		name: 'lerp', variants: FUSED_ALL, tolerance: EXACT,
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
		name: 'addcmul', variants: FUSED_ALL, tolerance: EXACT,
		overloads: [{ schema: 'addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor', run: fused('addcmul'), backward: { node: 'AddcmulBackward0', inputs: {
			self: { gradient: grad => grad },
			tensor1: { saves: ['tensor2'], gradient: (grad, saved) => call('mul', grad, scaledBy(saved.tensor('tensor2'), saved.value('value'))) },
			tensor2: { saves: ['tensor1'], gradient: (grad, saved) => call('mul', grad, scaledBy(saved.tensor('tensor1'), saved.value('value'))) },
		} } }],
	}),
	operator({
		name: 'addcdiv', variants: FUSED_ALL, tolerance: EXACT,
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
	operator({
		name: 'to', variants: ['method'], tolerance: EXACT,
		overloads: [{
			schema: 'to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False) -> Tensor(a)',
			run: (self: Tensor, dtype: DTypeName, _: boolean, copy: boolean) => self.dtype !== dtype ? call('_to_copy', self, dtype) : copy ? call('clone', self) : self,
		}],
	}),
	operator({
		name: '_to_copy', variants: [], tolerance: EXACT,
		overloads: [{
			schema: '_to_copy(Tensor self, ScalarType dtype) -> Tensor',
			run: (self: Tensor, dtype: DTypeName) => cloneOf(self, dtype),
			backward: { node: 'ToCopyBackward0', inputs: { self: { gradient: grad => grad } } },
		}],
	}),
	operator({
		name: 'type_as', variants: ['method'], tolerance: EXACT,
		overloads: [{ schema: 'type_as(Tensor self, Tensor other) -> Tensor', run: (self: Tensor, other: Tensor) => call('to', self, other.dtype) }],
	}),
];
