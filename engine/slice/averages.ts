/**
 * Finds averages of weights (EMA) in the flow of data, not by names: a tensor that is scaled and takes in a share of another.
 * Each way to write that is one object, with the formula that its view shows and PyTorch's rounding of it. Which of the
 * found are averages of an optimizer's parameters is asked at the end, as an optimizer may step after the first update.
 */
import { fma32, fma64 } from '../random/rounding.ts';
import type { Op, Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import { scalar } from './children.ts';

/** How one element is rounded in a tensor's dtype. */
interface Rounding { readonly round: (x: number) => number; readonly fma: (x: number, y: number, z: number) => number }

const DOUBLE: Rounding = { round: x => x, fma: fma64 };
const SINGLE: Rounding = { round: Math.fround, fma: fma32 };

/** One update: v is the average, w the weights, d the decay, c what stands for 1−d. */
interface Update { readonly first: number; readonly last: number; readonly decay: number; readonly complement: number; readonly weights: TensorValue }

/** What an op that adds to a tensor finds there: the op that scaled that tensor last, and the products of tensors and numbers. */
interface Before { readonly self: TensorValue; readonly scaled: { readonly op: number; readonly factor: number } | undefined; readonly products: ReadonlyMap<Ref, Product> }

interface Product { readonly weights: TensorValue; readonly factor: number }

export interface Spelling {
	readonly op: 'add_' | 'lerp_';
	readonly formula: string;
	/** The update that an op of that name completes. */
	find(trace: Trace, op: Op, before: Before): Update | undefined;
	/** Scalars enter in the tensor's dtype, each op rounds once. */
	updated(rounding: Rounding, v: number, w: number, d: number, c: number): number;
}

/** `v *= d; v += (1 - d) * w`, as the ModelEMA of many training scripts has it. */
const threeOps: Spelling = {
	op: 'add_',
	formula: 'v ← d·v + (1−d)·w',
	find: (_trace, op, { scaled, products }) => {
		const product = products.get(op.inputs[1]?.ref ?? 0);
		return scaled && product && { first: scaled.op, last: op.index, decay: scaled.factor, complement: product.factor, weights: product.weights };
	},
	updated: ({ round }, v, w, d, c) => round(round(v * d) + round(c * w)),
};

/** `v.mul_(d).add_(w, alpha=1 - d)`, as timm's ModelEmaV2 in its in-place form. */
const alpha: Spelling = {
	op: 'add_',
	formula: 'v ← d·v; v.add_(w, alpha=1−d)',
	find: (trace, op, { scaled }) => {
		const weights = tensorAt(trace, op, 1);
		const complement = number(trace, op, op.inputs.find(({ name }) => name === 'alpha')?.ref ?? 0) ?? 1;
		return scaled && weights && { first: scaled.op, last: op.index, decay: scaled.factor, complement, weights };
	},
	updated: ({ round, fma }, v, w, d, c) => fma(w, c, round(v * d)),
};

/** `v.lerp_(w, 1 - d)`, as torch.optim.swa_utils and timm's ModelEmaV3. */
const lerp: Spelling = {
	op: 'lerp_',
	formula: 'v ← lerp(v, w, 1−d)',
	find: (trace, op) => {
		const weights = tensorAt(trace, op, 1);
		const complement = number(trace, op, op.inputs[2]?.ref ?? 0);
		return weights && complement !== undefined ? { first: op.index, last: op.index, decay: 1 - complement, complement, weights } : undefined;
	},
	updated: ({ round, fma }, v, w, _d, c) => c < 0.5 ? fma(c, round(w - v), v) : fma(-round(w - v), round(1 - c), w),
};

const SPELLINGS: readonly Spelling[] = [threeOps, alpha, lerp];

/** The updates of one tensor by one other, column by column: there may be 10⁵. */
export class Updates {
	readonly shadow: TensorValue;
	readonly weights: StorageId;
	/** Indexes of the first and the last op of each. */
	readonly first: number[] = [];
	readonly last: number[] = [];
	readonly decay: number[] = [];
	readonly complement: number[] = [];
	readonly weightsRef: Ref[] = [];

	constructor(shadow: TensorValue, weights: StorageId) {
		this.shadow = shadow;
		this.weights = weights;
	}

	get length(): number {
		return this.last.length;
	}

	push({ first, last, decay, complement, weights }: Update): void {
		this.first.push(first);
		this.last.push(last);
		this.decay.push(decay);
		this.complement.push(complement);
		this.weightsRef.push(weights.ref);
	}

	/** What an element comes to by update `i`, in PyTorch's rounding. */
	updated({ updated }: Spelling, i: number, v: number, w: number): number {
		const rounding = this.shadow.dtype === 'float64' ? DOUBLE : SINGLE;
		return updated(rounding, v, w, rounding.round(this.decay[i]!), rounding.round(this.complement[i]!));
	}
}

/** The updates of one place in the code. */
export interface Average { readonly spelling: Spelling; readonly members: readonly Updates[] }

/** Products that wait to be added; of more than these the oldest are forgotten. */
const MOST_PRODUCTS = 4096;

export class AverageSearch {
	readonly #trace: Trace;
	readonly #places = new Map<string, { readonly spelling: Spelling; readonly members: Map<string, Updates> }>();
	readonly #scaled = new Map<StorageId, { op: number; factor: number }>();
	readonly #products = new Map<Ref, Product>();

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** The next op. */
	take(index: number, name: string): void {
		if (name === 'mul') this.#multiplied(this.#trace.op(index));
		else if (name === 'mul_') this.#scale(this.#trace.op(index));
		else if (name === 'add_' || name === 'lerp_') this.#added(this.#trace.op(index));
	}

	/** Those by whose updates one of some tensors is averaged. */
	of(parameters: ReadonlySet<StorageId>): readonly Average[] {
		return [...this.#places.values()]
			.map(({ spelling, members }) => ({ spelling, members: [...members.values()].filter(({ weights }) => parameters.has(weights)) }))
			.filter(({ members }) => members.length > 0);
	}

	#multiplied(op: Op): void {
		const weights = tensorAt(this.#trace, op, 0), factor = number(this.#trace, op, op.inputs[1]?.ref ?? 0);
		if (weights === undefined || factor === undefined) return;
		if (this.#products.size >= MOST_PRODUCTS) this.#products.delete(this.#products.keys().next().value!);
		this.#products.set(op.outputs[0] ?? 0, { weights, factor });
	}

	#scale(op: Op): void {
		const self = tensorAt(this.#trace, op, 0), factor = number(this.#trace, op, op.inputs[1]?.ref ?? 0);
		if (self !== undefined && factor !== undefined) this.#scaled.set(self.storage, { op: op.index, factor });
	}

	#added(op: Op): void {
		const self = tensorAt(this.#trace, op, 0);
		if (self === undefined) return;
		const before: Before = { self, scaled: this.#scaled.get(self.storage), products: this.#products };
		this.#scaled.delete(self.storage);
		for (const spelling of SPELLINGS) {
			const update = spelling.op === op.name ? spelling.find(this.#trace, op, before) : undefined;
			if (update === undefined) continue;
			const place = `${op.cell}:${op.line}`;
			const found = this.#places.get(place) ?? { spelling, members: new Map<string, Updates>() };
			this.#places.set(place, found);
			if (found.spelling !== spelling) return;
			const member = `${self.storage}:${update.weights.storage}`;
			let updates = found.members.get(member);
			if (updates === undefined) found.members.set(member, updates = new Updates(self, update.weights.storage));
			return updates.push(update);
		}
	}
}

function tensorAt(trace: Trace, op: Op, place: number): TensorValue | undefined {
	const value = trace.value(op.inputs[place]?.ref ?? 0, op.tick);
	return value?.kind === 'tensor' ? value : undefined;
}

function number(trace: Trace, op: Op, ref: Ref): number | undefined {
	const value = scalar(trace, ref, op.tick);
	return typeof value === 'number' ? value : undefined;
}
