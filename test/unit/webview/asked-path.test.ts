/** Large parameters: their path along principal components, or of numbers far in them, got from the trace; and the loss over it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { surfaces } from '../../../engine/replay/surface.ts';
import { largeDirections, optimizerOver } from '../../../engine/slice/asked-path.ts';
import { numbers } from '../../../engine/slice/children.ts';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { stepAt } from '../../../engine/slice/optimizer-steps.ts';
import { areWhole, COMPONENT, directionsOf } from '../../../engine/slice/components.ts';
import { along } from '../../../engine/slice/principal.ts';
import type { Coordinate, OptimizerSlice } from '../../../engine/slice/slice.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { axisOf, type Axis } from '../../../webview/optimizer/coordinates.ts';
import { pathOf, vectorsOf } from '../../../webview/optimizer/path.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const WIDTH = 5000, ROWS = 4, STEPS = 40;
const input = (row: number, k: number): number => ((row * 7 + k * 3) % 11 - 5) / 10;
const coordinates = [0, 1].map((element): Coordinate => ({ parameter: COMPONENT, element, label: '' })) as [Coordinate, Coordinate];

let trace: TraceReader, ref: number, slice: OptimizerSlice;
beforeAll(async () => {
	const { bytes, stderr } = await runPython(`import torch
torch.manual_seed(0)
x = ((torch.arange(${ROWS})[:, None] * 7 + torch.arange(${WIDTH}) * 3) % 11 - 5) / 10
w = torch.nn.Parameter(torch.randn(${WIDTH}) / 50)
b = torch.nn.Parameter(torch.zeros(2))
optimizer = torch.optim.SGD([w, b], lr=0.002, momentum=0.8, weight_decay=0.1)
for step in range(${STEPS}):
    optimizer.zero_grad()
    loss = ((x @ w + b[0] - b[1] * 2 - torch.arange(${ROWS})) ** 2).mean()
    loss.backward()
    optimizer.step()
`);
	expect(stderr).toBe('');
	trace = read(bytes);
	ref = trace.optimizerStep(0).optimizer;
	slice = done(optimizerSlice(trace, ref))!;
});

const over = (x: Coordinate, y: Coordinate): OptimizerSlice => done(optimizerOver(trace, ref, slice, { x, y }));

describe('an optimizer of 5,002 numbers', () => {
	test('of its parameters a part is in the slice, with all of its steps', () => {
		expect(areWhole(slice.parameters)).toBe(false);
		expect([slice.steps.count, slice.parameters.map(({ elements }) => elements)]).toEqual([STEPS, [1024, 2]]);
	});

	test('its directions and places are those of all of its numbers', () => {
		const directions = done(largeDirections(trace, ref, slice));
		const { explained, columns } = over(...coordinates).asked!;
		const steps = Array.from({ length: STEPS }, (_, i) => trace.optimizerStep(i));
		const whole = slice.parameters.map(parameter => {
			const rows = (tick: 'tick' | 'end') => Float64Array.from(steps.flatMap(step => [...numbers(trace, parameter.ref, step[tick])!]));
			const before = rows('tick');
			return { ...parameter, elements: before.length / STEPS, before, after: rows('end'), terms: [] };
		});
		const expected = directionsOf({ steps: slice.steps, parameters: whole });
		expect(explained).toEqual(expected.map(each => expect.closeTo(each.explained, 9)));
		for (const [i, { direction, end }] of expected.entries()) {
			direction.forEach((part, at) => part.forEach((value, k) => expect(directions[i]!.direction[at]![k]).toBeCloseTo(value, 8)));
			for (let step = 0; step < STEPS; step++) {
				const place = along({ direction }, whole.map(({ before, elements }) => before.subarray(step * elements, (step + 1) * elements))) - end;
				expect(columns[i]!.before[step]).toBeCloseTo(place, 8);
			}
		}
	});

	test('in the view its path ends at 0, and its terms lead from point to point', () => {
		const shown = over(...coordinates);
		const axes = [0, 1].map(at => axisOf(shown, COMPONENT, at)!) as [Axis, Axis];
		const path = pathOf(shown, ...axes);
		expect(path).toHaveLength(STEPS + 1);
		expect(path.at(-1)!.map(value => Math.abs(value) < 1e-12)).toEqual([true, true]);
		for (let i = 0; i < STEPS; i++) {
			const { vectors, chained } = vectorsOf(stepAt(shown, i)!, ...axes);
			expect([i, chained, vectors.map(({ name }) => name)]).toEqual([i, true, i === 0 ? ['grad', 'weight_decay', 'update'] : ['grad', 'weight_decay', 'momentum_buffer', 'update']]);
			for (const axis of [0, 1] as const) expect(vectors.at(-1)!.to[axis]).toBeCloseTo(path[i + 1]![axis], 8);
		}
	});

	test('a number far in it is asked for too, beside one that is there', () => {
		const [x, y] = [{ parameter: 0, element: 4321, label: '' }, { parameter: 1, element: 1, label: '' }];
		expect(axisOf(slice, 0, 4321)).toMatchObject({ label: 'w[4321]', asked: -1 });
		const shown = over(x, y), axes = [axisOf(shown, 0, 4321)!, axisOf(shown, 1, 1)!] as const;
		expect(axes.map(({ asked }) => asked)).toEqual([0, undefined]);
		const path = pathOf(shown, ...axes);
		for (let i = 0; i < STEPS; i++) {
			const { tick } = trace.optimizerStep(i);
			expect(path[i]).toEqual(slice.parameters.map(({ ref: each }, at) => numbers(trace, each, tick)![[4321, 1][at]!]));
			expect(vectorsOf(stepAt(shown, i)!, ...axes).chained).toBe(true);
		}
	});

	test('the loss over it is that of the numbers that lie there', () => {
		const directions = done(largeDirections(trace, ref, slice));
		const { surface: { xDomain, yDomain, columns, rows, values } } = [...surfaces(trace, { optimizer: ref, x: coordinates[0], y: coordinates[1] })].at(-1)!;
		const [w, b] = slice.parameters.map(parameter => numbers(trace, parameter.ref, trace.lastTick)!) as [Float64Array, Float64Array];
		for (const [row, column] of [[0, 0], [rows - 1, columns - 1], [5, 60]] as const) {
			const [u, v] = [xDomain[0] + (xDomain[1] - xDomain[0]) * column / (columns - 1), yDomain[0] + (yDomain[1] - yDomain[0]) * row / (rows - 1)];
			const moved = [w, b].map((part, i) => part.map((value, k) => value + u * directions[0]!.direction[i]![k]! + v * directions[1]!.direction[i]![k]!)) as [Float64Array, Float64Array];
			const loss = Array.from({ length: ROWS }, (_, at) => (moved[0].reduce((sum, value, k) => sum + value * input(at, k), 0) + moved[1][0]! - 2 * moved[1][1]! - at) ** 2).reduce((sum, value) => sum + value, 0) / ROWS;
			expect(values[row * columns + column]! / loss).toBeCloseTo(1, 2);
		}
	});
});
