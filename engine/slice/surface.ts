/**
 * Loss surfaces that replay has appended to a trace as derived events, found again by what they are of.
 */
import type { Ref, Trace } from '../trace/model.ts';
import { replayNote } from './replay-note.ts';
import type { Coordinate, Surface, ReplayNote } from './slice.ts';

/** Largest relative difference between what was recorded and what is replayed that is put down to rounding. */
export const AGREEMENT = 1e-4;

/** Columns and rows of a surface's grids, each refining the last. */
export const SURFACE_SIZES = [12, 32, 64] as const;

/** `info` of a derived event of kind 'surface'; its numbers are the grid, then, if `decayed`, the grid with weight decay. */
export interface SurfaceInfo extends Omit<Surface, 'values' | 'withWeightDecay'> { readonly optimizer: Ref; readonly decayed: boolean }

/** What a surface is asked of: an optimizer and two coordinates of its parameters. */
export interface SurfaceRequest { readonly optimizer: Ref; readonly x: Coordinate; readonly y: Coordinate }

/** `info` of a derived event of kind 'surfaceNote': why there is no surface. */
export interface SurfaceNoteInfo extends SurfaceRequest { readonly note: ReplayNote }

/** The finest surface computed so far, or undefined. */
export function surfaceOf(trace: Trace, optimizer: Ref, x: Coordinate, y: Coordinate): Surface | undefined {
	let finest: Surface | undefined;
	for (const event of trace.derived) {
		if (event.kind !== 'surface') continue;
		const { optimizer: of, decayed, ...surface } = event.info as SurfaceInfo;
		// A replay that was ended and asked for again begins with coarse grids again.
		if (of !== optimizer || !same(surface.x, x) || !same(surface.y, y) || surface.columns < (finest?.columns ?? 0)) continue;
		const cells = surface.columns * surface.rows;
		finest = { ...surface, values: event.numbers.subarray(0, cells), withWeightDecay: decayed ? event.numbers.subarray(cells, 2 * cells) : undefined };
	}
	return finest;
}

export function surfaceNoteOf(trace: Trace, optimizer: Ref, x: Coordinate, y: Coordinate): ReplayNote | undefined {
	for (const event of trace.derived) {
		if (event.kind !== 'surfaceNote') continue;
		const info = event.info as SurfaceNoteInfo;
		if (info.optimizer === optimizer && same(info.x, x) && same(info.y, y)) return replayNote(info.note);
	}
	return undefined;
}

function same(a: Coordinate, b: Coordinate): boolean {
	return a.parameter === b.parameter && a.element === b.element;
}
