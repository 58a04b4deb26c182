/** Norms of all numbers of parameters of which a slice holds a part: what a bar shows is what all of the recorded numbers come to. */
import { beforeAll, expect, test } from 'vitest';
import { numbers } from '../../../engine/slice/children.ts';
import { norm } from '../../../engine/slice/norm.ts';
import { normsAround } from '../../../engine/slice/norms.ts';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { stepOfNumber } from '../../../engine/slice/optimizer-steps.ts';
import { optimizerOver } from '../../../engine/slice/asked-path.ts';
import type { Coordinate, OptimizerSlice } from '../../../engine/slice/slice.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const STEPS = 40;
let trace: TraceReader, ref: number, slice: OptimizerSlice;
beforeAll(async () => {
	const { bytes, stderr } = await runPython(`import torch
torch.manual_seed(0)
x = torch.randn(4, 300)
w = torch.nn.Parameter(torch.randn(300, 400) / 50)
b = torch.nn.Parameter(torch.zeros(400))
unused = torch.nn.Parameter(torch.ones(5000))
optimizer = torch.optim.SGD([w, b, unused], lr=0.002, momentum=0.8, weight_decay=0.1)
for step in range(${STEPS}):
    optimizer.zero_grad()
    ((x @ w + b) ** 2).mean().backward()
    optimizer.step()
`);
	expect(stderr).toBe('');
	trace = read(bytes);
	ref = trace.optimizerStep(0).optimizer;
	slice = done(optimizerSlice(trace, ref))!;
});

test('each is the norm of what was recorded, and the terms are those of the rule', () => {
	const [{ elements, shape }] = slice.parameters as [OptimizerSlice['parameters'][0]];
	expect(elements).toBeLessThan(shape[0]! * shape[1]!);
	for (const number of [0, 17, STEPS - 1]) {
		const step = stepOfNumber(done(normsAround(trace, ref, slice, number)), number)!, recorded = trace.optimizerStep(number);
		for (const [i, parameter] of slice.parameters.slice(0, 2).entries()) {
			const before = numbers(trace, parameter.ref, recorded.tick)!, after = numbers(trace, parameter.ref, recorded.end)!;
			const value = trace.value(parameter.ref, recorded.tick);
			const grad = numbers(trace, value?.kind === 'tensor' ? value.grad : 0, recorded.tick)!;
			const { before: own, after: next, terms, reproduced } = step.parameters[i]!;
			expect(reproduced).toBe(true);
			expect([own[0], next[0]]).toEqual([norm(before), norm(after)].map(each => expect.closeTo(each, 9)));
			const term = (name: string): number => terms.find(each => each.name === name)!.value[0]!;
			// As parts of the update: lr is in them.
			expect(term('grad') / (0.002 * norm(grad))).toBeCloseTo(1, 4);
			if (i === 0) expect(term('weight_decay') / (0.002 * 0.1 * norm(before))).toBeCloseTo(1, 4);
			expect(term('update') / norm(after.map((x, k) => x - before[k]!))).toBeCloseTo(1, 4);
		}
		// It had no gradient.
		const { before: [kept], terms } = { ...step.parameters[2]!, before: Array.from(step.parameters[2]!.before) };
		expect([kept, terms]).toEqual([norm(new Float64Array(5000).fill(1)), []]);
	}
});

test('Adam’s count of steps is one for all pieces, and for a number far in a parameter', async () => {
	const { bytes, stderr } = await runPython(`import torch
torch.manual_seed(0)
x = torch.randn(4, 300)
w = torch.nn.Parameter(torch.randn(300, 400) / 50)
optimizer = torch.optim.Adam([w], lr=0.01)
for step in range(8):
    optimizer.zero_grad()
    ((x @ w) ** 2).mean().backward()
    optimizer.step()
`);
	expect(stderr).toBe('');
	const own = read(bytes), adam = own.optimizerStep(0).optimizer, cut = done(optimizerSlice(own, adam))!;
	const whole = stepOfNumber(done(normsAround(own, adam, cut, 6)), 6)!.parameters[0]!, recorded = own.optimizerStep(6);
	const [before, after] = [numbers(own, cut.parameters[0]!.ref, recorded.tick)!, numbers(own, cut.parameters[0]!.ref, recorded.end)!];
	expect(whole.reproduced).toBe(true);
	expect(whole.terms.find(({ name }) => name === 'update')!.value[0]! / norm(after.map((value, k) => value - before[k]!))).toBeCloseTo(1, 4);
	const far = (element: number): Coordinate => ({ parameter: 0, element, label: '' });
	const [column] = done(optimizerOver(own, adam, cut, { x: far(99_999), y: far(0) })).asked!.columns;
	expect([...column!.reproduced]).toEqual(Array.from({ length: 8 }, () => 1));
	expect(column!.after[6]! - column!.before[6]!).toBe(after[99_999]! - before[99_999]!);
});

test('for so many steps at a time as take a moment, the one that is asked for and more after it than before', () => {
	const { index, count } = done(normsAround(trace, ref, slice, 20)).steps;
	expect([index[0], count]).toEqual([16, 16]);
	expect([...done(normsAround(trace, ref, slice, STEPS - 1)).steps.index]).toEqual(Array.from({ length: 16 }, (_, i) => STEPS - 16 + i));
	expect(stepOfNumber(done(normsAround(trace, ref, slice, 20)), 3)).toBeUndefined();
});
