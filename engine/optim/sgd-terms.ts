/**
 * What each term of one torch.optim.SGD step did to one parameter.
 *
 * The step is linear in gradient, parameter and momentum buffer, so its update splits into terms that add up:
 *   −lr·a·grad, −lr·a·λ·p, −lr·b·buf     with a, b from momentum μ, dampening τ and nesterov.
 * `after` is computed as PyTorch's CPU kernels round it (each add with alpha is one fused multiply-add), so that
 * a caller can tell whether the formula reproduces what was recorded. Formula: PyTorch's documentation of SGD.
 */
import type { Term } from '../slice/optimizer-steps.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { fma32, fma64 } from '../random/rounding.ts';
import { sgdStep, type SgdArithmetic, type SgdGroup } from './sgd-formula.ts';

export interface SgdTerms {
	readonly terms: readonly Term[];
	readonly after: Float64Array;
	/** The momentum buffer after the step; undefined without momentum. */
	readonly buffer: Float64Array | undefined;
}

/** All arrays have the parameter's element count; `buffer` is undefined before the first step with momentum. */
export function sgdTerms(dtype: DTypeName, group: SgdGroup, parameter: Float64Array, grad: Float64Array, buffer: Float64Array | undefined): SgdTerms {
	const { lr, momentum, dampening, weight_decay, nesterov } = group;
	const sign = group.maximize ? -1 : 1;
	const kept = momentum === 0 ? 1 : buffer === undefined ? 1 : 1 - dampening;
	const direct = momentum === 0 ? 1 : nesterov ? 1 + momentum * kept : kept;
	const past = momentum === 0 || buffer === undefined ? 0 : nesterov ? momentum * momentum : momentum;
	const term = (name: string, factor: number, shown: string, value: Float64Array): Term => ({ name, formula: shown, value: value.map(x => factor * x) });
	const factor = (x: number) => (x === 1 ? '' : `${number(x)}·`);
	const terms: Term[] = [term('grad', -lr * direct * sign, `−${number(lr)}·${factor(direct)}${sign < 0 ? '(−grad)' : 'grad'}`, grad)];
	if (weight_decay !== 0) terms.push(term('weight_decay', -lr * direct * weight_decay, `−${number(lr)}·${factor(direct)}${number(weight_decay)}·p`, parameter));
	if (past !== 0 && buffer !== undefined) terms.push(term('momentum_buffer', -lr * past, `−${number(lr)}·${factor(past)}buf`, buffer));
	const { after, buffer: next } = sgdStep(arithmeticOf(dtype), group, parameter, grad, buffer);
	terms.push({ name: 'update', formula: 'p ← p + update', value: after.map((x, i) => x - parameter[i]!) });
	return { terms, after, buffer: next };
}

/** Arrays of the dtype's numbers, each operation rounded as PyTorch rounds it. Nothing is written to. */
function arithmeticOf(dtype: DTypeName): SgdArithmetic<Float64Array> {
	const [round, fma] = dtype === 'float64' ? [(x: number) => x, fma64] : [Math.fround, fma32];
	const addScaled = (a: Float64Array, b: Float64Array, alpha: number) => {
		const factor = round(alpha);
		return a.map((x, i) => fma(b[i]!, factor, x));
	};
	return {
		negated: a => a.map(x => -x),
		copy: a => a,
		addScaled,
		updateBuffer: (buffer, momentum, d, weight) => addScaled(buffer.map(x => round(x * round(momentum))), d, weight),
		update: addScaled,
	};
}

/** At most six significant digits, as a reader would write it. */
function number(x: number): string {
	return String(Number(x.toPrecision(6)));
}
