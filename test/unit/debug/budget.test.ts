/** A recording that ends before its program: what ended it, and that nothing after it is taken for something in it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Raises } from '../../../engine/debug/raises.ts';
import { isStoppedAt, spentBudget } from '../../../engine/trace/recorded.ts';
import type { RecordOptions } from '../../../engine/runtime/protocol.ts';
import type { Trace } from '../../../engine/trace/model.ts';
import { hasPython, run, tracerFolder } from '../trace/tracer.ts';

/** The same line raises the same before the recording's end and after it; only then nobody catches it. */
const RAISES = 'def f(i):\n    if i in (2, 30):\n        raise ValueError(\'no\')\nfor i in range(40):\n    try:\n        f(i)\n    except ValueError:\n        if i == 30:\n            raise\n';

describe.skipIf(!hasPython)('a recording', () => {
	let folder = '', remove = () => {};
	beforeAll(() => {
		({ folder, remove } = tracerFolder());
	});
	afterAll(() => remove());

	const traceOf = (text: string, record: Partial<RecordOptions> = {}): Trace => run(folder, text, record).trace;

	test('to the program’s end', () => {
		const trace = traceOf(RAISES);
		expect(spentBudget(trace)).toBeUndefined();
		expect(trace.step(new Raises(trace).uncaught!).line).toBe(3);
	});

	test('that ended at its limit: an exception after that is none of its own', () => {
		const trace = traceOf(RAISES, { maxSteps: 60 });
		expect(spentBudget(trace)).toMatchObject({ what: 'steps' });
		expect([trace.errors.length, trace.raised.length]).toEqual([1, 1]);
		expect(new Raises(trace).uncaught).toBeUndefined();
	});

	test('whose end was the program’s too', () => {
		const text = 'while True:\n    pass\n';
		const stopped = traceOf(text, { maxSteps: 10, atLimit: 'stop' });
		expect(isStoppedAt(spentBudget(stopped)!, stopped)).toBe(true);
		const ranOn = traceOf('for i in range(30):\n    pass\nraise SystemExit(1)\n', { maxSteps: 10 });
		expect([ranOn.status, isStoppedAt(spentBudget(ranOn)!, ranOn)]).toEqual([1, false]);
	});
});
