/** Whether two answers are the same, floats as far as the operator's tolerance lets them differ. */
import type { Closeness } from '../../../engine/ops/operator.ts';
import type { DTypeName } from '../../../engine/trace/dtype.ts';

type Element = number | boolean | string;
/** A tensor: dtype, shape, values in their order, strides where they are not row-major. Not finite floats and large integers are text. */
interface Described { readonly d: DTypeName; readonly s: readonly number[]; readonly v: readonly Element[]; readonly t?: readonly number[] }
type Result = Described | { readonly p: string } | readonly Result[];
type Raised = readonly [type: string, message: string];

/** As answers.py writes it: the result or what was raised; the node and the gradients of leaves, or what backward raised; tensors that were looked at afterwards. */
export interface Answer {
	readonly r?: Result;
	readonly e?: Raised;
	readonly n?: string;
	readonly g?: Readonly<Record<string, Described>>;
	readonly b?: Raised;
	readonly o?: Readonly<Record<string, Described>>;
}

/** With the bits of precision that there are at most. */
type Allowed = Closeness & { readonly bits: number };

/** Of a derivative, which is built of several operators, each with its own rounding. */
const OF_DERIVATIVES = 1e-6, TIMES = 4;

/** Undefined where there is none. What comes of inputs of some dtypes and is written to a tensor of another is no more precise than they. */
export function differenceOf(ours: Answer, theirs: Answer, operators: Closeness, inputs: readonly DTypeName[]): string | undefined {
	const tolerance: Allowed = { ...operators, bits: Math.min(...inputs.map(bitsOf)) };
	if (ours.e !== undefined || theirs.e !== undefined) return ofRaised(ours.e, theirs.e);
	const looser: Allowed = { kind: 'relative', relative: tolerance.kind === 'relative' ? tolerance.relative * TIMES : OF_DERIVATIVES, bits: tolerance.bits };
	return ofResults(ours.r!, theirs.r!, tolerance)
		?? named('afterwards', ofAll(ours.o, theirs.o, tolerance, true))
		?? (ours.n === theirs.n ? undefined : `node ${String(ours.n)}, PyTorch ${String(theirs.n)}`)
		?? named('backward', ofRaised(ours.b, theirs.b))
		?? named('gradient of', ofAll(ours.g, theirs.g, looser, false));
}

function named(what: string, difference: string | undefined): string | undefined {
	return difference === undefined ? undefined : `${what} ${difference}`;
}

function ofRaised(ours: Raised | undefined, theirs: Raised | undefined): string | undefined {
	const text = (raised: Raised | undefined) => raised === undefined ? 'nothing' : `${raised[0]}: ${raised[1]}`;
	return text(ours) === text(theirs) ? undefined : `raised ${text(ours)}\n      PyTorch ${text(theirs)}`;
}

function ofAll(ours: Readonly<Record<string, Described>> = {}, theirs: Readonly<Record<string, Described>> = {}, tolerance: Allowed, looksAtStrides: boolean): string | undefined {
	for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
		const [mine, wanted] = [ours[name], theirs[name]];
		const difference = mine === undefined ? 'is missing' : wanted === undefined ? 'is there, PyTorch has none' : ofTensors(mine, wanted, tolerance, looksAtStrides);
		if (difference !== undefined) return `${name}: ${difference}`;
	}
	return undefined;
}

function ofResults(ours: Result, theirs: Result, tolerance: Allowed): string | undefined {
	if (isList(theirs) || isList(ours)) {
		if (!isList(theirs) || !isList(ours) || theirs.length !== ours.length) return `${kindOf(ours)}, PyTorch ${kindOf(theirs)}`;
		for (const [i, wanted] of theirs.entries()) {
			const difference = ofResults(ours[i]!, wanted, tolerance);
			if (difference !== undefined) return `result ${i}: ${difference}`;
		}
		return undefined;
	}
	if ('p' in theirs || 'p' in ours) {
		const text = (result: Described | { readonly p: string }) => 'p' in result ? result.p : kindOf(result);
		return text(ours) === text(theirs) ? undefined : `${text(ours)}, PyTorch ${text(theirs)}`;
	}
	return ofTensors(ours, theirs, tolerance, true);
}

function isList(result: Result): result is readonly Result[] {
	return Array.isArray(result);
}

function kindOf(result: Result): string {
	return isList(result) ? `${result.length} results` : 'p' in result ? result.p : `${result.d} [${result.s.join()}]`;
}

function ofTensors(ours: Described, theirs: Described, tolerance: Allowed, looksAtStrides: boolean): string | undefined {
	if (kindOf(ours) !== kindOf(theirs)) return `${kindOf(ours)}, PyTorch ${kindOf(theirs)}`;
	if (looksAtStrides && ours.v.length > 0 && ours.t?.join() !== theirs.t?.join()) return `strides ${ours.t?.join() ?? 'row-major'}, PyTorch ${theirs.t?.join() ?? 'row-major'}`;
	const scale = theirs.v.reduce<number>((most, value) => typeof value === 'number' ? Math.max(most, Math.abs(value)) : most, 0);
	for (const [i, wanted] of theirs.v.entries()) {
		if (!isClose(ours.v[i]!, wanted, theirs.d, tolerance, scale, theirs.v.length)) return `[${i}] ${ofSign(ours.v[i]!)}, PyTorch ${ofSign(wanted)}`;
	}
	return undefined;
}

function ofSign(value: Element): string {
	return Object.is(value, -0) ? '-0' : String(value);
}

/** Bits of precision of each float dtype, and the least number that has all of them. */
const DIGITS: Partial<Record<DTypeName, readonly [bits: number, least: number]>> = { float16: [10, 2 ** -14], bfloat16: [7, 2 ** -126], float32: [23, 2 ** -126], float64: [52, 2 ** -1022] };

/** Of the default dtype, which integers become. */
const OF_INTEGERS = 23;

function bitsOf(dtype: DTypeName): number {
	return DIGITS[dtype]?.[0] ?? OF_INTEGERS;
}

function isClose(ours: Element, theirs: Element, dtype: DTypeName, tolerance: Allowed, scale: number, count: number): boolean {
	const precision = DIGITS[dtype];
	if (Object.is(ours, theirs)) return true;
	if (precision === undefined || typeof ours !== 'number' || typeof theirs !== 'number' || tolerance.kind === 'exact') return false;
	const bits = Math.min(precision[0], tolerance.bits), least = precision[1];
	if (tolerance.kind === 'ulp') return Math.abs(ours - theirs) <= tolerance.ulp * 2 ** (Math.floor(Math.log2(Math.max(Math.abs(theirs), least))) - bits);
	// The stated factor is float32's; others have theirs.
	return Math.abs(ours - theirs) <= tolerance.relative * 2 ** (23 - bits) * Math.sqrt(Math.max(count, 16)) * Math.max(scale, Math.abs(theirs));
}
