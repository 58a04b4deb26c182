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
import { roundedArithmetic, written } from './rounded.ts';
import { sgdStep, type SgdGroup } from './sgd-formula.ts';

export interface SgdTerms {
	readonly terms: readonly Term[];
	readonly after: readonly number[];
	/** The momentum buffer after the step; undefined without momentum. */
	readonly buffer: readonly number[] | undefined;
}

/** All arrays have the parameter's element count; `buffer` is undefined before the first step with momentum. */
export function sgdTerms(dtype: DTypeName, group: SgdGroup, parameter: readonly number[], grad: readonly number[], buffer: readonly number[] | undefined): SgdTerms {
	const { lr, momentum, dampening, weight_decay, nesterov } = group;
	const sign = group.maximize ? -1 : 1;
	const kept = momentum === 0 ? 1 : buffer === undefined ? 1 : 1 - dampening;
	const direct = momentum === 0 ? 1 : nesterov ? 1 + momentum * kept : kept;
	const past = momentum === 0 || buffer === undefined ? 0 : nesterov ? momentum * momentum : momentum;
	const term = (name: string, factor: number, shown: string, value: readonly number[]): Term => ({ name, formula: shown, isState: false, value: value.map(x => factor * x) });
	const factor = (x: number) => (x === 1 ? '' : `${written(x)}·`);
	const terms: Term[] = [term('grad', -lr * direct * sign, `−${written(lr)}·${factor(direct)}${sign < 0 ? '(−grad)' : 'grad'}`, grad)];
	if (weight_decay !== 0) terms.push(term('weight_decay', -lr * direct * weight_decay, `−${written(lr)}·${factor(direct)}${written(weight_decay)}·p`, parameter));
	if (past !== 0 && buffer !== undefined) terms.push(term('momentum_buffer', -lr * past, `−${written(lr)}·${factor(past)}buf`, buffer));
	const { after, buffer: next } = sgdStep(roundedArithmetic(dtype), group, parameter, grad, buffer);
	terms.push({ name: 'update', formula: 'p ← p + update', isState: false, value: after.map((x, i) => x - parameter[i]!) });
	return { terms, after, buffer: next };
}
