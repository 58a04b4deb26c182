/**
 * The first moment at which what an expression means held a NaN or an infinity: itself, or in anything that it holds. A list
 * that grows by one each time is asked for what is new in it alone, so that a long run takes no longer than it has changes.
 */
import { evaluate, parseExpression } from './expression.ts';
import type { Ref, TensorValue, Tick, Trace } from './model.ts';
import { changeTicks, endOfLine, scopeOf } from './moments.ts';
import type { Work } from './work.ts';

/** @param steps those of the line where the expression stands: in whichever call it was first */
export function* nonFiniteMoment(trace: Trace, text: string, steps: Iterable<number>): Work<Tick | undefined> {
	const name = parseExpression(text)?.name;
	if (name === undefined) return undefined;
	const searched = new Set<number>();
	for (const step of steps) {
		yield;
		const { frame } = trace.step(step);
		const scope = scopeOf(trace, name, frame);
		if (searched.has(scope)) continue;
		searched.add(scope);
		const moment = yield* momentIn(trace, text, frame);
		if (moment !== undefined) return moment;
	}
	return undefined;
}

function* momentIn(trace: Trace, text: string, frame: number): Work<Tick | undefined> {
	const found = new Search(trace);
	for (const tick of yield* changeTicks(trace, text, frame)) {
		const ref = evaluate(trace, text, frame, tick);
		if (ref !== undefined) yield* found.follow(ref, tick);
	}
	for (const tick of [...found.moments].sort((a, b) => a - b)) {
		const ref = evaluate(trace, text, frame, tick);
		// What has lost its finiteness may have been taken out of the list before.
		if (ref !== undefined && holdsNonFinite(trace, ref, tick, new Set())) return endOfLine(trace, tick);
		yield;
	}
	return undefined;
}

class Search {
	/** When something that was reached was not finite for the first time since. */
	readonly moments = new Set<Tick>();
	readonly #trace: Trace;
	readonly #reached = new Map<Ref, Tick>();

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** Looks at an object from a tick on. */
	*follow(ref: Ref, from: Tick): Work<void> {
		const waiting = [{ ref, from }];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			if ((this.#reached.get(next.ref) ?? Infinity) <= next.from) continue;
			this.#reached.set(next.ref, next.from);
			const value = this.#trace.value(next.ref, next.from);
			if (value === undefined) continue;
			if ('children' in value) {
				for (const child of value.children) waiting.push({ ref: child.ref, from: next.from });
				for (const { tick, children } of this.#trace.additions(next.ref, next.from)) {
					for (const child of children) waiting.push({ ref: child.ref, from: tick });
				}
			} else if (value.kind === 'tensor') yield* this.#followTensor(next.ref, next.from);
			else if (value.kind === 'float' && !Number.isFinite(value.value)) this.moments.add(next.from);
			yield;
		}
	}

	*#followTensor(ref: Ref, from: Tick): Work<void> {
		for (const tick of [from, ...this.#trace.changes(ref).filter(change => change > from)]) {
			const value = this.#trace.value(ref, tick);
			if (value?.kind === 'tensor' && isNonFinite(this.#trace, value, tick)) return void this.moments.add(tick);
			yield;
		}
	}
}

function holdsNonFinite(trace: Trace, ref: Ref, tick: Tick, seen: Set<Ref>): boolean {
	if (seen.has(ref)) return false;
	seen.add(ref);
	const value = trace.value(ref, tick);
	if (value === undefined) return false;
	if ('children' in value) return value.children.some(child => holdsNonFinite(trace, child.ref, tick, seen));
	return value.kind === 'tensor' ? isNonFinite(trace, value, tick) : value.kind === 'float' && !Number.isFinite(value.value);
}

function isNonFinite(trace: Trace, tensor: TensorValue, tick: Tick): boolean {
	return nonFiniteKind(trace, tensor, tick) !== undefined;
}

/** NaN where both are there; undefined: all are finite, or they were not recorded. Of a tensor over the budget its summary knows. */
export function nonFiniteKind(trace: Trace, tensor: TensorValue, tick: Tick): 'nan' | 'infinite' | undefined {
	const elements = trace.elements(tensor, tick);
	if (elements !== undefined) {
		if (!(elements instanceof Float32Array || elements instanceof Float64Array) || elements.every(Number.isFinite)) return undefined;
		return elements.some(Number.isNaN) ? 'nan' : 'infinite';
	}
	const summary = trace.summary(tensor, tick);
	if (summary === undefined) return undefined;
	const some = (counts: Float64Array) => counts.some(count => count > 0);
	return some(summary.nan) ? 'nan' : some(summary.positiveInfinity) || some(summary.negativeInfinity) ? 'infinite' : undefined;
}
