/** TypeScript and JavaScript in a process of their own, as it is built: what they print, how they end, and that they can be stopped. */
import { format } from 'node:util';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Elements } from '../../../engine/trace/model.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { runPython, runScript, type Outcome } from './embedded.ts';

function traceOf({ bytes }: Outcome): TraceReader {
	const trace = new TraceReader();
	trace.push(bytes);
	trace.finish();
	expect(trace.problem).toBeUndefined();
	return trace;
}

/** Modifiers of regular expressions are of 2025. */
const isNewToV8 = (() => {
	try {
		new RegExp('(?i:a)');
		return false;
	} catch {
		return true;
	}
})();

describe('a program', () => {
	test('prints, and ends with its status; its trace is whole', async () => {
		const outcome = await runScript('const x: Tensor = torch.tensor([[1, 2]]);\nconst y = x.add(1);\nconsole.log(y);\nconsole.error("e");');
		expect([outcome.stdout, outcome.stderr, outcome.ended]).toEqual(['tensor([[2, 3]])\n', 'e\n', { how: 'exited', status: 0 }]);
		const trace = traceOf(outcome);
		expect([trace.status, trace.stepCount, trace.opCount]).toEqual([0, 4, 2]);
		expect(trace.op(1)).toMatchObject({ name: 'add', line: 2, inputs: [{ name: 'input' }, { name: 'other' }] });
		expect(trace.rangeOfOp(1)).toEqual({ start: { line: 1, character: 10 }, end: { line: 1, character: 18 } });
		expect(trace.outputs.map(({ stream, line, text }) => [stream, line, text])).toEqual([[1, 3, 'tensor([[2, 3]])\n'], [2, 4, 'e\n']]);
	});

	test('console prints as Node does', async () => {
		const values = '[1, -0, NaN, 1e21, "a", true, null, undefined, 10n, Symbol("s"), [1, "b", [2, [3, [4]]]], { a: 1, "b-c": { d: { e: { f: 1 } } } }, new Map([["k", { v: 1 }]]), new Set([1]), [1, , 3], Array(200).fill(7), class A {}, class B extends Array {}, function f() {}, () => 1, /x/g, new Date(0), "it\'s", { get g() { return 1 }, set g(v) {} }, Object.create(null), new Float32Array(3), "x".repeat(200), { long: "y".repeat(90), other: [1, 2, 3] }]';
		const { stdout } = await runScript(`for (const value of ${values}) console.log(value);\nconsole.log("%s is %d of %o", "a", 1.5, [1]); console.log("a", { a: "b" }, 1);`);
		const expected = (vm.runInThisContext(values) as unknown[]).map(value => `${format(value)}\n`).join('');
		expect(stdout).toBe(`${expected}${format('%s is %d of %o', 'a', 1.5, [1])}\n${format('a', { a: 'b' }, 1)}\n`);
	});

	test('an exception has the program’s own lines and columns', async () => {
		const { stderr, ended } = await runScript('function f(x: Tensor): Tensor {\n\treturn x.add(torch.ones(2));\n}\nclass A { m() { return f(torch.ones(3)) } }\nnew A().m();');
		expect(stderr).toBe('Uncaught RuntimeError: The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0\n    at f (/nowhere/test.ts:2:11)\n    at A.m (/nowhere/test.ts:4:24)\n    at /nowhere/test.ts:5:9\n');
		expect(ended).toEqual({ how: 'exited', status: 1 });
	});

	test('an error of JavaScript’s too, with the expression that it is about', async () => {
		const outcome = await runScript('const model = { w: undefined };\nconst s = "é", y = model.w.add(1);');
		expect(outcome.stderr).toMatch(/^Uncaught TypeError: Cannot read properties of undefined \(reading 'add'\)\n {4}at .*:2:28\n$/);
		expect(traceOf(outcome).errors[0]!.locations.at(-1)!.range).toEqual({ start: { line: 1, character: 19 }, end: { line: 1, character: 33 } });
	});

	test('what records it can’t be changed: that is an error at its line, and what programs do change goes on', async () => {
		for (const [line, property] of [['Object.keys = () => [];', 'keys'], ['Map.prototype.get = () => 1;', 'get'], ['Promise.all = undefined!;', 'all']]) {
			const { stderr, ended } = await runScript(`console.log(1);\n${line}`);
			expect(stderr).toMatch(new RegExp(`^Uncaught TypeError: Cannot assign to read only property '${property}' of .*\\n {4}at .*:2:\\d+\\n$`));
			expect(ended).toEqual({ how: 'exited', status: 1 });
		}
		const { stdout, stderr } = await runScript(`class MyError extends Error { constructor(m: string) { super(m); this.name = 'MyError'; } }
class Counter extends Map<string, number> { override get(key: string): number { return super.get(key) ?? 0; } }
const counter = new Counter([['a', 1]]), o: any = {};
o.toString = () => 'mine';
(Array.prototype as any).last = function () { return this.at(-1); };
{ const Object = { keys: () => 'own' }; console.log(Object.keys(), counter.get('b'), String(o), ([1, 2] as any).last(), new MyError('m').name); }`);
		expect([stdout, stderr]).toEqual(['own 0 mine 2 MyError\n', '']);
	});

	test('a syntax error has its place; what stands in cells before it has run', async () => {
		const outcome = await runScript('const a = 1;\nlet b = = 2;');
		expect(outcome.stderr).toBe('/nowhere/test.ts:2\nlet b = = 2;\n        ^\n\nSyntaxError: Unexpected token\n');
		expect(outcome.ended).toEqual({ how: 'exited', status: 1 });
		expect(traceOf(outcome).errors[0]).toMatchObject({ type: 'SyntaxError', locations: [{ line: 2 }] });
	});

	test.runIf(isNewToV8)('what is new to V8, and not to the parser, is said with its line', async () => {
		const outcome = await runScript('const a = 1;\n\nconst b = /(?i:a)/;');
		expect(outcome.stderr).toMatch(/\/nowhere\/test\.ts:3\nconst b = \/\(\?i:a\)\/;\n[^]*SyntaxError: Invalid regular expression/);
		expect(traceOf(outcome).errors[0]).toMatchObject({ type: 'SyntaxError', locations: [{ line: 3 }] });
	});

	test('waits for what it has promised, and says where nothing can come', async () => {
		const waited = await runScript('setTimeout(() => console.log("late"), 500);\nconst v = await new Promise(r => setTimeout(() => r(3), 5));\nconsole.log(v);\nawait null;\nawait new Promise(r => setTimeout(r, 1000));\nconsole.log("end");');
		expect([waited.stdout, waited.ended]).toEqual(['3\nlate\nend\n', { how: 'exited', status: 0 }]);
		const apart = await runScript('void (async () => { for (let i = 0; i < 50; i++) await null; console.log("apart") })();\nconsole.log("first");');
		expect([apart.stdout, apart.ended]).toEqual(['first\napart\n', { how: 'exited', status: 0 }]);
		const never = await runScript('await new Promise(() => {});');
		expect(never.stderr).toMatch(/waits for what never comes/);
		expect(never.ended).toEqual({ how: 'exited', status: 13 });
		const rejected = await runScript('Promise.reject(new TypeError("nobody looks"));\nsetTimeout(() => console.log("not reached"), 50);');
		expect([rejected.stdout, rejected.ended]).toEqual(['', { how: 'exited', status: 1 }]);
		expect(rejected.stderr).toMatch(/^Uncaught TypeError: nobody looks/);
	});

	test('does nothing more once it has ended, however long its process lives', async () => {
		const outcome = await runScript('setTimeout(() => console.log("not reached"), 20);\nvoid (async () => { for (let i = 0; i < 9; i++) await null; console.log("nor this") })();\nawait null;\nthrow new TypeError("the end");', { launch: { lingerMilliseconds: 500 }, untilGone: true });
		expect([outcome.stdout, outcome.stderr, outcome.ended]).toEqual(['', 'Uncaught TypeError: the end\n    at /nowhere/test.ts:4:7\n', { how: 'exited', status: 1 }]);
		traceOf(outcome);
	});
});

describe('stopping', () => {
	test.each([
		['an endless loop', 'for (let i = 0; ; i++) { torch.ones(2).add(i) }'],
		['one that catches all', 'while (true) { try { torch.ones(2).add(1) } catch { } }'],
		['endless recursion through what catches', 'function f(): void { try { f() } catch { f() } }\nf();'],
		['an endless wait', 'setInterval(() => undefined, 10);\nawait new Promise(() => {});'],
	])('%s ends within half a second', async (_title, loop) => {
		let asked = 0;
		const outcome = await runScript(`console.log("begins");\ntry {\n\t${loop}\n} finally {\n\tconsole.log("finally");\n}`, { onOutput: run => {
			asked = performance.now();
			void run.stop();
		} });
		// `stop` kills what has not ended by then.
		expect(performance.now() - asked).toBeLessThan(5000);
		const trace = traceOf(outcome);
		expect(trace.errors.length > 0 ? trace.errors[0]!.type : outcome.ended.how).toMatch(/KeyboardInterrupt|killed/);
	});

	test('`finally` runs, and the trace says where it was', async () => {
		const outcome = await runScript('console.log("begins");\ntry {\n\twhile (true) { torch.ones(2).add(1) }\n} finally {\n\tconsole.log("finally");\n}', { onOutput: run => run.interrupt() });
		expect([outcome.stdout, outcome.ended]).toEqual(['begins\nfinally\n', { how: 'exited', status: 130 }]);
		expect(traceOf(outcome).errors[0]).toMatchObject({ type: 'KeyboardInterrupt' });
	});
});

test('a long loop of a note gives back what it no longer needs, and timers keep their turn', async () => {
	const loop = 'let fired = 0;\nconst timer = setInterval(() => fired++, 1);\nlet x = torch.zeros(2);\nfor (let i = 0; i < 150_000; i++) x = x.add(1);\nconsole.log(x, fired);\nclearInterval(timer);';
	const { stdout, stderr, ended } = await runScript(loop, { record: { record: false }, launch: { heapMegabytes: 96 } });
	expect([stdout, stderr, ended]).toEqual(['tensor([150000., 150000.]) 0\n', '', { how: 'exited', status: 0 }]);
});

test('recursion without end is a RangeError that can be caught, and the trace is whole', async () => {
	const program = 'const seen = [];\nfunction f(n: number, list: number[]): number {\n\tseen.length = Math.min(seen.length, 3);\n\tconst x = torch.ones(2).add(n);\n\tconsole.log(n > 3000 ? "deep" : n, x.sum().item());\n\treturn f(n + 1, [...list, n].slice(-5)) + 1;\n}\ntry {\n\tf(0, []);\n} catch (error) {\n\tconsole.log(error instanceof RangeError);\n}\nconst after = torch.ones(3).mul(2);\nconsole.log(after);';
	const outcome = await runScript(program, { record: { maxSteps: 20_000 } });
	expect(outcome.ended).toEqual({ how: 'exited', status: 0 });
	expect(outcome.stdout.slice(-30)).toBe('true\ntensor([2., 2., 2.])\n'.padStart(30, outcome.stdout.slice(-30)));
	const trace = traceOf(outcome);
	for (let i = 0; i < trace.opCount; i++) expect(trace.op(i).name).toMatch(/^(ones|add|sum|item|mul)$/);
});

describe('budgets', () => {
	const LOOP = 'let x = torch.zeros(2);\nfor (let i = 0; i < 500; i++) {\n\tx = x.add(1);\n}\nconsole.log(x);';

	test('so many steps are recorded, and the program goes on', async () => {
		const outcome = await runScript(LOOP, { record: { maxSteps: 20 } }), trace = traceOf(outcome);
		expect([outcome.stdout, trace.stepCount, trace.limits.map(({ what }) => what)]).toEqual(['tensor([500., 500.])\n', 20, ['steps']]);
	});

	test('or it ends there', async () => {
		const outcome = await runScript(LOOP, { record: { maxSteps: 20, atLimit: 'stop' } });
		expect([outcome.stdout, outcome.stderr, outcome.ended]).toEqual(['', 'Stopped: 20 steps were recorded; what follows was not.\n', { how: 'exited', status: 1 }]);
	});

	test('so many bytes, and of a large tensor a summary', async () => {
		const trace = traceOf(await runScript('const big = torch.ones(1000, 100);\nbig.add_(1);', { record: { maxTensorBytes: 2 ** 10 } }));
		expect(new Set(trace.limits.map(({ what }) => what))).toEqual(new Set(['tensor']));
		const much = traceOf(await runScript('const big = torch.ones(1000, 100);\nfor (let i = 0; i < 100; i++) big.add_(1);', { record: { maxBytes: 2 ** 20 } }));
		expect(much.limits.map(({ what }) => what)).toContain('bytes');
	});

	test('calls alone, or nothing', async () => {
		const calls = traceOf(await runScript(LOOP, { record: { what: 'ops' } }));
		expect([calls.stepCount, calls.opCount, calls.limits.map(({ what }) => what)]).toEqual([0, 501, ['lines']]);
		const nothing = await runScript(LOOP, { record: { record: false } });
		expect([nothing.stdout, traceOf(nothing).opCount]).toEqual(['tensor([500., 500.])\n', 0]);
	});
});

/** The same in both languages; what each line prints and every tensor's bytes are to be the same. */
const SAME = {
	fit: [
		`import torch
torch.manual_seed(3)
x = torch.randn(16, 1)
y = x * 3 + 1
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for step in range(25):
    loss = ((x * w + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w.sub_(w.grad, alpha=0.1)
        b.sub_(b.grad, alpha=0.1)
    w.grad = None
    b.grad = None
print(w, b, loss)
`, `torch.manual_seed(3)
const x = torch.randn(16, 1)
const y = x.mul(3).add(1)
const w = torch.zeros(1, { requires_grad: true })
const b = torch.zeros(1, { requires_grad: true })
let loss!: Tensor
for (let step = 0; step < 25; step++) {
	loss = x.mul(w).add(b).sub(y).pow(2).mean()
	loss.backward()
	torch.no_grad(() => {
		w.sub_(w.grad!, { alpha: 0.1 })
		b.sub_(b.grad!, { alpha: 0.1 })
	})
	w.grad = undefined
	b.grad = undefined
}
console.log(w, b, loss)
`],
	gather: [
		`import torch
source = torch.arange(12.).reshape(3, 4)
index = torch.tensor([[0, 2], [1, 1], [3, 0]])
out = source.gather(1, index)
back = torch.zeros(3, 4).scatter_(1, index, out)
added = torch.zeros(3, 4).scatter_add(1, index, torch.ones(3, 2))
row = source[1:, 2]
print(out, back, added, row)
`, `const source = torch.arange(12).to(torch.float32).reshape(3, 4)
const index = torch.tensor([[0, 2], [1, 1], [3, 0]])
const out = source.gather(1, index)
const back = torch.zeros(3, 4).scatter_(1, index, out)
const added = torch.zeros(3, 4).scatter_add(1, index, torch.ones(3, 2))
const row = source.index([torch.Slice(1), 2])
console.log(out, back, added, row)
`],
} as const;

/** What names of the document hold at its end, and the elements of every call's outputs, in order. */
function facts(trace: TraceReader, names: readonly string[]): unknown {
	const elements = (ref: number, tick: number): Elements | undefined => {
		const value = trace.value(ref, tick);
		return value?.kind === 'tensor' ? trace.elements(value, tick) : undefined;
	};
	const bound = Object.fromEntries(trace.names(1, trace.lastTick).map(({ name, ref }) => [name, ref]));
	const calls = Array.from({ length: trace.opCount }, (_, i) => trace.op(i)).filter(({ name }) => !['tensor', 'to', 'arange'].includes(name));
	return {
		names: names.map(name => [name, trace.value(bound[name]!, trace.lastTick)?.kind, elements(bound[name]!, trace.lastTick)]),
		calls: calls.map(({ name, outputs, end }) => [name, outputs.map(ref => elements(ref, end))]),
		backwards: trace.backwards.length,
	};
}

describe('the same program in Python', () => {
	test.each([['fit', ['x', 'y', 'w', 'b', 'loss']], ['gather', ['source', 'index', 'out', 'back', 'added', 'row']]] as const)('%s: prints the same, computes the same to the bit', async (which, names) => {
		const [python, script] = SAME[which];
		const [expected, found] = await Promise.all([runPython(python), runScript(script)]);
		expect(found.stderr).toBe('');
		expect(found.stdout.replace(/\s+/g, ' ')).toBe(expected.stdout.replace(/\s+/g, ' '));
		expect(facts(traceOf(found), names)).toEqual(facts(traceOf(expected), names));
	});
});
