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

test('a pixel has the colour of the mean of the block under its middle, faded where the filter leaves all of it out; each block with something that is not finite is marked once', () => fc.assert(fc.property(
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
		const { specials: marked } = shade(new Pyramid(numbers, plane), sideOf(cellWidth, columns, plane.across, gap, from, width, across), sideOf(cellHeight, rows, lines, gap, 0, height, down), down, across, palette, pixels);
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

/** What is found in a square of so many cells on a side, each of `size` pixels. */
const foundIn = (numbers: Float32Array, side: number, size: number, domain?: readonly [number, number], filter?: readonly [number, number]) => {
	const plane = planeOf([side, side], usualArrangement([side, side]), 1), cells = cellsToFillOne(size), pixels = Math.round(side * size);
	const sides = sideOf(size, side, 1, 0, 0, pixels, cells);
	const found = shade(new Pyramid(numbers, plane), sides, sides, cells, cells, paletteOf(paintOf(theme, rangeOf(numbers), 'float32', domain, filter), theme.background), new Uint32Array(pixels * pixels));
	/** The pixel at which the block of a cell begins. */
	const pixelOf = (row: number, column: number) => [column, row].map(at => sides.block.indexOf(Math.floor(at / cells)));
	return { ...found, pixelOf };
};
const SIZES = [0.06, 0.11, 0.3, 0.6, 1, 4.7];

test.each(SIZES)('one cell above chosen ends and one below are marked, each as what it is, where cells have %d pixels', size => {
	for (const filter of [undefined, [-0.5, 20] as const]) {
		const numbers = new Float32Array(800 * 800).fill(0.5);
		numbers[100 * 800 + 300] = 9;
		numbers[700 * 800 + 40] = -9;
		numbers[20 * 800 + 790] = Infinity;
		const { beyond, spikes, pixelOf } = foundIn(numbers, 800, size, [-1, 1], filter);
		expect(beyond.map(({ x, y, mark }) => [x, y, mark])).toEqual([[...pixelOf(100, 300), 1], [...pixelOf(700, 40), -1]]);
		expect(spikes).toEqual([]);
	}
});

test('without chosen ends nothing lies beyond', () => expect(foundIn(Float32Array.from({ length: 10_000 }, (_, at) => at), 100, 0.3).beyond).toEqual([]));

test.each(SIZES.filter(size => size < 1))('one value that its block\'s mean hides is found, above or below, where cells have %d pixels', size => {
	for (const value of [1e6, -1e6]) {
		const numbers = Float32Array.from({ length: 800 * 800 }, (_, at) => Math.sin(at * 12.9898));
		numbers[321 * 800 + 654] = value;
		const { spikes, hasManySpikes, pixelOf } = foundIn(numbers, 800, size);
		expect(spikes.map(({ x, y, mark }) => [x, y, mark])).toEqual([[...pixelOf(321, 654), value]]);
		expect(hasManySpikes).toBe(false);
	}
});

test('where many blocks have such a value none is marked, and where all are the same none has', () => {
	const mask = Float32Array.from({ length: 800 * 800 }, (_, at) => Number(at * 7919 % 97 < 9));
	expect(foundIn(mask, 800, 0.11)).toMatchObject({ spikes: [], hasManySpikes: true });
	expect(foundIn(new Float32Array(800 * 800).fill(0.1), 800, 0.11)).toMatchObject({ spikes: [], hasManySpikes: false });
});
