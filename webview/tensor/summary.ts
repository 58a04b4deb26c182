/**
 * A tensor that is larger than the recording's limit for one: the blocks that were kept of it, each in the colour of its
 * mean, with the marks of what in it is not finite. Where there is not room for each, a square stands for several.
 */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { summaryStatistics } from '../../engine/print/statistics.ts';
import { blocksOf, merged, type BlockFacts, type Summary } from '../../engine/trace/summary.ts';
import { colorScale, rangeOf } from '../grid/range.ts';
import { createReadout, element } from '../theme/dom.ts';
import { short, typeText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { drawFigure } from './figure.ts';
import type { Square } from './heatmap.ts';
import { layoutOf } from './layout.ts';
import { drawLegend } from './legend.ts';
import { planeOf } from './plane.ts';

export function summaryView(slice: TensorSlice, summary: Summary, context: ViewContext): Node[] {
	const { document, strings } = context;
	const { down, across } = blocksOf(summary);
	const isLine = down === 1;
	const blocks = planeOf(isLine ? [across] : [down, across], [], across);
	// Rows and columns are numbered in elements of the tensor, not in blocks.
	const plane = { ...blocks, rowLabel: (row: number) => isLine ? '' : String(row * summary.blockRows), columnLabel: (column: number) => String(column * summary.blockColumns) };
	const layout = layoutOf(plane, [], context.width, context.height);
	const all = summaryStatistics(summary);
	const range = { ...rangeOf(summary.mean), nan: all.nan, inf: all.positiveInfinity, negativeInf: all.negativeInfinity };
	const color = colorScale(context.theme, range, slice.dtype);

	/** Of a square, whose first block is at `row`, `column`: the part of the tensor that it is, and what is known of it. */
	const partOf = (row: number, column: number): { readonly text: string; readonly facts: BlockFacts } => {
		const last = { row: row + layout.blockRows, column: column + layout.blockColumns };
		const rows = [row * summary.blockRows, Math.min(summary.rows, last.row * summary.blockRows)].join(':');
		const columns = [column * summary.blockColumns, Math.min(summary.columns, last.column * summary.blockColumns)].join(':');
		const text = isLine ? `[${columns}]` : `[${slice.shape.length > 2 ? `${strings.rowsOfAll} ` : ''}${rows}, ${columns}]`;
		return { text, facts: merged(summary, row, column, last.row, last.column) };
	};
	const at = (row: number, column: number): Square => {
		const first = { row: row * layout.blockRows, column: column * layout.blockColumns };
		const { mean, low, high, count, nan, positiveInfinity, negativeInfinity } = partOf(first.row, first.column).facts;
		return { mean, low, high, count, special: nan > 0 ? 'nan' : positiveInfinity > 0 ? 'inf' : negativeInfinity > 0 ? '-inf' : undefined };
	};
	const squareStart = ({ row, column }: { row: number; column: number }) => partOf(row - row % layout.blockRows, column - column % layout.blockColumns);
	const [row = 0, column = 0] = rememberedNumbers(context, 'cell') ?? [];
	const readout = createReadout(document, strings.hoverHint);
	let cursorText = '';
	const figure = drawFigure({ plane, layout, color, at }, fill(strings.tensorKeys, slice.title, typeText(slice)), {
		line: cell => `${slice.title}${squareStart(cell).text}   ${wordsOf(squareStart(cell).facts, strings)}`,
		value: cell => wordsOf(squareStart(cell).facts, strings),
	}, fill(strings.summaryBlocks, summary.blockRows * layout.blockRows, summary.blockColumns * layout.blockColumns), { row, column }, context, text => cursorText = text, readout);
	const copyValue = element(document, 'button', { type: 'button' }, strings.copyValue);
	copyValue.addEventListener('click', () => context.copy(cursorText));
	const bar = element(document, 'div', { class: 'bar' }, drawLegend(document, context.theme, range, slice.dtype, `legend-${slice.ref}`), element(document, 'span', { class: 'buttons' }, copyValue));
	return [figure, readout.node, bar];
}

function wordsOf({ count, finite, mean, low, high, nan, positiveInfinity, negativeInfinity }: BlockFacts, strings: Strings): string {
	const special = ([[nan, 'NaN'], [positiveInfinity, '+Inf'], [negativeInfinity, '−Inf']] as const).filter(([number]) => number > 0).map(([number, name]) => `${number} ${name}`);
	return [...(finite === 0 ? [] : [fill(strings.blockMean, count, short(mean), short(low), short(high))]), ...special].join(', ');
}
