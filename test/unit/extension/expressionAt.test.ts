import { describe, expect, test } from 'vitest';
import { expressionAt } from '../../../extension/code/expressionAt.ts';
import { parsePython } from '../../../extension/code/parsePython.ts';

/** The expression at the mark `|`, as 'text role'. */
function at(marked: string): string | undefined {
	const offset = marked.indexOf('|');
	const text = marked.slice(0, offset) + marked.slice(offset + 1);
	const found = expressionAt(parsePython(text), text, offset);
	return found && `${found.text} ${found.role}`;
}

describe('expressionAt', () => {
	test.each([
		['print(x @ |y)', 'y load'],
		['|w = a', 'w store'],
		['w| = a', 'w store'],
		['w = |a', 'a load'],
		['mod|el.weight', 'model load'],
		['model.wei|ght', 'model.weight load'],
		['model.linear.weight.gr|ad', 'model.linear.weight.grad load'],
		['losses[|-1]', 'losses[-1] load'],
		['losses[-1|]', 'losses[-1] load'],
		['d["a|"].b', 'd["a"] load'],
		['d["a"].|b', 'd["a"].b load'],
		['self.updates| += 1', 'self.updates store'],
		['se|lf.updates += 1', 'self load'],
		['v| *= d', 'v store'],
		['v *= d|', 'd load'],
		['a, |b = c', 'b store'],
		['(a, |b), c = d', 'b store'],
		['x = |y = z', 'y store'],
		['x = y = |z', 'z load'],
		['for i, |p in q:\n  pass', 'p store'],
		['for i, p in |q:\n  pass', 'q load'],
		['for i in q:\n  print(|i)', 'i load'],
		['[|z for z in y]', 'z load'],
		['[z for |z in y]', 'z store'],
		['[z for z in |y]', 'y load'],
		['with open(f) as |g:\n  pass', 'g store'],
		['def f(|a, b=c): pass', 'a parameter'],
		['def f(a, b=|c): pass', 'c load'],
		['(|n := 4)', 'n store'],
		['x[i|]', 'i load'],
		['f"{x|}"', 'x load'],
		['import torch.nn as |nn', 'nn store'],
		['torch.|mm(a, b)', 'torch.mm load'],
		['(a * b).su|m()', '(a * b).sum load'],
	])('%s', (marked, expected) => {
		expect(at(marked)).toBe(expected);
	});

	test.each([
		['SGD(p, |lr=0.1)'], ['# com|ment'], ['"te|xt"'], ['f(x).we|ight'], ['x[|1:2]'], ['import to|rch.nn'], ['12|3'], ['ret|urn x'],
	])('nothing at %s', marked => {
		expect(at(marked)).toBeUndefined();
	});

	test('the call of which it is the function', () => {
		const text = 'y = torch.mm(a, b)';
		expect(expressionAt(parsePython(text), text, text.indexOf('mm'))?.call).toEqual({ from: 4, to: text.length });
		expect(expressionAt(parsePython(text), text, text.indexOf('a,'))?.call).toBeUndefined();
	});

	test('a compound statement ends where its body begins', () => {
		const text = 'for p in q:\n  pass\n';
		const found = expressionAt(parsePython(text), text, 4)!;
		expect(text.slice(found.statement.from, found.statement.to)).toBe('for p in q');
	});
});
