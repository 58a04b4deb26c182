/** What is no expression, and what is not evaluated in a recording; precedence that the parser of the editor has otherwise. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../engine/expression/answer.ts';
import { parseExpression } from '../../../engine/expression/syntax.ts';
import { answer } from '../../../engine/replay/watch.ts';
import { loadNames } from '../../../engine/replay/names.ts';
import '../engine/engine.ts';
import { stored } from '../trace/stored.ts';
import { read } from '../trace/tracer.ts';

const trace = read(stored('changes'));
loadNames(readFileSync(new URL('../../../engine/python/torch/_names.txt', import.meta.url), 'ascii'));
const place = { frame: 0, tick: trace.lastTick };

function said(text: string): string {
	try {
		const got = answer(trace, parseExpression(text), place);
		return got.kind === 'refused' ? `${got.reason} ${got.subject}` : got.kind === 'error' ? `${got.type}: ${got.message}` : got.kind;
	} catch (error) {
		const failure = failureOf(error);
		return failure.kind === 'refused' ? `${failure.reason} ${failure.subject}` : `${failure.type}: ${failure.message}`;
	}
}

test.each(['', 'x +', 'x y', '(', 'x[', '1 2', 'if x', 'x;y'])('%j is a syntax error', text => {
	expect(said(text)).toBe('SyntaxError: invalid syntax');
});

describe('Python that is not evaluated here', () => {
	test.each([
		['w = 1', 'form w = 1'], ['[i for i in losses]', 'form [i for i in losses]'], ['lambda: 1', 'form lambda: 1'], ['f\'{w}\'', 'form f\'{w}\''], ['{1: 2}', 'form {1: 2}'],
		['w.add_(1)', 'inPlace add_'], ['w.zero_()', 'inPlace zero_'], ['torch.relu_(w)', 'inPlace relu_'], ['w.backward()', 'inPlace backward'], ['w.requires_grad_()', 'inPlace requires_grad_'],
		['torch.rand(2)', 'random rand'], ['torch.randn_like(w)', 'random randn_like'], ['torch.bernoulli(w)', 'random bernoulli'], ['torch.nn.functional.dropout(w)', 'random dropout'],
		['Counter()', 'call Counter'], ['layers(view)', 'call layers'], ['counter.step()', 'call step'], ['print(1)', 'call print'], ['open(\'x\')', 'call open'], ['sorted(losses)', 'call sorted'], ['settings[\'a\', 1]', 'unrecorded […]'], ['bool(layers)', 'call bool'], ['view._version', 'unrecorded _version'], ['view.device', 'unrecorded device'],
		['nn.functional.mse_loss(view, view, \'sum\')', 'lacking mse_loss(…)'],
		['np.abs(array)', 'call abs'], ['array + 1', 'lacking numpy'], ['layers.state_dict()', 'call state_dict'], ['torch.save(w, \'x\')', 'lacking torch.save'], ['nn.functional.constructor', 'AttributeError: module \'torch.nn.functional\' has no attribute \'constructor\''],
		['counter.nothing', 'unrecorded nothing'], ['np.pi', 'unrecorded pi'], ['np.pi > 3', 'unrecorded pi'], ['np', 'value'], ['torch.constructor', 'AttributeError: module \'torch\' has no attribute \'constructor\''],
		['layers == counter', 'call =='], ['counter == counter', 'value'], ['list(counter)', 'call iter'], ['counter + 1', 'call +'], ['counter < 1', 'call <'], ['round(0.5, -1)', 'call round'], ['\'%d\' % 3', 'call %'],
		['\'\\101\'', 'form \'\\101\''], ['torch.tensor(1., requires_grad=True)', 'lacking tensor(…, requires_grad=…)'], ['nn.functional.mse_loss(view, view, weight=view)', 'lacking mse_loss(…, weight=…)'], ['\'a\' * 100000', 'size *'], ['10 ** 10 ** 10', 'form **'],
	])('%s', (text, expected) => {
		expect(said(text)).toBe(expected);
	});
});

describe('members of a tensor', () => {
	test.each([
		['view.sahpe', 'AttributeError: \'Tensor\' object has no attribute \'sahpe\''], ['view.sahpe()', 'AttributeError: \'Tensor\' object has no attribute \'sahpe\''],
		['layers[0].weight.sahpe', 'AttributeError: \'Parameter\' object has no attribute \'sahpe\''], ['view.constructor', 'AttributeError: \'Tensor\' object has no attribute \'constructor\''],
		['view.layout', 'lacking torch.Tensor.layout'], ['view.is_cuda', 'lacking torch.Tensor.is_cuda'], ['view.numpy()', 'lacking torch.Tensor.numpy'],
		['view.data_ptr()', 'lacking torch.Tensor.data_ptr'], ['view.__class__', 'lacking torch.Tensor.__class__'], ['view.retain_grad', 'lacking torch.Tensor.retain_grad'], ['array.sum', 'lacking numpy.ndarray.sum'], ['array.sahpe', 'lacking numpy.ndarray.sahpe'],
	])('%s: a mistake is told from what is not computed', (text, expected) => {
		expect(said(text)).toBe(expected);
	});
});

test('an expression leaves the trace as it was', () => {
	const before = JSON.stringify([trace.lastTick, trace.derived.length, trace.value(trace.lookup('w', 0, place.tick), place.tick), Array.from(trace.elements(trace.value(trace.lookup('view', 0, place.tick), place.tick) as never, place.tick)!, Number)]);
	said('view * 2 + w.sum()');
	said('view.add_(1)');
	expect(JSON.stringify([trace.lastTick, trace.derived.length, trace.value(trace.lookup('w', 0, place.tick), place.tick), Array.from(trace.elements(trace.value(trace.lookup('view', 0, place.tick), place.tick) as never, place.tick)!, Number)])).toBe(before);
});
