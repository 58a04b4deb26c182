/** The tracer under plain CPython: programs behave as without it, and their trace says what they did. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../../engine/trace/expression.ts';
import { changeMoments } from '../../../engine/trace/moments.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { hasPython, plainPython, read, run, runAndSignal, runRequest, tracerFolder } from './tracer.ts';

/** Programs that end in every way that a program can end. */
const ENDINGS: Record<string, string> = {
	'by itself': 'print("one")\nprint("two", end="")\n',
	'by an exception below other calls': 'def f(x):\n    return 1 / x\n\ndef g():\n    y = [f(n) for n in (1, 0)]\n    return y\n\nprint("before")\ng()\n',
	'by an exception in a handler': 'try:\n    {}["k"]\nexcept KeyError as e:\n    raise ValueError("损失😀") from e\n',
	'by an exception while handling another': 'try:\n    1 / 0\nfinally:\n    undefined_name\n',
	'by a group of exceptions': 'def fail():\n    raise ExceptionGroup("several", [ValueError("a"), TypeError("b")])\nfail()\n',
	'by an exception whose str fails': 'class E(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise E()\n',
	'by a syntax error': 'print("not reached")\nx = (1,\ny = 2\n',
	'by a syntax error that only the compiler sees': 'def f():\n    return\nreturn 1\n',
	'by sys.exit with a number': 'import sys\nprint("bye")\nsys.exit(3)\n',
	'by sys.exit with a text': 'import sys\ndef leave():\n    sys.exit("no more")\nleave()\n',
	'by sys.exit with nothing': 'raise SystemExit\n',
	'by too deep recursion': 'def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print("caught", e)\nf(0)\n',
	'by running out of memory': 'raise MemoryError\n',
	'after an assertion': 'x = 3\nassert x == 4, f"{x=}"\n',
};

describe.skipIf(!hasPython)('the tracer', () => {
	let folder = '', remove = () => {};
	beforeAll(() => {
		({ folder, remove } = tracerFolder());
	});
	afterAll(() => remove());

	const at = (trace: TraceReader, expression: string, frame = 0, tick = trace.lastTick) => {
		const ref = evaluate(trace, expression, frame, tick);
		const value = ref === undefined ? undefined : trace.value(ref, tick);
		return value === undefined ? undefined : value.kind === 'float' || value.kind === 'bool' ? value.value : value.kind === 'int' ? Number(value.text) : 'text' in value ? value.text : value.kind;
	};

	describe('a program ends', () => {
		test.each(Object.entries(ENDINGS))('%s: the same output and status as without the tracer', (_, text) => {
			const plain = plainPython(folder, text), traced = run(folder, text);
			// Where recursion ends depends on what is below it.
			const comparable = (text: string) => text.replace(/\[Previous line repeated \d+ more times\]/, '').replace(/(depth exceeded) (in comparison|while [a-zA-Z ]+)$/gm, '$1');
			expect(comparable(traced.stdout)).toBe(comparable(plain.stdout));
			expect(comparable(traced.stderr)).toBe(comparable(plain.stderr));
			expect(traced.status).toBe(plain.status);
			expect(traced.trace.problem).toBeUndefined();
			expect(traced.trace.status).toBe(plain.status);
			expect(traced.trace.outputs.filter(output => output.stream === 1).map(output => output.text).join('')).toBe(traced.stdout);
			expect(traced.trace.outputs.filter(output => output.stream === 2).map(output => output.text).join('')).toBe(traced.stderr);
			expect(traced.trace.limits.filter(limit => limit.what !== 'tracer')).toEqual([]);
		});

		test.each(['', '\n', '# a comment\n\n  # and another'])('without any code: no step (%j)', text => {
			const { trace, stdout, stderr, status } = run(folder, text);
			expect([trace.stepCount, trace.status, stdout, stderr, status]).toEqual([0, 0, '', '', 0]);
		});

		test('clauses that are asked are steps: breakpoints stand there', () => {
			const { trace } = run(folder, 'x = 3\nif x == 1:\n    pass\nelif x == 2:\n    pass\nelse:\n    x = 4\ntry:\n    x / 0\nexcept ValueError:\n    pass\nexcept:\n    pass\nelse:\n    pass\nfinally:\n    x = 5\nmatch x:\n    case 1:\n        pass\n    case y:\n        pass\n');
			expect(Array.from({ length: trace.stepCount }, (_, index) => trace.step(index).line)).toEqual([1, 2, 4, 7, 8, 9, 10, 12, 13, 17, 18, 19, 21, 22]);
		});

		test('an exception names its type, message and places', () => {
			const { trace, stderr } = run(folder, ENDINGS['by an exception below other calls']!);
			const [error] = trace.errors;
			expect(error).toMatchObject({ type: 'ZeroDivisionError', message: 'division by zero', traceback: stderr });
			const lines = trace.sources[0]!.text.split('\n');
			expect(error!.locations.at(0)).toMatchObject({ line: 9, name: '<module>' });
			const last = error!.locations.at(-1)!;
			expect(last).toMatchObject({ line: 2, name: 'f' });
			expect(lines[last.range!.start.line]!.slice(last.range!.start.character, last.range!.end.character)).toBe('1 / x');
		});

		test('a syntax error has its place too', () => {
			// Columns are counted in what ran, not in the file of that name.
			writeFileSync(path.join(folder, 'program.py'), '# saved before\nmessage_of_another_length = "loss" +\n');
			const { trace, stderr } = run(folder, 'ok = 1\nmsg = "损失" 5 + 1\n');
			expect(stderr).toContain('    msg = "损失" 5 + 1\n               ^\nSyntaxError: invalid syntax\n');
			expect(trace.errors[0]).toMatchObject({ type: 'SyntaxError', locations: [{ line: 2, range: { start: { line: 1, character: 11 }, end: { line: 1, character: 12 } } }] });
		});
	});

	describe('a step', () => {
		test('names that a line stores, and objects that it changes through names that it loads', () => {
			const { trace } = run(folder, 'd = {}\nl = [1]\nd["k"] = l\nl.append(2)\nd["k"][0] = 9\ndel l\n');
			const after = (line: number) => trace.step(trace.stepsOfLine(0, line).at(0)!).end;
			expect(at(trace, 'd["k"][0]', 0, after(3))).toBe(1);
			expect(at(trace, 'l[1]', 0, after(3))).toBeUndefined();
			expect(at(trace, 'd["k"][1]', 0, after(4))).toBe(2);
			expect(at(trace, 'l[0]', 0, after(5))).toBe(9);
			expect(at(trace, 'l', 0, after(6))).toBeUndefined();
		});

		test('parameters are there before a function\'s first line, closures and globals after they change', () => {
			const text = 'count = 0\ndef outer(a, *rest, b=2, **more):\n    total = a\n    def inner():\n        nonlocal total\n        global count\n        total += b\n        count += 1\n    inner()\n    return total\nouter(1, 5, c=7)\n';
			const { trace } = run(folder, text);
			const first = trace.step(trace.stepsOfLine(0, 3).at(0)!);
			expect(['a', 'rest[0]', 'b', 'more["c"]'].map(name => at(trace, name, first.frame, first.tick))).toEqual([1, 5, 2, 7]);
			const last = trace.step(trace.stepsOfLine(0, 10).at(0)!);
			expect(at(trace, 'total', last.frame, last.tick)).toBe(3);
			expect(at(trace, 'count', last.frame, last.tick)).toBe(1);
		});

		test('each call of a recursive function has names of its own', () => {
			const { trace } = run(folder, 'def f(n):\n    m = n * 2\n    return m if n == 0 else f(n - 1) + m\nf(3)\n');
			const steps = Array.from(trace.stepsOfLine(0, 3), i => trace.step(i));
			expect(steps.map(step => at(trace, 'm', step.frame, step.tick))).toEqual([6, 4, 2, 0]);
			expect(steps.map(step => at(trace, 'm', step.frame, step.end - 1))).toEqual([6, 4, 2, 0]);
			expect(trace.frameCount).toBe(5);
		});

		test('a generator is one frame, however often it is left', () => {
			const { trace } = run(folder, 'def g(n):\n    for i in range(n):\n        yield i\nprint(list(g(3)), sum(g(2)))\n');
			const frames = Array.from({ length: trace.frameCount }, (_, i) => trace.frame(i)).filter(frame => frame.name === 'g');
			expect(frames).toHaveLength(2);
			expect(Array.from(trace.stepsOfLine(0, 3), i => trace.step(i).frame)).toEqual([1, 1, 1, 2, 2]);
		});

		test('appending to a long list stays cheap, and both of its ends are known', () => {
			const { trace, bytes } = run(folder, 'l = []\nfor i in range(3000):\n    l.append(i)\n');
			expect(['l[0]', 'l[500]', 'l[-1]', 'l[-10]'].map(name => at(trace, name))).toEqual([0, 500, 2999, 2990]);
			expect(at(trace, 'l[1500]')).toBeUndefined();
			const step = trace.step(trace.stepsOfLine(0, 3).at(700)!);
			expect([at(trace, 'l[-1]', 0, step.tick), at(trace, 'l[-1]', 0, step.end)]).toEqual([699, 700]);
			expect(bytes.length).toBeLessThan(3000 * 450);
		});

		test('numbers and texts are exact', () => {
			const { trace } = run(folder, 'a = 2**70\nb = -0.0\nc = float("nan")\nd = 10**5000\ne = "x" * 5000\nf = True\ng = 1\nh = 1.0\ni = "损失😀"\nj = 2**1100\n');
			const value = (name: string) => trace.value(trace.lookup(name, 0, trace.lastTick), trace.lastTick);
			expect(value('a')).toMatchObject({ kind: 'int', text: String(2n ** 70n) });
			expect(value('b')).toEqual({ kind: 'float', type: 'float', value: -0 });
			expect(value('c')).toEqual({ kind: 'float', type: 'float', value: NaN });
			expect(value('d')).toMatchObject({ kind: 'opaque', text: 'an int of 16610 bits' });
			expect(value('e')).toMatchObject({ kind: 'str', length: 5000, text: 'x'.repeat(1000) });
			expect([value('f'), value('g'), value('h')]).toMatchObject([{ kind: 'bool', value: true }, { kind: 'int', text: '1' }, { kind: 'float', value: 1 }]);
			expect(value('i')).toMatchObject({ text: '损失😀', length: 3 });
			expect(value('j')).toMatchObject({ kind: 'int', value: Infinity, text: String(2n ** 1100n) });
		});

		test('objects that contain themselves, and chains without end', () => {
			const { trace } = run(folder, 'a = []\na.append(a)\nclass N:\n    pass\nhead = None\nfor _ in range(5000):\n    n = N()\n    n.next = head\n    head = n\n');
			expect(at(trace, 'a[0][0][0]')).toBe('sequence');
			expect(at(trace, 'head.next.next.next.next')).toBe('object');
			expect(trace.limits).toEqual([]);
		});
	});

	test('nothing of the user\'s is called while recording', () => {
		const text = `
class Trap:
    def __init__(self):
        self.kept = 1
    def _sprung(self, *args):
        print('sprung')
        raise RuntimeError('sprung')
    __repr__ = __str__ = __hash__ = __eq__ = __len__ = __iter__ = __bool__ = __getattr__ = __getitem__ = __contains__ = _sprung
    __float__ = __int__ = __index__ = __format__ = __dir__ = __reduce__ = __sizeof__ = __enter__ = __call__ = _sprung
    @property
    def trap(self):
        return self._sprung()
class TrapList(list):
    __iter__ = __len__ = __getitem__ = __eq__ = Trap._sprung
class TrapDict(dict):
    __iter__ = __len__ = __getitem__ = items = keys = __eq__ = Trap._sprung
class TrapInt(int):
    __index__ = __int__ = __repr__ = __str__ = __eq__ = Trap._sprung
    __hash__ = int.__hash__
class TrapStr(str):
    __str__ = __repr__ = __len__ = __eq__ = Trap._sprung
    __hash__ = str.__hash__
class TrapTuple(tuple):
    __iter__ = __len__ = __getitem__ = __eq__ = Trap._sprung
t = Trap()
l = TrapList([t, 1])
d = TrapDict(k=t)
i = TrapInt(7)
s = TrapStr('text')
u = TrapTuple((t, 2))
t.kept = 2
print('done')
`;
		const { trace, stdout, status, stderr } = run(folder, text);
		expect([stdout, stderr, status]).toEqual(['done\n', '', 0]);
		expect(trace.limits).toEqual([]);
		expect([at(trace, 't.kept'), at(trace, 'l[1]'), at(trace, 'd["k"].kept'), at(trace, 'i'), at(trace, 's'), at(trace, 'u[1]')]).toEqual([2, 1, 2, 7, 'text', 2]);
	});

	test('containers within themselves, deep ones, and ones that share parts are followed as far as is cheap', () => {
		const text = [
			'l = [1]', 'l.append(l)', 'd = {"l": l}', 'd["d"] = d', 't = ()', 'for _ in range(2000):', '    t = (t,)', 'shared = (0,)', 'for _ in range(60):', '    shared = (shared, shared)',
			's = slice(0)', 'for _ in range(2000):', '    s = slice(s)', 'print("done")', '',
		].join('\n');
		const { trace, stdout } = run(folder, text);
		expect([stdout, trace.limits]).toEqual(['done\n', []]);
		expect(at(trace, 'l[1][1][0]')).toBe(1);
		expect(at(trace, 'd["d"]["d"]["l"][0]')).toBe(1);
		expect(at(trace, 't[0][0][0]')).toBe('sequence');
		expect(at(trace, 'shared[0][0][0]')).toBe('sequence');
	});

	test('what is not looked into any more has its length, and is not said to be empty', () => {
		const { trace } = run(folder, 'class Own:\n    def __init__(self):\n        self.one, self.two = 1, 2\ndata = [[float(j) for j in range(10)] for _ in range(400)]\nmore = [{"a": i, "b": i} for i in range(2000)]\nobjects = [Own() for _ in range(2000)]\n');
		const last = (name: string) => {
			const ref = trace.lookup(name, 0, trace.lastTick), list = trace.value(ref, trace.lastTick);
			const child = list?.kind === 'sequence' ? list.children.at(-1) : undefined;
			return child && trace.value(child.ref, trace.lastTick);
		};
		expect(last('data')).toMatchObject({ kind: 'sequence', type: 'list', length: 10 });
		expect(last('more')).toMatchObject({ kind: 'mapping', type: 'dict', length: 2 });
		expect(last('objects')).toMatchObject({ kind: 'object', type: 'Own', length: 2 });
	});

	test('names of functions around it are there when the first line of a function begins', () => {
		const { trace } = run(folder, 'def around(scale):\n    names = ["a"]\n    def within(x):\n        y = x\n        return y * scale + len(names)\n    return within\naround(3)(4)\n');
		const within = Array.from({ length: trace.stepCount }, (_, i) => trace.step(i)).find(step => step.line === 4)!;
		expect([at(trace, 'scale', within.frame, within.tick), at(trace, 'names[0]', within.frame, within.tick), at(trace, 'x', within.frame, within.tick)]).toEqual([3, 'a', 4]);
	});

	test('a generator goes on for whoever asks it', () => {
		const { trace } = run(folder, 'def numbers():\n    yield 1\n    yield 2\n    yield 3\ndef first(g):\n    return next(g)\ndef second(g):\n    return next(g)\ng = numbers()\nfirst(g)\nsecond(g)\nnext(g)\n');
		const steps = Array.from({ length: trace.stepCount }, (_, i) => trace.step(i));
		const callers = [2, 3, 4].map(line => steps.find(step => step.line === line)!).map(({ frame, tick }) => trace.frame(trace.callerAt(frame, tick)).name);
		expect(callers).toEqual(['first', 'second', '<module>']);
	});

	test('while a generator waits, what happens is of the line that asked it', () => {
		const { trace } = run(folder, 'def numbers():\n    yield 1\n    yield 2\ng = numbers()\nfor n in g:\n    last = n\nnext(numbers()) + []\n');
		expect(trace.stepAt(trace.raised[0]!.tick)!.line).toBe(7);
		const lines = done(changeMoments(trace, 'n', 0)).map(tick => trace.stepAt(tick)!.line);
		expect(lines).toEqual([6, 6]);
	});

	test('a generator that is closed where it waits has ended', () => {
		const { trace } = run(folder, 'def numbers():\n    yield 1\n    yield 2\ng = numbers()\nnext(g)\ng.close()\nlast = 0\n');
		expect(trace.frame(1)).toMatchObject({ name: 'numbers', hasRaised: true });
		expect(trace.frame(1).end).toBeLessThan(trace.step(trace.stepCount - 1).tick);
	});

	describe('budgets', () => {
		const text = 'total = 0\nfor i in range(1000):\n    total += i\n    if i % 100 == 0:\n        print(i)\nprint(total)\n';
		const plain = '0\n100\n200\n300\n400\n500\n600\n700\n800\n900\n499500\n';

		test('steps: the program goes on unrecorded, and the trace says so', () => {
			const { trace, stdout, status } = run(folder, text, { maxSteps: 100 });
			expect([stdout, status, trace.status, trace.stepCount]).toEqual([plain, 0, 0, 100]);
			expect(trace.limits).toMatchObject([{ what: 'steps', detail: '100 steps were recorded; what follows was not' }]);
			expect(trace.outputs.map(output => output.text).join('')).toBe(plain);
			expect(trace.outputs.at(-1)).toMatchObject({ frame: -1, line: 6 });
		});

		test('steps: none at all', () => {
			const { trace, stdout, status } = run(folder, text, { maxSteps: 0 });
			expect([stdout, status, trace.stepCount, trace.frameCount]).toEqual([plain, 0, 0, 0]);
			expect(trace.limits).toMatchObject([{ what: 'steps', detail: '0 steps were recorded; what follows was not' }]);
			expect(run(folder, text, { maxSteps: 0, atLimit: 'stop' })).toMatchObject({ stdout: '', stderr: 'Stopped: 0 steps were recorded; what follows was not.\n', status: 1 });
		});

		test('steps: or it stops', () => {
			const { trace, stdout, stderr, status } = run(folder, text, { maxSteps: 100, atLimit: 'stop' });
			expect([stdout, stderr, status, trace.status, trace.stepCount]).toEqual(['0\n', 'Stopped: 100 steps were recorded; what follows was not.\n', 1, 1, 100]);
		});

		test('bytes', () => {
			const { trace, stdout } = run(folder, 'l = []\nfor i in range(20000):\n    l.append(str(i) * 20)\nprint(len(l))\n', { maxBytes: 200_000 });
			expect(stdout).toBe('20000\n');
			expect(trace.limits).toMatchObject([{ what: 'bytes' }]);
			expect(trace.places.reduce((sum, place) => sum + place.length, 0)).toBeLessThan(400_000);
		});

		test('seconds', () => {
			const { trace, status } = run(folder, 'import time\nuntil = time.time() + 0.3\nwhile time.time() < until:\n    pass\n', { maxSeconds: 0.05 });
			expect(status).toBe(0);
			expect(trace.limits).toMatchObject([{ what: 'seconds' }]);
		});

		test('no recording: output and errors alone', () => {
			const { trace, stdout, status } = run(folder, 'def f():\n    print("hi")\n    1 / 0\nf()\n', { record: false });
			expect([stdout, status, trace.stepCount, trace.status]).toEqual(['hi\n', 1, 0, 1]);
			expect(trace.outputs[0]).toMatchObject({ line: 2, frame: -1, text: 'hi\n' });
			expect(trace.errors[0]!.locations.map(location => location.line)).toEqual([4, 3]);
		});
	});

	describe('documents of several cells', () => {
		test('one namespace, the document\'s lines, an indented cell\'s columns', () => {
			const text = '# Notes\n\n```python\nx = 1\n```\n\n- item\n\n  ```python\n  def f():\n      return x / 0\n  print("损失", x)\n  f()\n  ```\n';
			const { trace, stdout, stderr, status } = runRequest(folder, {
				text, name: 'notes.md', cells: [{ line: 4, text: 'x = 1\n', shift: 0, mode: 'exec' }, { line: 10, text: 'def f():\n    return x / 0\nprint("损失", x)\nf()\n', shift: 2, mode: 'exec' }],
			});
			expect([stdout, status]).toEqual(['损失 1\n', 1]);
			expect(stderr).toContain('File "notes.md", line 13, in <module>\n    f()');
			expect(stderr).toContain('File "notes.md", line 11, in f\n    return x / 0');
			expect(trace.errors[0]!.locations.map(location => location.range)).toEqual([
				{ start: { line: 12, character: 2 }, end: { line: 12, character: 5 } }, { start: { line: 10, character: 13 }, end: { line: 10, character: 18 } },
			]);
			expect(trace.outputs[0]).toMatchObject({ line: 12, cell: 1 });
			expect(trace.frame(0).globals).toBe(trace.frame(1).globals);
		});

		test('at a prompt, values show themselves', () => {
			const { stdout } = runRequest(folder, { text: '>>> x = 2\n>>> x + 1\n>>> None\n', cells: [{ line: 1, text: 'x = 2\nx + 1\nNone\n', shift: 4, mode: 'single' }] });
			expect(stdout).toBe('3\n');
		});

		test('the first error ends the run', () => {
			const cell = (line: number, text: string) => ({ line, text, shift: 0, mode: 'exec' as const });
			const { stdout, stderr, status } = runRequest(folder, { text: 'print(1)\n)\nprint(2)\n', cells: [cell(1, 'print(1)\n'), cell(2, ')\n'), cell(3, 'print(2)\n')] });
			expect([stdout, status]).toEqual(['1\n', 1]);
			expect(stderr).toMatch(/line 2\n {4}\)\n {4}\^\nSyntaxError: unmatched '\)'\n$/);
		});

		test('customary names are provided where they are missing, and it is said', () => {
			const text = 'print(math.floor(2.5))\ndef f(a):\n    return deepcopy(a)\n';
			const request = { text, cells: [{ line: 1, text, shift: 0, mode: 'exec' as const }] };
			expect(runRequest(folder, { ...request, customaryNames: true })).toMatchObject({ stdout: '2\n', stderr: 'program.py, line 1: not defined and provided: import math; from copy import deepcopy\n', status: 0 });
			expect(runRequest(folder, request).stderr).toContain('NameError: name \'math\' is not defined');
			const own = 'class math:\n    floor = str\nprint(math.floor(2.5))\n';
			expect(runRequest(folder, { text: own, cells: [{ line: 1, text: own, shift: 0, mode: 'exec' }], customaryNames: true })).toMatchObject({ stdout: '2.5\n', stderr: '' });
		});
	});

	test('output is where it was written from', () => {
		const { trace } = run(folder, 'import sys\ndef f():\n    sys.stderr.write("a")\n    print("b",\n          end="")\n\nf()\nprint()\nsys.stdout.buffer.write("é\\n".encode())\n');
		expect(trace.outputs.map(({ text, line, stream }) => [text, line, stream])).toEqual([['a', 3, 2], ['b', 4, 1], ['\n', 8, 1], ['é\n', 9, 1]]);
	});

	test('killed at any moment, what is there is a true beginning', async () => {
		const text = 'l = []\nd = {}\ni = 0\nwhile True:\n    l.append(i * i)\n    d[str(i % 7)] = l[-3:]\n    i += 1\n    if i % 50 == 0:\n        print(i)\n';
		for (const milliseconds of [0, 7, 60, 200, 400]) {
			const trace = read((await runAndSignal(folder, text, milliseconds, 'SIGKILL')).bytes);
			expect([undefined, 'The trace was cut short: its last frame is not whole.']).toContain(trace.problem);
			expect(trace.status).toBeUndefined();
			let expected = 0;
			for (const index of trace.stepsOfLine(0, 7)) {
				const step = trace.step(index);
				expect(at(trace, 'i', 0, step.tick)).toBe(expected);
				expect(at(trace, 'l[-1]', 0, step.tick)).toBe(expected * expected);
				if (expected > 200) break;
				expected++;
			}
			expect(trace.outputs.map(output => Number(output.text))).toEqual(trace.outputs.map((_, i) => 50 * (i + 1)));
		}
	});

	test('interrupted at any moment, it ends as Python does and the trace is whole', async () => {
		const text = 'l = []\ntry:\n    while True:\n        l.append([len(l)] * 20)\n        if len(l) % 10 == 0:\n            print(len(l))\nfinally:\n    print("finally")\n';
		for (const milliseconds of [0, 10, 100, 400]) {
			const { bytes, status } = await runAndSignal(folder, text, milliseconds, 'SIGINT');
			const trace = read(bytes);
			expect([status, trace.status, trace.problem]).toEqual([130, 130, undefined]);
			expect(trace.errors[0]).toMatchObject({ type: 'KeyboardInterrupt' });
			expect(trace.errors[0]!.traceback).not.toContain('/loupe/');
			expect(trace.outputs.filter(output => output.stream === 1).at(-1)!.text).toBe('finally\n');
		}
	});

	test('what a program leaves for its end is recorded too', () => {
		const { trace, stdout, stderr } = run(folder, 'import atexit, sys, threading, time\natexit.register(print, "at exit")\nthreading.Thread(target=lambda: (time.sleep(0.05), print("thread"))).start()\nsys.excepthook = lambda kind, error, trace: print("hook", error)\n1 / 0\n');
		expect([stdout, stderr]).toEqual(['hook division by zero\nthread\nat exit\n', '']);
		expect(trace.outputs.map(output => output.text).join('')).toBe(stdout);
		expect(trace.status).toBe(1);
	});

	test('a flood of lines is written whole', () => {
		const { trace, stdout } = run(folder, 'for i in range(60000):\n    print(i)\n', { maxSteps: 1000 });
		expect(stdout.length).toBe(348_890);
		expect(trace.outputs.map(output => output.text).join('')).toBe(stdout);
		// Many go into one, which ends where a line does.
		expect(trace.outputs.length).toBeLessThan(20_000);
		expect(trace.outputs.filter(output => !output.text.endsWith('\n')).map(output => output.text.slice(-20))).toEqual([]);
	});
});
