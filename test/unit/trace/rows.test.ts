/** A list of rows is an array's equal, whatever its length and wherever it is asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberColumn, RowIndex } from '../../../engine/trace/columns.ts';
import { PIECE, RowList } from '../../../engine/trace/rows.ts';

const LENGTHS = [0, 1, 2, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7];

test('it answers as an array of the same numbers does', () => {
	for (const length of LENGTHS) {
		const wanted = Array.from({ length }, (_, i) => 3 * i), list = new RowList();
		for (const row of wanted) list.push(row);
		expect([...list]).toEqual(wanted);
		expect(list.length).toBe(length);
		const place = fc.integer({ min: -length - 2, max: length + 2 });
		fc.assert(fc.property(place, fc.option(place, { nil: undefined }), (from, to) => {
			expect(list.at(from)).toBe(wanted.at(from));
			expect(list.slice(from, to)).toEqual(wanted.slice(from, to));
			expect(list.findLast(row => row <= from)).toBe(wanted.findLast(row => row <= from));
		}), { numRuns: 50 });
	}
});

test('the rows of a key are found whether there is one or there are many', () => {
	const index = new RowIndex(), ticks = new NumberColumn('f64'), rows: number[][] = LENGTHS.map(() => []);
	let row = 0;
	for (let i = 0; i < Math.max(...LENGTHS); i++) {
		for (const [key, length] of LENGTHS.entries()) {
			if (i >= length) continue;
			ticks.push(2 * row);
			rows[key]!.push(row);
			index.add(key, row++);
		}
	}
	for (const [key, wanted] of rows.entries()) {
		expect([...index.rows(key)]).toEqual(wanted);
		expect(index.has(key)).toBe(wanted.length > 0);
		for (const at of [0, 1, 4 * PIECE, 2 * row]) expect(index.latest(key, ticks, at)).toBe(wanted.findLast(each => 2 * each <= at) ?? -1);
	}
});
