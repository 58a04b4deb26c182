/** What the debugger lists and evaluates, conditions included, on recorded runs of real PyTorch. */
import { describe, expect, test } from 'vitest';
import { Evaluation, variableFrom } from '../../../engine/debug/evaluation.ts';
import { Steps } from '../../../engine/debug/steps.ts';
import type { Moment, Variable } from '../../../engine/debug/types.ts';
import { childrenOf, variableOf } from '../../../engine/debug/variables.ts';
import { failureOf } from '../../../engine/expression/answer.ts';
import { Evaluator } from '../../../engine/expression/evaluate.ts';
import { Heap } from '../../../engine/expression/heap.ts';
import { parseExpression } from '../../../engine/expression/syntax.ts';
import type { Trace } from '../../../engine/trace/model.ts';
import { stored } from '../trace/stored.ts';
import { read, run, tracerFolder } from '../trace/tracer.ts';
import { replayOf } from './replay.ts';

const changes = read(stored('changes'));
const ema = read(stored('ema-training'));
const ALL = { filter: undefined, start: 0, count: 0 };

const endOf = (trace: Trace): Moment => new Steps(trace).momentAt(trace.stepCount);
const at = (trace: Trace, text: string, moment = endOf(trace)): Variable | undefined => {
	const found = new Evaluation(trace, replayOf(trace)).evaluateAtOnce(parseExpression(text), moment);
	return found?.kind === 'value' ? variableFrom(found, text, moment.tick) : undefined;
};
const children = (trace: Trace, text: string, page: Parameters<typeof childrenOf>[3] = ALL): readonly Variable[] => childrenOf(new Heap(trace), at(trace, text)!.node!, endOf(trace).tick, page);
const pairs = (variables: readonly Variable[]): unknown => Object.fromEntries(variables.map(({ name, text }) => [name, text]));

describe('a tensor', () => {
	test('short: as PyTorch prints it, in one line; long: its facts', () => {
		expect(at(changes, 'turned')!.text).toBe('tensor([[ 0.,  3.], [10.,  4.], [ 3.,  5.]])');
		expect(at(changes, 'brain')!.text).toBe('tensor([ 1.5000, -2.2500,     inf], dtype=torch.bfloat16)');
		expect(at(ema, 'y')!.text).toBe('float32 [16, 1] · min -3.5 mean -0.5 max 2.5');
		expect(at(changes, 'array')!.text).toBe('array([4., 5., 0.])');
		expect(at(changes, 'wide')!.text).toBe('float32 [1000, 1000] · all 0');
	});

	test('its facts and its gradient are named, its rows are numbered', () => {
		const w = at(ema, 'model.weight')!;
		expect([w.type, w.named, w.indexed]).toEqual(['Parameter', 6, 1]);
		expect(pairs(children(ema, 'model.weight', { filter: 'named', start: 0, count: 0 }))).toEqual({
			dtype: 'torch.float32', shape: 'torch.Size([1, 1])', requires_grad: 'True', is_leaf: 'True', grad_fn: 'None', grad: at(ema, 'model.weight.grad')!.text,
		});
		expect(pairs(children(changes, 'view', { filter: 'indexed', start: 0, count: 0 }))).toEqual({ 0: 'tensor([ 0., 10.,  3.])', 1: 'tensor([3., 4., 5.])' });
	});

	test('a page of a million elements is what is asked for', () => {
		const page = children(changes, 'wide', { filter: 'indexed', start: 990, count: 20 });
		expect(page.map(({ name }) => name)).toEqual(['990', '991', '992', '993', '994', '995', '996', '997', '998', '999']);
		expect([page[0]!.text, page[0]!.indexed, page[0]!.expression]).toEqual(['float32 [1000] · all 0', 1000, 'wide[990]']);
	});

	test('a view’s row is that row, of whatever strides', () => {
		expect(at(changes, 'turned[1]')!.text).toBe('tensor([10.,  4.])');
		expect(at(changes, 'turned[-1][0]')!.text).toBe('tensor(3.)');
		expect(at(changes, 'turned[3]')).toBeUndefined();
		expect(at(changes, 'big[0]')!.text).toBe('tensor(4611686018427387905)');
		expect(at(changes, 'turned.shape')!.text).toBe('torch.Size([3, 2])');
		expect(at(changes, 'turned.strides')).toBeUndefined();
	});
});

describe('what holds others', () => {
	test('of a dict of which not all was recorded, how much is missing', () => {
		const { folder, remove } = tracerFolder();
		const { trace } = run(folder, 'd = {i: i for i in range(3000)}\nend = 1\n');
		remove();
		const names = children(trace, 'd').map(({ name }) => name), gap = names.indexOf('…');
		expect(gap).toBeGreaterThan(0);
		expect(children(trace, 'd')[gap]!.text).toBe(`${3000 - (names.length - 1)} more`);
		expect([names[gap - 1], names[gap + 1]]).toEqual([String(gap - 1), String(3000 - (names.length - 1 - gap))]);
	});

	test('lists, dicts, modules', () => {
		expect(pairs(children(changes, 'losses'))).toEqual({ 0: '0.0', 1: '0.25', 2: '0.5', 3: '0.75' });
		expect(pairs(children(changes, 'losses', { filter: 'indexed', start: 1, count: 2 }))).toEqual({ 1: '0.25', 2: '0.5' });
		expect(pairs(children(changes, 'settings'))).toEqual({ '\'lr\'': '0.2', '\'sizes\'': '[1, 2, 3]' });
		expect(pairs(children(changes, 'layers[0]'))).toMatchObject({ weight: 'tensor([[0.5000, 0.5000], [0.5000, 0.5000]], requires_grad=True)', in_features: '2' });
		expect(pairs(children(changes, 'counter'))).toEqual({ count: '3' });
	});

	test('an optimizer’s state goes by the parameters’ names', () => {
		const state = children(ema, 'opt.state');
		expect(state.map(({ name }) => name)).toEqual(['model.weight', 'model.bias']);
		expect(childrenOf(new Heap(ema), state[0]!.node!, endOf(ema).tick, ALL).map(({ name, text }) => [name, text.replace(/[\d.]+/, 'N')])).toEqual([['\'momentum_buffer\'', 'tensor([[N]])']]);
	});

	test('a set has braces, and its items no numbers by which they are reached', () => {
		const heap = new Heap(changes);
		const set = heap.sequence('set', [{ kind: 'int', type: 'int', text: '7', value: 7 }]);
		expect(variableOf(heap, 's', set, 0, 's').text).toBe('{7}');
		expect(childrenOf(heap, { kind: 'value', value: set, expression: 's' }, 0, ALL).map(({ text, expression }) => [text, expression])).toEqual([['7', undefined]]);
	});

	test('every child’s expression evaluates to it', () => {
		const moment = endOf(changes);
		const walk = (variable: Variable, depth: number): void => {
			if (variable.expression !== undefined) expect(at(changes, variable.expression)?.text, variable.expression).toBe(variable.text);
			if (variable.node !== undefined && depth < 3) for (const child of childrenOf(new Heap(changes), variable.node, moment.tick, { ...ALL, count: 3 })) walk(child, depth + 1);
		};
		const names = childrenOf(new Heap(changes), { kind: 'scope', scope: changes.frame(0).globals }, moment.tick, ALL);
		expect(names.length).toBeGreaterThan(15);
		for (const name of names) walk(name, 0);
	});
});

test('names as they are at a tick: not yet bound, changed since, deleted', () => {
	const line = changes.sources[0]!.text.split('\n').findIndex(text => text.startsWith('turned = ')) + 1;
	const step = changes.step(changes.stepsOfLine(0, line).at(0)!);
	const before = changes.names(changes.frame(0).globals, step.tick).map(({ name }) => name);
	expect(before).toEqual(expect.arrayContaining(['torch', 'base', 'view']));
	expect(before).not.toContain('turned');
	expect(changes.names(changes.frame(0).globals, changes.lastTick).map(({ name }) => name)).not.toContain('base');
});

describe('a condition', () => {
	const { frame, tick } = endOf(changes);
	const told = (text: string): boolean | undefined => {
		try {
			const evaluator = new Evaluator(new Heap(changes), frame, tick);
			return evaluator.truth(evaluator.evaluate(parseExpression(text)));
		} catch (error) {
			failureOf(error);
			return undefined;
		}
	};

	test.each([
		'counter.count == 3', '3 == counter.count', 'counter.count != 2', '2 < counter.count <= 3', 'losses[-1] > 0.7 and losses[0] == 0', 'losses[-1] < 0 or settings[\'lr\'] == 0.2',
		'w.grad is None', 'losses', 'step % 2 == 1', 'step // 2 == 1', '-step == -3', '2 ** step == 8', '(step + 1) * 2 == 8', 'turned[1][0].item() == 10',
		'turned[1][0].item() >= 10.0', 'flags[0]', 'not flags[1]', 'step is not None', 'step - 1 < 1e1', 'big[1].item() == -1', 'len(losses) > 3 and turned.shape[0] == 3',
	])('%s: without the op table', text => {
		expect(told(text)).toBe(true);
	});

	test('false is not unknown', () => {
		expect(told('counter.count > 3')).toBe(false);
		expect(told('w.grad is not None')).toBe(false);
		expect(told('nobody == 1')).toBeUndefined();
		expect(told('turned')).toBeUndefined();
		expect(told('step / 0 == 1')).toBeUndefined();
		expect(told('step > \'a\'')).toBeUndefined();
	});
});

test('a message has values in its braces', async () => {
	expect(await new Evaluation(changes, replayOf(changes)).textWithValues('after {step}: {losses[-1]} {nobody} {turned[1]} {turned.sum()}', endOf(changes), new AbortController().signal)).toBe('after 3: 0.75 {nobody} tensor([10.,  4.]) tensor(25.)');
});
