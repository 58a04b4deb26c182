/** Convolutions of floats read the windows where they lie, those of integers from a matrix of them: of whole numbers both give the same, backward too. */
import { expect, test } from 'vitest';
import { call } from '../../../engine/ops/call.ts';
import { memoryUse } from '../../../engine/memory/allocator.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import { elements } from './engine.ts';

// Channels of the image and of the result, groups; image, kernel, stride, padding, dilation.
test.each([
	[40, 8, 1, [20, 60], [3, 3], [1, 1], [1, 1], [1, 1]],
	[6, 4, 2, [13, 17], [3, 2], [2, 1], [0, 2], [1, 3]],
	[3, 68, 1, [9, 9], [5, 5], [1, 1], [2, 2], [1, 1]],
	[8, 8, 8, [16], [3], [1], [0], [2]],
	[2, 5, 1, [4, 6, 8], [2, 3, 3], [1, 1, 2], [1, 0, 1], [1, 1, 1]],
] as const)('%i channels to %i in %i groups, of %j', (channels, results, groups, sizes, kernel, stride, padding, dilation) => {
	using _ = new Scope();
	const image = call('randint', -3, 4, [2, channels, ...sizes]), weight = call('randint', -3, 4, [results, channels / groups, ...kernel]);
	const nothing = sizes.map(() => 0);
	const result = call('convolution', image, weight, undefined, stride, padding, dilation, false, nothing, groups);
	const grad = call('randint', -3, 4, result.shape);
	const { used } = memoryUse();
	for (const dtype of ['float32', 'float64']) {
		using _each = new Scope();
		const [x, w, g] = [image, weight, grad].map(tensor => call('to', tensor, dtype)) as [typeof image, typeof image, typeof image];
		expect(elements(call('convolution', x, w, undefined, stride, padding, dilation, false, nothing, groups)).map(Number), dtype).toEqual(elements(result).map(Number));
		const back = (a: typeof x, b: typeof x) => elements(call('_convolution_plain', a, b, stride, padding, dilation, true, sizes, groups)).map(Number);
		expect(back(g, w), `${dtype}, of the image`).toEqual(back(grad, weight));
		const toWeight = (a: typeof x, b: typeof x) => elements(call('_convolution_weight', a, b, weight.shape, stride, padding, dilation, groups)).map(Number);
		expect(toWeight(x, g), `${dtype}, of the weight`).toEqual(toWeight(image, grad));
	}
	expect(memoryUse().used).toBe(used);
});
