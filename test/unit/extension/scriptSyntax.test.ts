import { describe, expect, test } from 'vitest';
import { scriptSyntax } from '../../../extension/code/scriptSyntax.ts';
import { done } from '../../../engine/trace/work.ts';

const parsed = (text: string) => done(scriptSyntax.parsing(text)).tree;

describe('assignments', () => {
	test.each([
		['const x: Tensor = f()', ['x']],
		['let a = f(), b = g()', ['a b']],
		['const { a, b: [c, ...d], e = 1 } = f()', ['a c d e']],
		['[a, b] = f()', ['a b']],
		['x += f()', ['x']],
		['o.count!.a = f()', ['o.count.a']],
		['losses[i] = f()', ['losses[i]']],
		['i++; --j', ['i', 'j']],
		['for (let i = 0; i < n; i++) { y = f(i) }', ['i', 'y']],
		['for (const [k, v] of f()) w = f(k)', ['k v', 'w']],
		['const a = 1, b = "x"; let c', []],
		['const f = (x) => x + 1', []],
		['w.grad = undefined', []],
		['const f = function () { y = g() }', ['y']],
		['if (x == y) f(x!)', []],
		['torch.no_grad(() => { w = f() })', ['w']],
	])('%j assigns %j', (text, targets) => {
		expect(scriptSyntax.assignmentsIn(parsed(text), text, 0, text.length).map(each => each.targets.map(target => target.text).join(' '))).toEqual(targets);
	});

	test('stand with their statement, that of a loop with its header', () => {
		const text = 'const x = f(\n  1,\n);\nfor (const k of f()) {\n\tz = f()\n}';
		expect(scriptSyntax.assignmentsIn(parsed(text), text, 0, text.length).map(({ from, to }) => text.slice(from, to).trimEnd())).toEqual(['const x = f(\n  1,\n);', 'for (const k of f())', 'z = f()']);
	});
});

describe('expressions', () => {
	/** At the mark. */
	const at = (marked: string) => {
		const text = marked.replace('|', '');
		return scriptSyntax.expressionAt(parsed(text), text, marked.indexOf('|'));
	};

	test.each([
		['const y = |x.add(1)', 'x', 'load', undefined],
		['const |y = x.add(1)', 'y', 'store', undefined],
		['const y = x.|add(1)', 'x.add', 'load', 'x.add(1)'],
		['f(model.|w.grad)', 'model.w', 'load', undefined],
		['f(model.w.|grad!.data)', 'model.w.grad', 'load', undefined],
		['f(losses[|0])', 'losses[0]', 'load', undefined],
		['f(this.|w)', 'this.w', 'load', undefined],
		['w.|grad = undefined', 'w.grad', 'store', undefined],
		['function f(|a: number, { b } = {}) {}', 'a', 'parameter', undefined],
		['const f = ({ |b }) => b', 'b', 'parameter', undefined],
		['for (const |k of xs) {}', 'k', 'store', undefined],
		['|i++', 'i', 'store', undefined],
	])('%j: %j, %s', (marked, text, role, call) => {
		const found = at(marked), whole = marked.replace('|', '');
		expect(found?.text).toBe(text);
		expect(found?.role).toBe(role);
		expect(found?.call && whole.slice(found.call.from, found.call.to)).toBe(call);
	});

	test.each(['f(|1 + 2)', 'const o = { |a: 1 }', 'f(losses[i |+ 1])', 'let x: |Tensor'])('none at %j', (marked) => {
		expect(at(marked)).toBeUndefined();
	});

	test('what an operator joins', () => {
		const text = 'f(a * b + c)';
		const found = scriptSyntax.operationAt(parsed(text), 4);
		expect(found && text.slice(found.from, found.to)).toBe('a * b');
	});

	test('the statement around it, of a loop its header', () => {
		const text = 'while (x.item() > 1) {\n\tx = x.div(2);\n}';
		const header = scriptSyntax.expressionAt(parsed(text), text, 7)!.statement, inner = scriptSyntax.expressionAt(parsed(text), text, 24)!.statement;
		expect([text.slice(header.from, header.to), text.slice(inner.from, inner.to), header.bodyEnd, inner.bodyEnd]).toEqual(['while (x.item() > 1) ', 'x = x.div(2);', text.length - 1, undefined]);
	});
});

test('loops, and where their bodies begin', () => {
	const text = 'for (let i = 0; i < 3; i++) {\n\tf();\n}\nfor (const x of xs)\n\tf(x);\nwhile (a) { for (const k in o) { } }\ndo { } while (b)';
	expect(scriptSyntax.loopsIn(parsed(text)).map(({ from, body }) => [text.slice(from, body.from).trim(), text.slice(body.from, body.to).trim()])).toEqual([
		['for (let i = 0; i < 3; i++)', '{\n\tf();\n}'], ['for (const x of xs)', 'f(x);'], ['while (a)', '{ for (const k in o) { } }'], ['for (const k in o)', '{ }'],
	]);
});

test('where a breakpoint may stand', () => {
	const text = '// words\nconst x = f(\n  1,\n);\ninterface A { a: 1 }\nfunction g(a) {\n\treturn a;\n}\nif (x) {\n\tg(x);\n}\n';
	const tree = parsed(text), lines = text.split('\n');
	const steps = lines.map((line, i) => {
		const found = scriptSyntax.stepAt(tree, lines.slice(0, i).join('\n').length + (i > 0 ? 1 : 0) + line.length - line.trimStart().length);
		return found && text.slice(found.from, found.to).split('\n')[0]!.trim();
	});
	expect(steps.slice(0, 11)).toEqual([undefined, 'const x = f(', 'const x = f(', 'const x = f(', undefined, 'return a;', 'return a;', undefined, 'if (x)', 'g(x);', undefined]);
	expect([scriptSyntax.hasCode(tree), scriptSyntax.hasCode(parsed('// nothing\n'))]).toEqual([true, false]);
});
