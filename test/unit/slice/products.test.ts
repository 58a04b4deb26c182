/** Products recorded with real PyTorch: the terms that a view draws add up to what PyTorch gave, and stand where it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { done } from '../../../engine/trace/work.ts';
import { contentsOf } from '../../../engine/slice/contents.ts';
import { productSlice } from '../../../engine/slice/product.ts';
import { parseEquation } from '../../../engine/slice/products.ts';
import type { ProductSlice } from '../../../engine/slice/slice.ts';
import type { Op } from '../../../engine/trace/model.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { termsOf } from '../../../webview/product/terms.ts';
import { chosenText } from '../../../webview/product/words.ts';
import { ENGLISH } from '../../../webview/theme/strings.ts';

const trace = new TraceReader();
trace.push(readFileSync(new URL('../trace/stored/products.loupe', import.meta.url)));
trace.finish();
const OTHERS = new Set(['randint', 'double', 'to', 'exp2', 'requires_grad_', 'detach', 'permute', 'mT']);
const ops = Array.from({ length: trace.opCount }, (_, index) => trace.op(index)).filter(op => !OTHERS.has(op.name));
const slices = ops.map(op => productSlice(trace, op));

const lineOf = (op: Op) => trace.sources[0]!.text.split('\n')[op.line - 1]!.trim();

/** What the view says that a cell of the output is. */
function valueOf(slice: ProductSlice, cell: number): number {
	const terms = termsOf(slice);
	const value = (operand: number, at: number): number => Number(slice.operands[operand]!.elements![at]);
	const combine = { '·': (a: number, b: number) => a * b, '+': (a: number, b: number) => a + b, '−': (a: number, b: number) => a - b, '÷': (a: number, b: number) => a / b }[slice.sign];
	let sum = 0;
	for (let term = 0; term < terms.count; term++) sum += terms.term(cell, term).map((at, operand) => value(operand, at)).reduce(combine);
	const { added } = slice;
	if (added) {
		const at = terms.lettersOf(cell);
		sum += Number(added.elements![at.get(slice.letters.at(-1)!)! % added.shape[0]!]);
	}
	return sum;
}

describe('the terms of a product', () => {
	test('each op of the program is one', () => {
		expect(ops.length).toBeGreaterThan(170);
		// Elementwise ops of equal shapes stretch nothing; only `mul` is shown all the same, but of single numbers.
		expect(ops.filter((_, i) => slices[i] === undefined).every(op => ['add', 'sub_', 'div'].includes(op.name) || lineOf(op) === 'scale * scale')).toBe(true);
	});

	test.each([...new Set(ops.map(op => op.name))])('%s: they add up to what PyTorch gave, in each cell', name => {
		for (const slice of slices) {
			if (slice?.op !== name) continue;
			// Adding 0: the sign of a zero is no matter of which cells meet.
			expect([...slice.output.elements!].map((_, cell) => valueOf(slice, cell) + 0)).toEqual([...slice.output.elements!].map(value => Number(value) + 0));
		}
	});

	test('an operand\'s cell goes into those cells of the output whose terms have it', () => {
		for (const slice of slices) {
			if (slice === undefined) continue;
			const terms = termsOf(slice);
			const cells = slice.output.elements!.length;
			const into = slice.operands.map(operand => Array.from({ length: operand.elements!.length }, () => new Set<number>()));
			for (let cell = 0; cell < cells; cell++) for (let term = 0; term < terms.count; term++) terms.term(cell, term).forEach((at, operand) => into[operand]![at]!.add(cell));
			into.forEach((sets, operand) => sets.forEach((expected, at) => {
				const { cells, count } = terms.outputsOf(operand, at, 1000);
				expect([new Set(cells), count]).toEqual([expected, expected.size]);
			}));
		}
	});

	test('an operand without a name is called by its role', () => {
		const titles = (line: string) => slices[ops.findIndex(op => lineOf(op).includes(line))]?.operands.map(({ title }) => title);
		expect(titles('x @ whole(k)')).toEqual(['x', 'other']);
		expect(titles('whole(c, i, k) @ x')).toEqual(['input', 'x']);
		expect(titles("einsum('bik,bk->i'")).toEqual(['operands[0]', 'operands[1]']);
	});

	test('of each place the last is in the list', () => {
		const listed = done(contentsOf(trace)).filter(({ kind }) => kind === 'product');
		expect(listed.length).toBeGreaterThan(25);
		expect(listed.every(({ id }) => Number(id.split(':')[1]) > ops[ops.length * 5 / 6 - 1]!.index)).toBe(true);
	});
});

describe('what an op comes to', () => {
	const at = (line: string) => slices.filter((slice, i) => lineOf(ops[i]!).includes(line) && slice?.operands.every(({ shape }) => !shape.includes(1)));
	test.each([
		['m @ n', 'matmul of 2-D and 2-D: mm'], ['m @ x', 'matmul of 2-D and 1-D: mv'], ['x @ n', 'matmul of 1-D and 2-D: mm'], ['x @ whole(k)', 'matmul of 1-D and 1-D: dot'],
		['matmul(whole(b, i, k), n)', 'matmul of 3-D and 2-D: one mm of all rows of the batch'], ['whole(c, i, k) @ x', 'matmul of 3-D and 1-D: one mv of all rows of the batch'],
		['whole(b, i, k) @ weight.detach()', 'matmul of 3-D and 2-D: one mm of all rows of the batch'],
		// Its rows don't lie below each other: they are copied for the sake of the weight's gradient alone.
		['whole(k, i, b).permute(2, 1, 0) @ n', 'matmul of 3-D and 2-D: bmm'], ['whole(k, i, b).permute(2, 1, 0) @ weight', 'matmul of 3-D and 2-D: one mm of all rows of the batch'],
		['whole(b, c, i, k) @ x', 'matmul of 4-D and 1-D: one mv of all rows of the batch'], ['x @ whole(b, j, k).mT', 'matmul of 1-D and 3-D: one mv of all columns of the batch'],
		['x @ whole(b, k, j)', 'matmul of 1-D and 3-D: bmm'], ['whole(i, k).requires_grad_() @ whole(b, c, k, j)', 'matmul of 2-D and 4-D: one mm of all columns of the batch'],
		['m @ whole(b, c, k, j)', 'matmul of 2-D and 4-D: bmm'], ['torch.bmm(', 'bmm'],
	])('%s: %s', (line, expected) => {
		const found = new Set(at(line).map(slice => chosenText(slice!, ENGLISH)));
		expect([...found]).toEqual([expected]);
	});
});

describe('an einsum\'s equation', () => {
	test.each([
		['ik,kj->ij', [2, 2], ['ik', 'kj'], 'ij'], ['ik, kj', [2, 2], ['ik', 'kj'], 'ij'], ['ba', [2], ['ba'], 'ab'], ['Ab', [2], ['Ab'], 'Ab'],
		['...k,k', [3, 1], ['bck', 'k'], 'bc'], ['...k,...k->...', [3, 2], ['bck', 'ck'], 'bc'], ['i...->...', [2], ['ib'], 'b'],
	] as const)('%s of %j', (equation, ranks, subscripts, output) => {
		expect(parseEquation(equation, ranks)).toEqual({ subscripts, output });
	});

	test.each([['ik,kj->ij', [2, 3]], ['ik->iz', [2]], ['i->j->k', [1]], ['i,j', [1]], ['i$', [2]]] as const)('none is %s of %j', (equation, ranks) => {
		expect(parseEquation(equation, ranks)).toBeUndefined();
	});
});
