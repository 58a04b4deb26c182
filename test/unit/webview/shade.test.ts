/** Which colour and which mark each pixel has, against a reading of all cells under it. */
import { rgb } from 'd3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paintOf } from '../../../webview/grid/paint.ts';
import { rangeOf } from '../../../webview/grid/range.ts';
import { usualArrangement } from '../../../webview/tensor/arrangement.ts';
import { planeOf } from '../../../webview/tensor/plane.ts';
import { Pyramid } from '../../../webview/tensor/pyramid.ts';
import { cellsToFillOne, paletteOf, shade, sideOf } from '../../../webview/tensor/shade.ts';

const theme = { kind: 'light', background: 'rgb(255, 255, 255)', foreground: 'rgb(0, 0, 0)' } as const;

test('a pixel has the colour of the mean of the block under its middle, faded where the filter leaves all of it out; each block with something else is marked once', () => fc.assert(fc.property(
	fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }),
	fc.constantFrom(0.07, 0.3, 0.55, 1, 2.4, 11), fc.constantFrom(0.2, 0.8, 1, 3.3), fc.option(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))), fc.integer({ min: 0, max: 12 }),
	fc.infiniteStream(fc.oneof({ weight: 30, arbitrary: fc.integer({ min: -100, max: 100 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) })),
	(rows, columns, facets, wantedAcross, cellWidth, cellHeight, bounds, from, stream) => {
		const plane = planeOf([facets, rows, columns], usualArrangement([facets, rows, columns]), Math.min(facets, wantedAcross));
		const numbers = Float32Array.from({ length: plane.length }, () => stream.next().value as number);
		const filter = bounds === null ? undefined : [Math.min(...bounds), Math.max(...bounds)] as const;
		const range = rangeOf(numbers);
		if (range.low === range.high) return;
		const paint = paintOf(theme, range, 'float32', undefined, filter);
		const palette = paletteOf(paint, theme.background);
		const [width, height, gap] = [60, 40, 3];
		const [down, across] = [cellsToFillOne(cellHeight), cellsToFillOne(cellWidth)];
		const lines = Math.ceil(facets / plane.across);
		const pixels = new Uint32Array(width * height);
		const marked = shade(new Pyramid(numbers, plane), sideOf(cellWidth, columns, plane.across, gap, from, width, across), sideOf(cellHeight, rows, lines, gap, 0, height, down), down, across, palette, pixels);
		const cellAt = (place: number, size: number, each: number, count: number): readonly [number, number] | undefined => {
			const group = Math.floor(place / (each * size + gap)), cell = Math.floor((place - group * (each * size + gap)) / size);
			return group < count && cell < each ? [group, cell] : undefined;
		};
		const unmarked = new Set<string>();
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				const right = cellAt(from + x + 0.5, cellWidth, columns, plane.across), below = cellAt(y + 0.5, cellHeight, rows, lines);
				const facet = right && below ? below[0] * plane.across + right[0] : facets;
				if (!right || !below || facet >= facets) {
					expect(pixels[y * width + x]).toBe(0);
					continue;
				}
				const [top, left] = [below[1] - below[1] % down, right[1] - right[1] % across];
				const cells: number[] = [];
				for (let r = top; r < Math.min(rows, top + down); r++) for (let c = left; c < Math.min(columns, left + across); c++) cells.push(numbers[(facet * rows + r) * columns + c]!);
				const finite = cells.filter(Number.isFinite);
				if (finite.length < cells.length) unmarked.add(`${Math.floor(y / 8)},${Math.floor(x / 8)}`);
				if (finite.length === 0) {
					expect(pixels[y * width + x]).toBe(0);
					continue;
				}
				const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
				const isKept = filter === undefined || finite.some(value => value >= filter[0] && value <= filter[1])
					// Of a level the ends alone are known.
					|| (down * across >= 16 && Math.max(...finite) >= filter[0] && Math.min(...finite) <= filter[1]);
				const { r, g, b } = rgb(paint.color(mean));
				const wanted = [r, g, b].map(channel => isKept ? channel : channel * 0.16 + 255 * 0.84);
				const seen = pixels[y * width + x]!;
				// The palette has a thousand colours of the scale.
				for (const [i, channel] of [seen & 255, seen >> 8 & 255, seen >> 16 & 255].entries()) expect(Math.abs(channel - wanted[i]!)).toBeLessThanOrEqual(2.5);
			}
		}
		// No square of pixels has two marks, and none that has something to mark is far from one.
		const squares = marked.map(({ x, y }) => `${Math.floor(y / 8)},${Math.floor(x / 8)}`);
		expect(new Set(squares).size).toBe(squares.length);
		expect(squares.every(square => unmarked.has(square))).toBe(true);
		expect(unmarked.size === 0).toBe(squares.length === 0);
	}), { numRuns: 60 }));
