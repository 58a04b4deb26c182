/**
 * Family: add, sub, mul, div and their kin: two operands, promoted and broadcast.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { defaultDType, isFloating, isReduced, resultType } from '../tensor/promotion.ts';
import { int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { KernelName } from '../kernels/load.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary, cloneOf, division, elementwise } from './elementwise.ts';
import { setValue } from './iterator.ts';
import { EXACT, noDerivative, operator, type Gradient, type Operand, type Operator } from './operator.ts';
import { ULP_2 } from './tolerances.ts';

/** The plain dtype rule: compute and answer in the promoted dtype. */
function promoted(kernel: KernelName, boolKernel: KernelName = kernel) {
	return (self: Operand, other: Operand, out?: Tensor): Tensor => {
		const dtype = resultType(self, other);
		return arithmetic(dtype === 'bool' ? boolKernel : kernel, self, other, out, dtype);
	};
}

/** Products and quotients of a 16-bit float tensor with a Python number: the number is float32, not rounded first, as in PyTorch. */
function arithmetic(kernel: KernelName, self: Operand, other: Operand, out: Tensor | undefined, dtype: DTypeName): Tensor {
	if (isReduced(dtype) && kernel !== 'add' && kernel !== 'sub' && (!(self instanceof Tensor) || !(other instanceof Tensor))) {
		return cloneOf(binary(kernel, self, other, undefined, 'float32'), dtype);
	}
	return binary(kernel, self, other, out, dtype);
}

/** Where integers divide to floats. */
function floatOf(dtype: DTypeName): DTypeName {
	return isFloating(dtype) ? dtype : defaultDType();
}

export function checkAlpha(alpha: Scalar, dtype: DTypeName): void {
	if (alpha.tag === 'bool' && dtype !== 'bool') {
		throw runtimeError('Boolean alpha only supported for Boolean results.');
	}
	if (alpha.tag === 'float' && !isFloating(dtype)) {
		throw runtimeError('For integral input tensors, argument alpha must not be a floating point number.');
	}
}

function isOne(alpha: Scalar): boolean {
	return Number(alpha.value) === 1;
}

/** self + alpha * other; with an alpha it is one fused step. */
export function addScaled(self: Operand, other: Operand, alpha: Scalar, out?: Tensor): Tensor {
	const dtype = resultType(self, other);
	checkAlpha(alpha, dtype);
	if (!isOne(alpha)) {
		if (isReduced(dtype)) {
			return addScaledReduced(self, other, alpha, dtype);
		}
		setValue(alpha, dtype);
		return elementwise('add_scaled', [self, other, int(0)], out, dtype, dtype);
	}
	return arithmetic(dtype === 'bool' ? 'bitwise_or' : 'add', self, other, out, dtype);
}

/** 16-bit floats: PyTorch's vectors multiply and add in float32, its loop for fewer than 32 elements in the dtype itself. */
function addScaledReduced(self: Operand, other: Operand, alpha: Scalar, dtype: DTypeName): Tensor {
	const factor = call('fill_', call('empty', [], undefined, dtype), alpha);
	if (self instanceof Tensor && self.numel < 32) {
		return call('add', self, call('mul', other, factor));
	}
	const wide = (operand: Operand) => operand instanceof Tensor ? asType(operand, 'float32') : operand;
	return asType(call('add', wide(self), call('mul', wide(other), wide(factor))), dtype);
}

function subtract(self: Operand, other: Operand, alpha: Scalar, out?: Tensor): Tensor {
	if (isBoolean(self) && isBoolean(other)) {
		throw runtimeError('Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.');
	}
	if (isBoolean(self) || isBoolean(other)) {
		throw runtimeError('Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.');
	}
	const dtype = resultType(self, other);
	checkAlpha(alpha, dtype);
	return isOne(alpha) ? arithmetic('sub', self, other, out, dtype) : addScaled(self, other, negated(alpha), out);
}

function isBoolean(operand: Operand): boolean {
	return operand instanceof Tensor ? operand.dtype === 'bool' : operand.tag === 'bool';
}

function negated(alpha: Scalar): Scalar {
	return { tag: alpha.tag, value: typeof alpha.value === 'bigint' ? -alpha.value : -toNumber(alpha) };
}

function scaled(grad: Tensor, alpha: Scalar): Tensor {
	return isOne(alpha) ? grad : call('mul', grad, alpha);
}

function divide(self: Operand, other: Operand, out?: Tensor): Tensor {
	return arithmetic('div', self, other, out, floatOf(resultType(self, other)));
}

function divideMode(self: Operand, other: Operand, mode: string | undefined, out?: Tensor): Tensor {
	switch (mode) {
		case undefined: return divide(self, other, out);
		case 'floor': return floorDivide(self, other, out);
		case 'trunc': return rounded('div_trunc', self, other, out);
		default: throw runtimeError(`div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${mode}'`);
	}
}

/** Integer-like division; bool is not a number here. */
function rounded(kernel: KernelName, self: Operand, other: Operand, out?: Tensor): Tensor {
	const dtype = resultType(self, other);
	if (dtype === 'bool') {
		throw notImplementedError(`"${kernel}_cpu" not implemented for 'Bool'`);
	}
	if (isReduced(dtype) && kernel === 'div_trunc') {
		return call('trunc', divide(self, other));
	}
	if (isReduced(dtype) && kernel === 'div_floor' && !(other instanceof Tensor)) {
		return asType(binary(kernel, self, other, undefined, 'float32'), dtype);
	}
	return division(kernel, self, other, out, dtype);
}

function floorDivide(self: Operand, other: Operand, out?: Tensor): Tensor {
	return rounded('div_floor', self, other, out);
}

const PASS: Gradient = { gradient: grad => grad };

const PRODUCT = {
	node: 'MulBackward0',
	inputs: {
		self: { saves: ['other'], gradient: (grad, saved) => call('mul', grad, saved.operand('other')) },
		other: { saves: ['self'], gradient: (grad, saved) => call('mul', grad, saved.operand('self')) },
	} satisfies Record<string, Gradient>,
};

const QUOTIENT: Record<string, Gradient> = {
	self: { saves: ['other'], gradient: (grad, saved) => call('div', grad, saved.operand('other')) },
	other: { saves: ['self', 'other'], gradient: (grad, saved) => {
		const other = saved.tensor('other');
		return call('mul', call('neg', grad), call('div', call('div', saved.operand('self'), other), other));
	} },
};

export const ARITHMETIC: readonly Operator[] = [
	operator({
		name: 'add',
		variants: ['function', 'method', 'in-place', 'out'],
		numbersAsTensors: true,
		tolerance: EXACT,
		magic: ['__add__', '__radd__', '__iadd__'],
		overloads: [{
			schema: 'add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor',
			run: addScaled,
			backward: { node: 'AddBackward0', inputs: { self: PASS, other: { gradient: (grad, saved) => scaled(grad, saved.value('alpha')) } } },
		}, {
			schema: 'add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor',
			isHidden: true,
			run: addScaled,
			backward: { node: 'AddBackward1', inputs: { self: PASS } },
		}],
	}),
	operator({
		name: 'sub',
		variants: ['function', 'method', 'in-place', 'out'],
		aliases: ['subtract'],
		numbersAsTensors: true,
		tolerance: EXACT,
		magic: ['__sub__', '__isub__'],
		overloads: [{
			schema: 'sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor',
			run: subtract,
			backward: { node: 'SubBackward0', inputs: { self: PASS, other: { gradient: (grad, saved) => call('neg', scaled(grad, saved.value('alpha'))) } } },
		}, {
			schema: 'sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor',
			isHidden: true,
			run: subtract,
			backward: { node: 'SubBackward1', inputs: { self: PASS } },
		}],
	}),
	operator({
		name: 'rsub',
		variants: ['function'],
		tolerance: EXACT,
		magic: ['__rsub__'],
		overloads: [{
			schema: 'rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor',
			run: (self: Tensor, other: Scalar, alpha: Scalar) => subtract(other, self, alpha),
			backward: { node: 'RsubBackward1', inputs: { self: { gradient: (grad, saved) => call('neg', scaled(grad, saved.value('alpha'))) } } },
		}, {
			schema: 'rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor',
			run: (self: Tensor, other: Operand, alpha: Scalar) => subtract(other, self, alpha),
			backward: { node: 'RsubBackward0', inputs: { self: { gradient: (grad, saved) => call('neg', scaled(grad, saved.value('alpha'))) }, other: PASS } },
		}],
	}),
	operator({
		name: 'mul',
		variants: ['function', 'method', 'in-place', 'out'],
		aliases: ['multiply'],
		numbersAsTensors: true,
		tolerance: EXACT,
		magic: ['__mul__', '__rmul__', '__imul__'],
		overloads: [{ schema: 'mul.Tensor(Tensor self, Tensor other) -> Tensor', run: promoted('mul', 'bitwise_and'), backward: PRODUCT }, {
			schema: 'mul.Scalar(Tensor self, Scalar other) -> Tensor',
			isHidden: true,
			run: promoted('mul', 'bitwise_and'),
			backward: { node: 'MulBackward1', inputs: { self: { gradient: (grad, saved) => call('mul', grad, saved.value<Scalar>('other')) } } },
		}],
	}),
	operator({
		name: 'div',
		variants: ['function', 'method', 'in-place', 'out'],
		aliases: ['divide'],
		numbersAsTensors: true,
		tolerance: EXACT,
		magic: ['__truediv__', '__itruediv__', '__div__', '__rdiv__', '__idiv__'],
		overloads: [{
			schema: 'div.Tensor(Tensor self, Tensor other) -> Tensor',
			run: divide,
			backward: { node: 'DivBackward0', inputs: QUOTIENT },
		}, {
			schema: 'div.Scalar(Tensor self, Scalar other) -> Tensor',
			isHidden: true,
			run: divide,
			backward: { node: 'DivBackward1', inputs: { self: { gradient: (grad, saved) => call('div', grad, saved.value<Scalar>('other')) } } },
		}, {
			schema: 'div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor',
			run: divideMode,
			backward: { node: 'DivBackward2', inputs: {
				self: { saves: ['other'], gradient: (grad, saved) => saved.value('rounding_mode') === undefined ? call('div', grad, saved.operand('other')) : call('zeros_like', grad) },
				other: { saves: ['self', 'other'], gradient: (grad, saved, grads) => saved.value('rounding_mode') === undefined ? QUOTIENT.other!.gradient(grad, saved, grads) : call('zeros_like', grad) },
			} },
		}],
	}),
	operator({
		name: 'true_divide',
		nameInErrors: 'div',
		variants: ['function', 'method', 'in-place', 'out'],
		numbersAsTensors: true,
		tolerance: EXACT,
		overloads: [{ schema: 'true_divide.Tensor(Tensor self, Tensor other) -> Tensor', run: divide, backward: { node: 'DivBackward0', inputs: QUOTIENT } }],
	}),
	operator({
		name: 'floor_divide',
		nameInErrors: 'aten::floor_divide',
		variants: ['function', 'method', 'in-place', 'out'],
		numbersAsTensors: true,
		tolerance: EXACT,
		magic: ['__floordiv__', '__ifloordiv__'],
		overloads: [{ schema: 'floor_divide(Tensor self, Tensor other) -> Tensor', run: floorDivide, backward: noDerivative('floor_divide', 'self', 'other') }],
	}),
	operator({
		name: 'remainder',
		variants: ['function', 'method', 'in-place', 'out'],
		tolerance: EXACT,
		magic: ['__mod__', '__imod__', '__rmod__'],
		overloads: [{
			schema: 'remainder.Scalar(Tensor self, Scalar other) -> Tensor',
			run: (self: Tensor, other: Scalar, out?: Tensor) => rounded('remainder', self, other, out),
			backward: { node: 'RemainderBackward0', inputs: { self: PASS } },
		}, {
			schema: 'remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor',
			run: (self: Scalar, other: Tensor, out?: Tensor) => rounded('remainder', self, other, out),
			backward: noDerivative('remainder', 'other'),
		}, {
			schema: 'remainder.Tensor(Tensor self, Tensor other) -> Tensor',
			run: (self: Operand, other: Operand, out?: Tensor) => rounded('remainder', self, other, out),
			backward: { node: 'RemainderBackward1', inputs: { self: PASS, other: { saves: ['self', 'other'], gradient: (grad, saved) => call('mul', call('neg', grad), call('div', saved.operand('self'), saved.tensor('other'), 'floor')) } } },
		}],
	}),
	operator({
		name: 'fmod',
		variants: ['function', 'method', 'in-place', 'out'],
		tolerance: EXACT,
		overloads: [{
			schema: 'fmod.Scalar(Tensor self, Scalar other) -> Tensor',
			run: (self: Tensor, other: Scalar, out?: Tensor) => rounded('fmod', self, other, out),
			backward: { node: 'FmodBackward0', inputs: { self: PASS } },
		}, {
			schema: 'fmod.Tensor(Tensor self, Tensor other) -> Tensor',
			run: (self: Operand, other: Operand, out?: Tensor) => rounded('fmod', self, other, out),
			backward: { node: 'FmodBackward1', inputs: { self: PASS, other: { saves: ['self', 'other'], gradient: (grad, saved) => call('mul', call('neg', grad), call('div', saved.operand('self'), saved.tensor('other'), 'trunc')) } } },
		}],
	}),
	...(['maximum', 'minimum'] as const).map(name => operator({
		name,
		variants: ['function', 'method', 'out'],
		tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self, Tensor other) -> Tensor`,
			run: promoted(name),
			backward: { node: name === 'maximum' ? 'MaximumBackward0' : 'MinimumBackward0', inputs: {
				self: { saves: ['self', 'other'], gradient: (grad, saved) => extremeGradient(grad, saved.tensor('self'), saved.tensor('other'), name === 'maximum' ? 'lt' : 'gt') },
				other: { saves: ['self', 'other'], gradient: (grad, saved) => extremeGradient(grad, saved.tensor('other'), saved.tensor('self'), name === 'maximum' ? 'lt' : 'gt') },
			} },
		}],
	})),
	operator({
		name: 'atan2',
		variants: ['function', 'method', 'in-place', 'out'],
		aliases: ['arctan2'],
		tolerance: ULP_2,
		overloads: [{
			schema: 'atan2(Tensor self, Tensor other) -> Tensor',
			run: (self: Tensor, other: Tensor, out?: Tensor) => binary('atan2', self, other, out, floatOf(resultType(self, other))),
			backward: { node: 'Atan2Backward0', inputs: {
				self: { saves: ['self', 'other'], gradient: (grad, saved) => call('mul', grad, call('div', saved.tensor('other'), squares(saved.tensor('self'), saved.tensor('other')))) },
				other: { saves: ['self', 'other'], gradient: (grad, saved) => call('mul', grad, call('div', call('neg', saved.tensor('self')), squares(saved.tensor('self'), saved.tensor('other')))) },
			} },
		}],
	}),
];

function squares(a: Tensor, b: Tensor): Tensor {
	return call('add', call('mul', a, a), call('mul', b, b));
}

/** Half of the gradient where both are equal, none where the other wins. */
function extremeGradient(grad: Tensor, mine: Tensor, other: Tensor, loses: 'lt' | 'gt'): Tensor {
	return call('masked_fill', call('where', call('eq', mine, other), call('div', grad, int(2)), grad), call(loses, mine, other), int(0));
}
