/** One-line facts and cell texts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText } from '../../../engine/print/cell-text.ts';
import { tensorFacts } from '../../../engine/print/facts.ts';
import { statistics } from '../../../engine/print/statistics.ts';

describe('tensorFacts', () => {
	test('names what PyTorch names, and counts what is not finite', () => {
		const elements = Float32Array.of(-1.2, 0.5, 2.1, NaN, NaN, Infinity, -Infinity, 0);
		expect(tensorFacts({ dtype: 'float32', shape: [2, 4], requiresGrad: true, gradFn: 'MmBackward0', elements }))
			.toBe('float32 [2, 4] · requires_grad · grad_fn=<MmBackward0> · min -1.2 mean 0.35 max 2.1 · 2 NaN · 1 Inf · 1 -Inf');
	});

	test.each([
		['float32 []  = one value', { dtype: 'float32', shape: [], elements: [3.14159274] }, 'float32 [] · = 3.142'],
		['ints are exact', { dtype: 'int64', shape: [2], elements: BigInt64Array.of(-(2n ** 62n), 1n) }, 'int64 [2] · min -4611686018427387904 mean -2.306e+18 max 1'],
		['bool', { dtype: 'bool', shape: [3], elements: [1, 0, 1] }, 'bool [3] · 2 of 3 True'],
		['one bool', { dtype: 'bool', shape: [], elements: [0] }, 'bool [] · False'],
		['all the same', { dtype: 'float32', shape: [2, 2], elements: [0, 0, 0, 0] }, 'float32 [2, 2] · all 0'],
		['the same but for NaN', { dtype: 'float32', shape: [3], elements: [1, NaN, 1] }, 'float32 [3] · 2 × 1 · 1 NaN'],
		['nothing finite', { dtype: 'float16', shape: [2], elements: [NaN, NaN] }, 'float16 [2] · 2 NaN'],
		['empty', { dtype: 'float32', shape: [0, 3], elements: [] }, 'float32 [0, 3] · empty'],
		['values unknown', { type: 'Parameter', dtype: 'float32', shape: [3], requiresGrad: true }, 'Parameter float32 [3] · requires_grad'],
		['an array', { type: 'ndarray', dtype: 'float64', shape: [3], elements: [1, 2, 4] }, 'ndarray float64 (3,) · min 1 mean 2.333 max 4'],
	] as const)('%s', (_, facts, text) => {
		expect(tensorFacts(facts)).toBe(text);
	});

	test('the mean does not drift', () => {
		expect(statistics([1e16, 1, -1e16, 1]).mean).toBe(0.5);
	});
});

describe('cellText', () => {
	test.each([
		[0.123456, 4, '.123'], [0.5, 4, '0.5'], [-0.123456, 4, '-.12'], [1234.5, 4, '1234'], [123456, 4, '1e5'], [1e-5, 4, '1e-5'], [1e-5, 3, '~0'],
		[NaN, 4, 'nan'], [NaN, 1, '?'], [Infinity, 3, '∞'], [-Infinity, 3, '-∞'], [0, 1, '0'], [-0, 2, '0'], [3, 4, '3'], [-12345, 2, '-#'], [0.96, 1, '1'],
	])('%d in %d characters', (value, width, text) => {
		expect(cellText(value, 'float32', width)).toBe(text);
	});

	test('int64 and bool', () => {
		expect([cellText(2n ** 62n, 'int64', 19), cellText(2n ** 62n, 'int64', 5), cellText(1, 'bool', 4), cellText(1, 'bool', 3), cellText(0, 'bool', 5)])
			.toEqual(['4611686018427387904', '5e18', 'True', '1', 'False']);
	});

	test('always fits, and what has room is near', () => {
		fc.assert(fc.property(fc.double({ min: -1e300, max: 1e300 }), fc.integer({ min: 1, max: 12 }), (value, width) => {
			const text = cellText(value, 'float64', width);
			expect(text.length).toBeGreaterThan(0);
			expect(text.length).toBeLessThanOrEqual(width);
			if (width >= 9 && Math.abs(value) > 1e-300 && text !== '~0' && text !== 'nan') expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.05);
		}));
	});
});
