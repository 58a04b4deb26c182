/**
 * Finds averages of weights (EMA) in the flow of data, not by names: what is made, again and again, of a share of itself and the
 * rest of another. It may be written in place or be a new tensor each time, made of the one before. Which of the found are averages
 * of an optimizer's parameters is asked at the end, as an optimizer may step after the first update.
 */
import type { Op, Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import { type AverageRule, formulaOf, isAverage, type Share, updatedElement } from './average-rules.ts';
import { Combinations, type Computed, type Mixture, type Operand } from './combinations.ts';

/** One update: v is the average, w the weights, d the decay, c what stands for 1−d. */
interface Update { readonly rule: AverageRule; readonly decay: number; readonly complement: number; readonly average: Operand; readonly weights: Operand }

/** The updates of one tensor by one other, column by column: there may be 10⁵. */
export class Updates {
	/** As the last update left it. */
	shadow: TensorValue;
	readonly weights: StorageId;
	/** The op that completes each. */
	readonly last: number[] = [];
	readonly decay: number[] = [];
	readonly complement: number[] = [];
	/** The average before and after each, and the weights; and the ops that found the two there. */
	readonly before: Ref[] = [];
	readonly beforeAt: number[] = [];
	readonly after: Ref[] = [];
	readonly weightsRef: Ref[] = [];
	readonly weightsAt: number[] = [];

	constructor(shadow: TensorValue, weights: StorageId) {
		this.shadow = shadow;
		this.weights = weights;
	}

	get length(): number {
		return this.last.length;
	}

	/** The op that began the first. */
	get first(): number {
		return Math.min(this.beforeAt[0]!, this.weightsAt[0]!);
	}

	push(op: Op, shadow: TensorValue, { decay, complement, average, weights }: Update): void {
		this.shadow = shadow;
		this.last.push(op.index);
		this.decay.push(decay);
		this.complement.push(complement);
		this.before.push(average.value.ref);
		this.beforeAt.push(average.op);
		this.after.push(shadow.ref);
		this.weightsRef.push(weights.value.ref);
		this.weightsAt.push(weights.op);
	}

	/** What an element comes to by update `i`, in PyTorch's rounding. */
	updated(rule: AverageRule, i: number, v: number, w: number): number {
		return updatedElement(rule, this.shadow.dtype, v, w, this.decay[i]!, this.complement[i]!);
	}
}

/** Updates of one place in the code, of weights each. */
export interface Average { readonly rule: AverageRule; readonly members: readonly Updates[] }

/** A new tensor that is made of two others is an average of the one only where so many were made, each of the one before. */
const LEAST_CHAINED = 3;
/** Those that may become a chain; of more than these the oldest are forgotten. */
const MOST_BEGUN = 4096;

export class AverageSearch {
	readonly #places = new Map<string, { readonly rule: AverageRule; readonly members: Updates[] }>();
	/** By the place, the storage that holds the average now, and that of the weights. */
	readonly #found = new Map<string, Updates>();
	readonly #begun = new Map<string, Updates>();
	readonly #combinations: Combinations;

	constructor(trace: Trace) {
		this.#combinations = new Combinations(trace);
	}

	/** The next op. */
	take(index: number, name: string): void {
		for (const mixture of this.#combinations.take(index, name)) this.#mixed(mixture);
	}

	/** Those by whose updates one of some tensors is averaged. */
	of(parameters: ReadonlySet<StorageId>): readonly Average[] {
		return [...this.#places.values()].flatMap(({ rule, members }) => toldApart(members.filter(({ weights }) => parameters.has(weights))).map(own => ({ rule, members: own })));
	}

	/** Of what is new either may be the average, until the next is made of it. */
	#mixed({ op, result, computed, terms: [a, b] }: Mixture): void {
		const written = [a, b].find(({ operand }) => operand.value.storage === result.storage);
		const updates = (written === undefined ? [a, b] : [written]).flatMap(own => updateOf(computed, own, own === a ? b : a) ?? []);
		const places = updates.map(({ rule }) => `${op.cell}:${op.line}:${written === undefined ? 'made' : 'written'}:${formulaOf(rule)}`);
		const keys = updates.map(({ average, weights }, i) => keyOf(places[i]!, average.value.storage, weights.value.storage));
		const going = keys.findIndex(key => this.#found.has(key) || this.#begun.has(key));
		for (const [i, update] of updates.entries()) {
			if (going >= 0 && i !== going) continue;
			const key = keys[i]!, own = this.#found.get(key) ?? this.#begun.get(key) ?? new Updates(result, update.weights.value.storage);
			const isKnown = this.#found.delete(key);
			this.#begun.delete(key);
			own.push(op, result, update);
			const isFound = isKnown || written !== undefined || own.length >= LEAST_CHAINED;
			if (isFound && !isKnown) this.#list(places[i]!, update.rule, own);
			if (!isFound && this.#begun.size >= MOST_BEGUN) this.#begun.delete(this.#begun.keys().next().value!);
			(isFound ? this.#found : this.#begun).set(keyOf(places[i]!, result.storage, own.weights), own);
		}
	}

	#list(place: string, rule: AverageRule, updates: Updates): void {
		const found = this.#places.get(place);
		if (found === undefined) this.#places.set(place, { rule, members: [updates] });
		else found.members.push(updates);
	}
}

function keyOf(place: string, average: StorageId, weights: StorageId): string {
	return `${average}:${weights}:${place}`;
}

/** What was computed as an update of one of two; undefined where it is none, as with numbers that have nothing to do with how much of each is in it. */
function updateOf(computed: Computed, own: Mixture['terms'][0], other: Mixture['terms'][0]): Update | undefined {
	const d = own.factor, c = other.factor;
	let decay: number | undefined, complement: number | undefined;
	const shareOf = (by: number, isOfAverage: boolean): Share | undefined => {
		const shares: readonly (readonly [Share, number])[] = isOfAverage ? [['d', d], ['n', d / c], ['c', c], ['-d', -d], ['-c', -c]] : [['c', c], ['d', d], ['-c', -c], ['-d', -d]];
		const share = shares.find(([, value]) => isNear(value, by))?.[0];
		if (share === 'd' || share === '-d') decay ??= Math.abs(by);
		if (share === 'c' || share === '-c') complement ??= Math.abs(by);
		return share;
	};
	const ruleOf = (part: Computed): AverageRule | undefined => {
		if (!('name' in part)) return part.value.storage === own.operand.value.storage ? 'v' : 'w';
		const a = ruleOf(part.a);
		if (a === undefined) return undefined;
		if (!('b' in part)) {
			if (part.name === 'times') {
				const by = shareOf(part.by, a === 'v');
				return by && { op: 'times', a, by };
			}
			if (!isNear(1 / part.by, c)) return undefined;
			complement ??= 1 / part.by;
			return { op: 'over', a };
		}
		const b = ruleOf(part.b);
		if (b === undefined) return undefined;
		if (!('by' in part)) return { op: part.name, a, b };
		const by = shareOf(part.by, b === 'v');
		return by && { op: part.name, a, b, by };
	};
	const rule = ruleOf(computed);
	if (rule === undefined || !isAverage(rule)) return undefined;
	decay ??= 1 - (complement ?? c);
	return { rule, decay, complement: complement ?? 1 - decay, average: own.operand, weights: other.operand };
}

function isNear(a: number, b: number): boolean {
	return a === b || Math.abs(a - b) <= 1e-9 * Math.abs(b);
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
