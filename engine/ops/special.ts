/**
 * Family: special functions: of errors, gamma, Bessel, entropy and chances. Each is computed in float64 and rounded once.
 */
import type { KernelName } from '../kernels/load.ts';
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { defaultDType, dtypeText, isFloating, isReduced, resultType } from '../tensor/promotion.ts';
import { float, int, toNumber } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary, cloneOf, unary } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { type Derivative, type Gradient, notDifferentiable, type Operand, type Operator, operator, otherDType, type Saved, type Tolerance, type Variant } from './operator.ts';
import { SERIES, ULP_2 } from './tolerances.ts';
import { entry } from './unary.ts';

const ALL: readonly Variant[] = ['function', 'method', 'in-place', 'out', 'special'];

const self = (saved: Saved) => saved.tensor('self');
const result = (saved: Saved) => saved.tensor('result');
const mul = (a: Tensor, b: Operand) => call('mul', a, b);
const square = (a: Tensor) => mul(a, a);

/** Integers become floats; `is16` where PyTorch has loops for the 16-bit types. */
function special(name: string, kernel: KernelName, node: string | undefined, gradient: Gradient | undefined, is16 = false, tolerance: Tolerance = ULP_2, parameter = 'self'): Operator {
	return operator({
		name: `special_${name}`, variants: ['special', 'out'], tolerance, ...node === undefined ? { isUndifferentiable: true } : {},
		overloads: [{
			schema: `special_${name}(Tensor ${parameter}) -> Tensor`,
			run: (input: Tensor, out?: Tensor) => {
				const dtype = isFloating(input.dtype) ? input.dtype : defaultDType();
				if (isReduced(dtype) && !is16) {
					throw noLoop(`${name}_cpu`, dtype, [input], out);
				}
				return unary(kernel, input, out, dtype);
			},
			...node === undefined || gradient === undefined ? {} : { backward: { node, inputs: { self: gradient } } },
		}],
	});
}

/** The same under the name that it has in torch.special. */
function renamed(name: string, target: string, schema: string): Operator {
	return operator({ name: `special_${name}`, nameInErrors: target, variants: ['special', 'out'], tolerance: SERIES, overloads: [{ schema: `special_${name}${schema}`, run: (...args: Operand[]) => call(target, ...args.slice(0, schema.split(',').length)) }] });
}

/** Two operands, promoted; integers become floats, where `integers` says so. */
function pair(kernel: KernelName, loop: string, integers: 'to float' | 'refused', is16: boolean) {
	return (a: Operand, b: Operand, out?: Tensor): Tensor => {
		const promoted = resultType(a, b);
		const dtype: DTypeName = isFloating(promoted) || integers === 'refused' ? promoted : defaultDType();
		if (!isFloating(dtype) || (isReduced(dtype) && !is16)) {
			throw noLoop(loop, dtype, [a, b], out);
		}
		return binary(kernel, a, b, out, dtype);
	};
}

/** x log(y) and its like: three overloads, as either may be a number. Where x is 0 there is no slope along it up to y = `least`. */
function product(name: string, kernel: KernelName, node: string, variants: readonly Variant[], least: number, slope: (self: Operand, other: Operand) => Tensor): Operator {
	const run = pair(kernel, `${name.replace('special_', '')}_cpu`, 'to float', true);
	const first: Gradient = { saves: ['self', 'other'], gradient: (grad, saved) => {
		const other = saved.operand('other'), slope = call(name, grad, other), isZero = call('eq', self(saved), int(0));
		if (other instanceof Tensor) {
			return call('masked_fill', slope, call('logical_and', isZero, call('le', other, int(least))), int(0));
		}
		return toNumber(other) <= least ? call('masked_fill', slope, isZero, int(0)) : slope;
	} };
	const second: Gradient = { saves: ['self', 'other'], gradient: (grad, saved) => mul(grad, slope(saved.operand('self'), saved.operand('other'))) };
	return operator({
		name, variants, tolerance: ULP_2,
		overloads: [
			{ schema: `${name}.Tensor(Tensor self, Tensor other) -> Tensor`, run, backward: { node: `${node}Backward0`, inputs: { self: first, other: second } } },
			{ schema: `${name}.Scalar_Self(Scalar self, Tensor other) -> Tensor`, run, backward: { node: `${node}Backward1`, inputs: { other: { ...second, saves: ['other'] } } } },
			{ schema: `${name}.Scalar_Other(Tensor self, Scalar other) -> Tensor`, run, backward: { node: `${node}Backward2`, inputs: { self: { ...first, saves: ['self'] } } } },
		],
	});
}

function incomplete(name: 'igamma' | 'igammac', sign: 1 | -1): Operator {
	const gradient: Gradient = { saves: ['self', 'other'], gradient: (grad, saved) => {
		const [a, x] = [self(saved), saved.tensor('other')];
		const log = call('sub', call('sub', mul(call('sub', a, int(1)), call('log', x)), x), call('lgamma', a));
		return mul(grad, sign === 1 ? call('exp', log) : call('neg', call('exp', log)));
	} };
	return operator({
		name, variants: ['function', 'method', 'in-place', 'out'], tolerance: SERIES,
		overloads: [{
			schema: `${name}(Tensor self, Tensor other) -> Tensor`, run: pair(name, `${name}_cpu`, 'refused', true),
			backward: { node: `I${name.slice(1)}Backward0`, inputs: { self: notDifferentiable(`${name}: input`), other: gradient } },
		}],
	});
}

function multigamma(input: Tensor, p: number): Tensor {
	if (p < 1) {
		throw runtimeError('p has to be greater than or equal to 1');
	}
	const terms = call('lgamma', dimensions(input, p));
	return call('add', call('sum', terms, [-1]), float(p * (p - 1) / 4 * Math.log(Math.PI)));
}

/** A last dimension more: x, x - 1/2, … */
function dimensions(input: Tensor, p: number): Tensor {
	const base = isFloating(input.dtype) ? input : asType(input, defaultDType());
	const steps = call('arange', float(-p / 2 + 0.5), float(0.5), float(0.5), base.dtype);
	return call('add', call('unsqueeze', base, -1), steps);
}

const polygammaRun = (n: number, input: Tensor, out?: Tensor): Tensor => {
	if (n < 0) {
		throw runtimeError('polygamma(n, x) does not support negative n.');
	}
	return binary('polygamma', float(n), input, out, isFloating(input.dtype) ? input.dtype : defaultDType());
};

const polygammaDerivative: Derivative = { node: 'PolygammaBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => mul(grad, call('polygamma', saved.value<number>('n') + 1, self(saved))) } } };

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** Where a number is too small to divide by, the slope is a half. */
function besselGradient(name: 'i1' | 'i1e', slope: (input: Tensor, result: Tensor) => Tensor): Gradient {
	return { saves: ['self', 'result'], gradient: (grad, saved) => {
		const input = self(saved);
		if (isReduced(input.dtype)) {
			throw notImplementedError(`"${name}_backward" not implemented for '${dtypeText(input.dtype)}'`);
		}
		const least = float(input.dtype === 'float64' ? Number.EPSILON : 2 ** -23);
		const isDivisor = call('gt', call('abs', input), least);
		return mul(grad, call('where', isDivisor, slope(call('where', isDivisor, input, least), result(saved)), float(0.5)));
	} };
}

/** Of degree n at x; either may be a number. */
function polynomial(name: KernelName): Operator {
	const run = pair(name, `${name}_cpu`, 'to float', false);
	return operator({
		name: `special_${name}`, variants: ['special', 'out'], tolerance: SERIES, isUndifferentiable: true,
		overloads: [
			{ schema: `special_${name}(Tensor x, Tensor n) -> Tensor`, run },
			{ schema: `special_${name}.x_scalar(Scalar x, Tensor n) -> Tensor`, run },
			{ schema: `special_${name}.n_scalar(Tensor x, Scalar n) -> Tensor`, run },
		],
	});
}

export const SPECIAL: readonly Operator[] = [
	entry('erf', { integers: 'to float', node: 'ErfBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, mul(call('exp', call('neg', square(self(saved)))), float(TWO_BY_ROOT_PI))), more: { variants: ALL } }),
	entry('erfc', { integers: 'to float', node: 'ErfcBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => mul(grad, mul(call('exp', call('neg', square(self(saved)))), float(-TWO_BY_ROOT_PI))), more: { variants: ALL } }),
	entry('erfinv', { integers: 'to float', node: 'ErfinvBackward0', tolerance: ULP_2, saves: ['result'], gradient: (grad, saved) => mul(grad, mul(call('exp', square(result(saved))), float(Math.sqrt(Math.PI) / 2))), more: { variants: ALL } }),
	entry('lgamma', { integers: 'to float', node: 'LgammaBackward0', tolerance: SERIES, saves: ['self'], gradient: (grad, saved) => mul(grad, call('digamma', self(saved))), more: { variants: ['function', 'method', 'in-place', 'out'] } }),
	entry('digamma', { integers: 'to float', node: 'DigammaBackward0', tolerance: SERIES, saves: ['self'], gradient: (grad, saved) => mul(grad, call('polygamma', 1, self(saved))), more: { variants: ALL } }),
	entry('i0', { integers: 'to float', node: 'I0Backward0', tolerance: SERIES, saves: ['self'], gradient: (grad, saved) => mul(grad, call('special_i1', self(saved))), more: { variants: ALL } }),
	entry('sinc', { integers: 'to float', node: 'SincBackward0', tolerance: ULP_2, saves: ['self'], gradient: (grad, saved) => {
		const input = self(saved);
		const angle = mul(input, float(Math.PI));
		const slope = call('div', call('sub', mul(angle, call('cos', angle)), call('sin', angle)), mul(angle, input));
		return mul(grad, call('masked_fill', slope, call('eq', mul(angle, input), int(0)), int(0)));
	}, more: { variants: ALL } }),
	operator({
		name: 'logit', variants: ALL, tolerance: ULP_2,
		overloads: [{
			schema: 'logit(Tensor self, float? eps=None) -> Tensor',
			run: (input: Tensor, eps: number | undefined) => {
				const wide = isFloating(input.dtype) ? input : cloneOf(input, defaultDType());
				const chance = eps === undefined ? wide : call('clamp', wide, float(eps), float(1 - eps));
				return call('log', call('div', chance, call('rsub', chance, int(1))));
			},
			backward: { node: 'LogitBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => {
				const [input, eps] = [self(saved), saved.value<number | undefined>('eps')];
				const slope = call('div', grad, mul(input, call('rsub', input, int(1))));
				const isOutside = call('logical_or', call('lt', input, float(eps ?? 0)), call('gt', input, float(1 - (eps ?? 0))));
				return call('masked_fill', slope, isOutside, float(eps === undefined ? NaN : 0));
			} } } },
		}],
	}),
	operator({ name: 'polygamma', variants: ['function', 'method', 'out', 'special'], tolerance: SERIES, overloads: [{ schema: 'polygamma(int n, Tensor self) -> Tensor', run: polygammaRun, backward: polygammaDerivative }] }),
	operator({ name: 'polygamma_', variants: ['method'], tolerance: SERIES, overloads: [{
		schema: 'polygamma_(Tensor(a!) self, int n) -> Tensor(a!)',
		run: (input: Tensor, n: number) => polygammaRun(n, input),
		backward: polygammaDerivative,
	}] }),
	operator({
		name: 'mvlgamma', variants: ['function', 'method', 'in-place', 'out'], tolerance: SERIES,
		overloads: [{
			schema: 'mvlgamma(Tensor self, int p) -> Tensor', run: multigamma,
			backward: { node: 'MvlgammaBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => mul(grad, call('sum', call('digamma', dimensions(self(saved), saved.value<number>('p'))), [-1])) } } },
		}],
	}),
	product('xlogy', 'xlogy', 'Xlogy', ALL, 0, (a, b) => call('div', a, b)),
	product('special_xlog1py', 'xlog1py', 'SpecialXlog1Py', ['special', 'out'], -1, (a, b) => call('div', a, call('add', b, int(1)))),
	incomplete('igamma', 1),
	incomplete('igammac', -1),
	special('entr', 'entr', 'SpecialEntrBackward0', { saves: ['self'], gradient: (grad, saved) => mul(grad, call('neg', call('add', call('log', self(saved)), int(1)))) }, true),
	special('erfcx', 'erfcx', 'SpecialErfcxBackward0', { saves: ['self', 'result'], gradient: (grad, saved) => mul(grad, call('sub', mul(mul(self(saved), int(2)), result(saved)), float(TWO_BY_ROOT_PI))) }, false, SERIES),
	special('log_ndtr', 'log_ndtr', 'SpecialLogNdtrBackward0', { saves: ['self'], gradient: (grad, saved) => mul(call('div', grad, call('special_erfcx', mul(self(saved), float(-Math.SQRT1_2)))), float(Math.sqrt(2 / Math.PI))) }, false, SERIES),
	special('ndtri', 'ndtri', 'SpecialNdtriBackward0', { saves: ['result'], gradient: (grad, saved) => mul(mul(grad, float(ROOT_TWO_PI)), call('exp', mul(square(result(saved)), float(0.5)))) }, false, SERIES),
	special('i0e', 'i0e', 'SpecialI0EBackward0', { saves: ['self', 'result'], gradient: (grad, saved) => mul(grad, call('sub', call('special_i1e', self(saved)), mul(call('sgn', self(saved)), result(saved)))) }, true, SERIES),
	special('i1', 'i1', 'SpecialI1Backward0', besselGradient('i1', (input, result) => call('sub', call('i0', input), mul(result, call('reciprocal', input)))), true, SERIES),
	special('i1e', 'i1e', 'SpecialI1EBackward0', besselGradient('i1e', (input, result) => call('sub', call('special_i0e', input), mul(result, call('add', call('sgn', input), call('reciprocal', input))))), true, SERIES),
	operator({
		name: 'special_ndtr', variants: ['special', 'out'], tolerance: SERIES,
		overloads: [{
			schema: 'special_ndtr(Tensor self) -> Tensor',
			run: (input: Tensor) => mul(call('add', call('erf', mul(input, float(Math.SQRT1_2))), int(1)), float(0.5)),
			backward: { node: 'MulBackward1', inputs: { self: { saves: ['self'], gradient: (grad, saved) => mul(grad, mul(call('exp', mul(square(self(saved)), float(-0.5))), float(1 / ROOT_TWO_PI))) } } },
		}],
	}),
	operator({
		name: 'special_zeta', variants: ['special', 'out'], tolerance: SERIES,
		overloads: (['Tensor self, Tensor other', 'Scalar self, Tensor other', 'Tensor self, Scalar other'] as const).map((parameters, i) => ({
			schema: `special_zeta${['', '.self_scalar', '.other_scalar'][i]}(${parameters}) -> Tensor`,
			run: pair('zeta', 'zeta_cpu', 'to float', false),
			backward: { node: `SpecialZetaBackward${i}`, inputs: {
				...i === 1 ? {} : { self: notDifferentiable('zeta') },
				...i === 2 ? {} : { other: { saves: i === 1 ? ['other'] : ['self', 'other'], gradient: (grad: Tensor, saved: Saved) => {
					const s = saved.operand('self');
					return mul(grad, call('neg', call('mul', call('special_zeta', s instanceof Tensor ? call('add', s, int(1)) : float(toNumber(s) + 1), saved.tensor('other')), s)));
				} } },
			} },
		})),
	}),
	...(['bessel_j0', 'bessel_j1', 'bessel_y0', 'bessel_y1', 'modified_bessel_k0', 'modified_bessel_k1'] as const).map(name => special(name, name, undefined, undefined, false, SERIES)),
	...(['airy_ai', 'scaled_modified_bessel_k0', 'scaled_modified_bessel_k1', 'spherical_bessel_j0'] as const).map(name => special(name, name, undefined, undefined, false, SERIES, 'x')),
	special('modified_bessel_i0', 'i0', undefined, undefined, false, SERIES),
	special('modified_bessel_i1', 'i1', undefined, undefined, false, SERIES),
	...([
		'chebyshev_polynomial_t', 'chebyshev_polynomial_u', 'chebyshev_polynomial_v', 'chebyshev_polynomial_w', 'shifted_chebyshev_polynomial_t', 'shifted_chebyshev_polynomial_u', 'shifted_chebyshev_polynomial_v', 'shifted_chebyshev_polynomial_w',
		'hermite_polynomial_h', 'hermite_polynomial_he', 'laguerre_polynomial_l', 'legendre_polynomial_p',
	] as const).map(polynomial),
	renamed('expit', 'sigmoid', '(Tensor self) -> Tensor'),
	renamed('psi', 'digamma', '(Tensor self) -> Tensor'),
	renamed('gammaln', 'lgamma', '(Tensor self) -> Tensor'),
	renamed('gammainc', 'igamma', '(Tensor self, Tensor other) -> Tensor'),
	renamed('gammaincc', 'igammac', '(Tensor self, Tensor other) -> Tensor'),
	operator({ name: 'special_multigammaln', nameInErrors: 'mvlgamma', variants: ['special', 'out'], tolerance: SERIES, overloads: [{ schema: 'special_multigammaln(Tensor self, int p) -> Tensor', run: (input: Tensor, p: number) => call('mvlgamma', input, p) }] }),
	...(['softmax', 'log_softmax'] as const).map(name => operator({ name: `special_${name}`, variants: ['special'], tolerance: SERIES, overloads: [{ schema: `special_${name}(Tensor self, int dim, ${name === 'softmax' ? '' : '*, '}ScalarType? dtype=None) -> Tensor`, run: (input: Tensor, dim: number, dtype?: DTypeName) => call(name, input, dim, dtype) }] })),
	operator({ name: 'special_logsumexp', nameInErrors: 'logsumexp', variants: ['special', 'out'], tolerance: SERIES, overloads: [{ schema: 'special_logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor', run: (input: Tensor, dim: readonly number[], keepdim: boolean) => call('logsumexp', input, dim, keepdim) }] }),
	operator({ name: 'special_round', nameInErrors: 'round', variants: ['special', 'out'], tolerance: ULP_2, outKeepsDType: otherDType, overloads: [{ schema: 'special_round(Tensor self, *, int decimals=0) -> Tensor', run: (input: Tensor, decimals: number) => call('round', input, decimals) }] }),
];
