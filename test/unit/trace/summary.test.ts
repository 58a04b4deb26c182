/** Blocks of a tensor that is over the budget of one, against going through the elements. What the recorders write: test/pytorch/programs/large.py. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TensorValue } from '../../../engine/trace/model.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { runPython } from '../runtime/embedded.ts';
import { blockLayout, blocksOf, blockSize, coarser, decodeSummary, factsOf, summarize, whole, type BlockFacts, type Summary } from '../../../engine/trace/summary.ts';

function summaryOf(values: Float32Array, rows: number, columns: number, layout = blockLayout(rows, columns)): Summary {
	const numbers = summarize('float32', new Uint8Array(values.buffer), layout);
	return decodeSummary(layout, new Uint8Array(numbers.buffer))!;
}

/** What a block must say, from its elements one by one. */
function slowly(elements: readonly number[]): Omit<BlockFacts, 'mean'> & { readonly sum: number } {
	const finite = elements.filter(Number.isFinite);
	return {
		count: elements.length, finite: finite.length, low: finite.length === 0 ? NaN : Math.min(...finite), high: finite.length === 0 ? NaN : Math.max(...finite), sum: finite.reduce((sum, value) => sum + value, 0),
		nan: elements.filter(Number.isNaN).length, positiveInfinity: elements.filter(value => value === Infinity).length, negativeInfinity: elements.filter(value => value === -Infinity).length,
	};
}

const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(NaN, Infinity, -Infinity));
const cases = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
	.chain(([rows, columns, blockRows, blockColumns]) => fc.array(number, { minLength: rows * columns, maxLength: rows * columns }).map(values => ({ values, layout: { rows, columns, blockRows: Math.min(rows, blockRows), blockColumns: Math.min(columns, blockColumns) } })));

describe('blocks', () => {
	test('say what their elements say, and so does every level above them', () => {
		fc.assert(fc.property(cases, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), ({ values, layout }, down, across) => {
			const { rows, columns } = layout;
			const finest = summaryOf(Float32Array.from(values), rows, columns, layout);
			for (const summary of [finest, coarser(finest, down, across), whole(finest)]) {
				const blocks = blocksOf(summary);
				for (let at = 0; at < blocks.down * blocks.across; at++) {
					const inside = values.filter((_, i) => Math.floor(Math.floor(i / columns) / summary.blockRows) === Math.floor(at / blocks.across) && Math.floor(i % columns / summary.blockColumns) === at % blocks.across);
					const { mean, ...facts } = factsOf(summary, at);
					const { sum, ...expected } = slowly(inside);
					expect(facts).toEqual(expected);
					if (expected.finite > 0) expect(mean * expected.finite).toBeCloseTo(sum, 6);
					else expect(mean).toBeNaN();
				}
			}
		}));
	});

	test('are at most 128 × 128, as near to that as the sides allow, and cover each element once', () => {
		fc.assert(fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 1, max: 5_000_000 }), (rows, columns) => {
			const layout = blockLayout(rows, columns), { down, across } = blocksOf(layout);
			expect(down * across).toBeLessThanOrEqual(128 * 128);
			expect(down * across).toBeGreaterThanOrEqual(Math.min(rows * columns, 128 * 128) / 4);
			expect((down - 1) * layout.blockRows).toBeLessThan(rows);
			expect((across - 1) * layout.blockColumns).toBeLessThan(columns);
			expect(blockSize(layout, down - 1, across - 1)).toBeGreaterThan(0);
		}));
	});

	test('one NaN among a million is in the whole', () => {
		const values = new Float32Array(1000 * 1000).fill(2);
		values[765_432] = NaN;
		const summary = summaryOf(values, 1000, 1000);
		const all = whole(summary);
		expect([all.nan[0], all.low[0], all.high[0], all.mean[0], all.mean.length]).toEqual([1, 2, 2, 2, 1]);
		expect(summary.nan.indexOf(1)).toBe(Math.floor(765 / summary.blockRows) * blocksOf(summary).across + Math.floor(432 / summary.blockColumns));
	});

	test('somebody’s forgery is no summary', () => {
		const layout = blockLayout(10, 10);
		for (const [forged, length] of [[layout, 8], [{ ...layout, rows: NaN }, 4800], [{ ...layout, blockRows: 0 }, 4800], [{ ...layout, rows: 1e300 }, 4800], [{ ...layout, columns: -10 }, 4800],
			[{ rows: 1e15, columns: 1, blockRows: 1, blockColumns: Infinity }, 0], [{ rows: 1e15, columns: 1, blockRows: 1e15, blockColumns: 1 }, 0]] as const) {
			expect(decodeSummary(forged, new Uint8Array(length))).toBeUndefined();
		}
		const counts = Float64Array.of(0, 1, 0.5, 7, 0, 0);
		expect(decodeSummary({ rows: 2, columns: 3, blockRows: 2, blockColumns: 3 }, new Uint8Array(counts.buffer)), 'more NaN than elements').toBeUndefined();
	});
});

describe('a recording', () => {
	test('has blocks of a large tensor as long as they are few, then one for each write; all tell the same', async () => {
		const { bytes, ended } = await runPython('import torch\nbig = torch.arange(128 * 128.).reshape(128, 128)\nfor i in range(120):\n    big[5, 7] = i\n    big[9, 9] = float("nan")\n', { record: { maxTensorBytes: 4096 } });
		expect(ended).toEqual({ how: 'exited', status: 0 });
		expect(bytes.length).toBeLessThan(80 * 2 ** 20);
		const trace = new TraceReader();
		trace.push(bytes);
		const ref = trace.lookup('big', 0, trace.lastTick);
		const summaries = trace.changes(ref).map(tick => trace.summary(trace.value(ref, tick) as TensorValue, tick)!);
		expect(new Set(summaries.map(({ mean }) => mean.length))).toEqual(new Set([128 * 128, 1]));
		const last = factsOf(whole(summaries.at(-1)!), 0);
		expect([last.count, last.finite, last.low, last.high, last.nan]).toEqual([16384, 16383, 0, 16383, 1]);
		expect(summaries.at(-1)!.mean).toHaveLength(1);
	});
});
