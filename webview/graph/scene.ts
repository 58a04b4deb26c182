/** A graph that has been laid out, and what is done to it: looked at from nearer and further, moved about, pointed at, gone along by keys. */
import type { Readout } from '../theme/dom.ts';
import { listenToDrag, zoomOfWheel } from '../theme/gestures.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { rememberedNumber, rememberedNumbers, type ViewContext, type ViewState } from '../view.ts';
import { type Camera, firstLook, revealingNode, type Room, wholeGraph, zoomedAt } from './camera.ts';
import { neighboursOf } from '../../engine/slice/graph-edges.ts';
import { drawGraph, type GraphPicture } from './figure.ts';
import { moveNode } from './keys.ts';
import { type GraphLayout, hitAt, type Hit } from './layout.ts';
import { sentence } from './words.ts';

/** How much nearer a key or a button leads. */
export const ZOOM = 1.4;
export const LEAST_HEIGHT = 170;
/** What stands around the picture, above and below. */
const OTHERS = 70;
/** A picture of more nodes is drawn once for each frame, whatever is pointed at meanwhile. */
const MANY = 60;

export interface Scene { zoom(factor: number): void; all(): void }

export interface SceneHost {
	remember(state: ViewState): void;
	/** Opens or closes the group that a node is, or is in. */
	toggle(node: number): void;
}

/** Fills `figure`. */
export function createScene(figure: SVGSVGElement, picture: GraphPicture, context: ViewContext, readout: Readout, { remember, toggle }: SceneHost): Scene {
	const { document, strings } = context, { slice, folded, layout, marks } = picture;
	const root = folded.nodes.length - 1, room = roomOf(layout, context), neighbours = neighboursOf(folded.nodes.length, folded.edges);
	const kept = cameraOf(context);
	let camera = kept ?? firstLook(layout, room, root);
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
	const zoom = (factor: number) => look(zoomedAt(camera, factor, room.width / 2, room.height / 2));
	const all = () => look(wholeGraph(layout, room));
	const point = (node: number | undefined, by: 'pointer' | 'keyboard') => {
		pointed = node;
		if (folded.nodes.length > MANY) drawSoon();
		else draw();
		if (node === undefined) return readout.rest();
		readout.show(sentence(slice, folded.nodes[node]!, marks[node]!, strings), by);
	};
	const bringIntoSight = (node: number) => {
		const next = revealingNode(camera, layout, node, room);
		if (next.x !== camera.x || next.y !== camera.y) look(next);
	};
	const moveTo = (node: number) => {
		cursor = node;
		remember({ node });
		bringIntoSight(node);
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
		const next = moveNode(event.key, cursor, neighbours, layout);
		const acts: Readonly<Record<string, () => void>> = {
			'+': () => zoom(ZOOM), '=': () => zoom(ZOOM), '-': () => zoom(1 / ZOOM), '0': all, 'Enter': () => reveal(cursor), ' ': () => toggle(cursor),
		};
		if (next === undefined && acts[event.key] === undefined) return;
		event.preventDefault();
		if (next === undefined) acts[event.key]!();
		else moveTo(next);
	});
	figure.addEventListener('wheel', event => {
		if (!event.ctrlKey && !event.metaKey) return;
		event.preventDefault();
		const { left, top } = figure.getBoundingClientRect();
		look(zoomedAt(camera, zoomOfWheel(event), event.clientX - left, event.clientY - top));
	}, { passive: false });
	listenToDrag(figure, (byX, byY) => look({ ...camera, x: camera.x + byX, y: camera.y + byY }), event => {
		const hit = hitBy(event);
		if (hit === undefined) return;
		if (hit.isCorner && folded.nodes[hit.node]!.members.length > 1) return toggle(hit.node);
		remember({ node: hit.node });
		reveal(hit.node);
	});

	draw();
	// It had the focus before there was anything in it.
	if (document.activeElement === figure) point(cursor, 'keyboard');
	if (cursor !== root && kept === undefined) bringIntoSight(cursor);
	return { zoom, all };
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
