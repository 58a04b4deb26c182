/**
 * The moment of a run that is looked at, one for all: the debugger, the values beside lines and the panel read it here,
 * and moving any of them moves the others. A run that nobody has moved in is looked at where each line ended last.
 */
import { type Disposable, EventEmitter } from 'vscode';
import type { Tick } from '../engine/trace/model.ts';
import type { Run } from './run.ts';

export class Position implements Disposable {
	readonly #ticks = new WeakMap<Run, Tick>();
	readonly #changed = new EventEmitter<Run>();
	/** A run is looked at at another moment. */
	readonly onDidChange = this.#changed.event;

	/** undefined: at its end. */
	of(run: Run): Tick | undefined {
		return this.#ticks.get(run);
	}

	/** `tick` undefined: back to the end. */
	move(run: Run, tick: Tick | undefined): void {
		if (this.#ticks.get(run) === tick) { return; }
		if (tick === undefined) { this.#ticks.delete(run); } else { this.#ticks.set(run, tick); }
		this.#changed.fire(run);
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
