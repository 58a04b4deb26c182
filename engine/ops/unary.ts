/**
 * Family: functions of one tensor, element by element.
 */
import type { KernelName } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { defaultDType, dtypeText, isFloating, isIntegral, isReduced } from '../tensor/promotion.ts';
import { bool, float, int, type Scalar } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape } from '../tensor/shape.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asType, copyInto, fillWith } from './copy.ts';
import { checkFits } from './creation.ts';
import { binary, cloneOf, unary } from './elementwise.ts';
import { EXACT, operator, otherDType, type Gradient, type Operand, type Operator, type OperatorDefinition, type Saved, type Tolerance, type Variant } from './operator.ts';
import { ULP_1, ULP_2, ULP_4 } from './tolerances.ts';

const ALL: readonly Variant[] = ['function', 'method', 'in-place', 'out'];
/** In torch.special too. */
const SPECIAL: readonly Variant[] = [...ALL, 'special'];

const self = (saved: Saved) => saved.tensor('self');
const result = (saved: Saved) => saved.tensor('result');
const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

export interface Rule {
	readonly tolerance?: Tolerance;
	/** Integers become floats (exp), or stay as they are (floor). */
	readonly integers: 'to float' | 'unchanged' | 'kernel';
	readonly node: string;
	readonly saves?: readonly string[];
	readonly gradient: Gradient['gradient'];
	readonly kernel?: KernelName;
	readonly more?: Partial<OperatorDefinition>;
}

/** PyTorch's class names capitalise the function's: exp -> ExpBackward0. */
export function entry(name: string, rule: Rule): Operator {
	const kernel = rule.kernel ?? name as KernelName;
	return operator({
		name, variants: ALL, tolerance: rule.tolerance ?? EXACT, ...rule.integers === 'to float' ? {} : { outKeepsDType: otherDType }, ...rule.more,
		overloads: [{
			schema: `${name}(Tensor self) -> Tensor`,
			run: (input: Tensor, out?: Tensor) => compute(name, kernel, rule.integers, input, out),
			backward: { node: rule.node, inputs: { self: { ...rule.saves === undefined ? {} : { saves: rule.saves }, gradient: rule.gradient } } },
		}],
	});
}

function compute(name: string, kernel: KernelName, integers: Rule['integers'], input: Tensor, out: Tensor | undefined): Tensor {
	const { dtype } = input;
	if (isFloating(dtype)) {
		return unary(kernel, input, out);
	}
	if (integers === 'to float') {
		return unary(kernel, input, out, defaultDType());
	}
	if (dtype === 'bool') {
		return ofBool(name, input);
	}
	return integers === 'unchanged' ? cloneOf(input) : unary(kernel, input, out);
}

const NEGATION = 'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.';

/** What functions of numbers do with bool. */
function ofBool(name: string, input: Tensor): Tensor {
	switch (name) {
		case 'neg': throw runtimeError(NEGATION);
		case 'abs': throw notImplementedError('"abs_cpu" not implemented for \'Bool\'');
		case 'sign':
		case 'sgn': return cloneOf(input);
		case 'relu': throw runtimeError('Boolean inputs not supported for relu');
		default: throw notImplementedError(`"${name}_vml_cpu" not implemented for '${dtypeText(input.dtype)}'`);
	}
}

const zero: Gradient['gradient'] = grad => call('zeros_like', grad);

const LOG_2 = Math.log(2);

function isZero(input: Tensor, out: Tensor | undefined): Tensor {
	return binary('eq', input, int(0), out, input.dtype, 'bool');
}

/** Tests of each element: bool results. */
function predicate(name: 'isinf' | 'isfinite'): Operator {
	return operator({ name, variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: `${name}(Tensor self) -> Tensor`, run: (input: Tensor) => unary(name, input, undefined, input.dtype, 'bool') }] });
}

/** A number as the tensor that PyTorch makes of it: it is converted as the elements of tensors are. */
function ofNumber(value: Scalar): Tensor {
	const result = emptyTensor([], value.tag === 'float' ? 'float64' : value.tag === 'int' ? 'int64' : 'bool');
	fillWith(result, value);
	return result;
}

export const UNARY: readonly Operator[] = [
	entry('neg', { integers: 'kernel', node: 'NegBackward0', gradient: grad => call('neg', grad), more: { aliases: ['negative'], magic: ['__neg__'], outKeepsDType: (out, self) => self === 'Bool' ? NEGATION : otherDType(out, self) } }),
	entry('abs', { integers: 'kernel', node: 'AbsBackward0', saves: ['self'], gradient: (grad, saved) => mul(grad, call('sign', self(saved))), more: { aliases: ['absolute'], magic: ['__abs__'] } }),
	entry('sign', { integers: 'kernel', node: 'SignBackward0', gradient: zero }),
	entry('relu', { integers: 'kernel', node: 'ReluBackward0', saves: ['result'], gradient: (grad, saved) => call('where', call('le', result(saved), int(0)), call('zeros_like', grad), grad), more: { variants: ['function', 'method', 'in-place', 'nn'] } }),
	entry('floor', { integers: 'unchanged', node: 'FloorBackward0', gradient: zero, more: { magic: ['__floor__'] } }),
	entry('ceil', { integers: 'unchanged', node: 'CeilBackward0', gradient: zero, more: { magic: ['__ceil__'] } }),
	entry('trunc', { integers: 'unchanged', node: 'TruncBackward0', gradient: zero, more: { aliases: ['fix'], magic: ['__trunc__'] } }),
	operator({
		name: 'round', variants: ALL, tolerance: EXACT, outKeepsDType: otherDType,
		overloads: [{
			schema: 'round(Tensor self) -> Tensor',
			run: (input: Tensor, out?: Tensor) => compute('round', 'round', 'unchanged', input, out),
			backward: { node: 'RoundBackward0', inputs: { self: { gradient: zero } } },
		}, {
			schema: 'round.decimals(Tensor self, *, int decimals) -> Tensor',
			run: (input: Tensor, decimals: number) => {
				if (!isFloating(input.dtype)) {
					throw notImplementedError(`"${decimals === 0 ? 'round_vml_cpu' : 'round_cpu'}" not implemented for '${dtypeText(input.dtype)}'`);
				}
				const factor = float(10 ** Math.abs(decimals));
				const [there, back] = decimals < 0 ? ['div', 'mul'] as const : ['mul', 'div'] as const;
				const wide = isReduced(input.dtype) ? asType(input, 'float32') : input;
				return asType(call(back, unary('round', call(there, wide, factor), undefined), factor), input.dtype);
			},
			backward: { node: 'RoundBackward1', inputs: { self: { gradient: zero } } },
		}],
	}),
	operator({
		name: 'square', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'square(Tensor self) -> Tensor', run: (input: Tensor, out?: Tensor) => out === undefined ? call('pow', input, int(2)) : out === input ? call('pow_', input, int(2)) : call('pow', input, int(2)) }],
	}),
	entry('reciprocal', { integers: 'to float', node: 'ReciprocalBackward0', saves: ['result'], gradient: (grad, saved) => mul(call('neg', grad), mul(result(saved), result(saved))) }),
	entry('sqrt', { integers: 'to float', node: 'SqrtBackward0', tolerance: ULP_1, saves: ['result'], gradient: (grad, saved) => call('div', grad, call('mul', result(saved), int(2))) }),
	entry('rsqrt', { integers: 'to float', node: 'RsqrtBackward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => mul(call('mul', grad, float(-0.5)), call('pow', result(saved), int(3))) }),
	entry('exp', { integers: 'to float', node: 'ExpBackward0', tolerance: ULP_1, saves: ['result'], gradient: (grad, saved) => mul(grad, result(saved)) }),
	entry('exp2', { integers: 'to float', node: 'Exp2Backward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => call('mul', mul(grad, result(saved)), float(LOG_2)), more: { variants: SPECIAL } }),
	entry('expm1', { integers: 'to float', node: 'Expm1Backward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => mul(grad, call('add', result(saved), int(1))), more: { variants: SPECIAL } }),
	entry('log', { integers: 'to float', node: 'LogBackward0', tolerance: ULP_1, saves: ['self'], gradient: (grad, saved) => call('div', grad, self(saved)) }),
	entry('log2', { integers: 'to float', node: 'Log2Backward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => call('div', grad, call('mul', self(saved), float(LOG_2))) }),
	entry('log10', { integers: 'to float', node: 'Log10Backward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => call('div', grad, call('mul', self(saved), float(2.3025850929940456))) }),
	entry('log1p', { integers: 'to float', node: 'Log1PBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => call('div', grad, call('add', self(saved), int(1))), more: { variants: SPECIAL } }),
	entry('sin', { integers: 'to float', node: 'SinBackward0', tolerance: ULP_1, saves: ['self'], gradient: (grad, saved) => mul(grad, call('cos', self(saved))) }),
	entry('cos', { integers: 'to float', node: 'CosBackward0', tolerance: ULP_1, saves: ['self'], gradient: (grad, saved) => mul(grad, call('neg', call('sin', self(saved)))) }),
	entry('tan', { integers: 'to float', node: 'TanBackward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => mul(grad, call('add', mul(result(saved), result(saved)), int(1))) }),
	entry('asin', { integers: 'to float', node: 'AsinBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('rsqrt', call('rsub', mul(self(saved), self(saved)), int(1)))), more: { aliases: ['arcsin'] } }),
	entry('acos', { integers: 'to float', node: 'AcosBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('neg', call('rsqrt', call('rsub', mul(self(saved), self(saved)), int(1))))), more: { aliases: ['arccos'] } }),
	entry('atan', { integers: 'to float', node: 'AtanBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => call('div', grad, call('add', mul(self(saved), self(saved)), int(1))), more: { aliases: ['arctan'] } }),
	entry('acosh', { integers: 'to float', node: 'AcoshBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('rsqrt', call('sub', mul(self(saved), self(saved)), int(1)))), more: { aliases: ['arccosh'] } }),
	entry('asinh', { integers: 'to float', node: 'AsinhBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('rsqrt', call('add', mul(self(saved), self(saved)), int(1)))), more: { aliases: ['arcsinh'] } }),
	entry('atanh', { integers: 'to float', node: 'AtanhBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => call('div', grad, call('rsub', mul(self(saved), self(saved)), int(1))), more: { aliases: ['arctanh'] } }),
	entry('sinh', { integers: 'to float', node: 'SinhBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('cosh', self(saved))) }),
	entry('cosh', { integers: 'to float', node: 'CoshBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, call('sinh', self(saved))) }),
	entry('tanh', { integers: 'to float', node: 'TanhBackward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => mul(grad, call('rsub', mul(result(saved), result(saved)), int(1))), more: { variants: ['function', 'method', 'in-place', 'out', 'nn'] } }),
	entry('sigmoid', { integers: 'to float', node: 'SigmoidBackward0', tolerance: ULP_4, saves: ['result'], gradient: (grad, saved) => mul(mul(grad, call('rsub', result(saved), int(1))), result(saved)), more: { variants: ['function', 'method', 'in-place', 'out', 'nn'] } }),
	operator({
		name: 'logical_not', variants: ALL, tolerance: EXACT,
		overloads: [{ schema: 'logical_not(Tensor self) -> Tensor', run: (input: Tensor, out?: Tensor) => {
			const value = isZero(input, undefined);
			return out === undefined ? value : asType(value, out.dtype);
		} }],
	}),
	operator({
		name: 'bitwise_not', variants: ALL, tolerance: EXACT, outKeepsDType: otherDType, magic: ['__invert__'],
		overloads: [{ schema: 'bitwise_not(Tensor self) -> Tensor', run: (input: Tensor, out?: Tensor) => {
			if (input.dtype === 'bool') {
				return isZero(input, out);
			}
			if (!isIntegral(input.dtype)) {
				throw notImplementedError(`"bitwise_not_cpu" not implemented for '${dtypeText(input.dtype)}'`);
			}
			return unary('bitwise_not', input, out);
		} }],
	}),
	operator({ name: 'positive', variants: ['function', 'method'], tolerance: EXACT, magic: ['__pos__'], overloads: [{ schema: 'positive(Tensor(a) self) -> Tensor(a)', run: (input: Tensor) => {
		if (input.dtype === 'bool') {
			throw runtimeError('The `+` operator, on a bool tensor is not supported.');
		}
		return input;
	} }] }),
	// NaN alone is not what it is.
	operator({ name: 'isnan', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'isnan(Tensor self) -> Tensor', run: (input: Tensor) => binary('ne', input, input, undefined, input.dtype, 'bool') }] }),
	predicate('isinf'),
	predicate('isfinite'),
	operator({
		name: 'nan_to_num', variants: ALL, tolerance: EXACT, outKeepsDType: (out, self) => `nan_to_num: dtype of out: ${out} should be same as input: ${self}`,
		overloads: [{
			schema: 'nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor',
			run: (input: Tensor, nan: number | undefined, posinf: number | undefined, neginf: number | undefined) => {
				if (!isFloating(input.dtype)) {
					return cloneOf(input);
				}
				const limit = { float16: 65504, bfloat16: 3.3895313892515355e38, float32: 3.4028234663852886e38, float64: Number.MAX_VALUE }[input.dtype as 'float32'];
				let value = call('where', call('isnan', input), float(nan ?? 0), input);
				value = call('where', call('eq', input, float(Infinity)), float(posinf ?? limit), value);
				return call('where', call('eq', input, float(-Infinity)), float(neginf ?? -limit), value);
			},
			backward: { node: 'NanToNumBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => call('masked_fill', grad, call('logical_not', call('isfinite', self(saved))), int(0)) } } },
		}],
	}),
	operator({
		name: 'fill_', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)',
			run: (input: Tensor, value: Scalar) => {
				checkFits(value, input.dtype, input.numel);
				fillWith(input, value);
				return input;
			},
			backward: { node: 'FillBackward2', inputs: { self: { gradient: zero } } },
		}, {
			schema: 'fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)',
			run: (input: Tensor, value: Tensor) => {
				if (value.ndim !== 0) {
					throw runtimeError(`fill_ only supports 0-dimension value tensor but got tensor with ${value.ndim} dimensions.`);
				}
				copyInto(input, value);
				return input;
			},
			backward: { node: 'FillBackward3', inputs: { self: { gradient: zero }, value: { gradient: grad => call('sum', grad) } } },
		}],
	}),
	operator({
		name: 'zero_', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'zero_(Tensor(a!) self) -> Tensor(a!)',
			run: (input: Tensor) => {
				fillWith(input, bool(false));
				return input;
			},
			backward: { node: 'ZeroBackward0', inputs: { self: { gradient: zero } } },
		}],
	}),
	operator({
		name: 'copy_', variants: ['method'], tolerance: EXACT, numbersAsTensors: true,
		overloads: [{
			schema: 'copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)',
			run: (input: Tensor, source: Operand) => {
				if (!(source instanceof Tensor)) {
					copyInto(input, ofNumber(source));
					return input;
				}
				const copied = source.storage === input.storage && source !== input ? cloneOf(source) : source;
				if (!sameShape(broadcastShapes(input.shape, source.shape), input.shape)) {
					throw runtimeError(`output with shape ${shapeText(input.shape)} doesn't match the broadcast shape ${shapeText(broadcastShapes(input.shape, source.shape))}`);
				}
				copyInto(input, call('expand', copied, input.shape));
				return input;
			},
			backward: { node: 'CopyBackwards', inputs: { self: { gradient: zero }, src: { gradient: grad => grad } } },
		}],
	}),
];
