/**
 * Moments of a trace worth going to: optimizer steps, changes of a variable. Each is the tick at which the line that did it
 * had ended. Pure reading.
 */
import { countUpTo } from './ascending.ts';
import { evaluate, parseExpression } from './expression.ts';
import type { Ref, Tick, Trace } from './model.ts';
import type { Work } from './work.ts';

/** Of ascending moments the one after a tick, or before it. */
export function nextMoment(moments: readonly Tick[], tick: Tick, direction: 1 | -1): Tick | undefined {
	return besides(moments.length, index => moments[index]!, tick, direction);
}

/** The same of the moments at which the lines of optimizer steps had ended. */
export function nextOptimizerMoment(trace: Trace, tick: Tick, direction: 1 | -1): Tick | undefined {
	return besides(trace.optimizerStepCount, index => endOfLine(trace, trace.optimizerStep(index).tick), tick, direction);
}

function besides(count: number, at: (index: number) => Tick, tick: Tick, direction: 1 | -1): Tick | undefined {
	const found = direction === 1 ? countUpTo(count, at, tick) : countUpTo(count, at, tick - 1) - 1;
	return found >= 0 && found < count ? at(found) : undefined;
}

/**
 * When what an expression means in a frame changed: its name was bound, an object on the way to it or the tensor's
 * storage was written, or it was no more. Empty where the text is no name, attribute or constant subscript.
 */
export function* changeMoments(trace: Trace, text: string, frame: number): Work<Tick[]> {
	return ascending((yield* changeTicks(trace, text, frame)).map(tick => endOfLine(trace, tick)));
}

/** The same as the events themselves. */
export function* changeTicks(trace: Trace, text: string, frame: number): Work<Tick[]> {
	const expression = parseExpression(text);
	if (!expression) return [];
	const bindings = bindingsOf(trace, scopeOf(trace, expression.name, frame), expression.name);
	const ticks = new Set(bindings.map(({ tick }) => tick));
	const seen = new Set<Ref>();
	const follow = (ref: Ref | undefined): void => {
		if (ref === undefined || seen.has(ref)) return;
		seen.add(ref);
		for (const tick of trace.changes(ref)) ticks.add(tick);
	};
	for (const { ref } of bindings) follow(ref);
	// What lies behind attributes and subscripts can be another object each time that one before it has changed.
	for (const tick of [...ticks]) {
		follow(evaluate(trace, text, frame, tick));
		yield;
	}
	const meaning: Tick[] = [];
	let meant = false;
	for (const tick of ascending([...ticks])) {
		const means = evaluate(trace, text, frame, tick) !== undefined;
		// That it is gone, as a gradient that is set to None, is a change too.
		if (means || meant) meaning.push(tick);
		meant = means;
		yield;
	}
	return meaning;
}

/** Where a name of a frame has its meaning: its own, or the module's. */
export function scopeOf(trace: Trace, name: string, frame: number): number {
	const { locals, globals } = trace.frame(frame);
	return locals === globals || bindingsOf(trace, locals, name).length > 0 ? locals : globals;
}

function bindingsOf(trace: Trace, scope: number, wanted: string): readonly { readonly ref: Ref; readonly tick: Tick }[] {
	return trace.bindingsBetween(scope, 0, trace.lastTick + 1).filter(({ name }) => name === wanted);
}

export function endOfLine(trace: Trace, tick: Tick): Tick {
	return trace.stepAt(tick)?.end ?? tick;
}

function ascending(ticks: readonly Tick[]): Tick[] {
	return [...new Set(ticks)].sort((a, b) => a - b);
}
