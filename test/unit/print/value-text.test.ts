/** Containers as Python writes them. */
import { expect, test } from 'vitest';
import { valueText } from '../../../engine/print/value-text.ts';
import type { ContainerValue, Value } from '../../../engine/trace/model.ts';

/** Of what holds 1, 2 and so on. */
function container(type: string, length: number): ContainerValue {
	const children = Array.from({ length }, (_, index) => ({ key: 0, ref: index + 1 }));
	return { kind: 'sequence', ref: 100, type, length, head: length, children };
}

const trace = { value: (ref: number): Value => ({ kind: 'int', type: 'int', text: String(ref), value: ref }) };

test.each<[type: string, length: number, text: string]>([
	['set', 0, 'set()'], ['set', 2, '{1, 2}'], ['frozenset', 0, 'frozenset()'], ['frozenset', 1, 'frozenset({1})'],
	['list', 0, '[]'], ['tuple', 0, '()'], ['tuple', 1, '(1,)'], ['Size', 2, 'torch.Size([1, 2])'], ['deque', 1, 'deque([1])'],
])('%s of %i: %s', (type, length, text) => {
	expect(valueText(trace, container(type, length), 1)).toBe(text);
});

test('of a deep set its braces', () => {
	expect(valueText(trace, container('set', 2), 1, 3)).toBe('{…}');
});
