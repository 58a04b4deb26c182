/**
 * A tensor: facts, sliders for the leading axes, the heatmap with its legend, and the values as text.
 * The figure is one tab stop; arrow keys move a cell cursor whose position and value are announced.
 */
import type { Elements } from '../../engine/trace/model.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { cellFormats } from '../grid/format.ts';
import type { Cell } from '../grid/keys.ts';
import { colorScale, rangeOf, type Range } from '../grid/range.ts';
import { axisSliders } from '../grid/sliders.ts';
import { createReadout, element, type Readout } from '../theme/dom.ts';
import { exactText, position, short, typeText } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { factsOf } from './facts.ts';
import { drawFigure } from './figure.ts';
import { squareOf } from './heatmap.ts';
import { CANVAS_ABOVE, layoutOf, perLine } from './layout.ts';
import { drawLegend } from './legend.ts';
import { leadingIndices, planeOf } from './plane.ts';
import { summaryView } from './summary.ts';
import { tensorText } from './text.ts';

export function tensorView(slice: TensorSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const facts = element(document, 'p', { class: 'facts' });
	facts.append(...factsOf(slice).map(fact => element(document, 'span', {}, fact)));
	const view = element(document, 'section', { class: 'view tensor-view', 'aria-label': slice.title }, facts);
	if (slice.elements === undefined) {
		view.append(element(document, 'p', { class: 'note' }, slice.note ?? strings.missing));
		// One block is all that is known where the tensor lies in another order than its storage; the facts say it.
		if (slice.summary !== undefined && slice.summary.mean.length > 1) view.append(...summaryView(slice, slice.summary, context));
	} else if (slice.elements.length === 0) {
		view.append(element(document, 'p', { class: 'note' }, strings.noElements));
	} else {
		view.append(...picture(slice, slice.elements, context));
	}
	return view;
}

function picture(slice: TensorSlice, elements: Elements, context: ViewContext): Node[] {
	const { document, strings } = context;
	const range = rangeOf(elements);
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.hoverHint);
	const isOpen = context.state['text'] === true;
	const text = element(document, 'pre', { class: 'values', tabindex: 0, 'data-focus': 'text' }, isOpen ? tensorText(slice, elements) : '');
	const details = element(document, 'details', { class: 'as-text', open: isOpen }, element(document, 'summary', { 'data-focus': 'as-text' }, strings.asText), text);
	let cursorText = '';
	const draw = (wanted: readonly number[] | undefined, from: Cell) => {
		const leading = leadingIndices(slice.shape, wanted);
		holder.replaceChildren(plane(slice, elements, range, leading, from, context, shown => cursorText = shown, readout));
	};
	const leading = leadingIndices(slice.shape, rememberedNumbers(context, 'leading'));
	const [row = 0, column = 0] = rememberedNumbers(context, 'cell') ?? [];
	const now = [...leading];
	const sliders = axisSliders(leading.map((at, name) => ({ name, at, last: (slice.shape[name] ?? 1) - 1 })), context, (axis, at) => {
		now[axis] = at;
		context.remember({ ...context.state, leading: [...now] });
		draw([...now], { row: 0, column: 0 });
	});
	draw(leading, { row, column });
	details.addEventListener('toggle', () => {
		if (text.textContent === '') text.textContent = tensorText(slice, elements);
		// Of a view that is no longer shown, its end is no choice of the reader's.
		if (details.isConnected && details.open !== (context.state['text'] === true)) context.remember({ ...context.state, text: details.open });
	});
	const copyValue = element(document, 'button', { type: 'button', 'data-focus': 'copy-value' }, strings.copyValue);
	copyValue.addEventListener('click', () => context.copy(cursorText));
	const copyText = element(document, 'button', { type: 'button', 'data-focus': 'copy-text' }, strings.copyText);
	copyText.addEventListener('click', () => context.copy(tensorText(slice, elements)));
	const legend = drawLegend(document, context.theme, range, slice.dtype, `legend-${slice.ref}`, context.width);
	const bar = element(document, 'div', { class: 'bar' }, ...(slice.dtype === 'bool' || elements.length === 1 ? [] : [legend]), element(document, 'span', { class: 'buttons' }, copyValue, copyText));
	return [...sliders, holder, readout.node, bar, details];
}

function plane(slice: TensorSlice, elements: Elements, range: Range, leading: readonly number[], from: Cell, context: ViewContext,
	pointed: (text: string) => void, readout: Readout): HTMLElement {
	const { strings } = context;
	const sample = slice.shape.length === 1 ? range1d(Math.min(elements.length, CANVAS_ABOVE)) : undefined;
	const lineLength = sample === undefined ? 1 : perLine(elements.length, cellFormats(elements, slice.dtype, sample), context.width);
	const shown = planeOf(slice.shape, leading, lineLength);
	const places = sample ?? placesOf(shown);
	const layout = layoutOf(shown, places.length > CANVAS_ABOVE ? [] : cellFormats(elements, slice.dtype, places), context.width, context.height);
	const at = (row: number, column: number) => squareOf(elements, shown, layout, row, column);
	const isBlocks = layout.blockRows * layout.blockColumns > 1;
	return drawFigure({ plane: shown, layout, color: colorScale(context.theme, range, slice.dtype), at }, fill(strings.tensorKeys, slice.title, typeText(slice)), {
		line: ({ row, column }, square) => {
			const own = `${slice.title}${position(shown.index(row, column))} = ${exactText(elements, shown.at(row, column), slice.dtype)}`;
			return isBlocks ? `${own}   ${fill(strings.block, square.count, short(square.low), short(square.high))}` : own;
		},
		value: ({ row, column }) => exactText(elements, Math.max(0, shown.at(row, column)), slice.dtype),
	}, isBlocks ? fill(strings.blockSize, layout.blockRows, layout.blockColumns) : undefined, from, context, pointed, readout);
}

function placesOf(shown: ReturnType<typeof planeOf>): number[] {
	const places: number[] = [];
	for (let row = 0; row < shown.rows; row++) {
		for (let column = 0; column < shown.columns; column++) {
			places.push(shown.at(row, column));
			if (places.length > CANVAS_ABOVE) return places;
		}
	}
	return places;
}

function range1d(count: number): number[] {
	return Array.from({ length: count }, (_, at) => at);
}
