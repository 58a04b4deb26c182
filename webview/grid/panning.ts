/**
 * Which part is drawn of each axis that is longer than a picture has room for, with a slider for each. The keyboard goes on beyond
 * the part's edge: another part is drawn then, and the focus and the cell at which it stands stay.
 */
import { element } from '../theme/dom.ts';
import { fill } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import type { Cell } from './keys.ts';
import { slider, type AxisSlider } from './sliders.ts';
import { firstIn, firstShowing, MAX_SIDE } from './window.ts';

export interface PannedAxis {
	readonly name: string;
	readonly label: string;
	readonly size: number;
	/** An axis before it of which it holds a slice, and so moves with; its own slider moves it alone. */
	readonly follows?: { readonly name: string; readonly start: number; readonly step: number };
}

export interface Panning {
	/** Nothing where all of each axis is drawn. */
	readonly sliders: readonly Node[];
	readonly isPanned: boolean;
	/** From where on an axis is drawn. */
	first(name: string | undefined): number;
	/** Where the keyboard stands in a grid, by the grid's focus key. */
	cursor(grid: string): Cell | undefined;
	stand(grid: string, cell: Cell): void;
	/** Whether the pointer is elsewhere than at the last event: what is drawn anew or scrolled below one that rests says that it is over it too. */
	hasMoved(pointer: Event): boolean;
	/** Has places drawn, by their axes' names, and the focus at a cell of a grid. */
	reach(places: ReadonlyMap<string | undefined, number>, grid: string, cell: Cell): void;
}

/** @param holder what `draw` fills. */
export function createPanning(axes: readonly PannedAxis[], holder: HTMLElement, context: ViewContext, draw: () => void): Panning {
	const { document, strings, state } = context;
	const long = axes.filter(({ size }) => size > MAX_SIDE);
	const remembered = rememberedNumbers(context, 'from');
	const firsts = new Map(long.map(({ name, size }, i) => [name, firstIn(remembered?.[i] ?? 0, size)]));
	const [row, column] = rememberedNumbers(context, 'cell') ?? [];
	let stood = typeof state['grid'] === 'string' && row !== undefined && column !== undefined ? { grid: state['grid'], cell: { row, column } } : undefined;
	const sliders = new Map<string, AxisSlider>();
	let pointed: { readonly x: number; readonly y: number } | undefined;
	const place = (name: string, first: number): void => {
		firsts.set(name, first);
		sliders.get(name)?.set(first);
		for (const { name: other, size, follows } of long) if (follows?.name === name) place(other, firstIn(follows.start + follows.step * first, size));
	};
	const change = (): void => {
		context.remember({ ...context.state, from: [...firsts.values()] });
		draw();
	};
	const stand = (grid: string, cell: Cell): void => {
		stood = { grid, cell };
		context.remember({ ...context.state, grid, cell: [cell.row, cell.column] });
	};
	for (const { name, label, size } of long) {
		sliders.set(name, slider(document, {
			label, name: fill(strings.drawnPart, label), key: `from-${name.replaceAll(' ', '-')}`, at: firsts.get(name)!, max: size - MAX_SIDE, text: first => `${first}–${first + MAX_SIDE - 1} / ${size - 1}`,
		}, first => {
			place(name, first);
			change();
		}));
	}
	return {
		sliders: long.length === 0 ? [] : [element(document, 'div', { class: 'axes' }, ...[...sliders.values()].map(({ node }) => node))],
		isPanned: long.length > 0, stand,
		first: name => name === undefined ? 0 : firsts.get(name) ?? 0,
		cursor: grid => stood?.grid === grid ? stood.cell : undefined,
		hasMoved(event) {
			if (!(event instanceof PointerEvent)) return true;
			const { screenX: x, screenY: y } = event, before = pointed;
			pointed = { x, y };
			return before?.x !== x || before.y !== y;
		},
		reach(places, grid, cell) {
			stand(grid, cell);
			const before = [...firsts.values()];
			for (const { name, size } of long) {
				const at = places.get(name), first = firsts.get(name)!, next = at === undefined ? first : firstShowing(at, first, size);
				if (next !== first) place(name, next);
			}
			if ([...firsts.values()].every((first, i) => first === before[i])) return;
			change();
			holder.querySelector<SVGElement>(`[data-focus="${grid}"]`)?.focus({ preventScroll: true });
		},
	};
}
