/**
 * The moment of a trace that is looked at, one for all: the values beside lines, hover and the panel read it here, and
 * moving any of them moves the others. A trace in which nobody has moved is looked at at its end.
 */
import { type Disposable, EventEmitter } from 'vscode';
import type { Tick, Trace } from '../../engine/trace/model.ts';

export class Position implements Disposable {
	readonly #ticks = new WeakMap<Trace, Tick>();
	readonly #changed = new EventEmitter<Trace>();
	/** A trace is looked at at another moment. */
	readonly onDidChange = this.#changed.event;

	/** undefined: at its end. */
	of(trace: Trace): Tick | undefined {
		return this.#ticks.get(trace);
	}

	/** `tick` undefined: back to the end. */
	move(trace: Trace, tick: Tick | undefined): void {
		if (this.#ticks.get(trace) === tick) { return; }
		if (tick === undefined) { this.#ticks.delete(trace); } else { this.#ticks.set(trace, tick); }
		this.#changed.fire(trace);
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
