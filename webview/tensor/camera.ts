/**
 * Which part of a picture that is larger than its window is seen, and how large. A camera is plain data; moves give a new one.
 */
import { cellsSize, offsetOf, type Layout } from './layout.ts';
import type { Plane } from './plane.ts';

/** Pixels of the picture, labels not counted: how large a cell is, and where the window begins. */
export interface Camera { readonly cellWidth: number; readonly cellHeight: number; readonly x: number; readonly y: number }

export interface Window { readonly width: number; readonly height: number }

/** The largest that a cell gets. */
const LARGEST = 56;

/** All of it. */
export function wholeView({ cellWidth, cellHeight }: Layout): Camera {
	return { cellWidth, cellHeight, x: 0, y: 0 };
}

/** How large the picture is at a camera's scale. */
export function pictureSize({ cellWidth, cellHeight }: Camera, layout: Layout, plane: Plane): Window {
	return cellsSize({ ...layout, cellWidth, cellHeight }, plane);
}

/** The same scale elsewhere, as far as there is more of the picture. */
export function panned(camera: Camera, byX: number, byY: number, layout: Layout, plane: Plane, window: Window): Camera {
	const size = pictureSize(camera, layout, plane);
	// Less than a thousandth of a pixel is a rounded number.
	const within = (place: number, all: number, seen: number) => all - seen < 1e-3 ? 0 : Math.min(all - seen, Math.max(0, place));
	return { ...camera, x: within(camera.x + byX, size.width, window.width), y: within(camera.y + byY, size.height, window.height) };
}

/** `factor` times as large; the cell at a point of the window stays under it. No smaller than all of it, no larger than cells that are easily read. */
export function zoomed(camera: Camera, factor: number, x: number, y: number, layout: Layout, plane: Plane, window: Window): Camera {
	const most = Math.max(1, LARGEST / Math.max(layout.cellWidth, layout.cellHeight));
	const now = camera.cellWidth / layout.cellWidth;
	const next = Math.min(most, Math.max(1, now * factor));
	const scaled = { cellWidth: layout.cellWidth * next, cellHeight: layout.cellHeight * next };
	const moved = (place: number, size: number, newSize: number, each: number, gap: number) => {
		const group = Math.floor(place / (each * size + gap));
		return group * (each * newSize + gap) + (place - group * (each * size + gap)) / size * newSize;
	};
	const at = {
		x: moved(camera.x + x, camera.cellWidth, scaled.cellWidth, plane.columns, layout.gapX) - x,
		y: moved(camera.y + y, camera.cellHeight, scaled.cellHeight, plane.rows, layout.gapY) - y,
	};
	return panned({ ...scaled, ...at }, 0, 0, layout, plane, window);
}

/** Where a cell begins in the window. */
export function placeInWindow(camera: Camera, { gapX, gapY }: Layout, plane: Plane, row: number, column: number): { readonly x: number; readonly y: number } {
	const { cellWidth, cellHeight } = camera;
	const { x, y } = offsetOf({ cellWidth, cellHeight, gapX, gapY }, plane, row, column);
	return { x: x - camera.x, y: y - camera.y };
}

/** Moved just as far as a cell needs to be in the window. */
export function revealing(camera: Camera, row: number, column: number, layout: Layout, plane: Plane, window: Window): Camera {
	const { x, y } = placeInWindow(camera, layout, plane, row, column);
	const by = (place: number, size: number, seen: number) => place < 0 ? place : Math.max(0, place + size - seen);
	return panned(camera, by(x, camera.cellWidth, window.width), by(y, camera.cellHeight, window.height), layout, plane, window);
}
