/**
 * How a tensor came to be, as far as gradients flow: torchviz's picture with numbers in it. What is computed first stands above,
 * the root below; pointing says all of a node, a click shows its line.
 */
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { createReadout, element, svg } from '../theme/dom.ts';
import { listenToDrag } from '../theme/drag.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { fill } from '../theme/strings.ts';
import { rememberedNumber, rememberedNumbers, type ViewContext } from '../view.ts';
import { type Camera, firstLook, revealingNode, type Room, wholeGraph, zoomedAt } from './camera.ts';
import { drawGraph, type GraphPicture, SIGNS } from './figure.ts';
import { type FoldedGraph, foldGraph, FOLDINGS, type Folding } from './fold.ts';
import { type GraphLayout, hitAt, type Hit } from './layout.ts';
import { layoutLater } from './layouts.ts';
import { type Mark, marksOf } from './marks.ts';
import { graphTable } from './table.ts';
import { markWords, sentence } from './words.ts';

/** A wheel's turn of so many pixels doubles or halves. */
const WHEEL = 240;
const ZOOM = 1.4;
/** A graph of more nodes begins folded. */
const MANY = 60;
const LEAST_HEIGHT = 170;
/** What stands around the picture, above and below. */
const OTHERS = 70;

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

	const remember = (more: Readonly<Record<string, number | string | readonly number[]>>) => context.remember({ ...context.state, ...more });
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
	view.append(controls, element(document, 'div', { class: 'figure' }, figure), loading, readout.node, ...notes(slice, marks, context), graphTable(slice, marks, context));

	function button(label: string, key: string, act: () => void, title = label): HTMLButtonElement {
		const node = element(document, 'button', { type: 'button', title, 'aria-label': title, 'data-focus': key }, label);
		node.addEventListener('click', act);
		return node;
	}

	const show = (layout: GraphLayout) => {
		const root = folded.nodes.length - 1;
		const room = roomOf(layout, context);
		const picture: GraphPicture = { slice, folded, layout, marks: own, widths: widthsOf(slice, folded) };
		let camera = cameraOf(context) ?? firstLook(layout, room, root);
		let cursor = Math.min(root, rememberedNumber(context, 'node', root));
		let pointed: number | undefined;
		let content: SVGGElement | undefined;
		figure.setAttribute('width', String(room.width));
		figure.setAttribute('height', String(room.height));
		const draw = () => {
			const next = drawGraph(document, picture, camera, room, pointed, strings);
			if (content === undefined) figure.append(next);
			else content.replaceWith(next);
			content = next;
		};
		const drawSoon = oncePerFrame(document, draw);
		const look = (next: Camera) => {
			camera = next;
			remember({ camera: [next.scale, next.x, next.y] });
			drawSoon();
		};
		const point = (node: number | undefined, by: 'pointer' | 'keyboard') => {
			pointed = node;
			if (folded.nodes.length > MANY) drawSoon();
			else draw();
			if (node === undefined) return readout.rest();
			readout.show(sentence(slice, folded.nodes[node]!, own[node]!, strings), by);
		};
		const moveTo = (node: number) => {
			cursor = node;
			remember({ node });
			const next = revealingNode(camera, layout, node, room);
			if (next.x !== camera.x || next.y !== camera.y) look(next);
			point(node, 'keyboard');
		};
		const reveal = (node: number) => {
			const origin = folded.nodes[node]!.members.map(member => slice.nodes[member]!.origin).findLast(each => each !== undefined);
			if (origin !== undefined && context.canReveal) context.reveal(origin);
		};
		/** By place: what is pressed on may have been drawn anew before it is let go. */
		const hitBy = (event: MouseEvent): Hit | undefined => {
			const { left, top } = figure.getBoundingClientRect();
			return hitAt(layout, (event.clientX - left - camera.x) / camera.scale, (event.clientY - top - camera.y) / camera.scale);
		};
		figure.addEventListener('pointermove', event => {
			const hit = hitBy(event);
			if (hit?.node !== pointed) point(hit?.node, 'pointer');
		});
		figure.addEventListener('pointerleave', () => point(document.activeElement === figure ? cursor : undefined, 'pointer'));
		figure.addEventListener('pointerdown', event => { cursor = hitBy(event)?.node ?? cursor; });
		figure.addEventListener('focus', () => point(cursor, 'keyboard'));
		figure.addEventListener('blur', () => point(undefined, 'pointer'));
		figure.addEventListener('keydown', event => {
			if (event.altKey || event.ctrlKey || event.metaKey) return;
			const next = neighbour(event.key, cursor, folded, layout);
			const acts: Readonly<Record<string, () => void>> = {
				'+': () => zoom(ZOOM), '=': () => zoom(ZOOM), '-': () => zoom(1 / ZOOM), '0': () => look(wholeGraph(layout, room)),
				'Enter': () => reveal(cursor),
				' ': () => {
					const first = groupStart(slice, folding, folded, cursor, unfolded);
					if (first !== undefined) toggle(first);
				},
			};
			if (next === undefined && acts[event.key] === undefined) return;
			event.preventDefault();
			if (next === undefined) acts[event.key]!();
			else moveTo(next);
		});
		const zoom = (factor: number) => look(zoomedAt(camera, factor, room.width / 2, room.height / 2));
		figure.addEventListener('wheel', event => {
			if (!event.ctrlKey && !event.metaKey) return;
			event.preventDefault();
			const { left, top } = figure.getBoundingClientRect();
			look(zoomedAt(camera, 2 ** (-event.deltaY / WHEEL), event.clientX - left, event.clientY - top));
		}, { passive: false });
		listenToDrag(figure, (byX, byY) => look({ ...camera, x: camera.x + byX, y: camera.y + byY }), event => {
			const hit = hitBy(event);
			if (hit === undefined) return;
			const { members } = folded.nodes[hit.node]!;
			if (hit.isCorner && members.length > 1) return toggle(members[0]!);
			remember({ node: hit.node });
			reveal(hit.node);
		});
		zooms.append(button('−', 'zoom-out', () => zoom(1 / ZOOM), strings.zoomOut), button('+', 'zoom-in', () => zoom(ZOOM), strings.zoomIn), button('⤢', 'zoom-all', () => look(wholeGraph(layout, room)), strings.zoomAll));
		draw();
		loading.remove();
		// It had the focus before there was anything in it.
		if (document.activeElement === figure) point(cursor, 'keyboard');
		if (cursor !== root && cameraOf(context) === undefined) look(revealingNode(camera, layout, cursor, room));
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

function cameraOf(context: ViewContext): Camera | undefined {
	const [scale, x, y] = rememberedNumbers(context, 'camera') ?? [];
	return scale === undefined || x === undefined || y === undefined || !(scale > 0) ? undefined : { scale, x, y };
}

/** As high as it needs, up to what there is. */
function roomOf(layout: GraphLayout, { width, height }: ViewContext): Room {
	const scale = Math.min(1, width / (layout.width + 28));
	return { width, height: Math.round(Math.max(LEAST_HEIGHT, Math.min(Math.max(320, height - OTHERS), layout.height * scale + 60))) };
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

function neighbour(key: string, from: number, { edges }: FoldedGraph, { x, y }: GraphLayout): number | undefined {
	const nearest = (of: readonly number[]) => of.length === 0 ? from : of.reduce((best, node) => Math.abs(x[node]! - x[from]!) < Math.abs(x[best]! - x[from]!) ? node : best);
	const pairs = Array.from({ length: edges.length / 2 }, (_, i) => [edges[2 * i]!, edges[2 * i + 1]!] as const);
	const beside = (direction: 1 | -1) => {
		const row = [...x.keys()].filter(node => y[node] === y[from]).sort((a, b) => x[a]! - x[b]!);
		return row[row.indexOf(from) + direction] ?? from;
	};
	switch (key) {
		case 'ArrowUp': return nearest(pairs.filter(([, to]) => to === from).map(([before]) => before));
		case 'ArrowDown': return nearest(pairs.filter(([before]) => before === from).map(([, to]) => to));
		case 'ArrowLeft': return beside(-1);
		case 'ArrowRight': return beside(1);
		case 'Home': return 0;
		case 'End': return x.length - 1;
		default: return undefined;
	}
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
	const key = there.length === 0 ? [] : [element(document, 'p', { class: 'note key' }, ...there.flatMap(mark => [element(document, 'span', { class: `sign ${mark}` }, SIGNS[mark]), element(document, 'span', {}, markWords(mark, strings))]))];
	const gradients = slice.gradients === 'replayed' ? strings.graphWidths : slice.gradients === 'pending' ? strings.graphPending : fill(strings.graphLeavesAlone, fill(strings[slice.gradients.reason], ...slice.gradients.values));
	return [...key, note(gradients), ...slice.isCut ? [note(fill(strings.graphCut, slice.nodes.length))] : []];
}
