/** The hover's picture: its size, its pixels (read back by a PNG library), its marks; always the same bytes. */
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { heatmapPicture, PICTURE_BYTES } from '../../../engine/print/heatmap-png.ts';
import { encodePng } from '../../../engine/print/png.ts';
import type { ElementSource } from '../../../engine/print/tensor-repr.ts';
import { Generator } from '../../../engine/random/generator.ts';
import { fillNormal } from '../../../engine/random/normal.ts';
import type { DTypeName } from '../../../engine/trace/dtype.ts';

function random(shape: readonly number[], change: (values: Float32Array) => void = () => {}, dtype: DTypeName = 'float32'): ElementSource {
	const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
	const first = values.subarray(0, 10_000);
	fillNormal(new Generator(1n), first);
	for (let i = first.length; i < values.length; i++) values[i] = first[i % 9973]!;
	change(values);
	return { dtype, shape, read: (index) => values[index]! };
}

function svgOf(source: ElementSource): string {
	const prefix = 'data:image/svg+xml;base64,';
	const { uri } = heatmapPicture(source)!;
	expect(uri.startsWith(prefix)).toBe(true);
	return Buffer.from(uri.slice(prefix.length), 'base64').toString();
}

function pngOf(svg: string): PNG {
	return PNG.sync.read(Buffer.from(/data:image\/png;base64,([^"]+)/.exec(svg)![1]!, 'base64'));
}

function pixel(png: PNG, x: number, y: number): number[] {
	return [...png.data.subarray(4 * (y * png.width + x), 4 * (y * png.width + x) + 4)];
}

describe('size', () => {
	test.each([[[]], [[1]], [[4096]], [[1, 4096]], [[4096, 1]], [[8, 8]], [[9, 9]], [[96, 96]], [[128, 72]], [[100, 300]], [[1000, 3]], [[4096, 4096]]])('%j', (shape) => {
		const picture = heatmapPicture(random(shape))!;
		expect(picture.uri.length).toBeLessThanOrEqual(PICTURE_BYTES);
		expect(Math.max(picture.width, picture.height)).toBeLessThanOrEqual(360);
	});

	test('the limit holds for whatever is not finite, too', () => {
		fc.assert(fc.property(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 130 }), fc.integer({ min: 2, max: 9 }), (rows, columns, every) => {
			const kinds = [NaN, Infinity, -Infinity];
			const source = random([rows, columns], (values) => values.forEach((_, i) => { if (i % every === 0) values[i] = kinds[i % 3]!; }));
			expect(heatmapPicture(source)!.uri.length).toBeLessThanOrEqual(PICTURE_BYTES);
			expect(heatmapPicture(source, { maxBytes: 9000 })!.uri.length).toBeLessThanOrEqual(9000);
		}), { numRuns: 40 });
	});

	test('nothing to draw', () => {
		expect(heatmapPicture(random([2, 3, 4]))).toBeUndefined();
		expect(heatmapPicture(random([0, 3]))).toBeUndefined();
	});
});

describe('what is seen', () => {
	test('up to 8 x 8 cells have their values written in them', () => {
		const source: ElementSource = { dtype: 'int64', shape: [2, 2], read: (index) => [1n, -20n, 300n, 2n ** 62n][index]! };
		const texts = [...svgOf(source).matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
		expect(texts).toEqual(['1', '-20', '300', '5e18']);
	});

	test('signed values: blue below 0, red above, white at 0', () => {
		const png = pngOf(svgOf(random([10, 10], (values) => values.fill(0).set([-2, 2, 0, 1]))));
		expect([png.width, png.height]).toEqual([10, 10]);
		const [low, high, zero, one] = [0, 1, 2, 3].map((x) => pixel(png, x, 0)) as [number[], number[], number[], number[]];
		expect(low[2]).toBeGreaterThan(low[0]! + 50);
		expect(high[0]).toBeGreaterThan(high[2]! + 50);
		expect(one[0]).toBeGreaterThan(one[2]! + 50);
		expect(Math.min(...zero.slice(0, 3))).toBeGreaterThan(235);
	});

	test('values without sign: darker to lighter', () => {
		const png = pngOf(svgOf({ dtype: 'float32', shape: [9, 9], read: (index) => index }));
		const brightness = Array.from({ length: 81 }, (_, i) => pixel(png, i % 9, Math.floor(i / 9)).slice(0, 3).reduce((a, b) => a + b));
		expect(brightness[80]).toBeGreaterThan(brightness[40]!);
		expect(brightness[40]).toBeGreaterThan(brightness[0]!);
	});

	test('a transposed view is drawn by its strides', () => {
		const given: ElementSource = { dtype: 'float32', shape: [9, 12], strides: [1, 9], offset: 0, read: (index) => index };
		const copied: ElementSource = { dtype: 'float32', shape: [9, 12], read: (index) => (index % 12) * 9 + Math.floor(index / 12) };
		expect(heatmapPicture(given)).toEqual(heatmapPicture(copied));
	});

	test.each([[[3, 5], 7], [[9, 40], 123], [[500, 500], 123_456], [[4096, 4096], 9_999_999], [[4096], 4000]])('one NaN in %j is marked where it is', (shape, at) => {
		const clean = svgOf(random(shape));
		expect(clean).not.toContain('stroke="#000"');
		const source = random(shape, (values) => { values[at] = NaN; });
		const svg = svgOf(source);
		const marks = [...svg.matchAll(/stroke="#000"[^>]*d="([^"]+)"/g)];
		expect(marks).toHaveLength(1);
		const crosses = [...marks[0]![1]!.matchAll(/M([\d.]+) ([\d.]+)/g)];
		expect(crosses).toHaveLength(1);
		const [, width, height] = /viewBox="-1 -1 (\d+) (\d+)"/.exec(svg)!.map(Number) as [number, number, number];
		const columns = shape.at(-1)!;
		const rows = shape.length === 2 ? shape[0]! : 1;
		expect(Math.abs(Number(crosses[0]![1]) / (width - 2) - ((at % columns) + 0.5) / columns)).toBeLessThan(0.02);
		expect(Math.abs(Number(crosses[0]![2]) / (height - 2) - (Math.floor(at / columns) + 0.5) / rows)).toBeLessThan(0.02);
	});

	test('NaN and the infinities differ in shape', () => {
		const of = (value: number) => /stroke="#000"[^>]*d="([^"]+)"/.exec(svgOf(random([10, 10], (values) => { values[5] = value; })))![1];
		expect(new Set([of(NaN), of(Infinity), of(-Infinity)]).size).toBe(3);
	});

	test('the scale covers what is drawn, and says so', () => {
		const mean = heatmapPicture({ dtype: 'float32', shape: [256, 256], read: (index) => index % 256 })!;
		expect(mean.block).toEqual([3, 3]);
		expect([mean.low, mean.high]).toEqual([1, 255]);
		expect(heatmapPicture({ dtype: 'float32', shape: [256, 256], read: (index) => index % 256 }, { reduction: 'min' })!.low).toBe(0);
		expect(heatmapPicture(random([4, 4], (values) => values.fill(NaN)))).toMatchObject({ low: NaN, high: NaN });
		expect(heatmapPicture({ dtype: 'float64', shape: [200, 200], read: () => 1.7e308 })!.uri.length).toBeGreaterThan(500);
	});

	test('the same tensor, the same bytes', () => {
		expect(heatmapPicture(random([50, 70]))).toEqual(heatmapPicture(random([50, 70])));
	});
});

test('a PNG of more than one stored block reads back', () => {
	const width = 500;
	const height = 300;
	const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 3);
	const png = PNG.sync.read(Buffer.from(encodePng(width, height, pixels, Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), 2)));
	const colors = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 0]];
	for (const i of [0, 1, 2, 70_000, 149_999]) expect(pixel(png, i % width, Math.floor(i / width))).toEqual(colors[pixels[i]!]);
});
