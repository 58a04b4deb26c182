/** Which element lies where, and how large. */
import { describe, expect, test } from 'vitest';
import { moveCell } from '../../../webview/grid/keys.ts';
import { rangeOf, isDiverging } from '../../../webview/grid/range.ts';
import { layoutOf } from '../../../webview/tensor/layout.ts';
import { leadingIndices, planeOf } from '../../../webview/tensor/plane.ts';

describe('planeOf', () => {
	test('a scalar is one cell', () => {
		const plane = planeOf([], [], 1);
		expect([plane.rows, plane.columns, plane.at(0, 0), plane.index(0, 0)]).toEqual([1, 1, 0, []]);
	});
	test('one dimension is broken into lines, the last one short', () => {
		const plane = planeOf([10], [], 4);
		expect([plane.rows, plane.columns]).toEqual([3, 4]);
		expect([plane.at(2, 1), plane.at(2, 2)]).toEqual([9, -1]);
		expect(plane.rowLabel(2)).toBe('8');
	});
	test('leading axes are held', () => {
		const plane = planeOf([2, 3, 4, 5], [1, 2], 1);
		expect(plane.at(3, 4)).toBe(119);
		expect(plane.index(3, 4)).toEqual([1, 2, 3, 4]);
	});
	test('nothing to show', () => {
		expect(planeOf([0, 3], [], 1).rows).toBe(0);
		expect(planeOf([0], [], 8).columns).toBe(0);
	});
	test('remembered indices that a new shape lacks are brought inside', () => expect(leadingIndices([2, 3, 4, 5], [7, 1])).toEqual([1, 1]));
});

describe('layoutOf', () => {
	test.each([[1, 1], [3, 3], [64, 96], [1000, 3], [3, 1000], [4096, 4096], [100_000, 2]])('%d × %d stays within its room', (rows, columns) => {
		const layout = layoutOf(planeOf([rows, columns], [], 1), [], 600, 500);
		expect(layout.width).toBeLessThanOrEqual(600);
		expect(layout.height).toBeLessThanOrEqual(500);
		expect(layout.rows * layout.blockRows).toBeGreaterThanOrEqual(rows);
		expect(layout.columns * layout.blockColumns).toBeGreaterThanOrEqual(columns);
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
