/** What real PyTorch did, as the reader tells it: the stored traces of the notes and of `changes.py`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { childAt, evaluate, parseExpression } from '../../../engine/trace/expression.ts';
import type { Elements, Ref, TensorValue, Tick, Trace } from '../../../engine/trace/model.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

const changes = read(stored('changes'));
const ema = read(stored('ema-training'));
const gather = read(stored('gather'));

/** The tick before the first run of the line that begins with `code`, and the one after it. */
function around(trace: Trace, code: string, run = 0): { before: Tick; after: Tick; frame: number } {
	const line = trace.sources[0]!.text.split('\n').findIndex(text => text.trim().startsWith(code)) + 1;
	const step = trace.step(trace.stepsOfLine(0, line).at(run)!);
	return { before: step.tick, after: step.end, frame: step.frame };
}

function tensor(trace: Trace, ref: Ref | undefined, tick: Tick): TensorValue {
	const value = trace.value(ref ?? 0, tick);
	if (value?.kind !== 'tensor') throw new Error(`no tensor: ${value?.kind}`);
	return value;
}

function numbers(trace: Trace, expression: string, frame: number, tick: Tick): number[] {
	const value = tensor(trace, evaluate(trace, expression, frame, tick), tick);
	return Array.from(trace.elements(value, tick) as Exclude<Elements, BigInt64Array>, Number);
}

describe('what shares memory changes together', () => {
	test('an assignment to an element is seen through views', () => {
		const { before, after, frame } = around(changes, 'base[1] = 10.0');
		expect(numbers(changes, 'view', frame, before)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(numbers(changes, 'view', frame, after)).toEqual([0, 10, 2, 3, 4, 5]);
		expect(numbers(changes, 'turned', frame, after)).toEqual([0, 3, 10, 4, 2, 5]);
	});

	test('a call on a part of a view is seen in the base', () => {
		const { after, frame } = around(changes, 'turned[2, 0]');
		expect(numbers(changes, 'base', frame, after)).toEqual([0, 10, 3, 3, 4, 5]);
	});

	test('views name the same storage, with strides and offset of their own', () => {
		const { after, frame } = around(changes, 'turned = ');
		const [base, turned] = ['base', 'turned'].map(name => tensor(changes, evaluate(changes, name, frame, after), after)) as [TensorValue, TensorValue];
		expect(turned.storage).toBe(base.storage);
		expect([turned.shape, turned.strides]).toEqual([[3, 2], [1, 3]]);
	});

	test('numpy and torch over the same memory', () => {
		const first = around(changes, 'array[0]');
		expect(numbers(changes, 'shared', first.frame, first.after)).toEqual([4, 0, 0]);
		const second = around(changes, 'shared[1]');
		expect(numbers(changes, 'array', second.frame, second.after)).toEqual([4, 5, 0]);
	});

	test('a write through .data does not escape', () => {
		const { after, frame } = around(changes, 'w.data.mul_');
		expect(numbers(changes, 'w', frame, after)).toEqual([2, 4]);
	});
});

describe('gradients', () => {
	test('they appear, add up and go', () => {
		const first = around(changes, '(w * w)');
		expect(evaluate(changes, 'w.grad', first.frame, first.before)).toBeUndefined();
		expect(numbers(changes, 'w.grad', first.frame, first.after)).toEqual([2, 4]);
		const second = around(changes, '(w * 3)');
		expect(numbers(changes, 'w.grad', second.frame, second.before)).toEqual([2, 4]);
		expect(numbers(changes, 'w.grad', second.frame, second.after)).toEqual([5, 7]);
		const third = around(changes, 'w.grad = None');
		expect(evaluate(changes, 'w.grad', third.frame, third.after)).toBeUndefined();
	});

	test('a backward call knows its root and the step its loss', () => {
		expect(ema.backwards).toHaveLength(20);
		for (let i = 0; i < 20; i++) {
			const step = ema.optimizerStep(i);
			expect(step.loss).toBe(ema.backwards[i]!.root);
			expect(step.type).toBe('SGD');
			expect(tensor(ema, step.loss, step.tick)).toMatchObject({ shape: [], gradFn: 'MeanBackward0', requiresGrad: true });
		}
	});
});

describe('expressions', () => {
	const end = changes.lastTick;
	const text = (expression: string, tick = end) => {
		const ref = evaluate(changes, expression, 0, tick);
		const value = ref === undefined ? undefined : changes.value(ref, tick);
		return value === undefined ? undefined : value.kind === 'float' || value.kind === 'bool' ? value.value : 'text' in value ? value.text : value.kind;
	};

	test('what they find', () => {
		expect(text('losses[-1]')).toBe(0.75);
		expect(text('losses[0]')).toBe(0);
		expect(text('settings["lr"]')).toBe(0.2);
		expect(text('settings[\'sizes\'][2]')).toBe('3');
		expect(text('counter.count')).toBe('3');
		expect(text('layers.training')).toBe(true);
		expect(numbers(changes, 'layers[0].weight', 0, end)).toEqual([0.5, 0.5, 0.5, 0.5]);
		expect(text('layers[-1]')).toBe('object');
	});

	test('at the time that is asked', () => {
		const { before, after } = around(changes, 'settings[\'lr\'] = 0.2');
		expect([text('settings[\'lr\']', before), text('settings[\'lr\']', after)]).toEqual([0.1, 0.2]);
		const second = around(changes, 'losses.append', 1);
		expect([text('losses[-1]', second.before), text('losses[-1]', second.after)]).toEqual([0, 0.25]);
	});

	test('what they don\'t', () => {
		for (const nothing of ['base', 'unknown', 'losses[9]', 'losses[-5]', 'settings["nothing"]', 'w.nothing', 'counter.count.real', 'view[0]']) expect(text(nothing)).toBeUndefined();
		for (const other of ['', '1', 'f(x)', 'a + b', 'a[b]', 'a[1:2]', 'a.', '.a', 'a b', 'a[', 'a["x]']) expect(parseExpression(other)).toBeUndefined();
	});

	test('a container of which the middle was left out counts from both ends', () => {
		const container = { kind: 'sequence', ref: 1, type: 'list', length: 10, head: 2, children: [1, 2, 9, 10].map(ref => ({ key: 0, ref })) } as const;
		expect([0, 1, 2, 7, 8, 9, 10, -1, -2, -3, -10, -11].map(index => childAt(container, index))).toEqual([1, 2, 0, 0, 9, 10, 0, 10, 9, 0, 1, 0]);
	});
});

describe('ops', () => {
	test('gather: arguments by name, and where it stands in the document', () => {
		const index = Array.from({ length: gather.opCount }, (_, i) => gather.op(i)).findIndex(op => op.name === 'gather');
		const op = gather.op(index);
		expect(op.inputs.map(input => input.name)).toEqual(['input', 'dim', 'index']);
		const lines = readFileSync(path.join(import.meta.dirname, '../../../examples/pytorch-notes.md'), 'utf8').split('\n');
		const range = gather.rangeOfOp(index)!;
		expect(lines[range.start.line]!.slice(range.start.character, range.end.character)).toBe('tensor_0.gather(0, index)');
		expect(numbers(gather, 'tensor_1', op.frame, gather.lastTick)).toEqual([9, 7, 5]);
	});

	test('an in-place call is shown before and after', () => {
		const op = Array.from({ length: ema.opCount }, (_, i) => ema.op(i)).find(candidate => candidate.name === 'mul_')!;
		const [before, after] = [op.tick, op.end].map(tick => ema.elements(tensor(ema, op.inputs[0]!.ref, tick), tick)![0] as number) as [number, number];
		const factor = ema.value(op.inputs[1]!.ref, op.tick);
		expect(after).toBe(Math.fround(before * Math.fround(factor?.kind === 'float' ? factor.value : NaN)));
	});

	test('those of a line, and those between two ticks', () => {
		const { before, after } = around(ema, 'loss = ');
		expect(ema.opsBetween(before, after).map(i => ema.op(i).name)).toEqual(['linear', 'sub', 'pow', 'mean']);
		expect([...ema.sitesOfLine(0, 49)].reduce((sum, site) => sum + ema.opsOfSite(site).length, 0)).toBe(80);
		expect(ema.opsBetween(after, before)).toEqual([]);
	});
});

describe('time', () => {
	test('steps nest: the innermost one is under way', () => {
		for (let i = 0; i < ema.stepCount; i++) {
			const step = ema.step(i);
			expect(ema.stepAt(step.tick)).toEqual(step);
			expect(step.end).toBeGreaterThan(step.tick);
		}
		const call = ema.step(ema.stepsOfLine(0, 53).at(0)!);
		const inner = ema.stepAt(call.end - 4)!;
		expect(ema.frame(inner.frame)).toMatchObject({ name: 'update', parent: call.frame });
		expect(ema.stepAt(call.end - 1)).toEqual(call);
		expect(ema.stepAt(0)).toBeUndefined();
	});

	test('a name is looked up in the call first, then in its module', () => {
		const step = ema.step(ema.stepsOfLine(0, 36).at(0)!);
		const local = ema.value(ema.lookup('d', step.frame, step.tick), step.tick), global = ema.value(ema.lookup('step', step.frame, step.tick), step.tick);
		expect([local?.kind, global]).toMatchObject(['float', { kind: 'int', text: '0' }]);
		expect(ema.lookup('d', 0, step.tick)).toBe(0);
	});

	test('changes of a parameter: each optimizer step and nothing else', () => {
		const weight = evaluate(ema, 'model.weight', 0, ema.lastTick)!;
		const steps = Array.from({ length: 20 }, (_, i) => ema.optimizerStep(i));
		const values = new Set(ema.changes(weight).map(tick => ema.elements(tensor(ema, weight, tick), tick)![0]));
		expect(values.size).toBe(22);
		for (const step of steps) expect(ema.changes(weight)).toContain(step.end);
	});
});
