/** Shape algebra by property: what holds for every shape. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broadcastShapes, expandStrides, inferSize, viewStrides } from '../../../engine/tensor/shape.ts';
import { contiguousStrides, isContiguous, numel } from '../../../engine/trace/shape.ts';

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
const filled = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });

/** Element offsets in row-major order of the shape. */
function offsets(shape: readonly number[], strides: readonly number[]): number[] {
	return shape.reduce<number[]>((found, size, d) => found.flatMap(offset => Array.from({ length: size }, (_, i) => offset + i * strides[d]!)), [0]);
}

test('row-major strides are contiguous and count 0, 1, 2, …', () => {
	fc.assert(fc.property(shapes, shape => {
		const strides = contiguousStrides(shape);
		expect(isContiguous(shape, strides)).toBe(true);
		expect(offsets(shape, strides)).toEqual(Array.from({ length: numel(shape) }, (_, i) => i));
	}));
});

test('strides that count 0, 1, 2, … are contiguous, and no others', () => {
	fc.assert(fc.property(filled, fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 }), (shape, some) => {
		const strides = some.slice(0, shape.length);
		const counts = offsets(shape, strides).every((offset, i) => offset === i);
		expect(isContiguous(shape, strides)).toBe(counts);
	}));
});

test('broadcasting does not depend on the order, and fits both', () => {
	fc.assert(fc.property(shapes, shapes, (a, b) => {
		let both: readonly number[];
		try {
			both = broadcastShapes(a, b);
		} catch {
			expect(() => broadcastShapes(b, a)).toThrow(/must match the size of tensor b/);
			return;
		}
		expect(broadcastShapes(b, a)).toEqual(both);
		for (const shape of [a, b]) {
			expect(broadcastShapes(both, shape)).toEqual(both);
			expect(expandStrides(shape, contiguousStrides(shape), both)).toHaveLength(both.length);
		}
	}));
});

test('-1 stands for what is left', () => {
	fc.assert(fc.property(filled, fc.nat(3), (shape, at) => {
		fc.pre(shape.length > 0);
		const wanted = shape.with(at % shape.length, -1);
		expect(inferSize(wanted, numel(shape))).toEqual(shape);
	}));
});

test('a view reads the same elements in the same order, or is refused', () => {
	const transposed = fc.record({ shape: filled, swap: fc.boolean(), step: fc.integer({ min: 1, max: 2 }) });
	fc.assert(fc.property(transposed, fc.integer({ min: 1, max: 6 }), ({ shape, swap, step }, split) => {
		const strides = contiguousStrides(shape).map(stride => stride * step);
		const [seenShape, seenStrides] = swap ? [[...shape].reverse(), [...strides].reverse()] : [shape, strides];
		const count = numel(shape);
		fc.pre(count % split === 0);
		const target = [split, count / split];
		const found = viewStrides(seenShape, seenStrides, target);
		if (found !== undefined) {
			expect(offsets(target, found)).toEqual(offsets(seenShape, seenStrides));
		}
		if (!swap) {
			expect(found).toBeDefined();
		}
	}));
});
