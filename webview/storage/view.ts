/**
 * One storage, and the tensors that look into it: strides made visible. Pointing at a cell of a tensor lights its place in the
 * storage and the cells of the other tensors that are the same number; the place is spelt out from offset and strides.
 */
import type { StorageSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { isContiguous, numel, unravel } from '../../engine/trace/shape.ts';
import { drawGrid, openPicture, unlight, valueText, type CellLook, type DrawnGrid } from '../grid/cells.ts';
import type { Cell } from '../grid/keys.ts';
import { CELL_SIZES, measureGrid, type GridCells, type GridLayout } from '../grid/measure.ts';
import { createPanning, type PannedAxis, type Panning } from '../grid/panning.ts';
import { listenToCells } from '../grid/pointing.ts';
import { MAX_SIDE } from '../grid/window.ts';
import { elementColor, type Paint, paintOf } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { createReadout, element, type Readout } from '../theme/dom.ts';
import { brackets } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { asTable } from '../theme/table.ts';
import type { ViewContext } from '../view.ts';
import { elementsOf, placeText, type Look } from './strides.ts';
import { cellsTable } from './table.ts';

const GAP = 36;
/** Of the cells that are the same number so many are named. */
const NAMED = 8;

export function storageView(slice: StorageSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const readout = createReadout(document, strings.storageHint);
	const view = element(document, 'section', { class: 'view storage-view', 'aria-label': fill(strings.storageCells, slice.count) });
	const parts = [storagePart(slice, strings), ...slice.views.map(look => viewPart(slice, look))];
	const scroller = element(document, 'div', { class: 'scroller' });
	const note = (text: string): HTMLElement => element(document, 'p', { class: 'note' }, text);
	const repeated = note(strings.storageRepeated), unreached = note(strings.storageUnreached);
	const color = slice.elements && paintOf(context.theme, rangeOf(slice.elements), slice.dtype).color;
	const draw = (): void => {
		const root = picture(slice, parts, color, panning, context, readout);
		scroller.replaceChildren(root);
		repeated.hidden = root.querySelector('.ghost') === null;
		unreached.hidden = root.querySelector('.never') === null;
	};
	const panning = createPanning(parts.flatMap(({ cells }, part): PannedAxis[] => [
		{ name: rowsOf(part), label: `${cells.tensor.title}, ${strings.placeRows}`, size: cells.rows ?? 1 },
		{ name: columnsOf(part), label: `${cells.tensor.title}, ${strings.placeColumns}`, size: cells.columns ?? 1 },
	]), scroller, context, draw);
	draw();
	view.append(...panning.sliders, scroller, asTable(context, () => [cellsTable(slice, strings)]).node, readout.node, repeated, unreached);
	if (slice.leftOut !== undefined) view.append(note(fill(strings.storageLeftOut, slice.views.length, slice.views.length + slice.leftOut)));
	if (panning.isPanned) view.append(note(`${fill(strings.gridPanned, MAX_SIDE)} ${strings.gridFollows}`));
	return view;
}

/** A grid, and the storage's cell that each of its cells is; -1: none, behind the end. */
interface Part {
	readonly cells: GridCells;
	placeAt(row: number, column: number): number;
	/** The first cell that is the storage's. */
	cellAt(place: number): Cell | undefined;
	/** A cell before it is the same; undefined: there are too many to say. */
	isRepeated(row: number, column: number): boolean | undefined;
}

const rowsOf = (part: number): string => `${part} rows`;
const columnsOf = (part: number): string => `${part} columns`;

function picture(slice: StorageSlice, parts: readonly Part[], color: Paint['color'] | undefined, panning: Panning, context: ViewContext, readout: Readout): SVGSVGElement {
	const { document, strings } = context;
	const layout = layoutParts(parts.map(({ cells }, part): GridCells => ({ ...cells, first: { row: panning.first(rowsOf(part)), column: panning.first(columnsOf(part)) } })), context.width);
	const root = openPicture(document, 'index-map storage', layout, layout.grids);
	const drawnBy = new Map<number, { readonly part: number; readonly row: number; readonly column: number }[]>();
	const grids = layout.grids.map((grid, part): DrawnGrid => {
		const seen = new Set<number>();
		return drawGrid(document, grid, '', (_, row, column): CellLook => {
			const place = parts[part]!.placeAt(row, column);
			if (place < 0) return { fill: undefined, mark: 'void', badge: '' };
			const same = drawnBy.get(place);
			if (same === undefined) drawnBy.set(place, [{ part, row, column }]);
			else same.push({ part, row, column });
			const isRepeated = parts[part]!.isRepeated(row, column) ?? seen.has(place);
			seen.add(place);
			return { fill: elementColor(color, slice.elements, place), mark: isRepeated ? 'ghost' : part === 0 && !isReached(slice, place) ? 'never' : '', badge: '' };
		});
	});
	root.append(...grids.map(grid => grid.node));
	const along = (part: number, { row, column }: Cell): readonly (readonly [string, number])[] => [[rowsOf(part), row], [columnsOf(part), column]];
	for (const [part, grid] of layout.grids.entries()) {
		listenToCells(document, grids[part]!.node, {
			grid, panning, focusKey: `grid-${part}`, label: fill(strings.gridKeys, grid.tensor.title, grid.detail) + (panning.isPanned ? ` ${strings.gridFollows}` : ''),
			show({ row, column }, by) {
				unlight(root);
				const place = parts[part]!.placeAt(row, column);
				if (place < 0) return readout.rest();
				root.classList.add('pointing');
				for (const { part: other, row: r, column: c } of drawnBy.get(place) ?? []) grids[other]!.cell(r, c)?.classList.add('lit');
				grids[part]!.cell(row, column)?.classList.add('pointed');
				readout.show(sentence(slice, layout.grids[0]!, part === 0 ? undefined : { view: part - 1, flat: flatAt(slice.views[part - 1]!, row, column) }, place, strings), by);
			},
			rest() {
				unlight(root);
				readout.rest();
			},
			places: cell => new Map(along(part, cell)),
			// In each grid where none of those that are the same number is drawn, the first.
			partner({ row, column }) {
				const place = parts[part]!.placeAt(row, column), seen = new Set(drawnBy.get(place)?.map(each => each.part));
				return place < 0 ? undefined : new Map(parts.flatMap(({ cellAt }, other) => {
					const cell = other === part || seen.has(other) ? undefined : cellAt(place);
					return cell === undefined ? [] : along(other, cell);
				}));
			},
		});
	}
	return root;
}

/** The storage's cells in rows as long as those of the tensor that has them in order, so that they look alike. */
function storagePart(slice: StorageSlice, strings: Strings): Part {
	const plain = slice.views.find(({ shape, strides, offset }) => shape.length > 1 && offset === 0 && isContiguous(shape, strides));
	const columns = Math.min(MAX_SIDE, slice.count, plain?.shape.at(-1) ?? 16);
	const placeAt = (row: number, column: number): number => row * columns + column < slice.count ? row * columns + column : -1;
	const rows = Math.ceil(slice.count / columns);
	return {
		placeAt, isRepeated: () => false, cellAt: place => ({ row: Math.floor(place / columns), column: place % columns }),
		cells: { name: 'source', tensor: tensorOf(slice, strings.storage), title: '', detail: `${slice.dtype} [${slice.count}]`, rows: rows > 1 ? rows : undefined, columns, at: (row, column) => Math.max(0, placeAt(row, column)) },
	};
}

function viewPart(slice: StorageSlice, look: Look & { readonly title: string }): Part {
	const columns = look.shape.at(-1);
	const rows = look.shape.length > 1 ? numel(look.shape.slice(0, -1)) : undefined;
	const placeAt = (row: number, column: number): number => placeOf(look, flatAt(look, row, column));
	const firstAt = (place: number): number | undefined => elementsOf(look)?.(place, 1)[0];
	return {
		placeAt,
		isRepeated(row, column) {
			const first = firstAt(placeAt(row, column));
			return first === undefined ? undefined : first < flatAt(look, row, column);
		},
		cellAt(place) {
			const first = firstAt(place), width = columns ?? 1;
			return first === undefined ? undefined : { row: Math.floor(first / width), column: first % width };
		},
		cells: { name: 'output', tensor: tensorOf(slice, look.title), title: '', detail: `[${look.shape.join(', ')}] strides (${look.strides.join(', ')})${look.offset === 0 ? '' : ` offset ${look.offset}`}`, rows, columns, at: placeAt },
	};
}

function flatAt({ shape }: Look, row: number, column: number): number {
	return row * (shape.at(-1) ?? 1) + column;
}

function placeOf(look: Look, flat: number): number {
	return unravel(flat, look.shape).reduce((place, index, axis) => place + index * look.strides[axis]!, look.offset);
}

/** Where not all that reach it are known, it is not said that none does. */
function isReached({ views, leftOut }: StorageSlice, place: number): boolean {
	return leftOut !== undefined || views.some(look => elementsOf(look)?.(place, 1).length !== 0);
}

function sentence({ views }: StorageSlice, grid: GridLayout, pointed: { readonly view: number; readonly flat: number } | undefined, place: number, strings: Strings): string {
	const name = (view: number, flat: number): string => `${views[view]!.title}${brackets(unravel(flat, views[view]!.shape))}`;
	const same = views.flatMap((look, view) => (elementsOf(look)?.(place, NAMED + 1) ?? []).filter(flat => view !== pointed?.view || flat !== pointed.flat).map(flat => name(view, flat)));
	const named = same.slice(0, NAMED).join(', ') + (same.length > NAMED ? ', …' : '');
	const cell = `${strings.storage}[${pointed === undefined ? place : placeText(views[pointed.view]!, pointed.flat)}] = ${valueText(grid, place)}`;
	const words = same.length === 0 ? pointed === undefined ? strings.storageUnseen : '' : fill(strings.storageSame, named);
	return [pointed === undefined ? cell : `${name(pointed.view, pointed.flat)} = ${cell}`, words].join('   ').trimEnd();
}

/** The grids index the storage's elements, whatever tensor they draw. */
function tensorOf({ dtype, count, elements }: StorageSlice, title: string): TensorSlice {
	return { kind: 'tensor', title, ref: 0, type: 'Tensor', dtype, shape: [count], strides: [1], requiresGrad: false, gradFn: '', elements, summary: undefined, note: undefined, origin: undefined, before: undefined };
}

/** The storage first, then its tensors, beside each other as far as there is room. */
function layoutParts(parts: readonly GridCells[], width: number): { readonly grids: readonly GridLayout[]; readonly width: number; readonly height: number } {
	const size = CELL_SIZES.find(each => parts.every(cells => measureGrid(cells, Infinity, each).width <= width)) ?? CELL_SIZES[1]!;
	let [x, y, line, widest] = [0, 0, 0, 0];
	const grids = parts.map((cells, i): GridLayout => {
		const grid = measureGrid(cells, width, size);
		if (x > 0 && (i === 1 || x + grid.width > width)) [x, y, line] = [0, y + line + GAP, 0];
		const placed = { ...grid, x, y };
		x += grid.width + GAP;
		line = Math.max(line, grid.height);
		widest = Math.max(widest, placed.x + grid.width);
		return placed;
	});
	return { grids, width: Math.ceil(widest), height: Math.ceil(y + line) };
}
