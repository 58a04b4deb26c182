/** Where values of real runs stopped being finite. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tick, Trace } from '../../../engine/trace/model.ts';
import { nonFiniteMoment } from '../../../engine/trace/non-finite.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from './tracer.ts';

const PROGRAM = `
import torch
x = torch.tensor([1., 2.])
big = torch.ones(300, 300)
large = torch.ones(300, 300) * 2
losses, logs, model, taken = [], {}, [[torch.ones(2)]], [torch.ones(2)]
out = taken[0]
class Kept:
    pass
kept = Kept()
for i in range(6):
    x = x * (float('nan') if i == 3 else 1)
    loss = x.sum().item()
    losses.append(loss)
    logs[i] = (i, loss)
    kept.last = loss
    model[0][0] /= 3 - i
    big[299, 299] = float('inf') if i == 4 else i
    if i == 2:
        taken.clear()
    out.mul_(float('inf') if i == 4 else 1)
def f(q):
    r = q * 2
    return r
for each in (1.0, float('nan'), 2.0):
    f(each)
many = []
for j in range(1_500):
    many.append(float(j) if j < 1_200 else float('nan'))
`;

let trace: Trace;
beforeAll(async () => {
	const { bytes } = await runPython(PROGRAM, { record: { maxTensorBytes: 100_000 } });
	trace = read(bytes);
}, 30_000);

/** Asked for at the program's first line, or at another. */
const first = (text: string, line = 2): Tick | undefined => done(nonFiniteMoment(trace, text, trace.stepsOfLine(0, line)));

/** The end of a line's run. */
function endOf(text: string, iteration: number): Tick {
	const line = PROGRAM.split('\n').findIndex(each => each.includes(text)) + 1;
	return trace.step(trace.stepsOfLine(0, line).at(iteration)!).end;
}

describe('nonFiniteMoment', () => {
	test('a tensor', () => {
		expect(first('x')).toBe(endOf('x = x *', 3));
		expect(first('large')).toBeUndefined();
	});

	test('a number', () => {
		expect(first('loss')).toBe(endOf('loss =', 3));
		expect(first('i')).toBeUndefined();
	});

	test('what a list, a dict, a tuple in it or an object holds', () => {
		expect(first('losses')).toBe(endOf('losses.append', 3));
		expect(first('losses[3]')).toBe(endOf('losses.append', 3));
		expect(first('losses[-1]')).toBe(endOf('losses.append', 3));
		expect(first('losses[2]')).toBeUndefined();
		expect(first('logs')).toBe(endOf('logs[i]', 3));
		expect(first('kept')).toBe(endOf('kept.last', 3));
		expect(first('kept.last')).toBe(endOf('kept.last', 3));
	});

	test('a tensor in a list that is written to in place, as long as it is there', () => {
		expect(first('model')).toBe(endOf('model[0][0] /=', 3));
		expect(first('out')).toBe(endOf('out.mul_', 4));
		expect(first('taken')).toBeUndefined();
	});

	test('a tensor over the budget, of which a summary is kept', () => {
		const value = trace.value(trace.lookup('big', 0, trace.lastTick), trace.lastTick);
		expect(value?.kind === 'tensor' && trace.elements(value, trace.lastTick)).toBeUndefined();
		expect(first('big')).toBe(endOf('big[299', 4));
	});

	test('a name of a function that is called often, in the first call in which it was', () => {
		const line = PROGRAM.split('\n').indexOf('    r = q * 2') + 1;
		expect(first('r', line)).toBe(endOf('r = q', 1));
		expect(first('q', line)).toBe(endOf('    f(each)', 1));
		expect(first('x', line)).toBe(first('x'));
	});

	test('a list of which only the beginning and the end are kept', () => {
		expect(first('many')).toBe(endOf('many.append', 1_200));
		expect(first('many[-1]')).toBe(endOf('many.append', 1_200));
	});
});
