/** Which run of a line hover, the values beside lines and the lens of a loop tell of: exceptions, many calls, recordings that end early. */
import { beforeAll, describe, expect, test } from 'vitest';
import { assignedTo } from '../../../extension/beside/assigned.ts';
import { inlineText } from '../../../extension/beside/inlineText.ts';
import { momentOf } from '../../../extension/moment/moment.ts';
import { expressionAt } from '../../../extension/code/expressionAt.ts';
import { parsePython } from '../../../extension/code/parsePython.ts';
import { assignmentsIn, loopsIn } from '../../../extension/code/statements.ts';
import { evaluate } from '../../../engine/trace/expression.ts';
import { focusAt } from '../../../engine/trace/focus.ts';
import { type Iterations, iterationsAt, lastStepOf } from '../../../engine/trace/loops.ts';
import type { Tick, Trace } from '../../../engine/trace/model.ts';
import { isLeft } from '../../../engine/trace/raises.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { hasPython, read, run, tracerFolder } from '../trace/tracer.ts';

/** A program and its trace, asked as the editor asks. */
class Ran {
	readonly trace: Trace;
	readonly #text: string;

	constructor(text: string, trace: Trace) {
		this.#text = text;
		this.trace = trace;
	}

	/** What stands beside the assignments, as 'name = value'. */
	beside(tick?: Tick): string[] {
		const { trace } = this;
		return assignmentsIn(parsePython(this.#text), this.#text, 0, this.#text.length).flatMap(({ targets, from, to }) => {
			const step = lastStepOf(trace, 0, this.#lineAt(from), this.#lineAt(to), focusAt(trace, tick));
			return !step || isLeft(trace, step) ? [] : targets.flatMap((target) => {
				const given = assignedTo(trace, target, step, 'value');
				return given ? [`${given.whole ?? target.text} = ${given.text}`] : [];
			});
		});
	}

	/** What hover says of the first word in a text of the program: value, when, iteration. */
	hover(text: string, tick?: Tick): string {
		const { trace } = this;
		const at = expressionAt(parsePython(this.#text), this.#text, this.#text.indexOf(text) + text.search(/\S/))!;
		const { from, to, bodyEnd } = at.statement;
		const lines = { source: 0, line: this.#lineAt(at.from), statement: { from: this.#lineAt(from), to: this.#lineAt(to) }, bodyEnd: bodyEnd === undefined ? undefined : this.#lineAt(bodyEnd) };
		const moment = done(momentOf(trace, lines, at.role, at.text, focusAt(trace, tick)));
		if (!moment) { return 'nothing'; }
		const ref = evaluate(trace, at.text, moment.frame, moment.tick);
		const value = ref === undefined ? undefined : trace.value(ref, moment.tick);
		const { iteration } = moment;
		return `${value ? inlineText(trace, value, moment.tick, 'value') : 'unbound'} ${moment.when}${iteration ? ` ${iteration.k}/${iteration.n}${iteration.isCut ? ' recorded' : ''}` : ''}`;
	}

	loop(header: string, tick?: Tick): Iterations {
		const found = loopsIn(parsePython(this.#text)).find(({ from }) => this.#text.slice(from).startsWith(header))!;
		const lines = { source: 0, header: this.#lineAt(found.from), body: this.#lineAt(found.body.from) + 1, last: this.#lineAt(found.body.to - 1) };
		return done(iterationsAt(this.trace, lines, focusAt(this.trace, tick)))!;
	}

	/** As its lens says it. */
	lens(header: string, tick?: Tick): string {
		const { current, begins, call, isCut } = this.loop(header, tick);
		return `${current}/${begins.length}${isCut ? ' recorded' : ''}, call ${call.k}/${call.n}`;
	}

	#lineAt(offset: number): number {
		return this.#text.slice(0, offset).split('\n').length;
	}
}

async function embedded(text: string, maxSteps?: number): Promise<Ran> {
	return new Ran(text, read((await runPython(text, maxSteps === undefined ? {} : { record: { maxSteps } })).bytes));
}

describe('an exception', () => {
	test('in a loop: the line that it left has given nothing, and is in its own iteration', async () => {
		const ran = await embedded('for i in range(5):\n    x = 10 - i\n    y = 1 / (i - 2)\n');
		expect(ran.beside()).toEqual(['i = 2', 'x = 8']);
		expect(ran.hover('y =')).toBe('-1.0 before 3/3');
		expect(ran.hover('x =')).toBe('8 after 3/3');
		expect(ran.lens('for i')).toBe('3/3, call 1/1');
	});

	test('in a call: its lines are those of that call, whatever ran on the way out', async () => {
		const ran = await embedded(`def f(n):
    total = n * 10
    for j in range(3):
        part = total / (n + j)
    return part
for k in (3, 2, -1, 4):
    try:
        got = f(k)
    finally:
        after = f(7)
`);
		expect(ran.hover('n)')).toBe('-1 called');
		expect(ran.hover('total =')).toBe('-10 after 5/6');
		expect(ran.hover('part =')).toBe('10.0 before 2/2');
		expect(ran.lens('for j')).toBe('2/2, call 5/6');
		expect(ran.lens('for k')).toBe('3/3, call 1/1');
		expect(ran.hover('got =')).toBe('5.0 before 3/3');
		expect(ran.beside()).toEqual(['total = -10', 'j = 1', 'k = -1', `after = ${70 / 9}`]);
	});

	test('that is caught or comes out of finally: the line that it left has not given what it gave before, the others have', async () => {
		const ran = await embedded(`def f(n):
    return 6 / n
for k in (2, 0):
    try:
        got = f(k)
    except ZeroDivisionError:
        lost = k + 1
for k in (2, 0):
    try:
        own = 6 / k
    except ZeroDivisionError:
        pass
kept = next((f(z) for z in [2]), 0)
def g():
    try:
        gone = 1 / 0
    finally:
        here = kept + 1
g()
`);
		expect(ran.beside()).toEqual(['k = 0', 'lost = 1', 'k = 0', 'kept = 3.0', 'here = 4.0']);
	});
});

test('a name that a line reads is what it was before the line, one that it assigns what it is after', async () => {
	const ran = await embedded('x = 1\nfor i in range(3):\n    x = x * 2\n    x += 1\n');
	expect([ran.hover('x * 2'), ran.hover('x = x'), ran.hover('x += 1')]).toEqual(['7 before 3/3', '14 after 3/3', '15 after 3/3']);
});

describe('many calls', () => {
	const PROGRAM = `def f(n):
    start = n * 10
    for j in range(n):
        part = start + j
    mean = part / n
    return mean
for k in (2, 3, 1):
    got = f(k)
`;
	let ran: Ran;
	beforeAll(async () => { ran = await embedded(PROGRAM); });

	test('a loop is stepped through in all of them', () => {
		const seen: string[] = [];
		let { ends, current, previous } = ran.loop('for j');
		expect(ran.lens('for j')).toBe('1/1, call 3/3');
		for (let tick: Tick | undefined = ends[current - 1]; tick !== undefined;) {
			seen.unshift(`${ran.lens('for j', tick)}: ${ran.hover('part =', tick)}`);
			({ ends, current, previous } = ran.loop('for j', tick));
			tick = current > 1 ? ends[current - 2] : previous;
		}
		expect(seen).toEqual(['1/2, call 1/3: 20 after 1/2', '2/2, call 1/3: 21 after 2/2', '1/3, call 2/3: 30 after 1/3', '2/3, call 2/3: 31 after 2/3', '3/3, call 2/3: 32 after 3/3', '1/1, call 3/3: 10 after 6/6']);
		expect(ran.loop('for j', ran.loop('for k').ends[0]).next).toBe(ran.loop('for j', ran.loop('for k').ends[1]).ends[0]);
	});

	test('at a moment in one, its lines are those of that call, and others as they were then', () => {
		const second = ran.loop('for j', ran.loop('for k').ends[1]).ends[0]!;
		expect(ran.beside(second)).toEqual(['start = 30', 'j = 0', 'part = 30', 'k = 3', 'got = 10.5']);
		expect(ran.hover('mean =', second)).toBe('nothing');
		expect(ran.hover('n)', second)).toBe('3 called');
		expect(ran.lens('for k', second)).toBe('2/3, call 1/1');
	});

	test('a function that calls itself', async () => {
		const walk = await embedded(`def walk(n):
    for i in range(n):
        seen = n * 10 + i
        walk(n - 1)
walk(3)
`);
		const outer = walk.loop('for i', walk.loop('for i', walk.trace.step(2).tick).ends[1]);
		expect([outer.begins.length, outer.current, outer.call.k]).toEqual([3, 2, 1]);
		expect(walk.hover('seen =', outer.ends[1])).toBe('31 after 2/3');
		const { call } = walk.loop('for i');
		expect(call.n).toBe(10);
	});
});

describe('a header of several lines', () => {
	const PROGRAM = `def pairs(xs):
    for a, b in zip(
        xs,
        (x * 2 for x in xs),
    ):
        c = a + b
    return c
n = 0
while (
    n < 3
    and n + 1 < 10
):
    n += 1
while any(
    n + j < 6
    for j in range(2)
):
    n += 1
for q in (w for w in range(3)):
    r = q
while True:
    for (
        s,
        t
    ) in enumerate("ab"):
        u = s
    if s:
        break
pairs([1, 2])
last = pairs([3, 4])
`;

	function check(ran: Ran): void {
		expect(ran.lens('for a')).toBe('2/2, call 2/2');
		expect(ran.lens('while (')).toBe('3/3, call 1/1');
		expect(ran.lens('while any')).toBe('3/3, call 1/1');
		expect(ran.lens('for q')).toBe('3/3, call 1/1');
		expect(ran.lens('for (')).toBe('2/2, call 1/1');
		const { ends } = ran.loop('for a');
		expect(ran.hover('c =', ends[0])).toBe('9 after 1/2');
		expect(ran.hover('a, b', ends[0])).toBe('3 after 1/2');
		expect(ran.beside(ends[0]).slice(0, 3)).toEqual(['a = 3', 'b = 6', 'c = 9']);
		expect(ran.beside(ran.loop('while (').ends[1])).toContain('n = 2');
	}

	test('is that of one line', async () => { check(await embedded(PROGRAM)); });

	test.skipIf(!hasPython)('in another Python too', () => {
		const { folder, remove } = tracerFolder();
		try { check(new Ran(PROGRAM, run(folder, PROGRAM).trace)); } finally { remove(); }
	});
});

describe('a recording that ends early', () => {
	const PROGRAM = `for early in range(3):
    first = early
def f(n):
    return n
for i in range(500):
    y = i * 2
    f(i)
`;

	test('what it counts is what was recorded', async () => {
		const ran = await embedded(PROGRAM, 100);
		const { begins, isCut } = ran.loop('for i');
		expect(isCut).toBe(true);
		expect(begins.length).toBeLessThan(50);
		expect(ran.hover('y =')).toMatch(/after (\d+)\/\1 recorded$/);
		expect(ran.hover('n\nfor i')).toMatch(/recorded$/);
		expect(ran.lens('for early')).toBe('3/3, call 1/1');
	});

	test('one that does not says nothing of it', async () => {
		const ran = await embedded(PROGRAM);
		expect(ran.loop('for i').isCut).toBe(false);
		expect(ran.hover('y =')).toBe('998 after 500/500');
	});
});

describe('parts', () => {
	test('have what they were given, or stand as a part of the whole', async () => {
		const ran = await embedded(`import torch
a = torch.zeros(3)
for i in range(3):
    a[i] += i + 0.5
a[1:] = torch.ones(2)
a[a > 0.75] = 7
d, key = {}, 'k'
d[key] = a.sum()
class C: pass
o = C()
o.x = o.y = len(d) * 3
o.rows = [1, 2, 3]
o.rows[i - 1] = key
t = torch.zeros(9, 99)
t[1, 2] = 5
t[[0, 1]] = 3
n = 0
while (n := n + 1) < 4:
    pass
if (y := a.sum()) > 0:
    m, (b, *c) = n, (2, *d)
`);
		expect(ran.beside()).toEqual([
			'a = tensor([0., 0., 0.])', 'i = 2', 'a[i] = tensor(2.5000)', 'a = tensor([0.5000, 1.0000, 1.0000])', 'a = tensor([0.5000, 7.0000, 7.0000])', 'd = {}', "key = 'k'", 'd[key] = tensor(14.5000)',
			'o = C', 'o.x = 3', 'o.y = 3', 'o.rows = [1, 2, 3]', "o.rows[i - 1] = 'k'", 't = float32 [9, 99]', 't[1, 2] = tensor(5.)', 't = float32 [9, 99]', 'n = 4', 'y = tensor(14.5000)', 'm = 4', 'b = 2', "c = ['k']",
		]);
	});
});

test('an object is its type and what it holds by name, as far as that is short', async () => {
	const ran = await embedded(`import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.scale, self._hidden = nn.Linear(3, 4), nn.ReLU(), torch.ones(2), 5
def make():
    return nn.Linear(3, 2)
class Config:
    def __init__(self, **all):
        self.__dict__.update(all)
layer = make()
net = Net()
short, long = Config(rate=0.1, steps=20), Config(rate=0.1, names=['a'], steps=20, smoothing=0.0001)
opt = torch.optim.SGD(layer.parameters(), lr=short.rate)
`);
	expect(ran.beside().slice(-5)).toEqual([
		'layer = Linear(in_features=3, out_features=2)', 'net = Net(first=Linear, second=ReLU, …)',
		'short = Config(rate=0.1, steps=20)', 'long = Config(rate=0.1, steps=20, …)', 'opt = SGD',
	]);
});
