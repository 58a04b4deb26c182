/** The operators of steps on tensors: those of the table. */
import { call } from '../ops/call.ts';
import { float } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Arithmetic } from './arithmetic.ts';

export const TENSORS: Arithmetic<Tensor> = {
	named: (_, a) => a,
	called: (_, a) => a,
	copy: a => call('clone', a),
	negated: a => call('neg', a),
	abs: a => call('abs', a),
	sqrt: a => call('sqrt', a),
	sign: a => call('sign', a),
	plus: (a, number) => call('add', a, float(number)),
	scaled: (a, factor) => call('mul', a, float(factor)),
	scale_: (a, factor) => call('mul_', a, float(factor)),
	over: (a, divisor) => call('div', a, float(divisor)),
	decay_: (a, rate, weight) => call('mul_', a, float(1 - rate * weight)),
	addScaled: (a, b, alpha) => call('add', a, b, float(alpha)),
	addScaled_: (a, b, alpha) => call('add_', a, b, float(alpha)),
	lerp_: (a, end, weight) => call('lerp_', a, end, float(weight)),
	addSquare: (a, b, value) => call('addcmul', a, b, b, float(value)),
	addSquare_: (a, b, value) => call('addcmul_', a, b, b, float(value)),
	addProduct_: (a, b, c, value) => call('addcmul_', a, b, c, float(value)),
	addQuotient_: (a, b, divisor, value) => call('addcdiv_', a, b, divisor, float(value)),
	product: (a, b) => call('mul', a, b),
	multiply_: (a, b) => call('mul_', a, b),
	quotient: (a, divisor) => call('div', a, divisor),
	timesQuotient: (a, number, divisor) => call('mul', a, call('mul', call('reciprocal', divisor), float(number))),
	maximum_: (a, b) => call('copy_', a, call('maximum', a, b)),
	clamp_: (a, least, most) => call('clamp_', a, float(least), float(most)),
	bySign: (a, above, below) => {
		const sign = call('sign', a);
		return call('where', call('gt', sign, float(0)), float(above), call('where', call('lt', sign, float(0)), float(below), call('where', call('eq', sign, float(0)), float(1), sign)));
	},
	zeroed: (a, which, number) => call('masked_fill', a, call('eq', which, float(number)), float(0)),
	approach_: (a, b, weight) => call('add_', a, call('mul', call('sub', b, a), float(weight))),
};
