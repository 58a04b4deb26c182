/**
 * The border: the same tracer under the embedded engine and under real PyTorch writes the same trace.
 *
 * Each program's trace under real PyTorch is stored beside it as text (`stored/`), and the embedded runtime is held to that always,
 * with no PyTorch. Where there is one (`setup.mjs`) it runs too, and must give what is stored; `-u` stores it anew,
 * to which the next run holds the embedded runtime.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { Findings } from '../../engine/slice/findings.ts';
import type { HyperparameterValues } from '../../engine/slice/hyperparameters.ts';
import { optimizerSlice } from '../../engine/slice/optimizer.ts';
import type { TraceReader } from '../../engine/trace/reader.ts';
import { done } from '../../engine/trace/work.ts';
import { canonical } from './canonical.ts';
import { settled, TOLERANCE } from './nearness.ts';
import { type Program, programOf, programs } from './programs.ts';
import { embeddedTrace, pytorchTrace } from './runs.ts';

const python = inject('python');

if (python !== '') {
	test('this CPython’s bytecode is read as its dis reads it', () => {
		expect(execFileSync(python, ['-B', path.join(import.meta.dirname, '../unit/python/against_dis.py')], { encoding: 'utf8' })).toBe('True instructions compared\n');
	});
}

describe.concurrent.each(programs)('$name', (program) => {
	const file = path.join(import.meta.dirname, 'stored', `${program.name}.txt`);
	const stored = existsSync(file) ? readFileSync(file, 'utf8') : '', tolerance = TOLERANCE[program.name] ?? 0;

	if (python !== '') {
		test('real PyTorch gives what is stored', async ({ expect }) => {
			const trace = await pytorchTrace(python, program);
			expect(trace.problem).toBeUndefined();
			await expect(settled(canonical(trace), stored, tolerance)).toMatchFileSnapshot(file);
		});
	}

	test('the embedded runtime gives what real PyTorch gives', async ({ expect }) => {
		const trace = await embeddedTrace(program);
		expect(trace.problem).toBeUndefined();
		expect(settled(canonical(trace), stored, tolerance)).toBe(stored);
	});
});

/** Where a program runs. */
const RUNTIMES = python === '' ? ['embedded'] : ['embedded', 'PyTorch'];

describe('tensors of 4 MB in one line', () => {
	const many = programOf('many.py', 'import torch\nmany = [torch.full((2 ** 20,), float(i)) for i in range(4)]\nlast = many[3][-1]\n');

	test.each(RUNTIMES)('are frames of their own: %s', async (where) => {
		const trace = await (where === 'embedded' ? embeddedTrace(many) : pytorchTrace(python, many));
		expect(trace.problem).toBeUndefined();
		expect(trace.places.filter(({ length }) => length > 2 ** 22).map(({ length }) => Math.floor(length / 2 ** 20))).toEqual([4, 4, 4, 4]);
		const list = trace.value(trace.lookup('many', 0, trace.lastTick), trace.lastTick);
		const tensors = list?.kind === 'sequence' ? list.children.map(({ ref }) => trace.value(ref, trace.lastTick)) : [];
		expect(tensors.map((tensor) => tensor?.kind === 'tensor' && trace.elements(tensor, trace.lastTick)?.at(-1))).toEqual([0, 1, 2, 3]);
	});
});

describe('what if', () => {
	const text = (hyperparameters: string, type = 'SGD') => `import torch
from torch import nn
torch.manual_seed(0)
model, other = nn.Linear(2, 1), nn.Linear(2, 1)
x, y = torch.randn(8, 2), torch.randn(8, 1)
first = torch.optim.SGD(other.parameters(), lr=0.1)
second = torch.optim.${type}([{'params': [model.weight]}, {'params': [model.bias], 'weight_decay': 0.}], ${hyperparameters})
for step in range(6):
    for each, optimizer in ((other, first), (model, second)):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(each(x), y)
        loss.backward()
        optimizer.step()
`;
	const optimizers = (trace: TraceReader) => {
		const findings = Findings.of(trace);
		done(findings.follow());
		return findings.optimizers.map(({ ref }) => done(optimizerSlice(trace, ref))!);
	};

	/** What the program says, what it says where it is asked about, and what is asked. */
	const questions: readonly (readonly [type: string, written: string, own: string, values: HyperparameterValues])[] = [
		['SGD', 'lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1', 'lr=0.3, weight_decay=0.1', { lr: 0.05, momentum: 0.9, nesterov: true }],
		['AdamW', 'lr=0.05, betas=(0.5, 0.99), weight_decay=0.1', 'lr=0.3, betas=(0.9, 0.99), weight_decay=0.1', { lr: 0.05, beta1: 0.5 }],
		['RMSprop', 'lr=0.05, alpha=0.5, centered=True, weight_decay=0.1', 'lr=0.3, alpha=0.9, weight_decay=0.1', { lr: 0.05, alpha: 0.5, centered: true }],
	];
	test.each(RUNTIMES.flatMap(where => questions.map(question => [where, ...question] as const)))('the optimizer that is named takes the steps that it takes where the program says so: %s, %s', async (where, type, saying, own, values) => {
		const traceOf = (program: Program) => where === 'embedded' ? embeddedTrace(program) : pytorchTrace(python, program);
		const written = optimizers(await traceOf(programOf('written.py', text(saying, type))));
		const asked = programOf('asked.py', text(own, type));
		const whatIf = { optimizer: 1, values };
		const run = optimizers(await traceOf({ ...asked, isRequest: true, request: { ...asked.request, whatIf, record: { ...asked.request.record, what: 'optimizerSteps' } } }));
		expect(run).toHaveLength(2);
		for (const [i, { steps, parameters }] of run.entries()) {
			expect(steps.count).toBe(6);
			expect([...steps.loss]).toEqual([...written[i]!.steps.loss]);
			expect(parameters.map(({ after }) => [...after])).toEqual(written[i]!.parameters.map(({ after }) => [...after]));
		}
		for (const [name, value] of Object.entries(values)) expect(run[1]!.steps.hyperparameters.find(each => each.name === name)?.values[0]).toBe(Number(value));
	});
});
