/** Only elements that are shown are read, by strides; sizes and tuples. */
import { describe, expect, test } from 'vitest';
import { arrayRepr, arrayStr } from '../../../engine/print/array-repr.ts';
import { sizeRepr, TENSOR_PRINT_DEFAULTS, TENSOR_PRINT_PROFILES, tensorRepr, tupleRepr } from '../../../engine/print/tensor-repr.ts';

/** A source that says which indices were read. */
function watched(shape: number[], strides?: number[], offset?: number) {
	const seen = new Set<number>();
	const read = (index: number) => {
		seen.add(index);
		return index;
	};
	return { seen, source: { dtype: 'float32' as const, shape, read, ...(strides ? { strides } : {}), ...(offset === undefined ? {} : { offset }) } };
}

describe('of a tensor too large to show', () => {
	test('tensorRepr reads its corners', () => {
		const { seen, source } = watched([1_000_000, 1_000_000]);
		expect(tensorRepr(source)).toContain('...');
		expect(seen.size).toBe(36);
	});

	test('arrayRepr reads its corners', () => {
		const { seen, source } = watched([1_000_000, 50, 7]);
		arrayRepr(source);
		expect(seen.size).toBe(6 * 6 * 6);
	});

	test('a profile shows less, or all', () => {
		const short = watched([1001]);
		expect(tensorRepr(short.source, { options: { ...TENSOR_PRINT_DEFAULTS, ...TENSOR_PRINT_PROFILES.short } }))
			.toBe('tensor([   0.,    1.,  ...,  999., 1000.])');
		const full = watched([1001]);
		tensorRepr(full.source, { options: { ...TENSOR_PRINT_DEFAULTS, ...TENSOR_PRINT_PROFILES.full } });
		expect([short.seen.size, full.seen.size]).toEqual([4, 1001]);
	});
});

test('strides and offset lead to the elements', () => {
	const { source } = watched([2, 3], [1, 2], 10);
	expect(tensorRepr(source)).toBe('tensor([[10., 12., 14.],\n        [11., 13., 15.]])');
	expect(arrayStr(source)).toBe('[[10. 12. 14.]\n [11. 13. 15.]]');
	const expanded = watched([2, 2], [0, 1], 3);
	expect(tensorRepr(expanded.source)).toBe('tensor([[3., 4.],\n        [3., 4.]])');
});

test('sizes', () => {
	expect([sizeRepr([]), sizeRepr([2, 3]), tupleRepr([]), tupleRepr([2]), tupleRepr([2, 0])]).toEqual(['torch.Size([])', 'torch.Size([2, 3])', '()', '(2,)', '(2, 0)']);
});
