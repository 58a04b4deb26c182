/**
 * A product of tensors: which cells meet. Pointing at a cell of the result lights what it is the sum of, and spells the sum;
 * pointing at an operand's cell lights where it goes. Cells that stand for one that is stretched are drawn as its ghosts.
 */
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { drawGrid, openPicture, unlight, type CellLook, type DrawnGrid } from '../grid/cells.ts';
import { drawFacets, type Facet, facetsOf } from '../grid/facets.ts';
import { MAX_SIDE, type GridCells } from '../grid/measure.ts';
import { listenToCells } from '../grid/pointing.ts';
import { paintOf } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { axisSliders } from '../grid/sliders.ts';
import { createReadout, element, svg, type Readout } from '../theme/dom.ts';
import { typeText } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { facesOf, type Face, type Faces } from './faces.ts';
import { layoutProduct } from './layout.ts';
import { termsOf, type Terms } from './terms.ts';
import { chosenText, productName, ruleParts, sumText, usesText } from './words.ts';

type Held = Map<string, number>;

/** One of the picture's tensors: an operand, or the result behind them. */
interface Part { readonly tensor: TensorSlice; readonly letters: string; readonly face: Face }

export function productView(slice: ProductSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const terms = termsOf(slice);
	const faces = facesOf(slice, terms);
	const view = element(document, 'section', { class: 'view product-view', 'aria-label': productName(slice) });
	view.append(ruleLine(slice, terms, context));
	const remembered = rememberedNumbers(context, 'held');
	// Of a batch some products stand side by side, from the one at which it is held on.
	const batch = faces.held.findLast(letter => slice.letters.includes(letter)), sideBySide = facetsOf(batch === undefined ? undefined : terms.sizes.get(batch));
	const lastOf = (letter: string): number => Math.max(0, terms.sizes.get(letter)! - (letter === batch ? sideBySide : 1));
	const held: Held = new Map(faces.held.map((letter, i) => [letter, Math.min(lastOf(letter), remembered?.[i] ?? 0)]));
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.mapHint);
	const draw = (): void => {
		const heldIn = (facet: number): Held => batch === undefined ? held : new Map([...held, [batch, held.get(batch)! + facet]]);
		holder.replaceChildren(drawFacets(document, sideBySide, (facet, suffix, pointing) => picture(slice, terms, faces, heldIn(facet), context, readout, suffix, pointing),
			batch === undefined ? undefined : facet => `${batch} = ${held.get(batch)! + facet}`).node);
	};
	view.append(...axisSliders(faces.held.filter(letter => lastOf(letter) > 0).map(name => ({ name, at: held.get(name)!, last: lastOf(name) })), context, (letter, at) => {
		held.set(letter, at);
		context.remember({ ...context.state, held: [...held.values()] });
		draw();
	}));
	draw();
	view.append(holder, readout.node);
	const stretched = faces.operands.some(({ rows, columns }, i) => [rows, columns].some(letter => letter !== undefined && terms.stretches(i, letter)));
	if (stretched) view.append(element(document, 'p', { class: 'note' }, strings.productStretched));
	if ([...terms.sizes.values()].some(size => size > MAX_SIDE)) view.append(element(document, 'p', { class: 'note' }, fill(strings.mapCut, MAX_SIDE)));
	return view;
}

function ruleLine(slice: ProductSlice, terms: Terms, { document, strings }: ViewContext): HTMLElement {
	const { result, summed, term, rest } = ruleParts(slice, terms);
	const code = element(document, 'code', {}, `${result} = `);
	if (summed !== '') code.append('Σ', element(document, 'sub', {}, summed), ' ');
	code.append(term + rest);
	return element(document, 'p', { class: 'rule' }, element(document, 'span', { class: 'op' }, chosenText(slice, strings)), code);
}

function picture(slice: ProductSlice, terms: Terms, faces: Faces, held: Held, context: ViewContext, readout: Readout, facet: string, pointing: () => void): Facet {
	const { document, strings, theme } = context;
	const parts: readonly Part[] = [
		...slice.operands.map((tensor, i): Part => ({ tensor, letters: slice.subscripts[i]!, face: faces.operands[i]! })),
		{ tensor: slice.output, letters: slice.letters, face: faces.output },
	];
	const result = parts.length - 1;
	const at = (part: number, row: number, column: number): Held => {
		const { rows, columns } = parts[part]!.face;
		return new Map([...held, ...(rows === undefined ? [] : [[rows, row] as const]), ...(columns === undefined ? [] : [[columns, column] as const])]);
	};
	const flat = (part: number, row: number, column: number): number => part === result ? terms.outputAt(at(part, row, column)) : terms.cellOf(part, at(part, row, column));
	const sizeOf = (letter: string | undefined): number | undefined => letter === undefined ? undefined : terms.sizes.get(letter);
	const layout = layoutProduct(parts.map((part, i): GridCells => ({
		name: i === result ? 'output' : 'source', tensor: titled(part), title: i === result ? strings.output : '', detail: typeText(part.tensor),
		rows: sizeOf(part.face.rows), columns: sizeOf(part.face.columns),
		at: (row, column) => flat(i, row, column),
	})), faces.corner, context.width);
	const root = openPicture(document, 'index-map product', layout, layout.grids);
	const isGhost = (part: number, row: number, column: number): boolean => {
		if (part === result) return false;
		const { rows, columns } = parts[part]!.face;
		return (rows !== undefined && row > 0 && terms.stretches(part, rows)) || (columns !== undefined && column > 0 && terms.stretches(part, columns));
	};
	const grids = layout.grids.map((grid, part): DrawnGrid => {
		const { elements, dtype } = parts[part]!.tensor;
		const color = elements === undefined ? undefined : paintOf(theme, rangeOf(elements), dtype).color;
		return drawGrid(document, grid, part === result ? strings.output : '', (place, row, column): CellLook => {
			const value = Number(elements?.[place] ?? NaN);
			return { fill: color === undefined || !Number.isFinite(value) ? undefined : color(value), mark: isGhost(part, row, column) ? 'ghost' : '', badge: '' };
		});
	});
	for (const [i, { x, y }] of layout.signs.entries()) root.append(svg(document, 'text', { class: 'sign', x, y, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, i === result - 1 ? '=' : slice.sign));
	root.append(...grids.map(grid => grid.node));

	/** What a cell says of the letters: an axis that is stretched says nothing at its own cell. */
	const known = (part: number, row: number, column: number): Held => {
		const { letters, face } = parts[part]!;
		const all = at(part, row, column);
		return new Map([...all].filter(([letter]) => {
			const isDrawn = letter === face.rows || letter === face.columns;
			if (part !== result && terms.stretches(part, letter)) return isDrawn && all.get(letter)! > 0;
			return letters.includes(letter);
		}));
	};
	const show = (part: number, row: number, column: number, by: 'pointer' | 'keyboard'): void => {
		pointing();
		unlight(root);
		root.classList.add('pointing');
		const fixed = known(part, row, column);
		for (const [other, grid] of layout.grids.entries()) {
			if (other === part) continue;
			for (let r = 0; r < grid.rows; r++) {
				for (let c = 0; c < grid.columns; c++) {
					if ([...known(other, r, c)].every(([letter, value]) => (fixed.get(letter) ?? value) === value)) grids[other]!.cell(r, c)?.classList.add('lit');
				}
			}
		}
		grids[part]!.cell(row, column)?.classList.add('lit', 'pointed');
		readout.show(part === result ? sumText(slice, terms, flat(part, row, column)) : usesText(slice, terms, part, flat(part, row, column), strings), by);
	};
	for (const [part, { rows, columns, tensor }] of layout.grids.entries()) {
		listenToCells(document, grids[part]!.node, {
			rows, columns, focusKey: `grid-${part}${facet}`, label: fill(strings.gridKeys, part === result ? `${strings.output} ${tensor.title}` : tensor.title, typeText(tensor)),
			show: (cell, by) => show(part, cell.row, cell.column, by),
			rest() {
				unlight(root);
				readout.rest();
			},
		});
	}
	return { node: root, clear: () => unlight(root) };
}

/** Drawn with its rows as columns, it is its transpose that is seen. */
function titled({ tensor, letters, face: { rows, columns } }: Part): TensorSlice {
	const isTransposed = rows !== undefined && columns !== undefined && letters.indexOf(columns) >= 0 && letters.indexOf(rows) > letters.indexOf(columns);
	return isTransposed ? { ...tensor, title: `${tensor.title}.T` } : tensor;
}
