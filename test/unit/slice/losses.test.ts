/** Two runs' losses beside each other: of many, those that are drawn and those of the same calls. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenly } from '../../../engine/slice/evenly.ts';
import { beside, type Losses } from '../../../engine/slice/losses.ts';

const all = (count: number): Losses => ({ count, numbers: Float64Array.from({ length: count }, (_, i) => i), values: Float64Array.from({ length: count }, (_, i) => i * 2) });

test('each call that both runs have is among them, and no more than twice what is drawn', () => {
	fc.assert(fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (count, own) => {
		const numbers = Float64Array.from(evenly(own, 600)), { numbers: kept, values } = beside(all(count), numbers);
		const there = new Set(kept);
		expect(numbers.filter(number => number < count).every(number => there.has(number))).toBe(true);
		expect(values).toEqual(kept.map(number => number * 2));
		expect([...kept].every((number, i) => i === 0 || number > kept[i - 1]!)).toBe(true);
		expect(kept.length).toBeLessThanOrEqual(1200);
	}));
});

test('evenly: ascending, both ends, all where there are few', () => {
	fc.assert(fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 2, max: 900 }), (count, most) => {
		const chosen = evenly(count, most);
		expect(chosen.length).toBe(Math.min(count, most));
		if (count > 0) expect([chosen[0], chosen.at(-1)]).toEqual([0, count - 1]);
		expect(chosen.every((index, i) => i === 0 || index > chosen[i - 1]!)).toBe(true);
	}));
});
