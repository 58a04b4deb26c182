/**
 * The ways to write an update of an average, each with the formula that its view shows and PyTorch's rounding of it: of one
 * element, so that what is recorded can be checked, and what would have been with another decay be computed.
 */
import { fma32, fma64 } from '../random/rounding.ts';
import type { DTypeName } from '../trace/dtype.ts';

/** How one element is rounded in a tensor's dtype. */
interface Rounding { readonly round: (x: number) => number; readonly fma: (x: number, y: number, z: number) => number }

const DOUBLE: Rounding = { round: x => x, fma: fma64 };
const SINGLE: Rounding = { round: Math.fround, fma: fma32 };

interface AverageRule {
	/** What such an average is called. */
	readonly called: string;
	readonly formula: string;
	/** v is the average, w the weight, d the decay, c what stands for 1−d. Scalars enter in the tensor's dtype, each op rounds once. */
	updated(rounding: Rounding, v: number, w: number, d: number, c: number): number;
}

export const AVERAGE_RULES = {
	/** `v *= d; v += (1 - d) * w`, as the ModelEMA of many training scripts has it. */
	threeOps: { called: 'EMA', formula: 'v ← d·v + (1−d)·w', updated: ({ round }, v, w, d, c) => round(round(v * d) + round(c * w)) },
	/** `v.mul_(d).add_(w, alpha=1 - d)`, as timm's ModelEmaV2 in its in-place form. */
	alpha: { called: 'EMA', formula: 'v ← d·v; v.add_(w, alpha=1−d)', updated: ({ round, fma }, v, w, d, c) => fma(w, c, round(v * d)) },
	/** `v.lerp_(w, 1 - d)`, as get_ema_multi_avg_fn of torch.optim.swa_utils and timm's ModelEmaV3. */
	lerp: { called: 'EMA', formula: 'v ← lerp(v, w, 1−d)', updated: ({ round, fma }, v, w, _d, c) => c < 0.5 ? fma(c, round(w - v), v) : fma(-round(w - v), round(1 - c), w) },
	/** `v + (w - v) / (n + 1)`, as get_swa_avg_fn of torch.optim.swa_utils: of all weights so far alike, where c is 1/(n+1). */
	mean: { called: 'SWA', formula: 'v ← v + (w−v)/(n+1)', updated: ({ round }, v, w, _d, c) => round(v + round(round(w - v) / countOf(c))) },
} as const satisfies Readonly<Record<string, AverageRule>>;

/** Of 1/(n+1), which is rounded, n+1. */
function countOf(share: number): number {
	const nearest = Math.round(1 / share);
	return Math.abs(nearest * share - 1) < 1e-6 ? nearest : 1 / share;
}

export type AverageRuleName = keyof typeof AVERAGE_RULES;

/** What an element comes to by one update of a tensor of that dtype, to the bit. */
export function updatedElement(rule: AverageRuleName, dtype: DTypeName, v: number, w: number, d: number, c: number): number {
	const rounding = dtype === 'float64' ? DOUBLE : SINGLE;
	return AVERAGE_RULES[rule].updated(rounding, v, w, rounding.round(d), rounding.round(c));
}
