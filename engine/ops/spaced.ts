/**
 * Family: numbers at regular distances: torch.range, logspace, and the windows of signal processing.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { defaultDType, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { byTensors } from './bounds.ts';
import { call } from './call.ts';
import { asElement, checkFits, rangeText, sequence } from './creation.ts';
import { operator, type Operator, type OverloadDefinition } from './operator.ts';
import { CPP } from './pointwise.ts';
import { ULP_2, WAVES } from './tolerances.ts';

/** As arange, with the end where a step hits it. */
function range(start: Scalar, end: Scalar, step: Scalar, dtype: DTypeName = defaultDType()): Tensor {
	// Of integers the bounds and the step are whole first, as arange's of int64 are.
	const whole = isFloating(dtype) ? (x: number) => x : Math.trunc;
	const [first, last, by] = [start, end, step].map(bound => whole(toNumber(bound))) as [number, number, number];
	if (dtype === 'bool') {
		throw notImplementedError('"range_cpu" not implemented for \'Bool\'');
	}
	if (by === 0) {
		throw runtimeError('step must be nonzero');
	}
	if (!Number.isFinite(first) || !Number.isFinite(last)) {
		throw runtimeError(`unsupported range: ${rangeText(first)} -> ${rangeText(last)}`);
	}
	if (by > 0 ? last < first : last > first) {
		throw runtimeError('upper bound and lower bound inconsistent with step sign');
	}
	return sequence(Math.floor((last - first) / by) + 1, dtype, i => first + i * by);
}

function logspace(start: Scalar, end: Scalar, steps: number, base: number, dtype: DTypeName = defaultDType()): Tensor {
	if (steps < 0) {
		throw runtimeError('number of steps must be non-negative');
	}
	if (dtype === 'bool') {
		throw notImplementedError('"logspace_cpu" not implemented for \'Bool\'');
	}
	const isInteger = !isFloating(dtype);
	if (isInteger) {
		checkFits(start, dtype, Infinity);
		checkFits(end, dtype, Infinity);
	}
	if (steps === 1) {
		return call('full', [1], float(base ** toNumber(start)), dtype);
	}
	const round = dtype === 'float64' ? (x: number) => x : Math.fround;
	const [first, last] = [start, end].map(bound => round(asElement(dtype)(toNumber(bound)))) as [number, number];
	// Exponents are float64, whatever the dtype; from both ends, as linspace goes.
	const step = (last - first) / (steps - 1);
	const exponent = (i: number) => i < Math.floor(steps / 2) || isInteger ? first + step * i : last - step * (steps - i - 1);
	const power = asElement(dtype);
	return sequence(steps, dtype, i => power(base ** exponent(i)));
}

/** The points of a window and what is made of them; a periodic one is a longer symmetric one without its end. */
function windowed(name: string, length: number, isPeriodic: boolean, dtype: DTypeName = defaultDType(), shape: (points: Tensor, n: number) => Tensor): Tensor {
	if (!isFloating(dtype)) {
		throw runtimeError(`${name} expects floating point dtypes, got: TensorOptions(dtype=${CPP[dtype]}, device=cpu, layout=Strided (default), requires_grad=false (default), pinned_memory=false, memory_format=(nullopt))`);
	}
	if (length < 0) {
		throw runtimeError(`${name} requires non-negative window_length, got window_length=${length}`);
	}
	if (length < 2) {
		return call('ones', [length], dtype);
	}
	const n = length + Number(isPeriodic);
	const window = shape(call('arange', int(n), dtype), n);
	return isPeriodic ? call('narrow', window, 0, 0, length) : window;
}

function hamming(points: Tensor, n: number, alpha: number, beta: number): Tensor {
	return call('add', call('mul', call('cos', call('mul', points, float(Math.PI * 2 / (n - 1)))), float(-beta)), float(alpha));
}

function blackman(points: Tensor, n: number): Tensor {
	const angles = call('mul', points, float(Math.PI / (n - 1)));
	const wave = (times: number, size: number) => call('mul', call('cos', call('mul', angles, int(times))), float(size));
	return call('add', call('sub', wave(4, 0.08), wave(2, 0.5)), float(0.42));
}

function bartlett(points: Tensor, n: number): Tensor {
	const rising = call('mul', points, float(2 / (n - 1)));
	const half = (n - 1 >> 1) + 1;
	return call('cat', [call('narrow', rising, 0, 0, half), call('add', call('mul', call('narrow', rising, 0, half, n - half), int(-1)), int(2))]);
}

/** Modified Bessel function of the first kind, of order 0, by its series. */
function bessel0(x: number): number {
	let [term, sum] = [1, 1];
	for (let k = 1; term > sum * 1e-17; k++) {
		term *= (x / 2 / k) ** 2;
		sum += term;
	}
	return sum;
}

function kaiser(points: Tensor, n: number, beta: number): Tensor {
	const middle = (n - 1) / 2;
	const window = sequence(n, 'float64', i => bessel0(beta * Math.sqrt(Math.abs(1 - ((i - middle) / middle) ** 2))) / bessel0(beta));
	return call('to', window, points.dtype);
}

interface Parameter { readonly name: string; readonly value: number }

/** `parameters` are those after `periodic`, one overload for each that is given. */
function windowOperator(name: string, parameters: readonly Parameter[], shape: (points: Tensor, n: number, ...values: readonly number[]) => Tensor): Operator {
	const overloads = Array.from({ length: parameters.length + 2 }, (_, count): OverloadDefinition => {
		const given = parameters.slice(0, Math.max(count - 1, 0));
		const overload = count === 0 ? '' : `.periodic${given.length === 0 ? '' : `_${given.map(({ name: own }) => own).join('_')}`}`;
		const text = ['int window_length', ...count === 0 ? [] : ['bool periodic'], ...given.map(({ name: own }) => `float ${own}`)].join(', ');
		return {
			schema: `${name}${overload}(${text}, *, ScalarType? dtype=None) -> Tensor`,
			run: (length: number, ...rest: readonly unknown[]) => {
				const isPeriodic = count === 0 || rest[0] === true;
				const values = parameters.map(({ value }, i) => i < given.length ? rest[i + 1] as number : value);
				return windowed(name, length, isPeriodic, rest[count === 0 ? 0 : given.length + 1] as DTypeName | undefined, (points, n) => shape(points, n, ...values));
			},
		};
	});
	return operator({ name, variants: ['function'], isFactory: true, tolerance: WAVES, overloads });
}

export const SPACED: readonly Operator[] = [
	operator({ name: 'range', variants: ['function', 'out'], isFactory: true, fillsOut: true, tolerance: ULP_2, overloads: [
		{ schema: 'range.step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None) -> Tensor', run: range },
	] }),
	operator({ name: 'logspace', variants: ['function', 'out'], isFactory: true, fillsOut: true, tolerance: ULP_2, overloads: [
		{ schema: 'logspace(Scalar start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None) -> Tensor', run: logspace },
		...byTensors('logspace', 'int steps, float base=10., *, ScalarType? dtype=None', logspace),
	] }),
	windowOperator('hann_window', [], (points, n) => hamming(points, n, 0.5, 0.5)),
	windowOperator('hamming_window', [{ name: 'alpha', value: 0.54 }, { name: 'beta', value: 0.46 }], (points, n, alpha, beta) => hamming(points, n, alpha!, beta!)),
	windowOperator('blackman_window', [], blackman),
	windowOperator('bartlett_window', [], bartlett),
	windowOperator('kaiser_window', [{ name: 'beta', value: 12 }], (points, n, beta) => kaiser(points, n, beta!)),
];
