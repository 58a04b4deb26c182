/** Which element lies where, and how large. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { done } from '../../../engine/trace/work.ts';
import { moveCell } from '../../../webview/grid/keys.ts';
import { rangeOf, isDiverging } from '../../../webview/grid/range.ts';
import { arrangementOf, moved, usualArrangement } from '../../../webview/tensor/arrangement.ts';
import { pictureSize, placeInWindow, revealing, wholeView, zoomed, type Camera } from '../../../webview/tensor/camera.ts';
import { layoutOf, sizeOf } from '../../../webview/tensor/layout.ts';
import { gatherLines, linesOfCell } from '../../../webview/tensor/lines.ts';
import { extentOf, linesOf, placeAt, planeOf } from '../../../webview/tensor/plane.ts';
import { markOf, Pyramid } from '../../../webview/tensor/pyramid.ts';

const usual = (shape: readonly number[], across = 1) => planeOf(shape, usualArrangement(shape), across);

describe('planeOf', () => {
	test('a scalar is one cell', () => {
		const plane = usual([]);
		expect([plane.rows, plane.columns, placeAt(plane, 0, 0), plane.index(0, 0)]).toEqual([1, 1, 0, []]);
	});
	test('one dimension is broken into lines, the last one short', () => {
		const plane = linesOf(10, 4);
		expect([plane.rows, plane.columns]).toEqual([3, 4]);
		expect([placeAt(plane, 2, 1), placeAt(plane, 2, 2)]).toEqual([9, -1]);
		expect(plane.rowLabel(2)).toBe('8');
	});
	test('axes before the last two are facets, in lines', () => {
		const plane = usual([2, 2, 4, 5], 3);
		expect([plane.rows, plane.columns, plane.facets]).toEqual([4, 5, 4]);
		expect([plane.index(3, 9), placeAt(plane, 3, 9)]).toEqual([[0, 1, 3, 4], 39]);
		expect([plane.index(4, 0), placeAt(plane, 4, 0), plane.facetLabel(3)]).toEqual([[1, 1, 0, 0], 60, '[1, 1, :, :]']);
		expect([placeAt(plane, 4, 5), placeAt(plane, 0, 15)]).toEqual([-1, -1]);
	});
	test('too many facets are held', () => expect(usualArrangement([64, 3, 32, 32]).places).toEqual(['held', 'facets', 'rows', 'columns']));
	test('nothing to show', () => expect(usual([0, 3]).rows).toBe(0));
	test('every cell shows the element of its index, and every element is shown once, however the axes lie', () => fc.assert(fc.property(
		fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }), fc.array(fc.nat()), fc.integer({ min: 1, max: 5 }),
		(shape, moves, across) => {
			let arrangement = usualArrangement(shape);
			for (const move of moves) arrangement = moved(arrangement, move % shape.length, (['rows', 'columns', 'facets'] as const)[Math.floor(move / shape.length) % 3]!);
			arrangement = { ...arrangement, places: arrangement.places.map(place => place === 'held' ? 'facets' : place) };
			const plane = planeOf(shape, arrangement, across);
			const extent = extentOf(plane);
			const seen: number[] = [];
			for (let row = 0; row < extent.rows; row++) {
				for (let column = 0; column < extent.columns; column++) {
					const place = placeAt(plane, row, column);
					if (place < 0) continue;
					expect(plane.index(row, column).reduce((sum, at, axis) => sum * shape[axis]! + at, 0)).toBe(place);
					seen.push(place);
				}
			}
			expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: plane.length }, (_, at) => at));
		})));
});

describe('arrangement', () => {
	test('an axis that is moved changes places with the one that lay there', () => expect(moved(usualArrangement([2, 3, 4]), 0, 'columns').places).toEqual(['columns', 'rows', 'facets']));
	test('what was kept is brought inside a new shape', () => expect(arrangementOf([2, 3], [1, 0], [7, 1])).toEqual({ places: ['columns', 'rows'], held: [1, 1] }));
	test.each([[[0, 0]], [[0]], [[9, 9]], [undefined]])('%j is no arrangement of two axes', kept => expect(arrangementOf([2, 3], kept, undefined)).toEqual(usualArrangement([2, 3])));
});

describe('layoutOf', () => {
	test.each([[1, 1, 1], [3, 3, 1], [64, 96, 1], [1000, 3, 1], [3, 1000, 1], [4096, 4096, 1], [100_000, 2, 1], [8, 8, 6], [28, 28, 12]].flatMap(sizes => [[...sizes, 0], [...sizes, 60]] as [number, number, number, number][]))('%d × %d, %d times, with %d pixels beside each, stays within its room', (rows, columns, facets, margin) => {
		const sizes = { rows, columns, facets, margin, rowCharacters: String(rows - 1).length, hasColumnLabels: true, hasCaptions: facets > 1 };
		const layout = layoutOf(sizes, [], 600, 500);
		const size = sizeOf(layout, { ...usual([rows, columns]), facets, across: layout.across });
		expect(size.width + margin).toBeLessThanOrEqual(600);
		expect(size.height + margin).toBeLessThanOrEqual(500);
	});
});

describe('pyramid', () => {
	test('each level says of its blocks what all of their cells do', () => fc.assert(fc.property(
		fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -1000, max: 1000 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) })),
		(rows, columns, facets, sizes, stream) => {
			const plane = usual([facets, rows, columns]);
			const numbers = Float64Array.from({ length: plane.length }, () => stream.next().value as number);
			const pyramid = new Pyramid(numbers, plane);
			for (const [down, across] of sizes.map(([a, b]) => [2 ** a, 2 ** b] as const)) {
				const level = pyramid.level(down, across);
				if (level === undefined) {
					expect(down * across).toBeLessThan(16);
					continue;
				}
				for (let at = 0; at < level.mean.length; at++) {
					const facet = Math.floor(at / (level.rows * level.columns)), row = Math.floor(at / level.columns) % level.rows, column = at % level.columns;
					const cells: number[] = [];
					for (let r = row * down; r < Math.min(rows, (row + 1) * down); r++) for (let c = column * across; c < Math.min(columns, (column + 1) * across); c++) cells.push(numbers[(facet * rows + r) * columns + c]!);
					const finite = cells.filter(Number.isFinite);
					expect([level.finite[at], level.low[at], level.high[at]]).toEqual([finite.length, finite.length ? Math.min(...finite) : NaN, finite.length ? Math.max(...finite) : NaN]);
					if (finite.length > 0) expect(level.mean[at]).toBeCloseTo(finite.reduce((sum, value) => sum + value, 0) / finite.length, 6);
					expect(markOf(level.marks[at]!)).toBe(cells.some(Number.isNaN) ? 'nan' : cells.includes(Infinity) ? 'inf' : cells.includes(-Infinity) ? '-inf' : undefined);
				}
			}
		}), { numRuns: 60 }));
});

describe('camera', () => {
	const plane = usual([3, 500, 400], 2);
	const layout = layoutOf({ rows: 500, columns: 400, facets: 3, rowCharacters: 3, hasColumnLabels: true, hasCaptions: true, margin: 0 }, [], 600, 500);
	const flat = { ...layout, gapX: 0, gapY: 0 };
	const window = pictureSize(wholeView(layout), flat, plane);
	test('the cell under the pointer stays there when it is zoomed, and what is zoomed back is whole again', () => fc.assert(fc.property(fc.double({ min: 0.05, max: 0.45, noNaN: true }), fc.double({ min: 0.05, max: 0.45, noNaN: true }), fc.double({ min: 1, max: 30, noNaN: true }), (u, v, factor) => {
		const under = (camera: Camera, x: number, y: number) => [(camera.x + x) / camera.cellWidth, (camera.y + y) / camera.cellHeight];
		const [x, y] = [u * window.width, v * window.height];
		const whole = wholeView(layout);
		const near = zoomed(whole, factor, x, y, flat, plane, window);
		const [column, row] = under(whole, x, y), [nearColumn, nearRow] = under(near, x, y);
		expect(nearColumn).toBeCloseTo(column!, 6);
		expect(nearRow).toBeCloseTo(row!, 6);
		expect(zoomed(near, 1e-6, x, y, flat, plane, window)).toEqual(whole);
	})));
	test('a cell that is looked for is brought into the window', () => {
		const near = zoomed(wholeView(layout), 20, 0, 0, layout, plane, window);
		for (const [row, column] of [[0, 0], [499, 799], [999, 399], [250, 700]] as const) {
			const { x, y } = placeInWindow(revealing(near, row, column, layout, plane, window), layout, plane, row, column);
			expect(x >= 0 && y >= 0 && x < window.width && y < window.height).toBe(true);
		}
	});
});

describe('lines', () => {
	test('of each row and column of a facet: the ends and the mean of its finite cells, however the axes lie', () => fc.assert(fc.property(
		fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.boolean(),
		fc.infiniteStream(fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -1000, max: 1000 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) })),
		(rows, columns, facets, across, isTurned, stream) => {
			const shape = [facets, rows, columns], arrangement = isTurned ? moved(usualArrangement(shape), 1, 'columns') : usualArrangement(shape);
			const plane = planeOf(shape, arrangement, across);
			const elements = Float32Array.from({ length: plane.length }, () => stream.next().value as number);
			const statistics = done(gatherLines(elements, plane));
			const factsOf = (places: readonly number[]) => {
				const finite = places.map(at => elements[at]!).filter(Number.isFinite), mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
				return finite.length === 0 ? undefined : { low: Math.min(...finite), high: Math.max(...finite), leastMean: mean, greatestMean: mean };
			};
			const extent = extentOf(plane);
			for (let row = 0; row < extent.rows; row++) {
				for (let column = 0; column < extent.columns; column++) {
					if (placeAt(plane, row, column) < 0) continue;
					const [top, left] = [row - row % plane.rows, column - column % plane.columns];
					expect(linesOfCell(statistics, plane, row, column)).toEqual({
						row: factsOf(Array.from({ length: plane.columns }, (_, at) => placeAt(plane, row, left + at))),
						column: factsOf(Array.from({ length: plane.rows }, (_, at) => placeAt(plane, top + at, column))),
					});
				}
			}
		}), { numRuns: 60 }));
	test.each([[[2 ** 10, 2 ** 10]], [[2, 2 ** 19]], [[2 ** 20]], [[2 ** 19, 2]]])('of many cells in turns, however long a row is: %j', shape => {
		let turns = 0;
		for (const work = gatherLines(new Float32Array(2 ** 20), usual(shape)); !work.next().done;) turns++;
		expect(turns).toBe(15);
	});
	test('a row of several turns is one row', () => {
		const columns = 150_000, plane = usual([2, columns]), elements = Float32Array.from({ length: 2 * columns }, (_, at) => at % columns - (at < columns ? 0 : 1));
		elements[70_000] = NaN;
		const statistics = done(gatherLines(elements, plane)), last = columns - 1, mean = (columns * last / 2 - 70_000) / last;
		expect(linesOfCell(statistics, plane, 0, 70_000)).toEqual({ row: { low: 0, high: last, leastMean: mean, greatestMean: mean }, column: { low: 69_999, high: 69_999, leastMean: 69_999, greatestMean: 69_999 } });
		expect(linesOfCell(statistics, plane, 1, last)).toEqual({ row: { low: -1, high: last - 1, leastMean: last / 2 - 1, greatestMean: last / 2 - 1 }, column: { low: last - 1, high: last, leastMean: last - 0.5, greatestMean: last - 0.5 } });
	});
});

describe('range', () => {
	test('what is not finite is counted and not measured', () => expect(rangeOf(Float32Array.of(NaN, -1, Infinity, 3, -Infinity, NaN))).toEqual({ low: -1, high: 3, nan: 2, inf: 1, negativeInf: 1 }));
	test('nothing finite', () => expect(rangeOf(Float32Array.of(NaN))).toMatchObject({ low: 0, high: 0 }));
	test('floats with a sign diverge, all else does not', () => {
		expect(isDiverging(rangeOf(Float32Array.of(-1, 2)), 'float32')).toBe(true);
		expect(isDiverging(rangeOf(Float32Array.of(1, 2)), 'float32')).toBe(false);
		expect(isDiverging(rangeOf(BigInt64Array.of(-1n, 2n)), 'int64')).toBe(false);
	});
});

describe('moveCell', () => {
	const key = (name: string, ctrlKey = false) => moveCell({ key: name, ctrlKey, metaKey: false, altKey: false }, { row: 1, column: 1 }, 4, 6);
	test('as in a grid', () => {
		expect(key('ArrowRight')).toEqual({ row: 1, column: 2 });
		expect(key('ArrowUp')).toEqual({ row: 0, column: 1 });
		expect(key('End')).toEqual({ row: 1, column: 5 });
		expect(key('Home', true)).toEqual({ row: 0, column: 0 });
		expect(key('PageDown')).toEqual({ row: 3, column: 1 });
	});
	test('other keys are not taken', () => expect(key('Tab')).toBeUndefined());
});
