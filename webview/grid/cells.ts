/** One of a picture's grids, drawn: caption, row and column numbers, cells with their values and marks. */
import { range } from 'd3';
import { svg } from '../theme/dom.ts';
import { elementText } from '../theme/numbers.ts';
import { inkOn } from '../theme/theme.ts';
import { textWidth } from './format.ts';
import { markPath, special } from './marks.ts';
import { cornerOf, type GridLayout } from './measure.ts';
import { cellsIn, isIn } from './window.ts';

export interface CellLook {
	/** A data colour, or undefined for a plain cell. */
	readonly fill: string | undefined;
	/** A class of the view's style: 'never' (dashed), 'error' (framed and marked), 'ghost' … or ''. */
	readonly mark: string;
	/** '×2' in the corner. */
	readonly badge: string;
}

export interface DrawnGrid {
	readonly node: SVGGElement;
	/** undefined: it is not in the part that is drawn. */
	cell(row: number, column: number): SVGGElement | undefined;
}

export function drawGrid(document: Document, grid: GridLayout, title: string, look: (at: number, row: number, column: number) => CellLook): DrawnGrid {
	const [originX, originY] = [grid.x + grid.left, grid.y + grid.top];
	const [numbersX, numbersY] = [originX - grid.around.before * grid.cellWidth - 7, originY - grid.around.above * grid.cellHeight - 7];
	const node = svg(document, 'g', { class: `grid ${grid.name}`, 'data-grid': grid.name });
	node.append(svg(document, 'text', { class: 'caption', x: numbersX + 7, y: grid.y + 13 },
		...(title === '' ? [] : [svg(document, 'tspan', { class: 'role' }, title)]), svg(document, 'tspan', { dx: title === '' ? 0 : 7, class: 'name' }, grid.tensor.title)));
	node.append(svg(document, 'text', { class: 'type', x: numbersX + 7, y: grid.y + 29 }, grid.detail));
	const gap = grid.gutter;
	/** As many of the drawn ones as there is room for, the same whatever part is drawn. */
	const numbered = (first: number, count: number, room: number, cell: number): readonly number[] => {
		const every = [1, 2, 5, 10, 20, 50].find(step => step * cell >= room) ?? 100;
		return range(Math.ceil(first / every) * every, first + count, every);
	};
	const numbers = svg(document, 'g', { class: 'labels' });
	if (grid.hasColumns) {
		for (const column of numbered(grid.first.column, grid.columns, Math.max(24, textWidth(String(grid.allColumns - 1), 11) + 4), grid.cellWidth)) {
			numbers.append(svg(document, 'text', { x: originX + (column - grid.first.column + 0.5) * grid.cellWidth - gap / 2, y: numbersY, 'text-anchor': 'middle' }, String(column)));
		}
	}
	if (grid.hasRows) {
		for (const row of numbered(grid.first.row, grid.rows, 15, grid.cellHeight)) {
			numbers.append(svg(document, 'text', { x: numbersX, y: originY + (row - grid.first.row + 0.5) * grid.cellHeight - gap / 2, 'text-anchor': 'end', 'dominant-baseline': 'central' }, String(row)));
		}
	}
	node.append(numbers);
	const cells: SVGGElement[] = [];
	for (const { row, column } of cellsIn(grid)) {
		const at = grid.at(row, column);
		const { fill, mark, badge } = look(at, row, column);
		const { x, y } = cornerOf(grid, { row, column }), [width, height] = [grid.cellWidth - gap, grid.cellHeight - gap];
		const cell = svg(document, 'g', { class: `cell ${mark}`.trim(), 'data-cell': `${row},${column}` });
		// Strokes are drawn half inside, so that neighbours' frames don't touch.
		cell.append(svg(document, 'rect', { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx: gap > 0 ? 3 : 0, ...(fill === undefined ? {} : { fill }) }));
		const hasRoom = grid.format !== undefined && width >= 34;
		// What a badge says, where there is no room for one.
		if (badge !== '' && !hasRoom && width >= LEAST_CORNER) {
			const side = Math.max(3, Math.min(8, width / 3));
			cell.append(svg(document, 'path', { class: 'corner', d: `M${x + width},${y}h${-side}l${side},${side}Z`, ...(fill === undefined ? {} : { fill: inkOn(fill) }) }));
		}
		if (grid.format === undefined) {
			const value = grid.tensor.elements?.[at], kind = special(value);
			if (kind !== undefined && width >= LEAST_CORNER) cell.append(svg(document, 'path', { class: `special ${kind === 'nan' ? 'nan' : 'inf'}`, d: markPath(kind, x + width / 2, y + height / 2, Math.min(5, width / 3)) }));
		} else {
			const text = grid.tensor.elements === undefined ? '' : grid.format.text(at);
			cell.append(svg(document, 'text', { class: 'digits', x: x + width / 2, y: y + height / 2, 'text-anchor': 'middle', 'dominant-baseline': 'central', ...(fill === undefined ? {} : { fill: inkOn(fill) }) }, text));
			if (badge !== '' && hasRoom) cell.append(svg(document, 'text', { class: 'badge', x: x + width - 3, y: y + 9, 'text-anchor': 'end', ...(fill === undefined ? {} : { fill: inkOn(fill) }) }, badge));
		}
		cells.push(cell);
		node.append(cell);
	}
	return {
		node,
		cell: (row, column) => isIn(grid, { row, column }) ? cells[(row - grid.first.row) * grid.columns + column - grid.first.column] : undefined,
	};
}

/** Pixels of a cell in which a shape is still seen. */
const LEAST_CORNER = 6;

/** Above this many cells, those that are not meant don't fade: it would hold up the page for seconds. */
const MOST_FADING = 1500;

/** The empty picture of some grids, with a little room around for frames and the focus outline. */
export function openPicture(document: Document, name: string, { width, height }: { readonly width: number; readonly height: number }, grids: readonly GridLayout[]): SVGSVGElement {
	const isLarge = grids.reduce((sum, { rows, columns }) => sum + rows * columns, 0) > MOST_FADING;
	return svg(document, 'svg', { class: isLarge ? `${name} large` : name, width: width + 8, height: height + 8, viewBox: `-4 -2 ${width + 8} ${height + 8}` });
}

/** Nothing in a picture is pointed at. */
export function unlight(root: Element): void {
	root.classList.remove('pointing');
	for (const lit of [...root.querySelectorAll('.lit')]) lit.classList.remove('lit', 'pointed');
}

/** A cell's value as it is read aloud and in the rule. */
export function valueText(grid: GridLayout, at: number): string {
	return grid.tensor.elements === undefined ? '?' : grid.text !== undefined ? `(${grid.text(at)})` : elementText(grid.tensor.elements, at, grid.tensor.dtype, 6);
}

