/**
 * A tensor that is larger than the recording's limit for one: the blocks that were kept of it, each in the colour of its
 * mean, with the marks of what in it is not finite. Where there is not room for each, several become one square.
 */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { meansOf } from '../../engine/print/means.ts';
import { blocksOf, coarser, factsOf, whole, type BlockFacts, type Summary } from '../../engine/trace/summary.ts';
import { paintOf } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { createReadout, element } from '../theme/dom.ts';
import { short, typeText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { asTable, type Table } from '../theme/table.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { usualArrangement } from './arrangement.ts';
import { drawFigure } from './figure.ts';
import { BARS, BESIDE, layoutOf, MIN_SQUARE, type Layout } from './layout.ts';
import { plainLegend } from './legend.ts';
import { placeAt, planeOf, type Plane } from './plane.ts';

/** Of the table. */
const MOST_ROWS = 1024;

export function summaryView(slice: TensorSlice, summary: Summary, context: ViewContext): Node[] {
	const { document, strings, theme } = context;
	const { blocks, plane, layout } = thatFits(summary, context);
	const means = meansOf(blocks);
	const elements = Float64Array.from({ length: plane.length }, (_, at) => Number(means.read(at)));
	const all = factsOf(whole(blocks), 0);
	const range = { ...rangeOf(blocks.mean), nan: all.nan, inf: all.positiveInfinity, negativeInf: all.negativeInfinity };
	const value = (row: number, column: number): string => wordsOf(factsOf(blocks, Math.max(0, placeAt(plane, row, column))), strings);
	const [row = 0, column = 0] = rememberedNumbers(context, 'cell') ?? [];
	const readout = createReadout(document, strings.hoverHint);
	const paint = paintOf(theme, range, slice.dtype);
	const figure = drawFigure({ elements, dtype: 'float64', plane, layout, paint }, fill(strings.tensorKeys, slice.title, typeText(slice)), {
		line: at => `${slice.title}${partText(blocks, at.row, at.column, slice.shape.length, strings)}   ${value(at.row, at.column)}`,
		value: at => value(at.row, at.column),
	}, fill(strings.summaryBlocks, Math.min(blocks.blockRows, blocks.rows), Math.min(blocks.blockColumns, blocks.columns)), { row, column }, context, readout);
	const copyValue = element(document, 'button', { type: 'button' }, strings.copyValue);
	copyValue.addEventListener('click', () => context.copy(figure.value()));
	const bar = element(document, 'div', { class: 'bar' }, plainLegend(document, paint, range, slice.dtype, `legend-${slice.ref}`, context.width), element(document, 'span', { class: 'buttons' }, copyValue));
	return [figure.node, readout.node, bar, asTable(context, () => [blocksTable(slice, blocks, strings)]).node];
}

/** A row for each block: of so few that all of the tensor can be read. */
function blocksTable(slice: TensorSlice, fine: Summary, strings: Strings): Table {
	let blocks = fine;
	for (let { down, across } = blocksOf(blocks); down * across > MOST_ROWS; { down, across } = blocksOf(blocks)) blocks = coarser(blocks, Math.min(2, down), Math.min(2, across));
	const { down, across } = blocksOf(blocks);
	return {
		head: [strings.blockPart, strings.blockElements, strings.blockMeanHead, strings.blockLow, strings.blockHigh, strings.blockNotFinite], count: down * across,
		row(at) {
			const facts = factsOf(blocks, at);
			return [`${slice.title}${partText(blocks, Math.floor(at / across), at % across, slice.shape.length, strings)}`, String(facts.count), ...facts.finite === 0 ? ['', '', ''] : [facts.mean, facts.low, facts.high].map(value => short(value)), notFinite(facts)];
		},
	};
}

/** The finest level of which each block has a square of its own. */
function thatFits(summary: Summary, { width, height }: ViewContext): { readonly blocks: Summary; readonly plane: Plane; readonly layout: Layout } {
	for (let blocks = summary; ;) {
		const plane = planeOfBlocks(blocks);
		const layout = layoutOf({
			rows: plane.rows, columns: plane.columns, facets: 1, rowCharacters: plane.rowLabel(plane.rows - 1).length, hasColumnLabels: true, hasCaptions: false, margin: 0,
		}, [], width - BESIDE, height - BARS);
		const [down, across] = [Math.ceil(MIN_SQUARE / layout.cellHeight), Math.ceil(MIN_SQUARE / layout.cellWidth)];
		if (down * across === 1) return { blocks, plane, layout };
		blocks = coarser(blocks, down, across);
	}
}

/** Rows and columns are numbered in elements of the tensor, not in blocks. */
function planeOfBlocks(summary: Summary): Plane {
	const { down, across } = blocksOf(summary);
	return {
		...planeOf([down, across], usualArrangement([down, across]), 1),
		rowLabel: row => summary.rows === 1 ? '' : String(row * summary.blockRows), columnLabel: column => String(column * summary.blockColumns),
	};
}

/** The part of the tensor that a block is, as it would be indexed; of more than two dimensions, which of all its rows. */
function partText({ rows, columns, blockRows, blockColumns }: Summary, row: number, column: number, ndim: number, strings: Strings): string {
	const range = (from: number, size: number, count: number): string => `${from * size}:${Math.min(count, (from + 1) * size)}`;
	const across = range(column, blockColumns, columns);
	return rows === 1 ? `[${across}]` : `[${ndim > 2 ? `${strings.rowsOfAll} ` : ''}${range(row, blockRows, rows)}, ${across}]`;
}

function wordsOf(facts: BlockFacts, strings: Strings): string {
	const { count, finite, mean, low, high } = facts;
	return [...(finite === 0 ? [] : [fill(strings.blockMean, count, short(mean), short(low), short(high))]), ...finite === count ? [] : [notFinite(facts)]].join(', ');
}

function notFinite({ nan, positiveInfinity, negativeInfinity }: BlockFacts): string {
	return ([[nan, 'NaN'], [positiveInfinity, '+Inf'], [negativeInfinity, '−Inf']] as const).filter(([number]) => number > 0).map(([number, name]) => `${number} ${name}`).join(', ');
}
