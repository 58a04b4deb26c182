/** The runs of a line as a user counts them, in traces of real runs. */
import { describe, expect, test } from 'vitest';
import { focusAt } from '../../../engine/trace/focus.ts';
import type { Tick, Trace } from '../../../engine/trace/model.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { type Visits, visitsOf } from '../../../engine/trace/visits.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from './tracer.ts';

const PROGRAM = `
def step(x):
    y = x + 1
    return y

def fall(n):
    left = fall(n - 1) if n else 0
    return left

for i in range(30_000):
    j = i // 2
    if i % 3000 == 0:
        total = (
            step(i) +
            step(j)
        )
        print(total)
fall(3)
for same in [1] * 5:
    same + 1
`;

const lineOf = (text: string): number => PROGRAM.split('\n').findIndex(line => line.includes(text)) + 1;

function visits(trace: Trace, text: string, name?: string, statement = { from: lineOf(text), to: lineOf(text) }, bodyEnd?: number): Visits {
	return done(visitsOf(trace, { source: 0, line: lineOf(text), statement, bodyEnd }, name));
}

/** Of the last run by then: which iteration it is, of how many. */
function iteration(trace: Trace, of: Visits, until?: Tick): { readonly k: number; readonly n: number } {
	const count = until === undefined ? of.steps.length : of.countUntil(focusAt(trace, until), 'ended');
	const { k, n } = of.iteration(count, trace.step(of.steps.at(count - 1)!).frame);
	return { k, n };
}

describe('visits', async () => {
	const { bytes } = await runPython(PROGRAM);
	const trace = read(bytes);

	test('a line in a loop that runs often is counted whole', () => {
		expect(iteration(trace, visits(trace, 'j = i // 2'))).toEqual({ k: 30_000, n: 30_000 });
		expect(iteration(trace, visits(trace, 'if i % 3000'))).toEqual({ k: 30_000, n: 30_000 });
	});

	test('a header counts where it binds, not where the loop ends', () => {
		expect(iteration(trace, visits(trace, 'for same in', 'same', undefined, lineOf('for same in') + 1))).toEqual({ k: 5, n: 5 });
		expect(iteration(trace, visits(trace, 'for i in', 'i'))).toEqual({ k: 30_000, n: 30_000 });
		expect(visits(trace, 'for i in').steps).toHaveLength(30_001);
	});

	test('as of a moment', () => {
		const bound = visits(trace, 'j = i // 2');
		expect(iteration(trace, bound, trace.step(bound.steps.at(4)!).end)).toEqual({ k: 5, n: 30_000 });
		expect(bound.countUntil(focusAt(trace, trace.step(bound.steps.at(4)!).tick), 'ended')).toBe(4);
		expect(bound.countUntil(focusAt(trace, trace.step(bound.steps.at(4)!).tick), 'begun')).toBe(5);
		expect(bound.countUntil(focusAt(trace, 0), 'begun')).toBe(0);
	});

	test('a line that each call runs once is counted over the calls', () => {
		expect(iteration(trace, visits(trace, 'y = x + 1'))).toEqual({ k: 20, n: 20 });
		expect(iteration(trace, visits(trace, 'left = fall'))).toEqual({ k: 4, n: 4 });
	});

	test('a statement of several lines is one run, in however many steps', () => {
		const statement = { from: lineOf('total = ('), to: lineOf('step(j)') + 1 };
		expect(iteration(trace, visits(trace, 'total = (', undefined, statement)).n).toBe(10);
	});

	test('a growing trace comes to the same', () => {
		const growing = new TraceReader();
		for (const { offset, length } of trace.places) {
			growing.push(bytes.subarray(offset, offset + length));
			for (const name of ['i', undefined]) visits(growing, 'for i in', name);
			// Asked for before it has run.
			visits(growing, 'fall(3)');
		}
		expect(visits(growing, 'fall(3)').steps).toHaveLength(1);
		expect(growing.stepsOfLine(0, 1000)).toHaveLength(0);
		for (const name of ['i', undefined]) expect(visits(growing, 'for i in', name).steps).toEqual(visits(trace, 'for i in', name).steps);
	});
});
