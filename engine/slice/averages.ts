/**
 * Finds averages of weights (EMA) in the flow of data, not by names: what is made, again and again, of a share of itself and the
 * rest of another. It may be written in place or be a new tensor each time, made of the one before. Which of the found are averages
 * of an optimizer's parameters is asked at the end, as an optimizer may step after the first update.
 */
import type { Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import type { Part } from '../trace/elements.ts';
import { type AverageRule, isAverage, isFixed, SHARES, type Share, shareOf, type Shares, updatedElement } from './average-rules.ts';
import { partOf } from './children.ts';
import { Combinations, type Computed, type Mixture, type Operand } from './combinations.ts';
import { Recent } from './recent.ts';

/** One update: v is the average, w the weights, d the decay, c what stands for 1−d. */
interface Update { readonly place: Place; readonly decay: number; readonly complement: number; readonly average: Operand; readonly weights: Operand; readonly result: Operand }

/** The updates of one tensor by one other, column by column: there may be 10⁵. */
export class Updates {
	/** What it lies in, as the last update left it. */
	storage: StorageId;
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

	constructor({ result, weights }: Update) {
		this.storage = result.storage;
		this.weights = weights.storage;
	}

	get length(): number {
		return this.last.length;
	}

	/** The op that began the first. */
	get first(): number {
		return Math.min(this.beforeAt[0]!, this.weightsAt[0]!);
	}

	push({ result, decay, complement, average, weights }: Update): void {
		this.storage = result.storage;
		this.last.push(result.op);
		this.decay.push(decay);
		this.complement.push(complement);
		this.before.push(average.ref);
		this.beforeAt.push(average.op);
		this.after.push(result.ref);
		this.weightsRef.push(weights.ref);
		this.weightsAt.push(weights.op);
	}

	/** As update `i` left it. */
	shadow(trace: Trace, i: number): TensorValue | undefined {
		const value = trace.value(this.after[i]!, trace.opEnd(this.last[i]!));
		return value?.kind === 'tensor' ? value : undefined;
	}

	/** Whether update `i` of these elements comes out as it was recorded, to the bit: not, where something of it wasn't. */
	isReproduced(trace: Trace, rule: AverageRule, i: number, part: Part): boolean {
		const before = partOf(trace, this.before[i]!, trace.opTick(this.beforeAt[i]!), part), weights = partOf(trace, this.weightsRef[i]!, trace.opTick(this.weightsAt[i]!), part);
		const after = partOf(trace, this.after[i]!, trace.opEnd(this.last[i]!), part), dtype = this.shadow(trace, i)?.dtype;
		return before !== undefined && weights !== undefined && dtype !== undefined
			&& after?.every((value, k) => Object.is(updatedElement(rule, dtype, before[k]!, weights[k]!, this.decay[i]!, this.complement[i]!), value)) === true;
	}
}

/** Updates of one place in the code, of weights each. */
export interface Average { readonly rule: AverageRule; readonly members: readonly Updates[] }

/** The same while it is looked for: what one line does by one formula, in place or with a new tensor each time. */
interface Place { readonly line: Line; readonly isWritten: boolean; readonly rule: AverageRule; readonly members: Updates[] }

type Line = Place[];

/** What may become a chain: each is made of the one before. */
interface Link { readonly line: Line; readonly mixture: Mixture; before: Link | undefined }

/** A new tensor that is made of two others is an average of the one only where so many were made, each of the one before. */
const LEAST_CHAINED = 3;
/** Those that may become a chain; of more than these the oldest are forgotten. */
const MOST_BEGUN = 4096;
/** Ways in which numbers may be shares: more are none that somebody wrote. */
const MOST_TRIED = 64;
/** Elements by which a formula that has the shares as numbers is looked at. */
const LOOKED_AT: Part = { from: 0, to: 64 };

export class AverageSearch {
	readonly #trace: Trace;
	readonly #combinations: Combinations;
	/** By the line's number, and by its sites. */
	readonly #lines = new Map<number, Line>();
	readonly #lineOfSite: Line[] = [];
	/** In order of their first update. */
	readonly #places: Place[] = [];
	/** By the storage that holds the average now. */
	readonly #found = new Map<StorageId, Updates[]>();
	readonly #placeOf = new Map<Updates, Place>();
	readonly #begun = new Recent<Link>(MOST_BEGUN);

	constructor(trace: Trace) {
		this.#trace = trace;
		this.#combinations = new Combinations(trace);
	}

	/** The next op. */
	take(index: number): void {
		for (const mixture of this.#combinations.take(index)) this.#mixed(mixture);
	}

	/** Those by whose updates one of some tensors is averaged. */
	of(parameters: ReadonlySet<StorageId>): readonly Average[] {
		return this.#places.flatMap(({ rule, members }) => toldApart(members.filter(({ weights }) => parameters.has(weights))).map(own => ({ rule, members: own })));
	}

	#mixed(mixture: Mixture): void {
		const { first, second, result } = mixture, line = this.#lineOf(mixture.op);
		const written = [first, second].find(({ storage }) => storage === result.storage);
		if (written !== undefined) {
			const update = this.#updateOf(mixture, line, written);
			if (update !== undefined) this.#push(this.#known(update) ?? new Updates(update), update);
			return;
		}
		// Of what is new either may be the average.
		for (const own of [first, second]) {
			const isKnown = this.#found.get(own.storage)?.some(each => this.#placeOf.get(each)!.line === line);
			const update = isKnown ? this.#updateOf(mixture, line, own) : undefined, known = update && this.#known(update);
			if (known !== undefined) return this.#push(known, update!);
		}
		this.#link(mixture, line);
	}

	/** How large the shares are is read where there are enough. */
	#link(mixture: Mixture, line: Line): void {
		const before = [mixture.first, mixture.second].map(({ storage }) => this.#begun.get(storage)).find(link => link?.line === line);
		const chain: Mixture[] = [mixture];
		for (let link = before; link !== undefined; link = link.before) chain.unshift(link.mixture);
		if (chain.length < LEAST_CHAINED) return this.#begin({ line, mixture, before });
		const { first, second } = mixture, average = before!.mixture.result.storage === first.storage ? first : second, weights = (average === first ? second : first).storage;
		const updates = chain.map(each => this.#updateOf(each, line, each.first.storage === weights ? each.second : each.first));
		const last = updates.at(-1), isOne = updates.every(each => each !== undefined && each.place === last?.place && each.weights.storage === weights);
		if (last === undefined) return;
		before!.before = undefined;
		if (!isOne) return this.#begin({ line, mixture, before });
		const own = new Updates(last);
		for (const update of updates) this.#push(own, update!);
	}

	#begin(link: Link): void {
		this.#begun.set(link.mixture.result.storage, link);
	}

	/** What an update goes on with. */
	#known({ place, average, weights }: Update): Updates | undefined {
		return this.#found.get(average.storage)?.find(each => each.weights === weights.storage && this.#placeOf.get(each) === place);
	}

	#push(own: Updates, update: Update): void {
		const { place, result } = update, isNew = own.length === 0;
		if (isNew) this.#placeOf.set(own, place);
		if (isNew || own.storage !== result.storage) {
			const others = this.#found.get(own.storage)?.filter(each => each !== own) ?? [];
			if (others.length === 0) this.#found.delete(own.storage);
			else this.#found.set(own.storage, others);
			this.#found.set(result.storage, [...this.#found.get(result.storage) ?? [], own]);
		}
		own.push(update);
		// That numbers are shares is seen by what comes of them, again and again.
		const isListed = isFixed(place.rule) ? own.length === LEAST_CHAINED && own.isReproduced(this.#trace, place.rule, own.length - 1, LOOKED_AT) : isNew;
		if (!isListed) return;
		if (place.members.length === 0) this.#places.push(place);
		place.members.push(own);
	}

	/** undefined where it is none, as with numbers that have nothing to do with how much of each is in it. */
	#updateOf(mixture: Mixture, line: Line, average: Operand): Update | undefined {
		const { computed, terms, isMixture } = this.#combinations.worked(mixture.combination), { result } = mixture;
		const own = terms.find(({ operand }) => operand.storage === average.storage), other = terms.find(each => each !== own);
		if (!isMixture || own === undefined || other === undefined || own.factor < 0 || other.factor < 0) return undefined;
		const isWritten = result.storage === average.storage, shares = { d: own.factor, c: other.factor };
		const isV = ({ storage }: Operand) => storage === average.storage;
		let place = line.find(each => each.isWritten === isWritten && fits(each.rule, computed, isV, shares));
		if (place === undefined) {
			const rule = ruleOf(computed, isV, shares);
			if (rule === undefined) return undefined;
			line.push(place = { line, isWritten, rule, members: [] });
		}
		const written = writtenIn(place.rule, computed), decay = written.d ?? 1 - (written.c ?? shares.c);
		return { place, decay, complement: written.c ?? 1 - decay, average: own.operand, weights: other.operand, result };
	}

	#lineOf(index: number): Line {
		const site = this.#trace.siteOfOp(index), found = this.#lineOfSite[site];
		if (found !== undefined) return found;
		const { cell, line } = this.#trace.op(index), key = cell * 2 ** 28 + line;
		const own = this.#lines.get(key) ?? [];
		this.#lines.set(key, own);
		return this.#lineOfSite[site] = own;
	}
}

/** Whether something was computed by a rule. */
function fits(rule: AverageRule, part: Computed, isV: (operand: Operand) => boolean, shares: Shares): boolean {
	if (typeof rule === 'string') return !('name' in part) && rule === (isV(part) ? 'v' : 'w');
	if (!('name' in part) || rule.op !== part.name || ('by' in rule && !('by' in part && isNear(shareOf(rule.by, shares), part.by)))) return false;
	return fits(rule.a, part.a, isV, shares) && (!('b' in rule) || ('b' in part && fits(rule.b, part.b, isV, shares)));
}

/** The formula of what was computed: with shares that may be any, or with its numbers where it says the same of no others. */
function ruleOf(computed: Computed, isV: (operand: Operand) => boolean, shares: Shares): AverageRule | undefined {
	let tried = 0;
	for (const rule of rulesOf(computed, isV, by => SHARES.filter(share => isNear(shareOf(share, shares), by)))) {
		if (isAverage(rule)) return rule;
		if (++tried >= MOST_TRIED) return undefined;
	}
	return rulesOf(computed, isV, by => [by]).next().value ?? undefined;
}

/** All formulas in which numbers stand for what they may. */
function* rulesOf(part: Computed, isV: (operand: Operand) => boolean, standFor: (by: number) => readonly Share[]): Generator<AverageRule, undefined> {
	if (!('name' in part)) {
		yield isV(part) ? 'v' : 'w';
		return;
	}
	for (const a of rulesOf(part.a, isV, standFor)) {
		if (!('b' in part)) for (const by of standFor(part.by)) yield { op: part.name, a, by };
		else for (const b of rulesOf(part.b, isV, standFor)) {
			if (!('by' in part)) yield { op: part.name, a, b };
			else for (const by of standFor(part.by)) yield { op: part.name, a, b, by };
		}
	}
}

/** The decay and its complement as the program had them, each where it first stands; the one is told by the other where it does not. */
function writtenIn(rule: AverageRule, part: Computed): { readonly d?: number | undefined; readonly c?: number | undefined } {
	if (typeof rule === 'string' || !('name' in part)) return {};
	const a = writtenIn(rule.a, part.a), b = 'b' in rule && 'b' in part ? writtenIn(rule.b, part.b) : {};
	const by = 'by' in rule && 'by' in part ? { share: rule.by, number: part.by } : undefined;
	return {
		d: a.d ?? b.d ?? (by?.share === 'd' || by?.share === '-d' ? Math.abs(by.number) : undefined),
		c: a.c ?? b.c ?? (by?.share === 'c' || by?.share === '-c' ? Math.abs(by.number) : by?.share === 'n+1' ? 1 / by.number : undefined),
	};
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
