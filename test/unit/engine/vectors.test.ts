/** Kernels that go by vectors where memory lies densely, against plain loops: every length, dense or not, one value for all, NaN and -0. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { call, callMany } from '../../../engine/ops/call.ts';
import { int } from '../../../engine/tensor/scalar.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import type { Tensor } from '../../../engine/tensor/tensor.ts';
import type { DTypeName } from '../../../engine/trace/dtype.ts';
import { elements, tensor } from './engine.ts';

type Value = number | bigint | boolean;

const FLOATS = fc.oneof(fc.double().map(Math.fround), fc.constantFrom(0, -0, NaN, 1, -1, Infinity, -Infinity), fc.integer({ min: -2, max: 2 }));
const INTEGERS = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -2n, max: 2n }));
const TYPES: Readonly<Partial<Record<DTypeName, fc.Arbitrary<number | bigint>>>> = {
	float64: FLOATS, float32: FLOATS, float16: fc.constantFrom(0, -0, NaN, 1, -1), int64: INTEGERS, int32: fc.bigInt({ min: -3n, max: 3n }), uint8: fc.bigInt({ min: 0n, max: 255n }), bool: fc.constantFrom(0n, 1n),
};

/** The same elements, dense or every second of a wider tensor. */
function laid(values: readonly (number | bigint)[], dtype: DTypeName, isDense: boolean): Tensor {
	return isDense ? tensor(values, dtype) : call('select', call('view', tensor(values.flatMap(value => [value, 0n]), dtype), [values.length, 2]), 1, 0);
}

const lengths = fc.integer({ min: 0, max: 70 });

for (const [dtype, one] of Object.entries(TYPES) as [DTypeName, fc.Arbitrary<number | bigint>][]) {
	const pairs = lengths.chain(n => fc.array(fc.tuple(one, one), { minLength: n, maxLength: n }));

	test(`${dtype}: comparisons`, () => {
		const rules: Readonly<Record<string, (a: Value, b: Value) => boolean>> = { eq: (a, b) => a === b, ne: (a, b) => a !== b, lt: (a, b) => a < b, le: (a, b) => a <= b, gt: (a, b) => a > b, ge: (a, b) => a >= b };
		fc.assert(fc.property(pairs, one, fc.boolean(), fc.boolean(), (given, single, isDense, isOtherDense) => {
			using _ = new Scope();
			const [a, b] = [laid(given.map(([first]) => first), dtype, isDense), laid(given.map(([, second]) => second), dtype, isOtherDense)];
			const other = call('view', tensor([single], dtype), []);
			const [ofA, ofB, [ofOther]] = [elements(a), elements(b), elements(other)] as [Value[], Value[], [Value]];
			for (const [name, rule] of Object.entries(rules)) {
				expect(elements(call(name, a, b))).toEqual(ofA.map((x, i) => rule(x, ofB[i]!)));
				expect(elements(call(name, a, other))).toEqual(ofA.map(x => rule(x, ofOther)));
				expect(elements(call(name, other, b))).toEqual(ofB.map(x => rule(ofOther, x)));
			}
			expect(elements(call('isnan', a))).toEqual(ofA.map(x => Number.isNaN(x)));
			expect(elements(call('logical_not', a))).toEqual(ofA.map(x => !x && !Number.isNaN(x)));
		}), { numRuns: 60 });
	});

	test(`${dtype}: extremes and where they are`, () => {
		const isBetter = { max: (a: Value, b: Value) => a > b, min: (a: Value, b: Value) => a < b };
		fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.infiniteStream(one), (rows, columns, stream) => {
			using _ = new Scope();
			const source = tensor([...stream.take(rows * columns)], dtype, [rows, columns]);
			const held = elements(source);
			for (const name of ['max', 'min'] as const) {
				const best = (line: readonly Value[]) => line.reduce<number>((at, x, i) => !Number.isNaN(line[at]) && (Number.isNaN(x) || isBetter[name](x, line[at]!)) ? i : at, 0);
				for (const dim of [0, 1]) {
					const lines = dim === 1 ? Array.from({ length: rows }, (_, i) => held.slice(i * columns, (i + 1) * columns)) : Array.from({ length: columns }, (_, i) => held.filter((_, at) => at % columns === i));
					const [values, places] = callMany(name, source, dim);
					expect(elements(places!).map(Number)).toEqual(lines.map(best));
					expect(elements(values!)).toEqual(lines.map(line => line[best(line)]));
				}
			}
		}), { numRuns: 60 });
	});
}

for (const dtype of ['float64', 'float32'] as const) {
	test(`${dtype}: the greater and the lesser of two, to the sign of zero`, () => {
		fc.assert(fc.property(lengths.chain(n => fc.array(fc.tuple(FLOATS, FLOATS), { minLength: n, maxLength: n })), given => {
			using _ = new Scope();
			const [a, b] = [0, 1].map(k => tensor(given.map(pair => pair[k]!), dtype)) as [Tensor, Tensor];
			const of = (isBetter: (x: number, y: number) => boolean) => given.map(([x, y]) => Number.isNaN(x) ? x : Number.isNaN(y) || !isBetter(x, y) ? y : x).map(x => dtype === 'float32' ? Math.fround(x) : x);
			expect(elements(call('maximum', a, b))).toEqual(of((x, y) => x > y));
			expect(elements(call('minimum', a, b))).toEqual(of((x, y) => x < y));
		}));
	});
}

test('bits of two', () => {
	fc.assert(fc.property(lengths.chain(n => fc.array(fc.tuple(INTEGERS, INTEGERS), { minLength: n, maxLength: n })), fc.boolean(), (given, isDense) => {
		using _ = new Scope();
		const [a, b] = [laid(given.map(([x]) => x), 'int64', isDense), tensor(given.map(([, y]) => y), 'int64')];
		expect(elements(call('bitwise_and', a, b)).map(x => BigInt(x))).toEqual(given.map(([x, y]) => x & y));
		expect(elements(call('bitwise_or', a, b)).map(x => BigInt(x))).toEqual(given.map(([x, y]) => x | y));
		expect(elements(call('bitwise_xor', a, b)).map(x => BigInt(x))).toEqual(given.map(([x, y]) => x ^ y));
		expect(BigInt(elements(call('sum', a))[0]!)).toBe(BigInt.asIntN(64, given.reduce((sum, [x]) => sum + x, 0n)));
	}));
});

test('bools: how many, any, all, where, and chosen by them', () => {
	fc.assert(fc.property(lengths.chain(n => fc.array(fc.oneof(fc.boolean(), fc.constant(true), fc.constant(false)), { minLength: n, maxLength: n })), fc.boolean(), (given, isDense) => {
		using _ = new Scope();
		const mask = laid(given.map(x => BigInt(x)), 'bool', isDense);
		const places = given.flatMap((x, at) => x ? [at] : []);
		expect(Number(elements(call('sum', mask))[0])).toBe(places.length);
		expect(elements(call('any', mask))).toEqual([given.includes(true)]);
		expect(elements(call('all', mask))).toEqual([!given.includes(false)]);
		expect(elements(call('nonzero', mask)).map(Number)).toEqual(places);
		const numbers = call('arange', int(given.length));
		expect(elements(call('index', numbers, [mask])).map(Number)).toEqual(places);
		expect(elements(call('index_put', numbers, [mask], tensor([-7n], 'int64'))).map(Number)).toEqual(given.map((x, at) => x ? -7 : at));
	}));
});

test('a mask of rows, of all dimensions, and of what is transposed', () => {
	using _ = new Scope();
	const table = call('view', call('arange', int(24)), [4, 6]);
	const rows = tensor([1n, 0n, 0n, 1n], 'bool');
	expect(elements(call('index_put', table, [rows], tensor([-1n], 'int64'))).map(Number)).toEqual(Array.from({ length: 24 }, (_, i) => i < 6 || i >= 18 ? -1 : i));
	expect(elements(call('index', table, [rows])).map(Number)).toEqual([0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23]);
	const large = call('gt', table, int(20));
	expect(elements(call('index', table, [large])).map(Number)).toEqual([21, 22, 23]);
	expect(elements(call('index', call('t', table), [call('t', large)])).map(Number)).toEqual([21, 22, 23]);
	expect(elements(call('t', call('index_put', call('t', table), [call('t', large)], tensor([0n], 'int64')))).map(Number)).toEqual(Array.from({ length: 24 }, (_, i) => i > 20 ? 0 : i));
});

test('a tensor that is its own index, or its own mask', () => {
	using _ = new Scope();
	const places = tensor([3n, 2n, 1n, 0n], 'int64');
	call('index_put_', places, [places], tensor([7n, 8n, 9n, 10n], 'int64'));
	expect(elements(places).map(Number)).toEqual([10, 9, 8, 7]);
	const mask = tensor([1n, 0n, 1n], 'bool');
	call('index_put_', mask, [mask], tensor([0n], 'bool'));
	expect(elements(mask)).toEqual([false, false, false]);
});
