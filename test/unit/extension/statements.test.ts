import { describe, expect, test } from 'vitest';
import { parsePython } from '../../../extension/expressionAt.ts';
import { assignmentsIn, loopsIn } from '../../../extension/statements.ts';

function assigned(text: string): string[] {
	return assignmentsIn(parsePython(text), text, 0, text.length).map(({ targets }) => targets.join(' '));
}

describe('assignmentsIn', () => {
	test.each([
		['x = a + b', ['x']],
		['x = y = f()', ['x y']],
		['a, (b, *c) = f()', ['a b c']],
		['[a, b] = f()', ['a b']],
		['self.count += 1', ['self.count']],
		['losses[0] = f()', ['losses[0]']],
		['d[key] = f()', []],
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
		expect(assigned('lr = 0.1\nname = "x"\nlow = -1\nhigh = low')).toEqual(['high']);
	});

	test('only the statements of a range', () => {
		const text = 'a = f()\nb = f()\nc = f()\n';
		const from = text.indexOf('b');
		expect(assignmentsIn(parsePython(text), text, from, from + 3).map(({ targets }) => targets[0])).toEqual(['b']);
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
