/**
 * Family: functions of two tensors beside arithmetic: of signs and neighbours, of sizes, of divisors.
 */
import type { KernelName } from '../kernels/load.ts';
import { runtimeError } from '../tensor/errors.ts';
import { canCast, defaultDType, dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { binary } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { type Derivative, EXACT, type Gradient, noDerivative, type Operand, type Operator, operator, type Tolerance, type Variant } from './operator.ts';
import { CANCELS, ULP_2 } from './tolerances.ts';

const ALL: readonly Variant[] = ['function', 'method', 'in-place', 'out'];
const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

/** Computed in the promoted dtype, where there is a loop for it. */
function promoted(kernel: KernelName, loop: string, has: (dtype: DTypeName) => boolean) {
	return (self: Operand, other: Operand, out?: Tensor): Tensor => {
		const dtype = resultType(self, other);
		if (!has(dtype)) {
			throw noLoop(loop, dtype, [self, other], out);
		}
		return binary(kernel, self, other, out, dtype);
	};
}

function pair(name: KernelName, run: (self: Operand, other: Operand, out?: Tensor) => Tensor, backward: Derivative, tolerance: Tolerance = EXACT, variants = ALL): Operator {
	return operator({ name, variants, tolerance, overloads: [{ schema: `${name}(Tensor self, Tensor other) -> Tensor`, run, backward }] });
}

/** Of the two the one that is not NaN, where one is; the first gets the gradient where they are equal. */
function extreme(name: 'fmax' | 'fmin', node: string, wins: 'ge' | 'le'): Operator {
	const gradient = (isFirst: boolean): Gradient => ({ saves: ['self', 'other'], gradient: (grad, saved) => {
		const other = saved.tensor('other');
		const takesFirst = call('logical_or', call(wins, saved.tensor('self'), other), call('isnan', other));
		return call('masked_fill', grad, isFirst ? call('logical_not', takesFirst) : takesFirst, int(0));
	} });
	return pair(name, (self, other, out) => {
		const dtype = resultType(self, other);
		return dtype === 'bool' ? binary(name === 'fmax' ? 'bitwise_or' : 'bitwise_and', self, other, out, dtype) : binary(name, self, other, out, dtype);
	}, { node, inputs: { self: gradient(true), other: gradient(false) } }, EXACT, ['function', 'method', 'out']);
}

/** log(exp(a) + exp(b)), in a base. */
function sumOfPowers(name: 'logaddexp' | 'logaddexp2', node: string): Operator {
	const power = (x: Tensor) => name === 'logaddexp' ? call('exp', x) : call('exp2', x);
	const gradient = (mine: string, its: string): Gradient => ({ saves: ['self', 'other'], gradient: (grad, saved) => call('div', grad, call('add', power(call('sub', saved.tensor(its), saved.tensor(mine))), int(1))) });
	return pair(name, promoted(name, `${name}_cpu`, isFloating), { node, inputs: { self: gradient('self', 'other'), other: gradient('other', 'self') } }, CANCELS, ['function', 'method', 'out']);
}

function copysign(self: Operand, other: Operand, out?: Tensor): Tensor {
	const dtype = resultType(self, other);
	return binary('copysign', self, other, out, isFloating(dtype) ? dtype : defaultDType());
}

const copysignSelf: Gradient = { saves: ['self', 'result'], gradient: (grad, saved) => {
	const self = saved.tensor('self');
	return mul(grad, call('masked_fill', call('div', saved.tensor('result'), self), call('eq', self, int(0)), int(0)));
} };

/** self · 2^other, which may be out of the dtype's range where the product is in it. */
function ldexp(self: Tensor, other: Tensor, out?: Tensor): Tensor {
	const promoted = resultType(self, other);
	const dtype = isFloating(promoted) ? promoted : defaultDType();
	if (out !== undefined && !canCast(dtype, out.dtype)) {
		throw runtimeError(`ldexp can't be cast to the desired output type ${dtypeText(out.dtype)}`);
	}
	if (isFloating(self.dtype) && other.dtype === 'bool') {
		throw noLoop('ldexp_cpu_exp', other.dtype, [self, other], out);
	}
	const wide = isFloating(other.dtype) ? dtype : 'float64';
	return call('to', mul(call('to', self, wide), call('pow', float(2), call('to', other, wide))), dtype);
}

const lengthGradient = (name: 'self' | 'other'): Gradient => ({ saves: [name, 'result'], gradient: (grad, saved) => mul(grad, call('div', saved.tensor(name), saved.tensor('result'))) });

function divisors(name: 'gcd' | 'lcm'): Operator {
	return operator({ name, nameInErrors: `aten::${name}`, variants: ALL, tolerance: EXACT, overloads: [{ schema: `${name}(Tensor self, Tensor other) -> Tensor`, run: promoted(name, `${name}_cpu`, dtype => !isFloating(dtype) && dtype !== 'bool') }] });
}

export const PAIRS: readonly Operator[] = [
	extreme('fmax', 'FmaxBackward0', 'ge'),
	extreme('fmin', 'FminBackward0', 'le'),
	sumOfPowers('logaddexp', 'LogaddexpBackward0'),
	sumOfPowers('logaddexp2', 'Logaddexp2Backward0'),
	pair('hypot', promoted('hypot', 'hypot_cpu', isFloating), { node: 'HypotBackward0', inputs: { self: lengthGradient('self'), other: lengthGradient('other') } }, ULP_2),
	operator({
		name: 'copysign', variants: ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'copysign.Tensor(Tensor self, Tensor other) -> Tensor', run: copysign, backward: { node: 'CopysignBackward0', inputs: { self: copysignSelf, other: { gradient: grad => call('zeros_like', grad) } } } },
			{ schema: 'copysign.Scalar(Tensor self, Scalar other) -> Tensor', run: copysign, backward: { node: 'CopysignBackward1', inputs: { self: copysignSelf } } },
		],
	}),
	pair('nextafter', promoted('nextafter', 'nextafter_cpu', isFloating), { node: 'NextafterBackward0', inputs: {
		self: { saves: ['self', 'other'], gradient: (grad, saved) => call('masked_fill', grad, call('eq', saved.tensor('self'), saved.tensor('other')), int(0)) },
		other: { gradient: grad => call('zeros_like', grad) },
	} }),
	divisors('gcd'),
	divisors('lcm'),
	operator({ name: 'heaviside', nameInErrors: 'aten::heaviside', variants: ALL, tolerance: EXACT, overloads: [{
		schema: 'heaviside(Tensor self, Tensor values) -> Tensor',
		run: (self: Tensor, values: Tensor, out?: Tensor) => {
			if (self.dtype !== values.dtype || (out !== undefined && out.dtype !== self.dtype)) {
				throw runtimeError('heaviside is not yet implemented for tensors with different dtypes.');
			}
			return binary('heaviside', self, values, out, self.dtype);
		},
		backward: noDerivative('heaviside', 'self', 'values'),
	}] }),
	operator({ name: 'ldexp', variants: ALL, tolerance: ULP_2, overloads: [{
		schema: 'ldexp.Tensor(Tensor self, Tensor other) -> Tensor', run: ldexp,
		backward: { node: 'LdexpBackward0', inputs: {
			self: { saves: ['other'], gradient: (grad, saved) => mul(grad, call('pow', float(2), saved.tensor('other'))) },
			other: { saves: ['result'], gradient: (grad, saved) => call('mul', mul(grad, saved.tensor('result')), float(Math.LN2)) },
		} },
	}] }),
];
