/** The numbers of rows and columns, thinned so that they don't touch, and what each facet is called: where each stands, whatever draws them. */
import { placeInWindow, type Camera } from './camera.ts';
import { FONT_SIZE, type Layout } from './layout.ts';
import type { Plane } from './plane.ts';

/** Pixels from where the cells begin; `anchor`: which end of the text is there. */
export interface Label { readonly text: string; readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end'; readonly isCentred: boolean }

/** Pixels between two columns' numbers at least. */
const GAP = 10;

/** Those of which the place is within `width` × `height`. */
export function* labelsOf(plane: Plane, layout: Layout, camera: Camera, width: number, height: number): Generator<Label> {
	const lines = Math.ceil(plane.facets / plane.across);
	const everyColumn = thin(plane.columnLabel(Math.max(0, plane.columns - 1)).length * FONT_SIZE * 0.62 + GAP, camera.cellWidth);
	const everyRow = thin(FONT_SIZE + 3, camera.cellHeight);
	const hasNumbers = plane.columnLabel(0) !== '';
	for (let group = 0; group < plane.across && hasNumbers; group++) {
		for (let column = 0; column < plane.columns; column += everyColumn) {
			const x = placeInWindow(camera, layout, plane, 0, group * plane.columns + column).x + camera.cellWidth / 2;
			if (x >= 0 && x <= width) yield { text: plane.columnLabel(column), x, y: -7, anchor: 'middle', isCentred: false };
		}
	}
	for (let line = 0; line < lines && plane.rowLabel(0) !== ''; line++) {
		for (let row = 0; row < plane.rows; row += everyRow) {
			const y = placeInWindow(camera, layout, plane, line * plane.rows + row, 0).y + camera.cellHeight / 2;
			if (y >= 0 && y <= height) yield { text: plane.rowLabel(row), x: -7, y, anchor: 'end', isCentred: true };
		}
	}
	for (let facet = 0; facet < plane.facets; facet++) {
		const text = plane.facetLabel(facet);
		if (text === '') return;
		const line = Math.floor(facet / plane.across);
		const { x, y } = placeInWindow(camera, layout, plane, line * plane.rows, facet % plane.across * plane.columns);
		// Above the columns' numbers, which the first line has.
		const above = y - (line === 0 && hasNumbers ? FONT_SIZE + 8 : 0) - 7;
		if (x >= -layout.left && x < width && above > -layout.top && above < height) yield { text, x, y: above, anchor: 'start', isCentred: false };
	}
}

/** The smallest of 1, 2, 5, 10, 20 … steps that leaves `room` pixels between labels. */
function thin(room: number, cell: number): number {
	for (let power = 1; ; power *= 10) for (const digit of [1, 2, 5]) if (digit * power * cell >= room) return digit * power;
}
