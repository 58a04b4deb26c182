/**
 * Finds averages of weights (EMA) in the flow of data, not by names: a tensor that is scaled and takes in a share of another.
 * How each way to write that is found is here, what it computes in `average-rules.ts`. Which of the found are averages of an optimizer's parameters is asked at the end, as an optimizer may step after the first update.
 */
import type { Op, Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import { type AverageRuleName, updatedElement } from './average-rules.ts';
import { items, scalar } from './children.ts';

/** One update: v is the average, w the weights, d the decay, c what stands for 1−d. */
interface Update { readonly first: number; readonly last: number; readonly decay: number; readonly complement: number; readonly weights: TensorValue }

/** What an op that writes to a tensor finds there: the op that scaled that tensor last, the products of tensors and numbers, sums of two of them, and what was brought nearer to another. */
interface Before {
	readonly self: TensorValue;
	readonly scaled: { readonly op: number; readonly factor: number } | undefined;
	readonly products: ReadonlyMap<Ref, Product>;
	readonly sums: ReadonlyMap<Ref, Sum>;
	readonly nearer: ReadonlyMap<Ref, Share>;
}

interface Product { readonly op: number; readonly weights: TensorValue; readonly factor: number }

/** Of two products. */
type Sum = readonly [Product, Product];

/** A share of what a tensor is away from another: `(w - v) / n`, of all of it at first. */
interface Share { readonly op: number; readonly from: StorageId; readonly weights: TensorValue; readonly divisor: number }

interface Spelling {
	readonly rule: AverageRuleName;
	readonly op: 'add_' | 'lerp_' | 'copy_';
	/** The update that an op of that name completes. */
	find(trace: Trace, op: Op, before: Before): Update | undefined;
}

const threeOps: Spelling = {
	rule: 'threeOps',
	op: 'add_',
	find: (_trace, op, { scaled, products }) => {
		const product = products.get(op.inputs[1]?.ref ?? 0);
		return scaled && product && { first: scaled.op, last: op.index, decay: scaled.factor, complement: product.factor, weights: product.weights };
	},
};

const alpha: Spelling = {
	rule: 'alpha',
	op: 'add_',
	find: (trace, op, { scaled }) => {
		const weights = tensorAt(trace, op, 1);
		const complement = number(trace, op, op.inputs.find(({ name }) => name === 'alpha')?.ref ?? 0) ?? 1;
		return scaled && weights && { first: scaled.op, last: op.index, decay: scaled.factor, complement, weights };
	},
};

const lerp: Spelling = {
	rule: 'lerp',
	op: 'lerp_',
	find: (trace, op) => {
		const weights = tensorAt(trace, op, 1);
		const complement = number(trace, op, op.inputs[2]?.ref ?? 0);
		return weights && complement !== undefined ? { first: op.index, last: op.index, decay: 1 - complement, complement, weights } : undefined;
	},
};

/** `v.copy_(d * v + (1 - d) * w)`, as timm's ModelEmaV2. */
const copy: Spelling = {
	rule: 'threeOps',
	op: 'copy_',
	find: (_trace, op, { self, sums }) => {
		const sum = sums.get(op.inputs[1]?.ref ?? 0);
		const own = sum?.find(({ weights }) => weights.storage === self.storage), other = sum?.find(({ weights }) => weights.storage !== self.storage);
		return own && other && { first: Math.min(own.op, other.op), last: op.index, decay: own.factor, complement: other.factor, weights: other.weights };
	},
};

/** `v.copy_(v + (w - v) / (n + 1))`, as AveragedModel of torch.optim.swa_utils where it is told nothing else. */
const mean: Spelling = {
	rule: 'mean',
	op: 'copy_',
	find: (_trace, op, { self, nearer }) => {
		const share = nearer.get(op.inputs[1]?.ref ?? 0);
		return share?.from === self.storage ? { first: share.op, last: op.index, decay: 1 - 1 / share.divisor, complement: 1 / share.divisor, weights: share.weights } : undefined;
	},
};

const SPELLINGS: readonly Spelling[] = [threeOps, alpha, lerp, copy, mean];

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
	updated(rule: AverageRuleName, i: number, v: number, w: number): number {
		return updatedElement(rule, this.shadow.dtype, v, w, this.decay[i]!, this.complement[i]!);
	}
}

/** Updates of one place in the code, of weights each. */
export interface Average { readonly rule: AverageRuleName; readonly members: readonly Updates[] }

/** Products that wait to be added, and sums to be written; of more than these the oldest are forgotten. */
const MOST_WAITING = 4096;
/** Ops between a product and the sum that it is in. */
const MOST_BETWEEN = 8;

export class AverageSearch {
	readonly #trace: Trace;
	readonly #places = new Map<string, { readonly rule: AverageRuleName; readonly members: Map<string, Updates> }>();
	readonly #scaled = new Map<StorageId, { op: number; factor: number }>();
	readonly #products = new Map<Ref, Product>();
	readonly #sums = new Map<Ref, Sum>();
	readonly #shares = new Map<Ref, Share>();
	readonly #nearer = new Map<Ref, Share>();
	#latestProduct = -Infinity;
	#latestShare = -Infinity;

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** The next op. */
	take(index: number, name: string): void {
		if (name === 'mul') this.#multiplied(this.#trace.op(index));
		else if (name === 'mul_') this.#scale(this.#trace.op(index));
		// What is added up comes right before it.
		else if (name === 'add' && index - Math.max(this.#latestProduct, this.#latestShare) <= MOST_BETWEEN) this.#added(this.#trace.op(index));
		else if (name === 'sub') this.#subtracted(this.#trace.op(index));
		else if (name === 'div' && index - this.#latestShare <= MOST_BETWEEN) this.#divided(this.#trace.op(index));
		else if (name === 'add_' || name === 'lerp_' || name === 'copy_') this.#written(this.#trace.op(index));
		else if (name === '_foreach_lerp_') this.#writtenTogether(this.#trace.op(index));
	}

	/** Those by whose updates one of some tensors is averaged. */
	of(parameters: ReadonlySet<StorageId>): readonly Average[] {
		return [...this.#places.values()].flatMap(({ rule, members }) => toldApart([...members.values()].filter(({ weights }) => parameters.has(weights))).map(own => ({ rule, members: own })));
	}

	#multiplied(op: Op): void {
		const weights = tensorAt(this.#trace, op, 0), factor = number(this.#trace, op, op.inputs[1]?.ref ?? 0);
		if (weights === undefined || factor === undefined) return;
		this.#latestProduct = op.index;
		keep(this.#products, op.outputs[0] ?? 0, { op: op.index, weights, factor });
	}

	/** Two products, or a share of what the first is away from another. */
	#added(op: Op): void {
		const [a, b] = [op.inputs[0], op.inputs[1]].map(input => this.#products.get(input?.ref ?? 0));
		if (a !== undefined && b !== undefined) return keep(this.#sums, op.outputs[0] ?? 0, [a, b]);
		const self = tensorAt(this.#trace, op, 0), share = this.#shares.get(op.inputs[1]?.ref ?? 0);
		if (self !== undefined && share?.from === self.storage) keep(this.#nearer, op.outputs[0] ?? 0, share);
	}

	#subtracted(op: Op): void {
		const weights = tensorAt(this.#trace, op, 0), from = tensorAt(this.#trace, op, 1);
		if (weights === undefined || from === undefined || weights.storage === from.storage) return;
		this.#latestShare = op.index;
		keep(this.#shares, op.outputs[0] ?? 0, { op: op.index, from: from.storage, weights, divisor: 1 });
	}

	#divided(op: Op): void {
		const share = this.#shares.get(op.inputs[0]?.ref ?? 0), divisor = number(this.#trace, op, op.inputs[1]?.ref ?? 0);
		if (share === undefined || divisor === undefined) return;
		this.#latestShare = op.index;
		keep(this.#shares, op.outputs[0] ?? 0, { ...share, divisor });
	}

	#scale(op: Op): void {
		const self = tensorAt(this.#trace, op, 0), factor = number(this.#trace, op, op.inputs[1]?.ref ?? 0);
		if (self !== undefined && factor !== undefined) this.#scaled.set(self.storage, { op: op.index, factor });
	}

	#written(op: Op): void {
		const self = tensorAt(this.#trace, op, 0);
		if (self === undefined) return;
		const before: Before = { self, scaled: this.#scaled.get(self.storage), products: this.#products, sums: this.#sums, nearer: this.#nearer };
		this.#scaled.delete(self.storage);
		for (const spelling of SPELLINGS) {
			const update = spelling.op === op.name ? spelling.find(this.#trace, op, before) : undefined;
			if (update !== undefined) return this.#push(op, spelling.rule, self, update);
		}
	}

	/** As `lerp_`, of each in a list. */
	#writtenTogether(op: Op): void {
		const [averages, weights] = [0, 1].map(place => items(this.#trace, op.inputs[place]?.ref ?? 0, op.tick).map(ref => this.#trace.value(ref, op.tick)));
		const complement = number(this.#trace, op, op.inputs[2]?.ref ?? 0);
		if (complement === undefined) return;
		for (const [place, self] of averages!.entries()) {
			const other = weights![place];
			if (self?.kind === 'tensor' && other?.kind === 'tensor') this.#push(op, 'lerp', self, { first: op.index, last: op.index, decay: 1 - complement, complement, weights: other });
		}
	}

	#push(op: Op, rule: AverageRuleName, self: TensorValue, update: Update): void {
		const place = `${op.cell}:${op.line}:${rule}`;
		const found = this.#places.get(place) ?? { rule, members: new Map<string, Updates>() };
		this.#places.set(place, found);
		const member = `${self.storage}:${update.weights.storage}`;
		let updates = found.members.get(member);
		if (updates === undefined) found.members.set(member, updates = new Updates(self, update.weights.storage));
		updates.push(update);
	}
}

/** Of one place in the code, in a loop over several averages: no two of the same weights, or with other decays, are of one. */
function toldApart(members: readonly Updates[]): readonly (readonly Updates[])[] {
	interface Group { readonly weights: Set<StorageId>; readonly members: Updates[] }
	const found: Group[] = [];
	/** By their first decay; and how many there have been of the same weights and that decay, of which each is of a later one. */
	const groups = new Map<number | undefined, { readonly all: Group[]; readonly seen: Map<StorageId, number> }>();
	for (const updates of members) {
		const alike = groups.get(updates.decay[0]) ?? { all: [], seen: new Map<StorageId, number>() };
		groups.set(updates.decay[0], alike);
		let place = alike.seen.get(updates.weights) ?? 0;
		while (place < alike.all.length && (alike.all[place]!.weights.has(updates.weights) || !haveOneDecay(alike.all[place]!.members[0]!, updates))) place++;
		alike.seen.set(updates.weights, place + 1);
		const own = alike.all[place];
		own?.weights.add(updates.weights);
		own?.members.push(updates);
		if (own !== undefined) continue;
		const made: Group = { weights: new Set([updates.weights]), members: [updates] };
		alike.all.push(made);
		found.push(made);
	}
	return found.map(each => each.members);
}

/** There may be 10⁵ updates: the first, the last that both have, and the one between tell. */
function haveOneDecay(a: Updates, b: Updates): boolean {
	const last = Math.min(a.length, b.length) - 1;
	return [0, last >> 1, last].every(i => Object.is(a.decay[i], b.decay[i]));
}

function keep<V>(waiting: Map<Ref, V>, ref: Ref, value: V): void {
	if (waiting.size >= MOST_WAITING) waiting.delete(waiting.keys().next().value!);
	waiting.set(ref, value);
}

function tensorAt(trace: Trace, op: Op, place: number): TensorValue | undefined {
	const value = trace.value(op.inputs[place]?.ref ?? 0, op.tick);
	return value?.kind === 'tensor' ? value : undefined;
}

/** A number, or what a tensor without dimensions holds. */
function number(trace: Trace, op: Op, ref: Ref): number | undefined {
	const value = scalar(trace, ref, op.tick);
	if (typeof value === 'number') return value;
	const tensor = trace.value(ref, op.tick);
	return tensor?.kind === 'tensor' && tensor.shape.length === 0 ? Number(trace.elements(tensor, op.tick)?.[0] ?? NaN) : undefined;
}
