/** Long rows are sorted by digits: against a plain stable sort, with all that floats can be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { call, callMany } from '../../../engine/ops/call.ts';
import { sortedValues } from '../../../engine/ops/sort.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import { type DTypeName, DTYPES } from '../../../engine/trace/dtype.ts';
import { elements, tensor } from './engine.ts';

/** NaN is the greatest, and -0 equals 0. */
function compare(a: number | bigint | boolean, b: number | bigint | boolean): number {
	return Number.isNaN(a) ? Number(!Number.isNaN(b)) : Number.isNaN(b) ? -1 : a < b ? -1 : Number(a > b);
}

const lengths = fc.integer({ min: 64, max: 900 });
const whole = (bits: number) => fc.oneof(fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }), fc.bigInt({ min: -3n, max: 3n }));
/** Few that are wholly different, many that are alike in their first digits. */
const numbers = fc.oneof(fc.double(), fc.double({ min: 1, max: 1.000001 }), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1), fc.integer({ min: -9, max: 9 }));
const ordinary = fc.oneof(fc.double({ noNaN: true, min: 0.5, max: 2 }), fc.double({ noNaN: true, min: 1, max: 1 + 2 ** -40 }), fc.integer({ min: 1, max: 5 }));

function elementsOf(dtype: DTypeName): fc.Arbitrary<(number | bigint)[]> {
	const one: fc.Arbitrary<number | bigint> = dtype.includes('float') ? fc.boolean().chain(isAny => isAny ? numbers : ordinary) : dtype === 'bool' ? fc.constantFrom(0n, 1n) : dtype === 'uint8' ? fc.bigInt({ min: 0n, max: 255n }) : whole(8 * DTYPES[dtype].size);
	return lengths.chain(n => fc.array(one, { minLength: n, maxLength: n }));
}

for (const dtype of Object.keys(DTYPES) as DTypeName[]) {
	test(`${dtype}: values and positions, both ways`, () => {
		fc.assert(fc.property(elementsOf(dtype), fc.boolean(), (given, isDescending) => {
			using _ = new Scope();
			const source = tensor(given, dtype);
			const held = elements(source);
			const order = held.map((_, at) => at).sort((a, b) => (isDescending ? -1 : 1) * compare(held[a]!, held[b]!) || a - b);
			const [values, positions] = callMany('sort', source, 0, isDescending);
			expect(elements(positions!).map(Number)).toEqual(order);
			expect(elements(values!)).toEqual(order.map(at => held[at]));
			if (!isDescending) expect(elements(sortedValues(source, 0))).toEqual(order.map(at => held[at]));
			expect(elements(source)).toEqual(held);
		}), { numRuns: 60 });
	});
}

test('rows along either dimension, each by itself', () => {
	using _ = new Scope();
	const given = Array.from({ length: 3 * 200 }, (_, i) => (i * 7919 % 601 - 300) / 7);
	const rows = call('view', tensor(given, 'float64'), [3, 200]);
	const wanted = [0, 1, 2].flatMap(row => given.slice(200 * row, 200 * row + 200).sort((a, b) => a - b));
	expect(elements(sortedValues(rows, 1))).toEqual(wanted);
	expect(elements(call('contiguous', call('t', sortedValues(call('t', rows), 0))))).toEqual(wanted);
});

test('clusters of neighbours, more than are put in order one by one, far from each other', () => {
	using _ = new Scope();
	const given = Array.from({ length: 40_000 }, (_, i) => (i % 5 ? 1 : 1e9) + (i * 7919 % 40_009) * 2 ** -23);
	const [values, positions] = callMany('sort', tensor(given, 'float64'), 0, false);
	const order = given.map((_, at) => at).sort((a, b) => given[a]! - given[b]! || a - b);
	expect(elements(positions!).map(Number)).toEqual(order);
	expect(elements(values!)).toEqual(order.map(at => given[at]));
});
