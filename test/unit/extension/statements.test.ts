import { describe, expect, test } from 'vitest';
import { parsePython } from '../../../extension/code/parsePython.ts';
import { assignmentsIn, loopsIn } from '../../../extension/code/statements.ts';

function assigned(text: string): string[] {
	return assignmentsIn(parsePython(text), text, 0, text.length).map(({ targets }) => targets.map(target => target.text).join(' '));
}

describe('assignmentsIn', () => {
	test.each([
		['x = a + b', ['x']],
		['x = y = f()', ['x y']],
		['a, (b, *c) = f()', ['a b c']],
		['[a, b] = f()', ['a b']],
		['self.count += 1', ['self.count']],
		['losses[0] = f()', ['losses[0]']],
		['d[key] = f()', ['d[key]']],
		['x[x < 0] = 0', ['x[x < 0]']],
		['a[f()].b, c = f(), 1', ['a[f()].b c']],
		['f().x = g()', []],
		['while (n := f()) > 3:\n    pass', ['n']],
		['if (y := f()) and (z := g()):\n    pass\nelif w := h():\n    pass', ['y z', 'w']],
		['x = (y := f()) + 1', ['x y']],
		['for i in (z := f()):\n    j = i', ['i z', 'j']],
		['print((w := f()), [v for v in (u := w)])', ['w u']],
		['g = lambda: (w := f())', ['g']],
		['a = 1\nif b := 2:\n    c, d = 3, 4', []],
		['m[0] = 1', ['m[0]']],
		['x: int = f()', ['x']],
		['x: int', []],
		['f(a=b)', []],
		['for i, x in enumerate(y):\n    z = x', ['i x', 'z']],
		['with open(f) as g:\n    pass', ['g']],
		['if x == y:\n    pass', []],
		['x = x + x', ['x']],
		['x, x = f()', ['x']],
	])('%j assigns %j', (text, targets) => {
		expect(assigned(text)).toEqual(targets);
	});

	test('what stands there as a constant is not repeated', () => {
		expect(assigned('lr = 0.1\nname = "x"\nlow = -1\nw.grad = None\nhigh = low')).toEqual(['high']);
	});

	test('only the statements of a range', () => {
		const text = 'a = f()\nb = f()\nc = f()\n';
		const from = text.indexOf('b');
		expect(assignmentsIn(parsePython(text), text, from, from + 3).map(({ targets }) => targets[0]?.text)).toEqual(['b']);
	});

	test('a statement ends where its body begins', () => {
		const text = 'for i in f(\n    x):\n    pass\n';
		const [statement] = assignmentsIn(parsePython(text), text, 0, text.length);
		expect(text.slice(statement!.from, statement!.to)).toBe('for i in f(\n    x)');
	});
});

describe('loopsIn', () => {
	test('for and while, nested, and no comprehension', () => {
		const text = 'while a:\n    for b in c:\n        d\n[e for e in f]\n';
		expect(loopsIn(parsePython(text)).map(({ from, body }) => [text.slice(from, from + 5), text.slice(body.from, body.to).trim().split('\n').length])).toEqual([['while', 3], ['for b', 2]]);
	});
});
