import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from '../../../extension/beside/sparkline.ts';

/** The points of the line as they are drawn. */
function points(losses: readonly number[], mark?: number): { readonly xs: number[]; readonly ys: number[]; readonly svg: string } {
	const svg = Buffer.from(sparkline(losses, mark, 'red').split(',')[1]!, 'base64').toString();
	const pairs = [...svg.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)];
	return { xs: pairs.map(([, x]) => Number(x)), ys: pairs.map(([, , y]) => Number(y)), svg };
}

test('a loss that falls goes down the picture, from its left to its right', () => {
	const { xs, ys } = points([4, 3, 2, 1]);
	expect(xs).toEqual([...xs].sort((a, b) => a - b));
	expect(ys).toEqual([...ys].sort((a, b) => a - b));
	expect(ys[0]).toBeLessThan(ys[3]!);
});

test('a spike among ten thousand is seen', () => {
	const losses = new Array<number>(10_000).fill(1);
	losses[5_003] = 20;
	const { ys } = points(losses);
	expect(Math.min(...ys)).toBeLessThan(3);
	expect(ys.length).toBeLessThan(300);
});

test('what is not finite is a gap', () => {
	const { svg } = points([1, NaN, 2, 3]);
	expect(svg.match(/M/g)).toHaveLength(2);
});

test('any losses stay within the picture', () => {
	fc.assert(fc.property(fc.array(fc.double(), { minLength: 2, maxLength: 400 }), fc.nat(399), (losses, mark) => {
		const { xs, ys, svg } = points(losses, mark);
		expect(xs.every(x => x >= 0 && x <= 90)).toBe(true);
		expect(ys.every(y => y >= 0 && y <= 14)).toBe(true);
		expect(svg).not.toContain('NaN');
	}), { numRuns: 50, examples: [[[5e-324, 0], 0]] });
});
