/** Statement by statement gives what the parser makes of the whole; and after edits the same as anew. */
import fc from 'fast-check';
import { parser } from '@lezer/python';
import { expect, test } from 'vitest';
import { type ParsedText, parsePython, parsing } from '../../../extension/code/parsePython.ts';
import { done } from '../../../engine/trace/work.ts';

const STATEMENTS = [
	'import torch', 'from torch import (nn,\noptim)', 'for i in range(3):\n    x = (i +\n2)\n    while x:\n        x -= 1\nelse:\n    pass', 'y = """a\nb = \'\n# c"""', "z = r'''(\n\\'''\n'''",
	'def f(a, *b):\n    return a @ b[0]', '', '# a comment (', 'match x:\n    case [1, *_]: pass', 'print(f"{x!r}", \'"\')  # "', 'class C:\n\n    def g(self):\n        self.x = [\n1]\n\n# of C?\n    y = 2\n',
	'@torch.no_grad()\n# a comment\n@other\ndef h():\n    pass', 'if x:\n    y\n\n# or\nelif y:\n    z\nelse:\n    w', 'try:\n    x\nexcept E: y\nfinally:\n    z', 'a = \\\nb', 's = "\\\n("', "t = 'it\\'s ('", 'x; y = 2', '{\n1: (2)}', 'async def k():\n    await x', '    # in', 'with a as b, (\nc): pass', 'if x: y\nfor z in w: v',
];
/** What is unfinished, or stands too far in. */
const BROKEN = ['x = (i +', 'y = """a', '\tx = [', '        2)', 'if x:', '    while x:', 'z = "a', ')', 'x = ', '@'];
const whole = fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 60, size: 'max' }).map(all => all.join('\n'));

test('a text without errors is the parser’s own tree', () => {
	fc.assert(fc.property(whole, fc.boolean(), (text, ends) => {
		const all = ends ? `${text}\n` : text;
		expect(nodes(parsePython(all))).toEqual(nodes(parser.parse(all)));
	}), { numRuns: 300 });
});

test('after any edits', () => {
	const piece = fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...STATEMENTS) }, { weight: 1, arbitrary: fc.constantFrom(...BROKEN) });
	const text = fc.array(piece, { maxLength: 60, size: 'max' }).map(all => all.join('\n'));
	const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), by: fc.oneof(fc.string({ maxLength: 3 }), text) });
	let kept = 0;
	fc.assert(fc.property(text, fc.array(edit, { minLength: 1, maxLength: 4 }), (first, edits) => {
		let before: ParsedText = done(parsing(first));
		for (const { at, length, by } of edits) {
			const from = Math.round(at * before.text.length);
			const after = done(parsing(before.text.slice(0, from) + by + before.text.slice(from + length), before));
			expect(nodes(after.tree)).toEqual(nodes(parsePython(after.text)));
			for (const [statement, tree] of after.statements) { if (before.statements.get(statement) === tree) { kept++; } }
			before = after;
		}
	}), { numRuns: 300 });
	expect(kept).toBeGreaterThan(1000);
});

test('an edit is parsed, and nothing else', () => {
	const long = 'def f(a):\n    return a + 1\n'.repeat(200) + Array.from({ length: 2000 }, (_, at) => `x = ${at}\n`).join('');
	const before = done(parsing(long));
	const middle = long.length >> 1;
	const after = done(parsing(`${long.slice(0, middle)}0${long.slice(middle)}`, before));
	expect([...after.statements].filter(([statement, tree]) => before.statements.get(statement) !== tree)).toHaveLength(1);
	expect(after.statements.size).toBe(2001);
});

function nodes(tree: ReturnType<typeof parsePython>): string[] {
	const found: string[] = [];
	tree.iterate({ enter: ({ name, from, to }) => { found.push(`${name} ${from} ${to}`); } });
	return found;
}
