/**
 * What tensors hold in terms of two others, followed through the ops that add, scale and mix them: `d * v + (1 - d) * w` in
 * whatever way that is written. What comes to a share of the one and the rest of the other is told.
 */
import type { Op, Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import { items } from './children.ts';

/** A tensor as an op found it. */
export interface Operand { readonly value: TensorValue; readonly op: number }

/** How something was computed. */
export type Computed =
	| Operand
	| { readonly name: 'times' | 'over'; readonly a: Computed; readonly by: number }
	| { readonly name: 'plus' | 'minus'; readonly a: Computed; readonly b: Computed }
	| { readonly name: 'plusTimes' | 'lerp'; readonly a: Computed; readonly b: Computed; readonly by: number };

interface Term { readonly operand: Operand; readonly factor: number }

interface Combination {
	readonly computed: Computed;
	/** What it amounts to: one or two. */
	readonly terms: readonly Term[];
	readonly shape: readonly number[];
	/** A share of each, 1 together: something of its own, of which no more is made but a copy. */
	readonly isMixture: boolean;
	/** Where a mixture was copied: the tensor that it was made in. */
	readonly original?: TensorValue;
}

/** A share of one tensor and the rest of another, as an op wrote it. */
export interface Mixture { readonly op: Op; readonly result: TensorValue; readonly computed: Computed; readonly terms: readonly [Term, Term] }

/** Ops of which a combination is made, and what writes one anew. */
const ARITHMETIC = new Set(['mul', 'div', 'add', 'sub', 'lerp', 'copy_'].flatMap(name => name.endsWith('_') ? [name] : [name, `${name}_`, `_foreach_${name}`, `_foreach_${name}_`]));
/** Those that begin none: what is added up comes right before. */
const ONLY_AFTER = new Set(['add', 'div']);

/** Combinations that wait to be used; of more than these the oldest are forgotten. */
const MOST_WAITING = 4096;
/** Ops between what is scaled and the sum that it is in. */
const MOST_BETWEEN = 8;
/** Shares add up to 1 by the arithmetic of the program. */
const NEAR = 1e-6;

export class Combinations {
	readonly #trace: Trace;
	/** By the storage that holds it. */
	readonly #held = new Map<StorageId, Combination>();
	#latest = -Infinity;

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** The next op; of a list of tensors there are several mixtures. */
	take(index: number, name: string): readonly Mixture[] {
		const isRecent = index - this.#latest <= MOST_BETWEEN;
		if (name === 'clone') this.#copy(this.#trace.op(index));
		if (!ARITHMETIC.has(name)) {
			// What writes otherwise ends what was.
			if (isInPlaceName(name) && this.#held.size > 0) this.#held.delete(this.#tensor(this.#trace.op(index), 0)?.storage ?? -1);
			return [];
		}
		if (ONLY_AFTER.has(name) && !isRecent) return [];
		const op = this.#trace.op(index);
		if (!name.startsWith('_foreach_')) return this.#takeOne(op, name, op.inputs.map(input => input.ref), op.outputs[0] ?? 0);
		const [selves, others] = [0, 1].map(place => items(this.#trace, op.inputs[place]?.ref ?? 0, op.tick));
		return selves!.flatMap((self, i) => this.#takeOne(op, name.replace('_foreach_', ''), [self, others![i] ?? op.inputs[1]?.ref ?? 0, op.inputs[2]?.ref ?? 0], op.outputs[i] ?? 0));
	}

	#takeOne(op: Op, name: string, inputs: readonly Ref[], output: Ref): readonly Mixture[] {
		const isInPlace = isInPlaceName(name), [first = 0, second = 0, third = 0] = inputs;
		const alpha = op.inputs.find(input => input.name === 'alpha')?.ref;
		const made = this.#made(op, isInPlace ? name.slice(0, -1) : name, first, second, name.startsWith('lerp') ? third : alpha);
		// Most ops make none; what is new held nothing before.
		if (made === undefined && !isInPlace) return [];
		const result = this.#trace.value(isInPlace ? first : output, isInPlace ? op.tick : op.end);
		if (result?.kind !== 'tensor') return [];
		this.#held.delete(result.storage);
		if (made === undefined) return [];
		this.#hold(result.storage, made);
		this.#latest = op.index;
		const [a, b] = made.terms;
		return made.isMixture && a !== undefined && b !== undefined && [a, b].every(({ operand, factor }) => factor >= 0 && factor <= 1 && isAlike(operand.value.shape, result.shape))
			? [{ op, result, computed: made.computed, terms: [a, b] }] : [];
	}

	/** What is kept of a mixture may be a copy: the next is made of that. */
	#copy(op: Op): void {
		const source = this.#tensor(op, 0), copy = this.#trace.value(op.outputs[0] ?? 0, op.end);
		const held = source && this.#held.get(source.storage);
		if (copy?.kind === 'tensor' && source !== undefined && held?.isMixture === true) this.#hold(copy.storage, { ...held, original: held.original ?? source });
	}

	#hold(storage: StorageId, combination: Combination): void {
		if (this.#held.size >= MOST_WAITING) this.#held.delete(this.#held.keys().next().value!);
		this.#held.set(storage, combination);
	}

	#made(op: Op, name: string, first: Ref, second: Ref, by: Ref | undefined): Combination | undefined {
		if (name === 'copy') {
			const source = this.#trace.value(second, op.tick);
			const held = source?.kind === 'tensor' ? this.#held.get(source.storage) : undefined;
			return held && { computed: held.computed, terms: held.terms, shape: held.shape, isMixture: held.isMixture };
		}
		if (name === 'mul' || name === 'div') {
			const factor = number(this.#trace, op, second), scale = factor ?? (name === 'mul' ? number(this.#trace, op, first) : undefined);
			const a = scale === undefined ? undefined : this.#combination(op, factor === undefined ? second : first);
			if (a === undefined || scale === undefined) return undefined;
			const isProduct = name === 'mul';
			const terms = added(a.terms, isProduct ? scale : 1 / scale, [], 1);
			return { computed: { name: isProduct ? 'times' : 'over', a: a.computed, by: scale }, terms, shape: a.shape, isMixture: terms.length > 1 && isWhole(terms) };
		}
		const a = this.#combination(op, first), b = this.#combination(op, second), given = by === undefined ? 1 : number(this.#trace, op, by);
		if (a === undefined || b === undefined || given === undefined || !isAlike(a.shape, b.shape)) return undefined;
		const sign = name === 'sub' ? -1 : 1;
		const terms = name === 'lerp' ? added(a.terms, 1 - given, b.terms, given) : added(a.terms, 1, b.terms, sign * given);
		if (terms.length > 2) return undefined;
		const computed: Computed = name === 'lerp' ? { name, a: a.computed, b: b.computed, by: given }
			: given === 1 ? { name: name === 'sub' ? 'minus' : 'plus', a: a.computed, b: b.computed }
				: { name: 'plusTimes', a: a.computed, b: b.computed, by: sign * given };
		return { computed, terms, shape: a.shape, isMixture: isWhole(terms) };
	}

	/** What is known of a tensor, or itself: what was scaled in place waits for its sum, another is soon used or something of its own. */
	#combination(op: Op, ref: Ref): Combination | undefined {
		const value = this.#trace.value(ref, op.tick);
		if (value?.kind !== 'tensor') return undefined;
		const held = this.#held.get(value.storage);
		const isUsed = held !== undefined && !held.isMixture && isAlike(held.shape, value.shape)
			&& held.terms.every(({ operand }) => operand.value.storage === value.storage || op.index - operand.op <= MOST_BETWEEN);
		if (isUsed) return held;
		const operand = { value: held?.original ?? value, op: op.index };
		return { computed: operand, terms: [{ operand, factor: 1 }], shape: value.shape, isMixture: false };
	}

	#tensor(op: Op, place: number): TensorValue | undefined {
		const value = this.#trace.value(op.inputs[place]?.ref ?? 0, op.tick);
		return value?.kind === 'tensor' ? value : undefined;
	}
}

/** Sums of shares, those of one storage together. */
function added(a: readonly Term[], byA: number, b: readonly Term[], byB: number): readonly Term[] {
	const terms = a.map(({ operand, factor }) => ({ operand, factor: factor * byA }));
	for (const { operand, factor } of b) {
		const same = terms.find(each => each.operand.value.storage === operand.value.storage);
		if (same !== undefined) same.factor += factor * byB;
		else terms.push({ operand, factor: factor * byB });
	}
	return terms;
}

function isWhole(terms: readonly Term[]): boolean {
	return Math.abs(terms.reduce((sum, { factor }) => sum + factor, 0) - 1) < NEAR;
}

function isAlike(a: readonly number[], b: readonly number[]): boolean {
	return a.length === b.length && a.every((size, d) => size === b[d]);
}

/** A number, or what a tensor without dimensions holds. */
function number(trace: Trace, op: Op, ref: Ref): number | undefined {
	const value = trace.value(ref, op.tick);
	if (value?.kind === 'float' || value?.kind === 'int') return value.value;
	return value?.kind === 'tensor' && value.shape.length === 0 ? Number(trace.elements(value, op.tick)?.[0] ?? NaN) : undefined;
}
