/** Hyperparameters written into the calls that make optimizers. */
import { expect, test } from 'vitest';
import { parsePython } from '../../../extension/code/parsePython.ts';
import { hyperparameterEdits, optimizerCalls } from '../../../extension/code/optimizerCalls.ts';
import type { HyperparameterValues } from '../../../engine/slice/hyperparameters.ts';

function edited(text: string, values: HyperparameterValues, place = 0, type = 'SGD'): string {
	const call = optimizerCalls(parsePython(text), text, type)[place];
	if (!call) { return 'none'; }
	const edits = hyperparameterEdits(call, text, type, values);
	if (!edits) { return 'not known'; }
	return edits.sort((a, b) => b.from - a.from).reduce((now, { from, to, text: put }) => now.slice(0, from) + put + now.slice(to), text);
}

test.each<[string, HyperparameterValues, string]>([
	['SGD(p, lr=0.1)', { lr: 0.05 }, 'SGD(p, lr=0.05)'],
	['o = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\n', { lr: 1e-7, momentum: 0.5 }, 'o = torch.optim.SGD(model.parameters(), lr=1e-7, momentum=0.5)\n'],
	['optim.SGD(p, lr=0.1)', { momentum: 0.9, nesterov: true }, 'optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)'],
	['SGD(p, 0.1, 0.9)', { lr: 0.2, momentum: 0 }, 'SGD(p, 0.2, 0)'],
	['SGD(p, lr=args.lr * 2, nesterov=not flag)', { lr: 0.2, nesterov: false }, 'SGD(p, lr=0.2, nesterov=False)'],
	['SGD(\n    p,\n    lr=0.1,  # slow, (really)\n)', { lr: 0.2, weight_decay: 0.01 }, 'SGD(\n    p,\n    lr=0.2, weight_decay=0.01,  # slow, (really)\n)'],
	['SGD([{"params": p, "lr": 0.3}, {"params": q}], lr=0.1)', { lr: 0.2 }, 'not known'],
	['SGD([p, q], lr=0.1)', { lr: 0.2 }, 'SGD([p, q], lr=0.2)'],
	['SGD(p, 0.1, 0.9, 0, 0, True)', { nesterov: false }, 'SGD(p, 0.1, 0.9, 0, 0, False)'],
	['SGD(p, **options)', { lr: 0.2 }, 'SGD(p, **options, lr=0.2)'],
	['SGD()', { lr: 0.2 }, 'SGD(lr=0.2)'],
	['class SGD: pass\nAdam(p)', { lr: 0.2 }, 'none'],
])('%j', (text, values, expected) => {
	expect(edited(text, values)).toBe(expected);
});

test.each<[string, HyperparameterValues, string]>([
	['Adam(p)', { beta1: 0.8 }, 'Adam(p, betas=(0.8, 0.999))'],
	['Adam(p, 1e-3, (0.9, 0.99))', { beta2: 0.5, lr: 0.1 }, 'Adam(p, 0.1, (0.9, 0.5))'],
	['Adam(p, betas=(b, 0.99), lr=1)', { beta2: 0.5 }, 'Adam(p, betas=(b, 0.5), lr=1)'],
	['Adam(p, betas=(0.9, 0.99), lr=1)', { beta1: 0, beta2: 0.5 }, 'Adam(p, betas=(0.0, 0.5), lr=1)'],
	['Adam(p, betas=betas)', { beta1: 0.5 }, 'not known'],
])('two numbers in one argument: %j', (text, values, expected) => {
	expect(edited(text, values, 0, 'Adam')).toBe(expected);
});

test.each<[string, string, HyperparameterValues, string]>([
	['RMSprop', 'RMSprop(p, 0.1, 0.9)', { alpha: 0.5, centered: true }, 'RMSprop(p, 0.1, 0.5, centered=True)'],
	['Adagrad', 'Adagrad(p, 0.1, 0)', { lr_decay: 0.25 }, 'Adagrad(p, 0.1, 0.25)'],
	['Rprop', 'Rprop(p, 0.1)', { etaplus: 1.5 }, 'Rprop(p, 0.1, etas=(0.5, 1.5))'],
	['Rprop', 'Rprop(p, 0.1, (0.25, 2.0))', { etaminus: 0.5, lr: 1 }, 'Rprop(p, 1, (0.5, 2.0))'],
	['NAdam', 'NAdam(p, betas=(0.8, 0.9))', { beta1: 0.5, momentum_decay: 0.01 }, 'NAdam(p, betas=(0.5, 0.9), momentum_decay=0.01)'],
])('of another optimizer, by its own places: %s, %j', (type, text, values, expected) => {
	expect(edited(text, values, 0, type)).toBe(expected);
});

test('of several, the one that is meant', () => {
	expect(edited('a = SGD(p, lr=1)\nb = SGD(q, lr=1)\n', { lr: 2 }, 1)).toBe('a = SGD(p, lr=1)\nb = SGD(q, lr=2)\n');
});
