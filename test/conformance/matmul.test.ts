/** Which product `@` comes to, against what real PyTorch did (ask_matmul.py says how it was asked). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { matmulAs } from '../../engine/slice/matmul.ts';

type Asked = readonly [shape: readonly number[], strides: readonly number[], requiresGrad: boolean];

const cases = JSON.parse(readFileSync(new URL('stored/matmul.json', import.meta.url), 'utf8')) as readonly (readonly [left: Asked, right: Asked, out: boolean, product: string])[];
const operand = ([shape, strides, requiresGrad]: Asked) => ({ shape, strides, requiresGrad });

test('of all pairs of up to four dimensions', () => {
	const wrong = cases.filter(([left, right, out, product]) => matmulAs(operand(left), operand(right), out) !== product);
	expect(wrong).toEqual([]);
	expect(new Set(cases.map(([left, right]) => `${left[0].length}×${right[0].length}`)).size).toBe(16);
});

test('for eight of them it depends on more than their dimensions', () => {
	const found = new Map<string, Set<string>>();
	for (const [left, right, , product] of cases) {
		const pair = `${left[0].length}×${right[0].length}`;
		found.set(pair, (found.get(pair) ?? new Set()).add(product));
	}
	expect(Object.fromEntries([...found].map(([pair, products]) => [pair, [...products].sort().join(' ')]))).toEqual({
		'1×1': 'dot', '1×2': 'mm', '2×1': 'mv', '2×2': 'mm',
		'1×3': 'bmm mv', '1×4': 'bmm mv', '2×3': 'bmm mm', '2×4': 'bmm mm', '3×1': 'bmm mv', '3×2': 'bmm mm', '4×1': 'bmm mv', '4×2': 'bmm mm',
		'3×3': 'bmm', '3×4': 'bmm', '4×3': 'bmm', '4×4': 'bmm',
	});
});
