/**
 * Moments worth going to: where an optimizer stepped, where a variable changed, where it became NaN or Inf. A moment is
 * the tick of the step that did it, so that what it starts from is what is seen first.
 */
import { parseExpression } from '../trace/expression.ts';
import type { Ref, Tick, Trace } from '../trace/model.ts';
import { resolve } from './resolve.ts';
import { countBelow } from './steps.ts';

/** 1: to a later moment, -1: to an earlier one. */
export type Direction = 1 | -1;

/** The optimizer step after or before a tick (undefined: the run's end); undefined: there is none. */
export function optimizerStepFrom(trace: Trace, from: Tick | undefined, direction: Direction): Tick | undefined {
	const here = indexAt(trace, from);
	const owner = (index: number): number => indexAt(trace, trace.optimizerStep(index).tick);
	// The first whose step is behind this one, or the first that is not before it.
	const bound = direction > 0 ? here + 1 : here;
	let low = 0, high = trace.optimizerStepCount;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (owner(middle) < bound) low = middle + 1;
		else high = middle;
	}
	const found = direction > 0 ? low : low - 1;
	return found < 0 || found >= trace.optimizerStepCount ? undefined : trace.step(owner(found)).tick;
}

/** The step that changed what an expression means in a frame, after or before a tick; undefined: none did. */
export function changeFrom(trace: Trace, text: string, frame: number, from: Tick | undefined, direction: Direction): Tick | undefined {
	const history = historyOf(trace, text, frame);
	if (history === undefined) return undefined;
	const here = indexAt(trace, from);
	for (let at = history.next(from ?? trace.lastTick, direction); at !== undefined; at = history.next(direction > 0 ? at : at - 1, direction)) {
		const owner = indexAt(trace, at);
		if ((direction > 0 ? owner > here : owner < here) && history.isChange(at)) return trace.step(owner).tick;
	}
	return undefined;
}

/** The step after which an expression held the NaN or Inf that it holds at a tick; undefined: it holds none then. */
export function notFiniteSince(trace: Trace, text: string, frame: number, at: Tick): Tick | undefined {
	const history = historyOf(trace, text, frame);
	if (history === undefined || !history.isNotFinite(at)) return undefined;
	let since: Tick | undefined;
	for (let tick = history.next(at, -1); tick !== undefined; tick = history.next(tick - 1, -1)) {
		since = tick;
		if (!history.isNotFinite(tick - 1)) break;
	}
	return since === undefined ? undefined : trace.step(indexAt(trace, since)).tick;
}

/** The step under way at a tick; before the first one that, and at the end the one behind the last. */
function indexAt(trace: Trace, tick: Tick | undefined): number {
	if (tick === undefined) return trace.stepCount;
	return trace.stepAt(tick)?.index ?? (trace.stepCount > 0 && tick < trace.step(0).tick ? 0 : trace.stepCount - 1);
}

function historyOf(trace: Trace, text: string, frame: number): History | undefined {
	const expression = parseExpression(text);
	return expression && frame >= 0 && frame < trace.frameCount ? new History(trace, text.trim(), expression.name, frame) : undefined;
}

/** When an expression may have changed: its name was bound, or one of the objects on the way to what it means changed. */
class History {
	readonly #trace: Trace;
	readonly #text: string;
	readonly #frame: number;
	/** The expression, and what it goes through: `a`, `a.b`, `a.b[0]`. */
	readonly #prefixes: readonly string[];
	readonly #bindings: readonly Tick[];
	readonly #changes = new Map<Ref, readonly Tick[]>();

	constructor(trace: Trace, text: string, name: string, frame: number) {
		this.#trace = trace;
		this.#text = text;
		this.#frame = frame;
		this.#prefixes = [...text].flatMap((character, index) => index > 0 && (character === '.' || character === '[') ? [text.slice(0, index)] : []).concat(text);
		const { locals, globals } = trace.frame(frame);
		this.#bindings = [...new Set([locals, globals])]
			.flatMap(scope => trace.bindingsBetween(scope, 0, trace.lastTick + 1).filter(binding => binding.name === name).map(({ tick }) => tick))
			.sort((a, b) => a - b);
	}

	/** Forwards the first tick behind another, backwards the last one up to it. */
	next(tick: Tick, direction: Direction): Tick | undefined {
		const lists = [this.#bindings, ...this.#path(tick).map(ref => this.#changesOf(ref))];
		const found = lists.map(list => direction > 0 ? list[countBelow(list, tick + 1)] : list[countBelow(list, tick + 1) - 1]).filter(each => each !== undefined);
		if (found.length === 0) return undefined;
		return direction > 0 ? Math.min(...found) : Math.max(...found);
	}

	/** What it means, or its value, is another than just before. A gradient that a tensor gets is no change of it. */
	isChange(tick: Tick): boolean {
		const before = resolve(this.#trace, this.#text, this.#frame, tick - 1), after = resolve(this.#trace, this.#text, this.#frame, tick);
		if (before === undefined || after === undefined) return before !== after;
		// A fact about a tensor is no object of its own.
		if (before.ref === 0 && after.ref === 0 && before.value.kind !== 'tensor') return JSON.stringify(before.value) !== JSON.stringify(after.value);
		if (before.ref !== after.ref || before.value.kind !== 'tensor' || after.value.kind !== 'tensor') return true;
		const [old, now] = [this.#trace.elements(before.value, tick - 1), this.#trace.elements(after.value, tick)];
		return old === undefined || now === undefined || old.length !== now.length || now.some((element, i) => !Object.is(element, old[i]));
	}

	isNotFinite(tick: Tick): boolean {
		const value = resolve(this.#trace, this.#text, this.#frame, tick)?.value;
		if (value?.kind === 'float') return !Number.isFinite(value.value);
		const elements = value?.kind === 'tensor' ? this.#trace.elements(value, tick) : undefined;
		return (elements instanceof Float32Array || elements instanceof Float64Array) && elements.some(element => !Number.isFinite(element));
	}

	#path(tick: Tick): Ref[] {
		return this.#prefixes.flatMap(prefix => {
			const ref = resolve(this.#trace, prefix, this.#frame, tick)?.ref ?? 0;
			return ref === 0 ? [] : [ref];
		});
	}

	#changesOf(ref: Ref): readonly Tick[] {
		let known = this.#changes.get(ref);
		if (known === undefined) this.#changes.set(ref, known = [...this.#trace.changes(ref)].sort((a, b) => a - b));
		return known;
	}
}
