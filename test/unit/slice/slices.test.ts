/** Slices cut from traces that real PyTorch's run of the notes wrote (test/unit/trace/stored/make.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { Findings } from '../../../engine/slice/findings.ts';
import { stepAt } from '../../../engine/slice/optimizer-steps.ts';
import { stepsOf } from '../../support/steps.ts';
import type { AverageSlice, IndexMapSlice, OptimizerSlice, TensorSlice } from '../../../engine/slice/slice.ts';
import { done } from '../../../engine/trace/work.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';

function stored(name: string): TraceReader {
	const trace = new TraceReader();
	trace.push(readFileSync(new URL(`../trace/stored/${name}.loupe`, import.meta.url)));
	trace.finish();
	return trace;
}

function optimizers(trace: TraceReader): Findings['optimizers'] {
	const findings = Findings.of(trace);
	done(findings.follow());
	return findings.optimizers;
}

function first<T>(trace: TraceReader, kind: string): T {
	const entry = done(contentsOf(trace)).find(candidate => candidate.kind === kind);
	return done(sliceOf(trace, entry?.id ?? '')) as T;
}

describe('gather of the notes', () => {
	const trace = stored('gather');
	const slice = first<IndexMapSlice>(trace, 'indexMap');

	test('names its operands as the code does', () => {
		expect([slice.source.title, slice.index.title, slice.output.title]).toEqual(['tensor_0', 'index', 'tensor_1']);
	});

	test('has their values, int64 exact', () => {
		expect(slice.dim).toBe(0);
		expect(slice.source.elements).toEqual(BigInt64Array.from([3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n]));
		expect(slice.index.elements).toEqual(BigInt64Array.from([2n, 1n, 0n]));
		expect(slice.output.elements).toEqual(BigInt64Array.from([9n, 7n, 5n]));
		expect(slice.output.shape).toEqual([1, 3]);
	});

	test('stands where the call is written', () => {
		const { uri, line, range } = slice.origin!;
		const text = trace.sources.find(source => source.uri === uri)!.text.split('\n')[line - 1]!;
		expect(text.slice(range!.start.character, range!.end.character)).toBe('tensor_0.gather(0, index)');
	});
});

describe('ema-training', () => {
	const trace = stored('ema-training');

	test('SGD: twenty steps, each term adds up, and the formula reproduces every bit', () => {
		const slice = first<OptimizerSlice>(trace, 'optimizer');
		expect(slice.parameters.map(parameter => parameter.name)).toEqual(['model.weight', 'model.bias']);
		expect([slice.x.label, slice.y.label]).toEqual(['model.weight', 'model.bias']);
		expect(slice.steps.count).toBe(20);
		expect(slice.parameters.every(parameter => parameter.reproduced.every(Boolean))).toBe(true);
		expect(stepsOf(slice).map(step => step.loss!.toFixed(4)).slice(0, 3)).toEqual(['4.4912', '2.2152', '0.7037']);
		const steps = stepsOf(slice);
		expect(steps[0]!.parameters[0]!.terms.map(term => [term.name, term.isState])).toEqual([['grad', false], ['weight_decay', false], ['update', false], ['momentum_buffer', true]]);
		const [weight] = steps[7]!.parameters;
		const terms = Object.fromEntries(weight!.terms.filter(({ isState }) => !isState).map(term => [term.name, term.value[0]!]));
		expect(Object.keys(terms)).toEqual(['grad', 'weight_decay', 'momentum_buffer', 'update']);
		expect(terms['grad']! + terms['weight_decay']! + terms['momentum_buffer']!).toBeCloseTo(terms['update']!, 6);
		expect(steps[7]!.hyperparameters).toMatchObject({ lr: 0.3, momentum: 0.8, weight_decay: 0.001, nesterov: false });
	});

	test('the path is unbroken: each step begins where the last one ended', () => {
		const steps = stepsOf(first<OptimizerSlice>(trace, 'optimizer'));
		for (let i = 1; i < steps.length; i++) expect(steps[i]!.parameters[0]!.before).toEqual(steps[i - 1]!.parameters[0]!.after);
	});

	test('ModelEMA is found from the flow of data, with the decay in use, and checked bit for bit', () => {
		const slice = first<AverageSlice>(trace, 'average');
		expect(slice.formula).toBe('v ← d·v + (1−d)·w');
		expect(slice.reproduced).toBe(true);
		// JavaScript's exp and C's differ in the last bit here and there.
		slice.decay.forEach((decay, i) => expect(decay).toBeCloseTo(0.9 * (1 - Math.exp(-(i + 1) / 5)), 14));
		expect(slice.decay).toHaveLength(20);
		expect(slice.curves.map(curve => curve.name)).toEqual(['model.weight', 'model.bias']);
		expect(slice.curves[0]!.weights[19]!.toFixed(4)).toBe('3.2740');
		expect(slice.curves[0]!.shadow[19]!.toFixed(4)).toBe('3.0796');
	});

	test('tensors are listed under the names that reach them', () => {
		const labels = done(contentsOf(trace)).filter(entry => entry.kind === 'tensor').map(entry => entry.label);
		expect(labels).toEqual(expect.arrayContaining(['x', 'y', 'loss', 'model.weight', 'model.bias', 'ema.ema.weight']));
	});
});

describe('the whole notes', () => {
	const trace = stored('pytorch-notes');

	test('two optimizers without momentum; coupled weight decay is a term of the second alone', () => {
		const slices = optimizers(trace).map(({ ref }) => done(sliceOf(trace, `optimizer:${ref}`)) as OptimizerSlice);
		expect(slices.map(slice => stepAt(slice, 0)!.parameters[0]!.terms.map(term => term.name))).toEqual([['grad', 'update'], ['grad', 'weight_decay', 'update']]);
		expect(slices.map(slice => slice.parameters[0]!.name)).toEqual(['w_torch', 'w_torch']);
		expect(slices.every(slice => stepAt(slice, 0)!.parameters[0]!.reproduced)).toBe(true);
		// Each numbers its own.
		expect(slices.map(slice => [...slice.steps.index])).toEqual([[0], [0]]);
	});

	test('a tensor at an earlier tick has the values that it had then', () => {
		const [{ ref, steps } = { ref: 0, steps: [] }] = optimizers(trace);
		const step = trace.optimizerStep(steps[0]!);
		const slice = done(sliceOf(trace, `optimizer:${ref}`)) as OptimizerSlice;
		const parameter = slice.parameters[0]!.ref;
		const before = done(sliceOf(trace, `tensor:${parameter}@${step.tick}`)) as TensorSlice;
		const after = done(sliceOf(trace, `tensor:${parameter}@${step.end}`)) as TensorSlice;
		expect((before.elements![0] as number).toFixed(4)).toBe('0.4386');
		expect((after.elements![0] as number).toFixed(4)).toBe('0.2489');
	});

	test('an id that names nothing gives nothing', () => {
		expect(done(sliceOf(trace, 'indexMap:999999'))).toBeUndefined();
		expect(done(sliceOf(trace, 'tensor:999999'))).toBeUndefined();
		expect(done(sliceOf(trace, 'nonsense'))).toBeUndefined();
	});
});
