/** Which part of a graph is seen, and how large: plain data, and moves that give a new one. */
import { NODE, type GraphLayout } from './layout.ts';

/** The picture's point (0, 0) stands at `x`, `y` of the window. */
export interface Camera { readonly scale: number; readonly x: number; readonly y: number }

export interface Room { readonly width: number; readonly height: number }

/** Below it no text is read. */
export const LEGIBLE = 0.5;
const LEAST = 0.02;
const MOST = 2;
/** Around the whole. */
const MARGIN = 14;
/** What hangs below the last layer. */
const BELOW = 18;

/** All of it, in the middle. */
export function wholeGraph({ width, height }: GraphLayout, room: Room): Camera {
	const scale = Math.max(LEAST, Math.min(1, (room.width - 2 * MARGIN) / width, (room.height - 2 * MARGIN - BELOW) / height));
	return { scale, x: (room.width - width * scale) / 2, y: (room.height - BELOW * scale - height * scale) / 2 };
}

/** All of it where it can be read, else its end: there the root is. */
export function firstLook(layout: GraphLayout, room: Room, root: number): Camera {
	const whole = wholeGraph(layout, room);
	if (whole.scale >= LEGIBLE) return whole;
	const scale = 0.8;
	return { scale, x: room.width / 2 - layout.x[root]! * scale, y: room.height - MARGIN - (layout.y[root]! + NODE.height + BELOW) * scale };
}

export function zoomedAt({ scale, x, y }: Camera, factor: number, atX: number, atY: number): Camera {
	const next = Math.min(MOST, Math.max(LEAST, scale * factor));
	return { scale: next, x: atX - (atX - x) / scale * next, y: atY - (atY - y) / scale * next };
}

/** Moved as far as a node needs to be seen. */
export function revealingNode(camera: Camera, layout: GraphLayout, node: number, room: Room): Camera {
	const { scale } = camera;
	const by = (from: number, to: number, seen: number) => from < MARGIN ? MARGIN - from : Math.min(0, seen - MARGIN - to);
	const left = (layout.x[node]! - NODE.width / 2) * scale + camera.x, top = layout.y[node]! * scale + camera.y;
	return { scale, x: camera.x + by(left, left + NODE.width * scale, room.width), y: camera.y + by(top, top + (NODE.height + BELOW) * scale, room.height) };
}
