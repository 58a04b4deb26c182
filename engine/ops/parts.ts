/**
 * Family: parts of numbers: the sign, the fraction, mantissa and exponent; and what is of complex numbers where they are real.
 */
import { runtimeError } from '../tensor/errors.ts';
import { defaultDType, isFloating } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { cloneOf, unary } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { EXACT, type Gradient, type Operator, operator, otherDType, type Variant } from './operator.ts';
import { entry } from './unary.ts';

const ALL: readonly Variant[] = ['function', 'method', 'in-place', 'out'];

const zero: Gradient = { gradient: grad => call('zeros_like', grad) };

function infinite(name: 'isposinf' | 'isneginf', value: number): Operator {
	return operator({ name, variants: ['function', 'method', 'out'], tolerance: EXACT, isUndifferentiable: true, overloads: [{
		schema: `${name}(Tensor self) -> Tensor`,
		run: (self: Tensor, out?: Tensor) => {
			if (out !== undefined && out.dtype !== 'bool') {
				throw runtimeError(`${name} does not support non-boolean outputs.`);
			}
			return isFloating(self.dtype) ? call('eq', self, float(value)) : call('zeros_like', self, undefined, 'bool');
		},
	}] });
}

/** An angle times a number; integers become floats. */
function converted(name: string, node: string, factor: number): Operator {
	return operator({ name, variants: ALL, tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self) -> Tensor`,
		run: (self: Tensor) => call('mul', self, float(factor)),
		backward: { node, inputs: { self: { gradient: grad => call('mul', grad, float(factor)) } } },
	}] });
}

/** What a complex tensor would be changed by; a real one is itself. */
function itself(name: string, variants: readonly Variant[]): Operator {
	return operator({ name, variants, tolerance: EXACT, overloads: [{ schema: `${name}(Tensor(a) self) -> Tensor(a)`, run: (self: Tensor) => self }] });
}

/** self = mantissa · 2^exponent, the mantissa from a half to one. */
function split(self: Tensor): readonly Tensor[] {
	if (!isFloating(self.dtype)) {
		throw runtimeError('torch.frexp() only supports floating-point dtypes');
	}
	const wide = cloneOf(self, 'float64');
	const isPlain = call('logical_and', call('isfinite', wide), call('ne', wide, int(0)));
	// 2 to the 1024 is infinite: of the largest numbers one less is taken.
	const logs = call('clamp_max', call('floor', call('log2', call('abs', call('where', isPlain, wide, float(1))))), int(1023));
	// A logarithm that was rounded to the next whole number is one too high or too low.
	const halved = call('div', call('abs', wide), call('exp2', logs));
	const below = call('where', isPlain, call('sub', call('add', logs, call('add', call('to', call('ge', halved, int(1)), 'float64'), call('to', call('ge', halved, int(2)), 'float64'))), int(1)), float(-1));
	const exponent = call('add', below, int(1));
	const mantissa = call('div', call('div', wide, call('exp2', below)), int(2));
	return [call('to', call('where', isPlain, mantissa, wide), self.dtype), call('to', exponent, 'int32')];
}

export const PARTS: readonly Operator[] = [
	entry('sgn', { integers: 'kernel', kernel: 'sign', node: 'SgnBackward0', gradient: zero.gradient }),
	operator({ name: 'frac', variants: ALL, tolerance: EXACT, outKeepsDType: otherDType, overloads: [{
		schema: 'frac(Tensor self) -> Tensor',
		run: (self: Tensor, out?: Tensor) => {
			if (!isFloating(self.dtype)) {
				throw noLoop('frac_cpu', self.dtype, [self], out);
			}
			return unary('frac', self, out);
		},
		backward: { node: 'FracBackward0', inputs: { self: { gradient: grad => grad } } },
	}] }),
	operator({ name: 'signbit', variants: ['function', 'method', 'out'], tolerance: EXACT, isUndifferentiable: true, overloads: [{ schema: 'signbit(Tensor self) -> Tensor', run: (self: Tensor, out?: Tensor) => {
		if (out !== undefined && out.dtype !== 'bool') {
			throw runtimeError('signbit does not support non-boolean outputs.');
		}
		return unary('signbit', self, undefined, self.dtype, 'bool');
	} }] }),
	infinite('isposinf', Infinity),
	infinite('isneginf', -Infinity),
	operator({ name: 'isreal', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'isreal(Tensor self) -> Tensor', run: (self: Tensor) => call('ones_like', self, undefined, 'bool') }] }),
	converted('deg2rad', 'Deg2RadBackward0', Math.PI / 180),
	converted('rad2deg', 'Rad2DegBackward0', 180 / Math.PI),
	operator({ name: 'angle', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{
		schema: 'angle(Tensor self) -> Tensor',
		run: (self: Tensor) => {
			const wide = isFloating(self.dtype) ? self : cloneOf(self, defaultDType());
			return call('where', call('isnan', wide), wide, call('mul', call('to', call('lt', wide, int(0)), wide.dtype), float(Math.PI)));
		},
		backward: { node: 'AngleBackward0', inputs: { self: zero } },
	}] }),
	itself('conj', ['function', 'method']),
	itself('real', ['function']),
	itself('conj_physical', ['function', 'method']),
	itself('resolve_conj', ['function', 'method']),
	itself('resolve_neg', ['function', 'method']),
	operator({ name: 'frexp', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{
		schema: 'frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)',
		run: split,
		backward: { node: 'FrexpBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: (grad, saved) => call('div', grad, call('exp2', saved.tensor('result1'))) } } },
	}] }),
];
