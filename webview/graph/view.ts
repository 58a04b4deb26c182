/**
 * How a tensor came to be, as far as gradients flow: torchviz's picture with numbers in it. What is computed first stands above,
 * the root below; pointing says all of a node, a click shows its line.
 */
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { offWords } from '../theme/agreement.ts';
import { createReadout, element, svg } from '../theme/dom.ts';
import { fill } from '../theme/strings.ts';
import { asTable } from '../theme/table.ts';
import { rememberedNumbers, type ViewContext, type ViewState } from '../view.ts';
import { SIGNS } from './figure.ts';
import { type FoldedGraph, foldGraph, FOLDINGS, type Folding } from './fold.ts';
import type { GraphLayout } from './layout.ts';
import { layoutLater } from './layouts.ts';
import { type Mark, marksOf, shapeOf } from './marks.ts';
import { createScene, LEAST_HEIGHT, ZOOM } from './scene.ts';
import { graphTable } from './table.ts';
import { markWords } from './words.ts';

/** A graph of more nodes begins folded. */
const MANY = 60;

export function graphView(slice: GraphSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const readout = createReadout(document, strings.graphHint);
	const marks = marksOf(slice);
	const folding = foldingOf(slice, context);
	const unfolded = new Set(rememberedNumbers(context, 'unfolded') ?? []);
	const folded = foldGraph(slice, folding, unfolded, number => fill(strings.line, number));
	const own = ofGroups(folded, marks);
	const figure = svg(document, 'svg', { class: 'graph', tabindex: 0, role: 'application', 'aria-label': fill(strings.graphKeys, slice.title, slice.nodes.length), 'data-focus': 'graph' });
	const view = element(document, 'section', { class: 'view graph-view', 'aria-label': fill(strings.graphLabel, slice.title) });

	// In the page from the start, so that it keeps the focus while it is laid out.
	figure.setAttribute('width', String(context.width));
	figure.setAttribute('height', String(LEAST_HEIGHT));
	const loading = element(document, 'p', { class: 'note loading' }, strings.graphLayingOut);

	const remember = (more: ViewState) => context.remember({ ...context.state, ...more });
	/** Other groups have other places. */
	const refold = (next: Folding, open: ReadonlySet<number>, at?: number) => {
		const { camera: _camera, node: _node, ...others } = context.state;
		const node = at === undefined ? -1 : foldGraph(slice, next, open, String).nodes.findIndex(({ members }) => members.includes(at));
		context.remember({ ...others, folding: next, unfolded: [...open], ...node < 0 ? {} : { node } });
		const focus = document.activeElement?.getAttribute('data-focus');
		const drawn = graphView(slice, context);
		view.replaceWith(drawn);
		if (focus) drawn.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
	};
	/** A group that begins with a node, or is to. */
	const toggle = (first: number) => refold(folding, unfolded.has(first) ? new Set([...unfolded].filter(each => each !== first)) : new Set([...unfolded, first]), first);

	const choice = element(document, 'select', { 'data-focus': 'folding', 'aria-label': strings.graphFolding }, ...FOLDINGS.map(each => element(document, 'option', { value: each, selected: each === folding },
		{ nothing: strings.graphFoldNothing, lines: strings.graphFoldLines, modules: strings.graphFoldModules }[each])));
	choice.addEventListener('change', () => refold(choice.value as Folding, new Set()));
	const again = button(strings.graphFoldAgain, 'fold-again', () => refold(folding, new Set()));
	again.hidden = unfolded.size === 0;
	const zooms = element(document, 'span', { class: 'zooms' });
	const controls = element(document, 'div', { class: 'controls' }, element(document, 'label', { class: 'choice' }, element(document, 'span', {}, strings.graphFolding), choice), again, zooms);
	view.append(controls, element(document, 'div', { class: 'figure' }, figure), loading, readout.node, ...notes(slice, marks, context), asTable(context, () => [graphTable(slice, marks, strings)]).node);

	function button(label: string, key: string, act: () => void, title = label): HTMLButtonElement {
		const node = element(document, 'button', { type: 'button', title, 'aria-label': title, 'data-focus': key }, label);
		node.addEventListener('click', act);
		return node;
	}

	const show = (layout: GraphLayout) => {
		const scene = createScene(figure, { slice, folded, layout, marks: own, widths: widthsOf(slice, folded) }, context, readout, {
			remember,
			toggle: node => {
				const first = groupStart(slice, folding, folded, node, unfolded);
				if (first !== undefined) toggle(first);
			},
		});
		zooms.append(button('−', 'zoom-out', () => scene.zoom(1 / ZOOM), strings.zoomOut), button('+', 'zoom-in', () => scene.zoom(ZOOM), strings.zoomIn), button('⤢', 'zoom-all', () => scene.all(), strings.zoomAll));
		loading.remove();
	};
	layoutLater(document, { count: folded.nodes.length, edges: folded.edges }, () => view.isConnected, show);
	return view;
}

/** As it was left; else what is many by its modules, where there are any, or by lines. */
function foldingOf(slice: GraphSlice, { state }: ViewContext): Folding {
	const kept = FOLDINGS.find(each => each === state['folding']);
	if (kept !== undefined) return kept;
	return slice.nodes.length <= MANY ? 'nothing' : slice.nodes.some(({ module }) => module !== '') ? 'modules' : 'lines';
}

/** What holds of any of its members. */
function ofGroups({ nodes }: FoldedGraph, marks: readonly (readonly Mark[])[]): readonly (readonly Mark[])[] {
	return nodes.map(({ members }) => members.length === 1 ? marks[members[0]!]! : [...new Set(members.flatMap(member => marks[member]!))]);
}

/** Thicker the larger the gradients that come back, by their orders of magnitude; below 1: none comes. */
function widthsOf(slice: GraphSlice, { nodes }: FoldedGraph): Float64Array {
	const sizes = nodes.map(({ members }) => {
		const rms = slice.nodes[members.at(-1)!]!.gradient?.rms;
		return rms === undefined || Number.isNaN(rms) ? undefined : Math.log10(rms);
	});
	const finite = sizes.filter(size => size !== undefined && Number.isFinite(size)) as number[];
	const [low, high] = [Math.min(...finite), Math.max(...finite)];
	return Float64Array.from(sizes, size => size === undefined ? 1.5 : !Number.isFinite(size) ? 0.5 : high - low < 0.5 ? 2.5 : 1 + 5 * (size - low) / (high - low));
}

/** The first member of the group that a node is, or came out of; undefined: it is in none. */
function groupStart(slice: GraphSlice, folding: Folding, folded: FoldedGraph, node: number, unfolded: ReadonlySet<number>): number | undefined {
	const { members } = folded.nodes[node]!;
	if (members.length > 1) return members[0]!;
	const whole = foldGraph(slice, folding, new Set(), String).nodes.find(each => each.members.includes(members[0]!));
	return whole !== undefined && unfolded.has(whole.members[0]!) ? whole.members[0]! : undefined;
}

function notes(slice: GraphSlice, marks: readonly (readonly Mark[])[], { document, strings }: ViewContext): Node[] {
	const note = (text: string) => element(document, 'p', { class: 'note' }, text);
	const there = [...new Set(marks.flat())];
	const key = there.length === 0 ? [] : [element(document, 'p', { class: 'note key' }, ...there.flatMap(mark => [element(document, 'span', { class: `sign ${mark}` }, SIGNS[mark]), svg(document, 'svg', { width: 14, height: 14, 'aria-hidden': true }, svg(document, 'path', { d: shapeOf(mark, 7, 7, 5) })), element(document, 'span', {}, markWords(mark, slice.nodes, strings))]))];
	const gradients = slice.gradients === 'replayed' ? strings.graphWidths : slice.gradients === 'pending' ? strings.graphPending : fill(strings.graphLeavesAlone, fill(strings[slice.gradients.reason], ...slice.gradients.values));
	return [...key, note(gradients), ...slice.gradients === 'replayed' ? offWords(slice.off, strings).map(note) : [], ...slice.isCut ? [note(fill(strings.graphCut, slice.nodes.length))] : []];
}
