/** Columns that grow over many blocks: what was appended and pushed is where it was put. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberColumn } from '../../../engine/trace/columns.ts';

const column = (values: readonly number[]) => ({ type: 'u32', data: new Uint8Array(Uint32Array.from(values).buffer), lengths: undefined }) as const;

test('rows stand in their order, however they came', () => {
	fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(0, 1, 63, 64, 65, 32_767, 32_768, 32_769, 70_000), fc.nat(100)), { maxLength: 6 }), (sizes) => {
		const numbers = new NumberColumn('u32');
		const expected: number[] = [];
		for (const size of sizes) {
			const rows = Array.from({ length: size }, (_, i) => 3 * (expected.length + i));
			numbers.append(column(rows), size);
			for (const row of rows) expected.push(row);
			numbers.push(3 * expected.length);
			expected.push(3 * expected.length);
		}
		expect(numbers.length).toBe(expected.length);
		expect(Array.from({ length: expected.length }, (_, row) => numbers.at(row))).toEqual(expected);
		expect([numbers.at(expected.length), numbers.at(-1), numbers.at(2 ** 32 - 1)]).toEqual([0, 0, 0]);
		for (const value of [0, 1, 98_304, 98_307, 3 * expected.length]) expect(numbers.countUpTo(value)).toBe(expected.filter(each => each <= value).length);
		if (expected.length === 0) return;
		numbers.set(expected.length - 1, 7);
		expect(numbers.at(expected.length - 1)).toBe(7);
	}), { numRuns: 30 });
});
