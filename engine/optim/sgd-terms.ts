/**
 * What each term of one torch.optim.SGD step did to one parameter.
 *
 * The step is linear in gradient, parameter and momentum buffer, so its update splits into terms that add up:
 *   −lr·a·grad, −lr·a·λ·p, −lr·b·buf     with a, b from momentum μ, dampening τ and nesterov.
 * `after` is computed as PyTorch's CPU kernels round it (each add with alpha is one fused multiply-add), so that
 * a caller can tell whether the formula reproduces what was recorded. Formula: PyTorch's documentation of SGD.
 */
import type { Term } from '../slice/slice.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { fma32, fma64 } from '../random/rounding.ts';

/** A param_group's hyperparameters, PyTorch's names. */
export interface SgdGroup {
	readonly lr: number;
	readonly momentum: number;
	readonly dampening: number;
	readonly weight_decay: number;
	readonly nesterov: boolean;
	readonly maximize: boolean;
}

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
	const [after, next] = step(dtype, group, parameter, grad, buffer);
	terms.push({ name: 'update', formula: 'p ← p + update', value: after.map((x, i) => x - parameter[i]!) });
	return { terms, after, buffer: next };
}

/** The step itself, rounded as PyTorch rounds it. */
function step(dtype: DTypeName, group: SgdGroup, parameter: Float64Array, grad: Float64Array, buffer: Float64Array | undefined): [Float64Array, Float64Array | undefined] {
	const [round, fma] = dtype === 'float64' ? [(x: number) => x, fma64] : [Math.fround, fma32];
	const decay = round(group.weight_decay);
	const [momentum, kept, rate] = [round(group.momentum), round(1 - group.dampening), round(-group.lr)];
	const after = new Float64Array(parameter.length);
	const next = group.momentum === 0 ? undefined : new Float64Array(parameter.length);
	for (let i = 0; i < after.length; i++) {
		const p = parameter[i]!;
		let d = group.maximize ? -grad[i]! : grad[i]!;
		if (group.weight_decay !== 0) d = fma(p, decay, d);
		if (next !== undefined) {
			const b = buffer === undefined ? d : fma(d, kept, round(buffer[i]! * momentum));
			next[i] = b;
			d = group.nesterov ? fma(b, momentum, d) : b;
		}
		after[i] = fma(d, rate, p);
	}
	return [after, next];
}

/** At most six significant digits, as a reader would write it. */
function number(x: number): string {
	return String(Number(x.toPrecision(6)));
}
