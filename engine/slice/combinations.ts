/**
 * What tensors hold in terms of two others, followed through the ops that add, scale and mix them: `d * v + (1 - d) * w` in
 * whatever way that is written. What may come to a share of the one and the rest of the other is told; a run has 10⁵ sums, so how
 * large the shares are is read of those alone in which somebody sees more.
 */
import type { Ref, StorageId, Trace } from '../trace/model.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import { items } from './children.ts';
import { Recent } from './recent.ts';

/** A tensor as an op found it, or made it: the row says what it was. */
export interface Operand { readonly ref: Ref; readonly row: number; readonly storage: StorageId; readonly op: number }

/** How something was computed, with its numbers. */
export type Computed =
	| Operand
	| { readonly name: 'times' | 'over'; readonly a: Computed; readonly by: number }
	| { readonly name: 'plus' | 'minus'; readonly a: Computed; readonly b: Computed }
	| { readonly name: 'plusTimes' | 'lerp'; readonly a: Computed; readonly b: Computed; readonly by: number };

export interface Term { readonly operand: Operand; readonly factor: number }

/** What a combination amounts to: one term or two. */
export interface Worked { readonly computed: Computed; readonly terms: readonly Term[]; readonly isMixture: boolean }

type Step = 'mul' | 'div' | 'add' | 'sub' | 'lerp';

/** The same, before its numbers are read. */
export interface Combination {
	readonly step: Step;
	readonly a: Operand | Combination;
	readonly b: Operand | Combination | undefined;
	/** The number that it is scaled by, and the op that was given it. 0: by none. */
	readonly by: Ref;
	readonly op: number;
	/** All that it is made of, which has one shape. */
	readonly first: Operand;
	readonly second: Operand | undefined;
	readonly isScaled: boolean;
	readonly depth: number;
	worked: Worked | undefined;
}

/** What may be a share of one tensor and the rest of another. */
export interface Mixture { readonly op: number; readonly result: Operand; readonly combination: Combination; readonly first: Operand; readonly second: Operand }

/** What a storage holds. Where a mixture was copied: the tensor that it was made in. */
interface Held { readonly combination: Combination; readonly original: Operand | undefined }

/** What an op does to what is held, by its place in the code: there the same is called each time. */
type Site = { readonly kind: 'clones' | 'writes' | 'copies'; readonly isEach: boolean } | { readonly kind: 'computes'; readonly isEach: boolean; readonly step: Step; readonly isInPlace: boolean; readonly alpha: number };

const STEPS: ReadonlySet<string> = new Set<Step>(['mul', 'div', 'add', 'sub', 'lerp']);
const EACH = '_foreach_';

/** Combinations that wait to be used; of more than these the oldest are forgotten. */
const MOST_WAITING = 4096;
/** Ops between what is scaled and the sum that it is in. */
const MOST_BETWEEN = 8;
/** What is scaled again and again in place is no formula. */
const DEEPEST = 16;
/** Shares add up to 1 by the arithmetic of the program. */
const NEAR = 1e-6;

const NONE: readonly Mixture[] = [];

export class Combinations {
	readonly #trace: Trace;
	readonly #sites: (Site | null)[] = [];
	/** By the storage that holds it. */
	readonly #held = new Recent<Held>(MOST_WAITING);

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** The next op; of a list of tensors there are several mixtures. */
	take(index: number): readonly Mixture[] {
		const trace = this.#trace, number = trace.siteOfOp(index);
		const site = this.#sites[number] === undefined ? this.#sites[number] = this.#siteOf(index) : this.#sites[number];
		if (site === null) return NONE;
		const first = trace.opInput(index, 0), second = trace.opInput(index, 1);
		if (!site.isEach) return this.#takeOne(index, site, first, second, trace.opOutput(index, 0));
		const tick = trace.opTick(index), [selves, others] = [items(trace, first, tick), items(trace, second, tick)];
		return selves.flatMap((self, i) => this.#takeOne(index, site, self, others[i] ?? second, trace.opOutput(index, i)));
	}

	/** The numbers of a combination. */
	worked(combination: Combination): Worked {
		if (combination.worked !== undefined) return combination.worked;
		const [a, b] = [combination.a, combination.b].map(part => part && ('step' in part ? this.worked(part) : { computed: part, terms: [{ operand: part, factor: 1 }] }));
		const by = combination.by === 0 ? undefined : number(this.#trace, combination.op, combination.by) ?? NaN;
		return combination.worked = worked(combination.step, a!, b, by);
	}

	#siteOf(index: number): Site | null {
		const { name, inputs } = this.#trace.op(index);
		const isEach = name.startsWith(EACH), isInPlace = isInPlaceName(name), bare = name.slice(isEach ? EACH.length : 0, isInPlace ? -1 : undefined);
		if (bare === 'clone') return { kind: 'clones', isEach };
		if (isInPlace && bare === 'copy') return { kind: 'copies', isEach };
		if (!STEPS.has(bare)) return isInPlace ? { kind: 'writes', isEach } : null;
		const alpha = bare === 'lerp' ? 2 : inputs.findIndex(input => input.name === 'alpha');
		return { kind: 'computes', isEach, step: bare as Step, isInPlace, alpha: alpha < 0 ? inputs.length : alpha };
	}

	#takeOne(index: number, site: Site, first: Ref, second: Ref, output: Ref): readonly Mixture[] {
		switch (site.kind) {
			case 'clones': return this.#clone(index, first, output);
			case 'writes': return this.#write(index, first);
			case 'copies': return this.#copy(index, first, second);
			case 'computes': return this.#compute(index, site.step, site.isInPlace, first, second, this.#trace.opInput(index, site.alpha), output);
		}
	}

	/** What writes otherwise ends what was. */
	#write(index: number, ref: Ref): typeof NONE {
		const row = this.#trace.tensorRow(ref, this.#trace.opTick(index));
		if (row >= 0) this.#held.delete(this.#trace.storageOfRow(row));
		return NONE;
	}

	/** What is kept of a mixture may be a copy: the next is made of that. */
	#clone(index: number, ref: Ref, output: Ref): typeof NONE {
		const source = this.#operand(ref, this.#trace.opTick(index), index), held = source && this.#held.get(source.storage);
		if (source === undefined || held === undefined || !this.#isMixture(held.combination)) return NONE;
		const copy = this.#operand(output, this.#trace.opEnd(index), index);
		if (copy !== undefined) this.#held.set(copy.storage, { ...held, original: held.original ?? source });
		return NONE;
	}

	#copy(index: number, self: Ref, from: Ref): readonly Mixture[] {
		const tick = this.#trace.opTick(index), source = this.#operand(from, tick, index), result = this.#operand(self, tick, index);
		if (result === undefined) return NONE;
		const held = source && this.#held.get(source.storage);
		if (held !== undefined) return this.#hold(held.combination, result);
		this.#held.delete(result.storage);
		return NONE;
	}

	#compute(index: number, step: Step, isInPlace: boolean, first: Ref, second: Ref, alpha: Ref, output: Ref): readonly Mixture[] {
		const tick = this.#trace.opTick(index);
		const made = step === 'mul' || step === 'div' ? this.#scaled(index, tick, step, first, second) : this.#summed(index, tick, step, first, second, alpha);
		// Most ops make none; what is new held nothing before.
		if (made === undefined && !isInPlace) return NONE;
		const result = isInPlace ? this.#operand(first, tick, index) : this.#operand(output, this.#trace.opEnd(index), index);
		if (result === undefined) return NONE;
		if (made !== undefined) return this.#hold(made, result);
		this.#held.delete(result.storage);
		return NONE;
	}

	#hold(combination: Combination, result: Operand): readonly Mixture[] {
		this.#held.set(result.storage, { combination, original: undefined });
		const { first, second, isScaled } = combination;
		return second !== undefined && isScaled && this.#trace.haveOneShape(first.row, result.row) ? [{ op: result.op, result, combination, first, second }] : NONE;
	}

	/** By a number, or by a tensor without dimensions. */
	#scaled(index: number, tick: number, step: 'mul' | 'div', first: Ref, second: Ref): Combination | undefined {
		const isNumber = (ref: Ref) => {
			if (this.#trace.isScalar(ref)) return true;
			const row = this.#trace.tensorRow(ref, tick);
			return row >= 0 && this.#trace.dimensionsOfRow(row) === 0;
		};
		const [scaled, by] = isNumber(second) ? [first, second] : step === 'mul' && isNumber(first) ? [second, first] : [0, 0];
		// A mean of one is divided by 1.
		const a = by === 0 ? undefined : this.#part(index, tick, scaled, () => step === 'div' && number(this.#trace, index, by) === 1);
		return a && combinationOf(step, a, undefined, by, index);
	}

	#summed(index: number, tick: number, step: 'add' | 'sub' | 'lerp', first: Ref, second: Ref, by: Ref): Combination | undefined {
		const a = this.#part(index, tick, first), b = a && this.#part(index, tick, second);
		return b && this.#trace.haveOneShape(firstOf(a).row, firstOf(b).row) ? combinationOf(step, a, b, by, index) : undefined;
	}

	/** What is known of a tensor, or itself: what was scaled in place waits for its sum, another is soon used or something of its own. */
	#part(index: number, tick: number, ref: Ref, isUnfinished: () => boolean = () => false): Operand | Combination | undefined {
		const operand = this.#operand(ref, tick, index), held = operand && this.#held.get(operand.storage);
		if (operand === undefined || held === undefined) return operand;
		const { combination, original } = held, { first, second, depth } = combination;
		const isSoon = (each: Operand) => each.storage === operand.storage || index - each.op <= MOST_BETWEEN;
		const isUsed = depth < DEEPEST && isSoon(first) && (second === undefined || isSoon(second)) && this.#trace.haveOneShape(first.row, operand.row)
			&& (!this.#isMixture(combination) || isUnfinished());
		return isUsed ? combination : original === undefined ? operand : { ...original, op: index };
	}

	/** A share of each, 1 together: something of its own, of which no more is made but a copy. */
	#isMixture(combination: Combination): boolean {
		return combination.isScaled && (combination.second !== undefined || combination.b !== undefined) && this.worked(combination).isMixture;
	}

	#operand(ref: Ref, tick: number, op: number): Operand | undefined {
		const row = this.#trace.tensorRow(ref, tick);
		return row < 0 ? undefined : { ref, row, storage: this.#trace.storageOfRow(row), op };
	}
}

function firstOf(part: Operand | Combination): Operand {
	return 'step' in part ? part.first : part;
}

/** undefined where it is of more than two. */
function combinationOf(step: Step, a: Operand | Combination, b: Operand | Combination | undefined, by: Ref, op: number): Combination | undefined {
	const first = firstOf(a);
	let second = 'step' in a ? a.second : undefined;
	for (const operand of b === undefined ? [] : 'step' in b ? [b.first, b.second] : [b]) {
		if (operand === undefined || operand.storage === first.storage || operand.storage === second?.storage) continue;
		if (second !== undefined) return undefined;
		second = operand;
	}
	const isScaled = by !== 0 || step === 'div' || ('step' in a && a.isScaled) || (b !== undefined && 'step' in b && b.isScaled);
	const depth = 1 + Math.max('step' in a ? a.depth : 0, b !== undefined && 'step' in b ? b.depth : 0);
	return { step, a, b, by, op, first, second, isScaled, depth, worked: undefined };
}

type Part = Pick<Worked, 'computed' | 'terms'>;

function worked(step: Step, a: Part, b: Part | undefined, by: number | undefined): Worked {
	if (b === undefined) {
		const scale = by ?? NaN;
		return workedOut({ name: step === 'mul' ? 'times' : 'over', a: a.computed, by: scale }, added(a.terms, step === 'mul' ? scale : 1 / scale, [], 1));
	}
	if (step === 'lerp') return workedOut({ name: 'lerp', a: a.computed, b: b.computed, by: by ?? NaN }, added(a.terms, 1 - (by ?? NaN), b.terms, by ?? NaN));
	const sign = step === 'sub' ? -1 : 1, terms = added(a.terms, 1, b.terms, sign * (by ?? 1));
	return by === undefined ? workedOut({ name: step === 'sub' ? 'minus' : 'plus', a: a.computed, b: b.computed }, terms)
		: workedOut({ name: 'plusTimes', a: a.computed, b: b.computed, by: sign * by }, terms);
}

function workedOut(computed: Computed, terms: readonly Term[]): Worked {
	return { computed, terms, isMixture: (terms.length > 1 || 'b' in computed) && Math.abs(terms.reduce((sum, { factor }) => sum + factor, 0) - 1) < NEAR };
}

/** Sums of shares, those of one storage together. */
function added(a: readonly Term[], byA: number, b: readonly Term[], byB: number): readonly Term[] {
	const terms = a.map(({ operand, factor }) => ({ operand, factor: factor * byA }));
	for (const { operand, factor } of b) {
		const same = terms.find(each => each.operand.storage === operand.storage);
		if (same !== undefined) same.factor += factor * byB;
		else terms.push({ operand, factor: factor * byB });
	}
	return terms;
}

/** A number, or what a tensor without dimensions holds. */
function number(trace: Trace, op: number, ref: Ref): number | undefined {
	const tick = trace.opTick(op), value = trace.value(ref, tick);
	if (value?.kind === 'float' || value?.kind === 'int') return value.value;
	return value?.kind === 'tensor' && value.shape.length === 0 ? Number(trace.elements(value, tick)?.[0] ?? NaN) : undefined;
}
