/** The picture of a graph as far as it is seen: cards, what flows between them, and from afar shapes alone. */
import { curveBumpY, line } from 'd3';
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { svg } from '../theme/dom.ts';
import type { Strings } from '../theme/strings.ts';
import { type Camera, LEGIBLE, type Room } from './camera.ts';
import type { FoldedGraph } from './fold.ts';
import { NODE, routeOf, type GraphLayout } from './layout.ts';
import { type Mark, MARKS, shapeOf } from './marks.ts';
import { edgeLine, valueLine } from './words.ts';

export interface GraphPicture {
	readonly slice: GraphSlice;
	readonly folded: FoldedGraph;
	readonly layout: GraphLayout;
	/** For each folded node. */
	readonly marks: readonly (readonly Mark[])[];
	/** For each folded node how thick what leaves it is drawn. */
	readonly widths: Float64Array;
}

/** Signs of the marks, and the classes by which they are coloured. */
export const SIGNS: Readonly<Record<Mark, string>> = { nan: 'nan', infinite: 'inf', nanGiven: '→ nan', infiniteGiven: '→ inf', nanGradient: '∇ nan', exploding: '∇ ▲', vanishing: '∇ ▽', zero: '∇ 0' };

/** Characters of the fonts at hand. */
const [NAME, TEXT, BELOW] = [20, 22, 15];
/** Pixels of the screen: half a mark that is seen from afar, and the squares of which each has one. */
const FAR_MARK = 5, FAR_EVERY = 10;
/** Room around a card that is drawn with it. */
const AROUND = 60;

const curve = line().curve(curveBumpY);

/** Of the nodes and edges that the camera sees. */
export function drawGraph(document: Document, picture: GraphPicture, camera: Camera, room: Room, cursor: number | undefined, strings: Strings): SVGGElement {
	const { folded, layout, widths } = picture;
	const group = svg(document, 'g', { transform: `translate(${round(camera.x)},${round(camera.y)}) scale(${round(camera.scale, 4)})` });
	const [left, top] = [-camera.x / camera.scale - AROUND, -camera.y / camera.scale - AROUND];
	const [right, bottom] = [left + room.width / camera.scale + 2 * AROUND, top + room.height / camera.scale + 2 * AROUND];
	const isNear = camera.scale >= LEGIBLE;
	const edges = svg(document, 'g', { class: 'edges' });
	const far: string[] = [];
	for (let i = 0; i < folded.edges.length / 2; i++) {
		const route = routeOf(layout, i);
		if (!isSeen(route, left, top, right, bottom)) continue;
		const [from, to] = [folded.edges[2 * i]!, folded.edges[2 * i + 1]!];
		const d = pathOf(route);
		if (!isNear) {
			far.push(d);
			continue;
		}
		edges.append(svg(document, 'path', { d, class: `edge${cursor === from || cursor === to ? ' lit' : ''}${widths[from]! < 1 ? ' faint' : ''}`, 'stroke-width': round(Math.max(1, widths[from]!)) }));
	}
	if (far.length > 0) edges.append(svg(document, 'path', { d: far.join(''), class: 'edge', 'stroke-width': round(1 / camera.scale) }));
	group.append(edges);
	const shapes = new Map<string, string[]>();
	for (let node = 0; node < folded.nodes.length; node++) {
		const [x, y] = [layout.x[node]! - NODE.width / 2, layout.y[node]!];
		if (x > right || x + NODE.width < left || y > bottom || y + NODE.height < top) continue;
		if (isNear) group.append(card(document, picture, node, cursor === node, strings));
		else {
			const kind = classOf(picture, node, cursor === node);
			const d = `M${x},${y}h${NODE.width}v${NODE.height}h${-NODE.width}z`, others = shapes.get(kind);
			if (others === undefined) shapes.set(kind, [d]);
			else others.push(d);
		}
	}
	for (const [kind, parts] of shapes) group.append(svg(document, 'path', { class: kind, d: parts.join('') }));
	if (!isNear) group.append(...farMarks(document, picture, camera, left, top, right, bottom));
	return group;
}

/** As large however small the nodes are; where there are many, those that matter most. */
function farMarks(document: Document, { layout, marks }: GraphPicture, { scale }: Camera, left: number, top: number, right: number, bottom: number): SVGElement[] {
	const taken = new Set<string>();
	return MARKS.flatMap(mark => {
		const shapes: string[] = [];
		for (const [node, own] of marks.entries()) {
			const [x, y] = [layout.x[node]!, layout.y[node]! + NODE.height / 2];
			if (own[0] !== mark || x < left || x > right || y < top || y > bottom) continue;
			const square = `${Math.floor(x * scale / FAR_EVERY)},${Math.floor(y * scale / FAR_EVERY)}`;
			if (taken.has(square)) continue;
			taken.add(square);
			shapes.push(shapeOf(mark, round(x), round(y), FAR_MARK / scale));
		}
		return shapes.length === 0 ? [] : ['far halo', 'far'].map(name => svg(document, 'path', { class: name, 'data-mark': mark, d: shapes.join('') }));
	});
}

function card(document: Document, { slice, folded, layout, marks }: GraphPicture, node: number, isCursor: boolean, strings: Strings): SVGGElement {
	const own = folded.nodes[node]!, last = slice.nodes[own.members.at(-1)!]!;
	const [x, y] = [layout.x[node]! - NODE.width / 2, layout.y[node]!];
	const isGroup = own.members.length > 1;
	const { shape, gradient } = edgeLine(last);
	const signs = marks[node]!;
	const drawn = svg(document, 'g', { class: classOf({ slice, folded, layout, marks }, node, isCursor), 'data-node': node, transform: `translate(${round(x)},${round(y)})` });
	if (isGroup) drawn.append(svg(document, 'rect', { class: 'behind', x: 4, y: 4, width: NODE.width, height: NODE.height, rx: 5 }));
	drawn.append(
		svg(document, 'rect', { class: 'card', width: NODE.width, height: NODE.height, rx: last.kind === 'op' ? 5 : NODE.height / 2 }),
		svg(document, 'text', { class: 'name', x: NODE.width / 2, y: 17 }, cutName(own.label)),
		svg(document, 'text', { class: 'value', x: NODE.width / 2, y: 33 }, cut(valueLine(slice, own, strings), TEXT)),
		svg(document, 'text', { class: 'flow', x: NODE.width / 2 - 5, y: NODE.height + 14, 'text-anchor': 'end' }, cut(shape, BELOW)),
		svg(document, 'text', { class: 'flow gradient', x: NODE.width / 2 + 5, y: NODE.height + 14 }, cut(gradient, BELOW)),
	);
	if (isGroup) drawn.append(svg(document, 'text', { class: 'unfold', x: NODE.width - 12, y: 17 }, '⊞'));
	signs.slice(0, 2).forEach((mark, i) => drawn.append(svg(document, 'text', { class: `sign ${mark}`, x: NODE.width + 4, y: 14 + 14 * i }, SIGNS[mark])));
	return drawn;
}

function classOf({ slice, folded, marks }: Pick<GraphPicture, 'slice' | 'folded' | 'layout' | 'marks'>, node: number, isCursor: boolean): string {
	const own = folded.nodes[node]!;
	return ['node', own.members.length > 1 ? 'group' : slice.nodes[own.members[0]!]!.kind, ...marks[node]!.slice(0, 1), ...isCursor ? ['pointed'] : []].join(' ');
}

function pathOf(route: Float64Array): string {
	return curve(Array.from({ length: route.length / 2 }, (_, i): [number, number] => [round(route[2 * i]!), round(route[2 * i + 1]!)])) ?? '';
}

/** By its box: a point of it need not be in the window. */
function isSeen(route: Float64Array, left: number, top: number, right: number, bottom: number): boolean {
	let [least, most] = [Infinity, -Infinity];
	for (let i = 0; i < route.length; i += 2) {
		least = Math.min(least, route[i]!);
		most = Math.max(most, route[i]!);
	}
	return most >= left && least <= right && route.at(-1)! >= top && route[1]! <= bottom;
}

function cut(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Of a path its end tells it from its neighbours. */
function cutName(name: string): string {
	return name.length <= NAME || !name.includes('.') ? cut(name, NAME) : `…${name.slice(1 - NAME)}`;
}

function round(value: number, digits = 1): number {
	return Number(value.toFixed(digits));
}
