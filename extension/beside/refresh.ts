/**
 * When a reader of results looks again: at once when the moment that is looked at has moved, a little later when a run has
 * ended, was cleared or edited; while a program runs at most every so often, as its recording grows all the time.
 */
import type { Disposable } from 'vscode';
import type { Position } from '../moment/position.ts';
import type { Runs } from '../run/runs.ts';

/** What a program printed is drawn first: two frames of the window, in milliseconds. */
const AFTER = 30;

export class Refresh implements Disposable {
	readonly #look: () => void;
	readonly #subscriptions: readonly Disposable[];
	#timer: NodeJS.Timeout | undefined;

	/** @param pause of a running program, in milliseconds */
	constructor(runs: Runs, position: Position, pause: number, look: () => void) {
		this.#look = look;
		this.#subscriptions = [
			runs.onDidChange(uri => {
				const isRunning = runs.of(uri).some(({ state }) => state === 'running');
				if (!isRunning) { this.#clear(); }
				this.#timer ??= setTimeout(() => this.now(), isRunning ? pause : AFTER);
			}),
			position.onDidChange(() => this.now()),
		];
	}

	now(): void {
		this.#clear();
		this.#look();
	}

	dispose(): void {
		this.#clear();
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
	}

	#clear(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
