/** Loops as the steps of real runs tell them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Iterations, iterationsAt, lastStepOf, type LoopLines } from '../../../engine/trace/loops.ts';
import { evaluate } from '../../../engine/trace/expression.ts';
import { focusAt } from '../../../engine/trace/focus.ts';
import type { Step, Trace } from '../../../engine/trace/model.ts';
import { done } from '../../../engine/trace/work.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from './tracer.ts';

const PROGRAM = `
def total(n):
    result = 0
    for i in range(n):
        result += i
    return result

sums = []
for outer in range(3):
    for inner in range(outer):
        sums.append(outer * 10 + inner)
    last = total(outer)
count = 5
while True:
    count -= 1
    if count == 2:
        break
for never in []:
    print(never)
for x in (
    1,
    2,
):
    y = x * 2
`;

const iterations = (of: Trace, lines: LoopLines, tick?: number): Iterations | undefined => done(iterationsAt(of, lines, focusAt(of, tick)));
const lastStep = (from: number, to: number, tick: number): Step | undefined => lastStepOf(trace, 0, from, to, focusAt(trace, tick));

let trace: Trace;
beforeAll(async () => { trace = read((await runPython(PROGRAM)).bytes); });

/** The loop whose header begins with a text, with so many lines of header and body after its first. */
function loop(header: string, lines: number, body = 1): LoopLines {
	const line = PROGRAM.split('\n').findIndex((text) => text.trim().startsWith(header)) + 1;
	return { source: 0, header: line, body: line + body, last: line + lines };
}

describe('iterationsAt', () => {
	test('counts the iterations of a loop, and none of what it calls', () => {
		const outer = iterations(trace, loop('for outer', 3))!;
		expect(outer.begins).toHaveLength(3);
		expect(outer.current).toBe(3);
		expect(outer.ends.every((end, i) => end > outer.begins[i]! && end <= (outer.begins[i + 1] ?? Infinity))).toBe(true);
	});

	test('an inner loop is the run of it that was under way', () => {
		const outer = iterations(trace, loop('for outer', 3))!;
		const inner = loop('for inner', 1);
		expect(iterations(trace, inner)!.begins).toHaveLength(2);
		expect(iterations(trace, inner, outer.ends[1])!.begins).toHaveLength(1);
	});

	test('a loop in a function is that of the last call', () => {
		expect(iterations(trace, loop('for i', 1))!.begins).toHaveLength(2);
	});

	test('a loop that is left by break has all its iterations', () => {
		const left = iterations(trace, loop('while True', 3))!;
		expect(left.begins).toHaveLength(3);
		expect(left.ends).toHaveLength(3);
		expect(evaluate(trace, 'count', left.frame, left.ends[0]!)).not.toBe(evaluate(trace, 'count', left.frame, left.ends[2]!));
	});

	test('a loop without iterations never ran', () => {
		expect(iterations(trace, loop('for never', 1))).toBeUndefined();
	});

	test('a header of several lines', () => {
		expect(iterations(trace, loop('for x', 4, 4))!.begins).toHaveLength(2);
	});

	test('at the end of each iteration the names have its values', () => {
		const outer = iterations(trace, loop('for outer', 3))!;
		const value = (tick: number): unknown => {
			const found = trace.value(evaluate(trace, 'outer', outer.frame, tick)!, tick);
			return found?.kind === 'int' ? found.value : undefined;
		};
		expect(outer.ends.map(value)).toEqual([0, 1, 2]);
		outer.ends.forEach((end, i) => expect(iterations(trace, loop('for outer', 3), end - 1)!.current).toBe(i + 1));
	});
});

describe('lastStepOf', () => {
	test('the last run of a line that had ended', () => {
		const { header } = loop('for outer', 3);
		const outer = iterations(trace, loop('for outer', 3))!;
		const line = header + 3;
		const steps = Array.from(trace.stepsOfLine(0, line), (index) => trace.step(index));
		expect(lastStep(line, line, trace.lastTick)!.end).toBe(steps[2]!.end);
		expect(lastStep(line, line, outer.ends[0]!)!.end).toBe(steps[0]!.end);
		expect(lastStep(line, line, steps[0]!.tick)).toBeUndefined();
	});
});

describe('a trace that grows', () => {
	/** Each printed line ends a frame of bytes. */
	const GROWING = `
def walk(n):
    for i in range(n):
        print(n, i)
        if n > 1 and i == 0:
            walk(n - 1)

def numbers():
    for i in range(3):
        print(i)
        yield i

for outer in numbers():
    while True:
        print(outer)
        if outer != 1:
            break
        outer += 1
    for inner in range(outer):
        walk(inner)
`;

	test('has the loops that it has when it is read at once, whenever they were asked for', async () => {
		const { bytes } = await runPython(GROWING);
		const whole = read(bytes);
		const growing = new TraceReader();
		const lines = GROWING.split('\n');
		const loops = lines.flatMap((text, i): LoopLines[] => {
			const depth = text.search(/\S/);
			if (!/^\s*(for|while)\b/.test(text)) return [];
			const end = lines.findIndex((other, at) => at > i && (other.trim() === '' || other.search(/\S/) <= depth));
			return [{ source: 0, header: i + 1, body: i + 2, last: end < 0 ? lines.length : end }];
		});
		let sizes = 0;
		for (const { offset, length } of whole.places) {
			growing.push(bytes.subarray(offset, offset + length));
			for (const each of loops) sizes += iterations(growing, each)?.begins.length ?? 0;
		}
		expect(whole.places.length).toBeGreaterThan(5);
		expect(loops).toHaveLength(5);
		expect(sizes).toBeGreaterThan(0);
		for (const each of loops) {
			for (let tick = 0; tick <= whole.lastTick; tick++) expect(iterations(growing, each, tick)).toEqual(iterations(whole, each, tick));
		}
	});
});
