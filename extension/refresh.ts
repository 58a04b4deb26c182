/**
 * When a reader of results looks again: at once when a run has ended, was cleared or edited, or the moment that is looked
 * at has moved; while a program runs at most every so often, as its recording grows all the time.
 */
import type { Disposable } from 'vscode';
import type { Position } from './position.ts';
import type { Runs } from './runs.ts';

export class Refresh implements Disposable {
	readonly #look: () => void;
	readonly #subscriptions: readonly Disposable[];
	#timer: NodeJS.Timeout | undefined;

	/** @param pause of a running program, in milliseconds */
	constructor(runs: Runs, position: Position, pause: number, look: () => void) {
		this.#look = look;
		this.#subscriptions = [
			runs.onDidChange(uri => {
				if (runs.of(uri).some(({ state }) => state === 'running')) { this.#timer ??= setTimeout(() => this.now(), pause); } else { this.now(); }
			}),
			position.onDidChange(() => this.now()),
		];
	}

	now(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#look();
	}

	dispose(): void {
		clearTimeout(this.#timer);
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
	}
}
