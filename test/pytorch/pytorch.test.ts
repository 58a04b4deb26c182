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
import { canonical } from './canonical.ts';
import { settled, TOLERANCE } from './nearness.ts';
import { programOf, programs } from './programs.ts';
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

describe('tensors of 4 MB in one line', () => {
	const many = programOf('many.py', 'import torch\nmany = [torch.full((2 ** 20,), float(i)) for i in range(4)]\nlast = many[3][-1]\n');

	test.each(python === '' ? ['embedded'] : ['embedded', 'PyTorch'])('are frames of their own: %s', async (where) => {
		const trace = await (where === 'embedded' ? embeddedTrace(many) : pytorchTrace(python, many));
		expect(trace.problem).toBeUndefined();
		expect(trace.places.filter(({ length }) => length > 2 ** 22).map(({ length }) => Math.floor(length / 2 ** 20))).toEqual([4, 4, 4, 4]);
		const list = trace.value(trace.lookup('many', 0, trace.lastTick), trace.lastTick);
		const tensors = list?.kind === 'sequence' ? list.children.map(({ ref }) => trace.value(ref, trace.lastTick)) : [];
		expect(tensors.map((tensor) => tensor?.kind === 'tensor' && trace.elements(tensor, trace.lastTick)?.at(-1))).toEqual([0, 1, 2, 3]);
	});
});
