/**
 * A tensor: facts, where its axes lie, the heatmap with its legend, and the values as text.
 * The figure is one tab stop; arrow keys move a cell cursor whose position and value are announced.
 */
import type { Elements } from '../../engine/trace/model.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { cellFormats, type CellFormat } from '../grid/format.ts';
import { domainOf, paintOf, type Interval, type Paint } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { createReadout, element, type Readout } from '../theme/dom.ts';
import { nowOrMeanwhile } from '../theme/meanwhile.ts';
import { exactText, position, short, typeText } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import { asTable } from '../theme/table.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { arrangementOf, placeNumbers, type Arrangement } from './arrangement.ts';
import { axesBar } from './axes.ts';
import { differenceChoice, differenceOf, type Difference } from './difference.ts';
import { exportButtons } from './exports.ts';
import { drawFacts } from './facts.ts';
import { drawFigure, type Figure } from './figure.ts';
import { BARS, BESIDE, CANVAS_ABOVE, layoutOf, perLine, type Layout } from './layout.ts';
import { plainLegend } from './legend.ts';
import { gatherLines, linesOfCell, type LineStatistics, type LinesRange } from './lines.ts';
import { MARGIN } from './margins.ts';
import { linesOf, placeAt, planeOf, sizesOf, extentOf, type Plane } from './plane.ts';
import { COUNTED_FROM, drawScale, type Scale } from './scale.ts';
import { summaryView } from './summary.ts';
import { planeTables } from './table.ts';
import { tensorText } from './text.ts';

export function tensorView(slice: TensorSlice, context: ViewContext): HTMLElement {
	const { document } = context;
	const view = element(document, 'section', { class: 'view tensor-view', 'aria-label': slice.title });
	const build = () => view.replaceChildren(...contents(slice, context, () => {
		build();
		view.querySelector<HTMLElement>('[data-focus=minus]')?.focus();
	}));
	build();
	return view;
}

/** `again`: another thing is to be shown. */
function contents(slice: TensorSlice, context: ViewContext, again: () => void): Node[] {
	const { document, strings } = context;
	const { elements, summary } = slice;
	const note = (text: string) => element(document, 'p', { class: 'note' }, text);
	if (elements === undefined) {
		// One block is all that is known where the tensor lies in another order than its storage; the facts say it.
		return [drawFacts(slice, context), note(slice.note ?? strings.missing), ...(summary !== undefined && summary.mean.length > 1 ? summaryView(slice, summary, context) : [])];
	}
	if (elements.length === 0) return [drawFacts(slice, context), note(strings.noElements)];
	const difference = differenceOf(slice, elements, context);
	const shown = difference?.slice ?? slice;
	return [drawFacts(shown, context), ...differenceChoice(slice, context, again), ...(difference === undefined ? [] : [note(difference.note)]), ...picture(shown, shown.elements!, difference, context)];
}

function picture(slice: TensorSlice, elements: Elements, difference: Difference | undefined, context: ViewContext): Node[] {
	const { document, strings, theme } = context;
	const range = rangeOf(elements);
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.hoverHint);
	const isOpen = context.state['text'] === true;
	const text = element(document, 'pre', { class: 'values', tabindex: 0, 'data-focus': 'text' }, isOpen ? tensorText(slice, elements) : '');
	const details = element(document, 'details', { class: 'as-text', open: isOpen }, element(document, 'summary', { 'data-focus': 'as-text' }, strings.asText), text);
	let figure: Figure;
	let scale: Scale = { domain: rememberedInterval(context, 'domain'), filter: rememberedInterval(context, 'filter') };
	const paint = () => paintOf(theme, range, slice.dtype, scale.domain, scale.filter);
	const draw = (arrangement: Arrangement) => {
		const [row = 0, column = 0] = rememberedNumbers(context, 'cell') ?? [];
		figure = drawCells(slice, elements, difference, paint(), arrangement, { row, column }, context, readout);
		holder.replaceChildren(figure.node);
	};
	let arrangement = arrangementOf(slice.shape, rememberedNumbers(context, 'places'), rememberedNumbers(context, 'held'));
	const axes = axesBar(slice.shape, arrangement, context, next => {
		arrangement = next;
		context.remember({ ...context.state, places: placeNumbers(next), held: next.held, cell: [0, 0] });
		draw(next);
		table.renew();
	});
	const lines = element(document, 'input', { type: 'checkbox', checked: context.state['lines'] === true, 'data-focus': 'lines' });
	lines.addEventListener('change', () => {
		context.remember({ ...context.state, lines: lines.checked });
		draw(arrangement);
	});
	const tools = slice.shape.length < 2 ? [] : [element(document, 'label', { class: 'choice' }, lines, element(document, 'span', {}, strings.lineStatistics))];
	draw(arrangement);
	const table = asTable(context, () => planeTables(slice, elements, figure.plane, strings));
	details.addEventListener('toggle', () => {
		if (text.textContent === '') text.textContent = tensorText(slice, elements);
		// Of a view that is no longer shown, its end is no choice of the reader's.
		if (details.isConnected && details.open !== (context.state['text'] === true)) context.remember({ ...context.state, text: details.open });
	});
	const rescaled = (next: Scale) => {
		scale = next;
		const { domain: _domain, filter: _filter, ...others } = context.state;
		context.remember({ ...others, ...(next.domain && { domain: next.domain }), ...(next.filter && { filter: next.filter }) });
		const now = paint();
		figure.repaint(now);
		return now;
	};
	const id = `legend-${slice.ref}`;
	const [low, high] = domainOf(range, slice.dtype);
	const legend = slice.dtype === 'bool' || elements.length === 1 ? []
		: elements.length < COUNTED_FROM || low === high ? [plainLegend(document, paint(), range, slice.dtype, id, context.width)]
			: [drawScale(elements, slice.dtype, range, scale, paint(), id, context, rescaled)];
	const bar = element(document, 'div', { class: 'bar' }, ...legend, exportButtons(slice, elements, () => figure, context));
	return [...axes, holder, readout.node, ...tools, bar, details, table.node];
}

function rememberedInterval(context: ViewContext, key: string): Interval | undefined {
	const [low, high] = rememberedNumbers(context, key) ?? [];
	return low !== undefined && high !== undefined && low <= high ? [low, high] : undefined;
}

function drawCells(slice: TensorSlice, elements: Elements, difference: Difference | undefined, paint: Paint, arrangement: Arrangement, from: { readonly row: number; readonly column: number }, context: ViewContext, readout: Readout): Figure {
	const { strings } = context;
	const { rows, columns } = sizesOf(slice.shape, arrangement);
	const hasLines = context.state['lines'] === true && rows > 1 && columns > 1;
	const { plane, layout } = laidOut(slice, elements, arrangement, context, hasLines ? MARGIN : 0);
	let lines: LineStatistics | undefined;
	const lineText = (name: string, range: LinesRange | undefined) => range === undefined ? [] : [fill(strings.lineFacts, name, short(range.low), short(range.leastMean), short(range.high))];
	const figure = drawFigure({ elements, dtype: slice.dtype, plane, layout, paint }, fill(strings.tensorKeys, slice.title, typeText(slice)), {
		line({ row, column }, block) {
			const at = placeAt(plane, row, column), index = position(plane.index(row, column));
			const own = difference === undefined ? `${slice.title}${index} = ${exactText(elements, at, slice.dtype)}` : `${index}   ${difference.words(at)} = ${exactText(elements, at, slice.dtype)}`;
			const line = block === undefined ? own : `${own}   ${fill(strings.block, block.rows * block.columns, short(block.low), short(block.high))}`;
			if (lines === undefined) return line;
			const across = linesOfCell(lines, plane, row, column);
			return [line, ...lineText(strings.placeRow, across.row), ...lineText(strings.placeColumn, across.column)].join('\n');
		},
		value: ({ row, column }) => exactText(elements, Math.max(0, placeAt(plane, row, column)), slice.dtype),
	}, undefined, from, context, readout);
	if (hasLines) {
		nowOrMeanwhile(context.document, gatherLines(elements, plane), () => figure.node.isConnected, gathered => {
			lines = gathered;
			figure.setLines(gathered);
		});
	}
	return figure;
}

/** Where the elements lie, and how large they are drawn. `margin`: pixels to be left beside each facet. */
function laidOut({ shape, dtype }: TensorSlice, elements: Elements, arrangement: Arrangement, { width, height }: ViewContext, margin: number): { readonly plane: Plane; readonly layout: Layout } {
	const layout = (plane: Plane, formats: readonly CellFormat[], isLarge: boolean) => layoutOf({
		rows: plane.rows, columns: plane.columns, facets: plane.facets, margin, hasColumnLabels: plane.columnLabel(0) !== '', hasCaptions: plane.facetLabel(0) !== '',
		rowCharacters: Math.max(plane.rowLabel(0).length, plane.rowLabel(plane.rows - 1).length),
	}, isLarge ? [] : formats, isLarge ? width - BESIDE : width, isLarge ? height - BARS : height);
	if (shape.length === 1 && arrangement.places[0] === 'columns') {
		const formats = cellFormats(elements, dtype, Array.from({ length: Math.min(elements.length, CANVAS_ABOVE) }, (_, at) => at));
		const plane = linesOf(elements.length, perLine(elements.length, formats, width));
		return { plane, layout: layout(plane, formats, elements.length > CANVAS_ABOVE) };
	}
	const { facets } = sizesOf(shape, arrangement);
	const column = planeOf(shape, arrangement, 1);
	const isLarge = column.rows * column.columns * facets > CANVAS_ABOVE;
	const measured = layout(column, isLarge ? [] : cellFormats(elements, dtype, placesOf(column)), isLarge);
	return { plane: planeOf(shape, arrangement, measured.across), layout: measured };
}

function placesOf(plane: Plane): number[] {
	const { rows, columns } = extentOf(plane);
	return Array.from({ length: rows * columns }, (_, at) => placeAt(plane, Math.floor(at / columns), at % columns));
}
