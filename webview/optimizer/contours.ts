/**
 * Contour lines of a loss surface by d3-contour, brought from its grid to data coordinates, at levels that a
 * person can read (1, 2, 5, 10 …), with places for their labels.
 */
import { contours, ticks } from 'd3';
import type { Surface } from '../../engine/slice/slice.ts';
import type { Point } from './path.ts';

export interface Contour {
	readonly level: number;
	/** Rings in the plot's pixels. */
	readonly rings: readonly (readonly Point[])[];
}

const MOST_LEVELS = 14;
const EVEN_LEVELS = 9;
const FEWEST_DIGITS = 2;
const MOST_DIGITS = 15;
/** Levels below this share of the highest would crowd into a few cells of the grid. */
const FINEST = 0.002;

/** Levels in steps of 1, 2, 5 through the powers of ten between the lowest and the highest finite value. */
export function levelsOf(values: ArrayLike<number>): readonly number[] {
	let [low, high] = [Infinity, -Infinity];
	for (let i = 0; i < values.length; i++) {
		const value = values[i]!;
		if (!Number.isFinite(value)) continue;
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	if (!(high > low)) return [];
	if (low < 0) return evenLevels(low, high);
	for (const digits of [[1, 2, 5], [1, 3], [1]]) {
		const levels: number[] = [];
		for (let power = Math.floor(Math.log10(high)) - 3; power <= Math.log10(high); power++) {
			for (const digit of digits) {
				const level = Number(`${digit}e${power}`);
				if (level > Math.max(low, high * FINEST) && level < high) levels.push(level);
			}
		}
		// A flat surface far above zero has no power of ten in its range.
		if (levels.length < 4) return evenLevels(low, high);
		if (levels.length <= MOST_LEVELS) return levels;
	}
	return evenLevels(low, high);
}

function evenLevels(low: number, high: number): readonly number[] {
	return ticks(low, high, EVEN_LEVELS).filter(level => level > low && level < high);
}

/** Significant digits by which levels are told apart. */
export function digitsOf(levels: readonly number[]): number {
	let digits = FEWEST_DIGITS;
	while (digits < MOST_DIGITS && new Set(levels.map(level => level.toPrecision(digits))).size < levels.length) digits++;
	return digits;
}

/** `toPixel` takes data coordinates; NaN in the values leaves a hole. */
export function contoursOf(surface: Surface, values: Float64Array, levels: readonly number[], toPixel: (point: Point) => Point): readonly Contour[] {
	const { columns, rows, xDomain, yDomain } = surface;
	// d3-contour puts the value of column i at i + ½.
	const toData = ([gx = 0, gy = 0]: readonly number[]): Point => [
		xDomain[0] + (xDomain[1] - xDomain[0]) * (gx - 0.5) / Math.max(1, columns - 1),
		yDomain[0] + (yDomain[1] - yDomain[0]) * (gy - 0.5) / Math.max(1, rows - 1),
	];
	const make = contours().size([columns, rows]);
	// Infinity would pull every interpolation to itself.
	const finite = Array.from(values, value => Number.isFinite(value) ? value : NaN);
	return levels.map(level => ({ level, rings: make.contour(finite, level).coordinates.flat().map(ring => ring.map(point => toPixel(toData(point)))) }));
}

export function ringsPath(rings: readonly (readonly Point[])[]): string {
	return rings.map(ring => `M${ring.map(([x, y]) => `${round(x)},${round(y)}`).join('L')}Z`).join('');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

export interface Label { readonly level: number; readonly x: number; readonly y: number }

/**
 * Places for the levels' labels: where the rings cross one ray from the lowest point, the ray being the one of 24 that
 * holds the most labels and keeps them furthest from the line `avoid`.
 */
export function labelPlaces(all: readonly Contour[], center: Point, avoid: readonly Point[], width: number, height: number): readonly Label[] {
	let best: { labels: Label[]; score: number } = { labels: [], score: -1 };
	for (let turn = 0; turn < 24; turn++) {
		const angle = turn * Math.PI / 12 + 0.1;
		const labels: Label[] = [];
		for (const { level, rings } of all) {
			const place = crossing(rings, center, angle);
			if (place === undefined || place[0] < 20 || place[1] < 12 || place[0] > width - 20 || place[1] > height - 12) continue;
			if (clearanceOf(place, avoid) < 12) continue;
			if (labels.every(label => Math.abs(label.x - place[0]) > 34 || Math.abs(label.y - place[1]) > 16)) labels.push({ level, x: Math.round(place[0]), y: Math.round(place[1]) });
		}
		const clearance = labels.map(label => clearanceOf([label.x, label.y], avoid)).reduce((sum, distance) => sum + distance, 0);
		if (clearance > best.score) best = { labels, score: clearance };
	}
	return best.labels;
}

/** Distance to the polyline, at most 60. */
function clearanceOf([x, y]: Point, line: readonly Point[]): number {
	let least = 60;
	for (let i = 0; i < line.length; i++) {
		const [[ax, ay], [bx, by]] = [line[Math.max(0, i - 1)]!, line[i]!];
		const length = (bx - ax) ** 2 + (by - ay) ** 2;
		const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
		const distance = Math.hypot(ax + (bx - ax) * t - x, ay + (by - ay) * t - y);
		if (distance < least) least = distance;
	}
	return least;
}

/** The first crossing of a ray with rings. They bound what is above their level, so further ones may be the surface's edge. */
function crossing(rings: readonly (readonly Point[])[], [cx, cy]: Point, angle: number): Point | undefined {
	const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
	let nearest: { at: Point; distance: number } | undefined;
	for (const ring of rings) {
		for (let i = 1; i < ring.length; i++) {
			const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
			const [sideA, sideB] = [(ax - cx) * dy - (ay - cy) * dx, (bx - cx) * dy - (by - cy) * dx];
			if (sideA * sideB > 0 || sideA === sideB) continue;
			const t = sideA / (sideA - sideB);
			const at: Point = [ax + (bx - ax) * t, ay + (by - ay) * t];
			const distance = (at[0] - cx) * dx + (at[1] - cy) * dy;
			if (distance > 0 && (nearest === undefined || distance < nearest.distance)) nearest = { at, distance };
		}
	}
	return nearest?.at;
}
