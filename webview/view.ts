/**
 * What a view is: a function from a slice and a context to an element. It asks nothing of the world but what the
 * context gives, keeps nothing outside its element, and is called anew when the size, the theme or the slice changes;
 * what should survive that (the chosen step, the cell under the cursor) it hands to `remember` and finds in `state`.
 */
import type { SteppedColumns } from '../engine/slice/optimizer-steps.ts';
import type { HyperparameterValues } from '../engine/slice/hyperparameters.ts';
import type { Coordinate, Origin, Slice, SliceSummary } from '../engine/slice/slice.ts';
import type { Strings } from './theme/strings.ts';
import type { Theme } from './theme/theme.ts';

/** Small and structured-cloneable: it goes through setState. */
export type ViewState = Readonly<Record<string, number | string | boolean | readonly number[]>>;

export interface ViewContext {
	readonly document: Document;
	/** The room there is, in CSS pixels. */
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
	readonly strings: Strings;
	readonly state: ViewState;
	/** Whether there is an editor in which a line can be shown. */
	readonly canReveal: boolean;
	/** The moment that is looked at, a tick; undefined: nobody has chosen one. */
	readonly position: number | undefined;
	/** The tensors of the list. */
	readonly tensors: readonly SliceSummary[];
	/** Another one's slice; undefined: it was asked for, and the view is drawn anew when it comes. */
	other(id: string): Slice | undefined;
	/** Of an optimizer: the norms of all numbers of its parameters in some steps; undefined: that step's were asked for, and `arrived` is called when they come, if the view stands still. */
	norms(step: number, arrived: () => void): SteppedColumns | undefined;
	/** Show another one in place of this. */
	open(id: string): void;
	/** Look at the moment at which what began at a tick had ended. */
	move(tick: number): void;
	remember(state: ViewState): void;
	copy(text: string): void;
	/** Ask where to save a file, by the name that it is to have. */
	save(name: string, bytes: Uint8Array): void;
	/** Tell something that nobody need answer. */
	say(text: string): void;
	reveal(origin: Origin): void;
	/** Ask for the loss surface over other coordinates, once for each slice; a new slice follows. */
	surface(x: Coordinate, y: Coordinate): void;
	/** Ask for what comes back through an index map, once for each slice; a new slice follows. */
	backward(): void;
	/** Run the optimizer's program once more with these hyperparameters; with none, forget what came of it. */
	runAgain(values: HyperparameterValues): void;
	/** Write these hyperparameters into the code. */
	apply(values: HyperparameterValues): void;
}

export type View<S extends Slice> = (slice: S, context: ViewContext) => HTMLElement;

export function rememberedNumber(context: ViewContext, key: string, otherwise: number): number {
	const value = context.state[key];
	return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function rememberedNumbers(context: ViewContext, key: string): readonly number[] | undefined {
	const value = context.state[key];
	return Array.isArray(value) ? value : undefined;
}

/** The last place whose tick lies before the moment that is looked at, else the first; undefined: nobody has chosen a moment. */
export function placeOfPosition({ position }: ViewContext, ticks: readonly number[]): number | undefined {
	return position === undefined ? undefined : Math.max(0, ticks.findLastIndex(tick => tick < position));
}
