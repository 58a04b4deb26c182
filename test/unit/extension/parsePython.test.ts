/** Parsing what was edited alone gives what parsing all of it gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePython, parsing } from '../../../extension/code/parsePython.ts';
import { done } from '../../../engine/trace/work.ts';

const LINES = ['import torch', 'for i in range(3):', '    x = (i +', '        2)', '    while x:', '        y = """a', 'b"""', '        x -= 1', 'def f(a, *b):', '    return a @ b[0]', '', '# a comment', 'match x:', '    case [1, *_]: pass', 'print(f"{x!r}")', '\tx = [', ']'];
const text = fc.array(fc.constantFrom(...LINES), { maxLength: 120 }).map(lines => lines.join('\n'));
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), by: fc.oneof(fc.string({ maxLength: 3 }), text) });

test('after any edits', () => {
	let partly = 0;
	fc.assert(fc.property(text, fc.array(edit, { minLength: 1, maxLength: 4 }), (first, edits) => {
		let [before, tree] = [first, parsePython(first)];
		for (const { at, length, by } of edits) {
			const from = Math.round(at * before.length);
			const after = before.slice(0, from) + by + before.slice(from + length);
			tree = done(parsing(after, { text: before, tree }));
			before = after;
			partly++;
			expect(nodes(tree)).toEqual(nodes(parsePython(after)));
		}
	}), { numRuns: 300 });
	expect(partly).toBeGreaterThan(300);
});

test('an edit costs what it touches', () => {
	const long = 'def f(a):\n    return a + 1\n'.repeat(2000);
	const tree = parsePython(long);
	const steps = (work: Generator<undefined, unknown>): number => { let count = 0; while (!work.next().done) { count++; } return count; };
	const middle = long.length >> 1;
	expect(steps(parsing(`${long.slice(0, middle)}q${long.slice(middle)}`, { text: long, tree })) * 10).toBeLessThan(steps(parsing(long)));
});

function nodes(tree: ReturnType<typeof parsePython>): string[] {
	const found: string[] = [];
	tree.iterate({ enter: ({ name, from, to }) => { found.push(`${name} ${from} ${to}`); } });
	return found;
}
