/**
 * What an update of an average computes, op by op as the program wrote it: its formula, and PyTorch's rounding of one element,
 * so that what is recorded can be checked, and what would have been with another decay be computed.
 */
import { fma32, fma64 } from '../random/rounding.ts';
import type { DTypeName } from '../trace/dtype.ts';

/** v is the average, w the weights; the rest is arithmetic, of which each op rounds once. */
export type AverageRule =
	| 'v' | 'w'
	| { readonly op: 'times' | 'over'; readonly a: AverageRule; readonly by: Share }
	| { readonly op: 'plus' | 'minus'; readonly a: AverageRule; readonly b: AverageRule }
	/** `add` and `sub` with `alpha`. */
	| { readonly op: 'plusTimes' | 'lerp'; readonly a: AverageRule; readonly b: AverageRule; readonly by: Share };

/**
 * d is the decay, c what stands for 1−d, and n how many weights there are in v already, where all have the same share: c is 1/(n+1) then.
 * A number is itself: `(v + w) / 2` is an average with no other.
 */
export type Share = 'd' | 'c' | '-d' | '-c' | 'n' | 'n+1' | number;

/** What a number may stand for, the likeliest first. */
export const SHARES: readonly Share[] = ['d', 'c', 'n', 'n+1', '-d', '-c'];

export interface Shares { readonly d: number; readonly c: number }

export function shareOf(share: Share, { d, c }: Shares): number {
	switch (share) {
		case 'd': return d;
		case 'c': return c;
		case '-d': return -d;
		case '-c': return -c;
		case 'n': return weightsIn(c) - 1;
		case 'n+1': return weightsIn(c);
		default: return share;
	}
}

/** How one element is rounded in a tensor's dtype. */
interface Rounding { readonly round: (x: number) => number; readonly fma: (x: number, y: number, z: number) => number }

const DOUBLE: Rounding = { round: x => x, fma: fma64 };
const SINGLE: Rounding = { round: Math.fround, fma: fma32 };

/** What an element comes to by one update of a tensor of that dtype, to the bit. Scalars enter in the tensor's dtype. */
export function updatedElement(rule: AverageRule, dtype: DTypeName, v: number, w: number, d: number, c: number): number {
	const rounding = dtype === 'float64' ? DOUBLE : SINGLE, { round, fma } = rounding;
	const share = (by: Share) => round(shareOf(by, { d, c }));
	const of = (part: AverageRule): number => {
		if (part === 'v') return v;
		if (part === 'w') return w;
		const a = of(part.a);
		switch (part.op) {
			case 'times': return round(a * share(part.by));
			case 'over': return round(a / share(part.by));
			case 'plus': return round(a + of(part.b));
			case 'minus': return round(a - of(part.b));
			case 'plusTimes': return fma(of(part.b), share(part.by), a);
			case 'lerp': return lerp(rounding, a, of(part.b), share(part.by));
		}
	};
	return of(rule);
}

/** PyTorch starts from whichever end is nearer. */
function lerp({ round, fma }: Rounding, a: number, b: number, by: number): number {
	return by < 0.5 ? fma(by, round(b - a), a) : fma(-round(b - a), round(1 - by), b);
}

/** Of 1/(n+1), which is rounded, n+1. */
export function weightsIn(share: number): number {
	const nearest = Math.round(1 / share);
	return Math.abs(nearest * share - 1) < 1e-6 ? nearest : 1 / share;
}

/** Whether d·v + (1−d)·w comes out, whichever d is: then any other decay can be put in. */
export function isAverage(rule: AverageRule): boolean {
	const d = 0.3;
	return [[1, 0], [0, 1]].every(([v, w]) => Math.abs(updatedElement(rule, 'float64', v!, w!, d, 1 - d) - (d * v! + (1 - d) * w!)) < 1e-12);
}

/** Whether its decay is in it as numbers: another can't be put in. */
export function isFixed(rule: AverageRule): boolean {
	return typeof rule === 'object' && (('by' in rule && typeof rule.by === 'number') || isFixed(rule.a) || ('b' in rule && isFixed(rule.b)));
}

/** What such an average is called: stochastic weight averaging is that of all weights alike. */
export function calledOf(rule: AverageRule): 'EMA' | 'SWA' {
	return hasCount(rule) ? 'SWA' : 'EMA';
}

function hasCount(rule: AverageRule): boolean {
	return typeof rule === 'object' && ((rule.op === 'over' && rule.by === 'n+1') || hasCount(rule.a) || ('b' in rule && hasCount(rule.b)));
}

/** What stands in a formula. */
export interface FormulaTexts { readonly v: string; readonly w: string; readonly d: string; readonly c: string; readonly n: string; readonly count: string }

const LETTERS: FormulaTexts = { v: 'v', w: 'w', d: 'd', c: '1−d', n: 'n', count: '(n+1)' };

/** 'v ← d·v + (1−d)·w', with letters or with an update's numbers. */
export function formulaOf(rule: AverageRule, texts = LETTERS): string {
	const isNegative = (by: Share) => typeof by === 'number' ? by < 0 : by.startsWith('-');
	const bare = (by: Share) => typeof by === 'number' ? String(Number(Math.abs(by).toPrecision(6))) : by === 'n' ? texts.n : by === 'n+1' ? texts.count : by.endsWith('d') ? texts.d : texts.c;
	const inProduct = (by: Share) => `${isNegative(by) ? '−' : ''}${texts === LETTERS && (by === 'c' || by === '-c') ? `(${texts.c})` : bare(by)}`;
	const isSum = (part: AverageRule) => typeof part === 'object' && (part.op === 'plus' || part.op === 'minus');
	const within = (part: AverageRule) => isSum(part) ? `(${text(part).replace(/ ([+−]) /, '$1')})` : text(part);
	const text = (part: AverageRule): string => {
		if (typeof part !== 'object') return texts[part];
		switch (part.op) {
			case 'times': return `${inProduct(part.by)}·${within(part.a)}`;
			case 'over': return `${within(part.a)}/${inProduct(part.by)}`;
			case 'plus': return `${text(part.a)} + ${text(part.b)}`;
			case 'minus': return `${text(part.a)} − ${within(part.b)}`;
			case 'plusTimes': return `${isNegative(part.by) ? 'sub' : 'add'}(${text(part.a)}, ${text(part.b)}, alpha=${bare(part.by)})`;
			case 'lerp': return `lerp(${text(part.a)}, ${text(part.b)}, ${bare(part.by)})`;
		}
	};
	return `v ← ${text(rule)}`;
}
