/**
 * A tensor that is larger than the recording's limit for one: the blocks that were kept of it, each in the colour of its
 * mean, with the marks of what in it is not finite. Where there is not room for each, several become one square.
 */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { meansOf } from '../../engine/print/means.ts';
import { blocksOf, coarser, factsOf, whole, type BlockFacts, type Summary } from '../../engine/trace/summary.ts';
import { special } from '../grid/marks.ts';
import { colorScale, rangeOf } from '../grid/range.ts';
import { createReadout, element } from '../theme/dom.ts';
import { short, typeText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { drawFigure } from './figure.ts';
import { layoutOf, type Layout } from './layout.ts';
import { drawLegend } from './legend.ts';
import { planeOf, type Plane } from './plane.ts';

export function summaryView(slice: TensorSlice, summary: Summary, context: ViewContext): Node[] {
	const { document, strings } = context;
	const { blocks, plane, layout } = thatFits(summary, context);
	const means = meansOf(blocks);
	const all = factsOf(whole(blocks), 0);
	const range = { ...rangeOf(blocks.mean), nan: all.nan, inf: all.positiveInfinity, negativeInf: all.negativeInfinity };
	const squares = {
		plane, layout, color: colorScale(context.theme, range, slice.dtype),
		at: (row: number, column: number) => ({ ...factsOf(blocks, plane.at(row, column)), special: special(means.read(plane.at(row, column))) }),
	};
	const value = (row: number, column: number): string => wordsOf(factsOf(blocks, plane.at(row, column)), strings);
	const [row = 0, column = 0] = rememberedNumbers(context, 'cell') ?? [];
	const readout = createReadout(document, strings.hoverHint);
	let cursorText = '';
	const figure = drawFigure(squares, fill(strings.tensorKeys, slice.title, typeText(slice)), {
		line: at => `${slice.title}${partText(blocks, at.row, at.column, slice.shape.length, strings)}   ${value(at.row, at.column)}`,
		value: at => value(at.row, at.column),
	}, fill(strings.summaryBlocks, Math.min(blocks.blockRows, blocks.rows), Math.min(blocks.blockColumns, blocks.columns)), { row, column }, context, text => cursorText = text, readout);
	const copyValue = element(document, 'button', { type: 'button' }, strings.copyValue);
	copyValue.addEventListener('click', () => context.copy(cursorText));
	const bar = element(document, 'div', { class: 'bar' }, drawLegend(document, context.theme, range, slice.dtype, `legend-${slice.ref}`, context.width), element(document, 'span', { class: 'buttons' }, copyValue));
	return [figure, readout.node, bar];
}

/** The finest level of which each block has a square of its own. */
function thatFits(summary: Summary, { width, height }: ViewContext): { readonly blocks: Summary; readonly plane: Plane; readonly layout: Layout } {
	for (let blocks = summary; ;) {
		const plane = planeOfBlocks(blocks);
		const layout = layoutOf(plane, [], width, height);
		if (layout.blockRows * layout.blockColumns === 1) return { blocks, plane, layout };
		blocks = coarser(blocks, layout.blockRows, layout.blockColumns);
	}
}

/** Rows and columns are numbered in elements of the tensor, not in blocks. */
function planeOfBlocks(summary: Summary): Plane {
	const { down, across } = blocksOf(summary);
	return {
		...planeOf([down, across], [], 1),
		rowLabel: row => summary.rows === 1 ? '' : String(row * summary.blockRows), columnLabel: column => String(column * summary.blockColumns),
	};
}

/** The part of the tensor that a block is, as it would be indexed; of more than two dimensions, which of all its rows. */
function partText({ rows, columns, blockRows, blockColumns }: Summary, row: number, column: number, ndim: number, strings: Strings): string {
	const range = (from: number, size: number, count: number): string => `${from * size}:${Math.min(count, (from + 1) * size)}`;
	const across = range(column, blockColumns, columns);
	return rows === 1 ? `[${across}]` : `[${ndim > 2 ? `${strings.rowsOfAll} ` : ''}${range(row, blockRows, rows)}, ${across}]`;
}

function wordsOf({ count, finite, mean, low, high, nan, positiveInfinity, negativeInfinity }: BlockFacts, strings: Strings): string {
	const others = ([[nan, 'NaN'], [positiveInfinity, '+Inf'], [negativeInfinity, '−Inf']] as const).filter(([number]) => number > 0).map(([number, name]) => `${number} ${name}`);
	return [...(finite === 0 ? [] : [fill(strings.blockMean, count, short(mean), short(low), short(high))]), ...others].join(', ');
}
