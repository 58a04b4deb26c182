/**
 * A product of tensors: which cells meet. Pointing at a cell of the result lights what it is the sum of, and spells the sum;
 * pointing at an operand's cell lights where it goes. Cells that stand for one that is stretched are drawn as its ghosts.
 */
import { range } from 'd3';
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';
import { drawGrid, openPicture, unlight, type CellLook, type DrawnGrid } from '../grid/cells.ts';
import { drawFacets, type Facet, facetsOf } from '../grid/facets.ts';
import type { GridCells } from '../grid/measure.ts';
import { createPanning, type Panning } from '../grid/panning.ts';
import type { Cell } from '../grid/keys.ts';
import { listenToCells } from '../grid/pointing.ts';
import { elementColor, type Paint, paintOf } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { axisSliders } from '../grid/sliders.ts';
import { cellsIn, MAX_SIDE } from '../grid/window.ts';
import { createReadout, element, svg, type Readout } from '../theme/dom.ts';
import { typeText } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import { asTable } from '../theme/table.ts';
import { rememberedNumber, rememberedNumbers, type ViewContext } from '../view.ts';
import { facesOf, type Face } from './faces.ts';
import { layoutProduct } from './layout.ts';
import { cellsTable, sumTable } from './table.ts';
import { termsOf, type Terms } from './terms.ts';
import { chosenText, productName, ruleParts, sumText, usesText } from './words.ts';

type Held = Map<string, number>;

/** One of the picture's tensors: an operand, or the result behind them. */
interface Part { readonly tensor: TensorSlice; readonly letters: string; readonly face: Face; readonly color: Paint['color'] | undefined }

export function productView(slice: ProductSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const terms = termsOf(slice);
	const faces = facesOf(slice, terms);
	const parts = [...slice.operands, slice.output].map((tensor, i): Part => ({
		tensor, letters: slice.subscripts[i] ?? slice.letters, face: faces.operands[i] ?? faces.output, color: tensor.elements && paintOf(context.theme, rangeOf(tensor.elements), tensor.dtype).color,
	}));
	const view = element(document, 'section', { class: 'view product-view', 'aria-label': productName(slice) });
	view.append(ruleLine(slice, terms, context));
	const remembered = rememberedNumbers(context, 'held');
	// Of a batch some products stand side by side, from the one at which it is held on.
	const batch = faces.held.findLast(letter => slice.letters.includes(letter)), sideBySide = facetsOf(batch === undefined ? undefined : terms.sizes.get(batch));
	const lastOf = (letter: string): number => Math.max(0, terms.sizes.get(letter)! - (letter === batch ? sideBySide : 1));
	const held: Held = new Map(faces.held.map((letter, i) => [letter, Math.min(lastOf(letter), remembered?.[i] ?? 0)]));
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.mapHint);
	/** The results' cells that are drawn. */
	let drawn: readonly number[] = [];
	const size = numel(slice.output.shape), chosen = rememberedNumber(context, 'summed', 0);
	let summed = chosen < size ? chosen : 0;
	const table = terms.summed.length === 0 ? asTable(context, () => [cellsTable(slice, terms, drawn, strings)])
		: asTable(context, () => [sumTable(slice, terms, summed, strings)], { title: strings.sumAsTable, hint: strings.sumHint });
	const choose = (cell: number): void => {
		if (cell === summed) return;
		summed = cell;
		context.remember({ ...context.state, summed });
		if (terms.summed.length > 0) table.renew();
	};
	const draw = (): void => {
		const heldIn = (facet: number): Held => batch === undefined ? held : new Map([...held, [batch, held.get(batch)! + facet]]);
		const { all, node } = drawFacets(document, sideBySide, (facet, suffix, pointing) => picture(slice, terms, parts, faces.corner, heldIn(facet), panning, context, readout, suffix, pointing, choose),
			batch === undefined ? undefined : facet => `${batch} = ${held.get(batch)! + facet}`);
		drawn = all.flatMap(({ cells }) => cells);
		holder.replaceChildren(node);
		if (terms.summed.length === 0) table.renew();
	};
	const isDrawn = (letter: string): boolean => parts.some(({ face: { rows, columns } }) => letter === rows || letter === columns);
	const panning = createPanning([...terms.sizes].filter(([letter]) => isDrawn(letter)).map(([name, of]) => ({ name, label: fill(strings.leadingAxis, name), size: of })), holder, context, draw);
	view.append(...axisSliders(faces.held.filter(letter => lastOf(letter) > 0).map(name => ({ name, at: held.get(name)!, last: lastOf(name) })), context, (letter, at) => {
		held.set(letter, at);
		context.remember({ ...context.state, held: [...held.values()] });
		draw();
	}));
	view.append(...panning.sliders);
	draw();
	// Above what is said, whose length changes with what is pointed at: a click would miss it.
	view.append(holder, ...(size === 0 ? [] : [table.node]), readout.node);
	const stretched = faces.operands.some(({ rows, columns }, i) => [rows, columns].some(letter => letter !== undefined && terms.stretches(i, letter)));
	if (stretched) view.append(element(document, 'p', { class: 'note' }, strings.productStretched));
	if (panning.isPanned) view.append(element(document, 'p', { class: 'note' }, fill(strings.gridPanned, MAX_SIDE)));
	return view;
}

function ruleLine(slice: ProductSlice, terms: Terms, { document, strings }: ViewContext): HTMLElement {
	const { result, summed, term, rest } = ruleParts(slice, terms);
	const code = element(document, 'code', {}, `${result} = `);
	if (summed !== '') code.append('Σ', element(document, 'sub', {}, summed), ' ');
	code.append(term + rest);
	return element(document, 'p', { class: 'rule' }, element(document, 'span', { class: 'op' }, chosenText(slice, strings)), code);
}

interface Picture extends Facet {
	/** The result's that are drawn, flat. */
	readonly cells: readonly number[];
}

function picture(slice: ProductSlice, terms: Terms, parts: readonly Part[], corner: boolean, held: Held, panning: Panning, context: ViewContext, readout: Readout, facet: string, pointing: () => void, choose: (cell: number) => void): Picture {
	const { document, strings } = context;
	const result = parts.length - 1;
	const at = (part: number, row: number, column: number): Held => {
		const { rows, columns } = parts[part]!.face;
		return new Map([...held, ...(rows === undefined ? [] : [[rows, row] as const]), ...(columns === undefined ? [] : [[columns, column] as const])]);
	};
	const flat = (part: number, row: number, column: number): number => part === result ? terms.outputAt(at(part, row, column)) : terms.cellOf(part, at(part, row, column));
	const sizeOf = (letter: string | undefined): number | undefined => letter === undefined ? undefined : terms.sizes.get(letter);
	const layout = layoutProduct(parts.map((part, i): GridCells => ({
		name: i === result ? 'output' : 'source', tensor: titled(part), title: i === result ? strings.output : '', detail: typeText(part.tensor),
		rows: sizeOf(part.face.rows), columns: sizeOf(part.face.columns), first: { row: panning.first(part.face.rows), column: panning.first(part.face.columns) },
		at: (row, column) => flat(i, row, column),
	})), corner, context.width);
	const root = openPicture(document, 'index-map product', layout, layout.grids);
	const isGhost = (part: number, row: number, column: number): boolean => {
		if (part === result) return false;
		const { rows, columns } = parts[part]!.face;
		return (rows !== undefined && row > 0 && terms.stretches(part, rows)) || (columns !== undefined && column > 0 && terms.stretches(part, columns));
	};
	const grids = layout.grids.map((grid, part): DrawnGrid => {
		const { tensor: { elements }, color } = parts[part]!;
		return drawGrid(document, grid, part === result ? strings.output : '', (place, row, column): CellLook => ({ fill: elementColor(color, elements, place), mark: isGhost(part, row, column) ? 'ghost' : '', badge: '' }));
	});
	for (const [i, { x, y }] of layout.signs.entries()) root.append(svg(document, 'text', { class: 'sign', x, y, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, i === result - 1 ? '=' : slice.sign));
	root.append(...grids.map(grid => grid.node));

	/** Whether a cell at a place of a letter says so: where its axis is stretched it says nothing at its own cell. */
	const says = (part: number, letter: string, place: number): boolean => {
		const { letters, face: { rows, columns } } = parts[part]!;
		return part !== result && terms.stretches(part, letter) ? (letter === rows || letter === columns) && place > 0 : letters.includes(letter);
	};
	/** Lights the cells of a tensor that meet one that says so much. */
	const light = (part: number, said: Held): void => {
		const { rows, columns } = parts[part]!.face, grid = layout.grids[part]!;
		const meets = (letter: string, place: number): boolean => !says(part, letter, place) || (said.get(letter) ?? place) === place;
		if (![...held].every(([letter, place]) => letter === rows || letter === columns || meets(letter, place))) return;
		const along = (letter: string | undefined, first: number, count: number): readonly number[] => range(first, first + count).filter(place => letter === undefined || meets(letter, place));
		// A diagonal has one letter for both, and its columns tell.
		const inRow = along(columns, grid.first.column, grid.columns);
		for (const row of along(rows === columns ? undefined : rows, grid.first.row, grid.rows)) for (const column of inRow) grids[part]!.cell(row, column)?.classList.add('lit');
	};
	const show = (part: number, row: number, column: number, by: 'pointer' | 'keyboard'): void => {
		pointing();
		unlight(root);
		root.classList.add('pointing');
		const said = new Map([...at(part, row, column)].filter(([letter, place]) => says(part, letter, place)));
		for (const other of parts.keys()) if (other !== part) light(other, said);
		grids[part]!.cell(row, column)?.classList.add('lit', 'pointed');
		readout.show(part === result ? sumText(slice, terms, flat(part, row, column)) : usesText(slice, terms, part, flat(part, row, column), strings), by);
	};
	for (const [part, grid] of layout.grids.entries()) {
		const { tensor } = grid, { rows, columns } = parts[part]!.face;
		listenToCells(document, grids[part]!.node, {
			grid, panning, focusKey: `grid-${part}${facet}`, label: fill(strings.gridKeys, part === result ? `${strings.output} ${tensor.title}` : tensor.title, typeText(tensor)),
			show: (cell, by) => show(part, cell.row, cell.column, by),
			places: cell => new Map([[rows, cell.row], [columns, cell.column]]),
			...(part === result && { chosen: (cell: Cell) => choose(flat(part, cell.row, cell.column)) }),
			rest() {
				unlight(root);
				readout.rest();
			},
		});
	}
	return { node: root, clear: () => unlight(root), cells: Array.from(cellsIn(layout.grids[result]!), ({ row, column }) => flat(result, row, column)) };
}

/** Drawn with its rows as columns, it is its transpose that is seen. */
function titled({ tensor, letters, face: { rows, columns } }: Part): TensorSlice {
	const isTransposed = rows !== undefined && columns !== undefined && letters.indexOf(columns) >= 0 && letters.indexOf(rows) > letters.indexOf(columns);
	return isTransposed ? { ...tensor, title: `${tensor.title}.T` } : tensor;
}
