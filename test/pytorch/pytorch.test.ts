/**
 * The border: the same tracer under the embedded engine and under real PyTorch writes the same trace.
 *
 * Each program's trace under real PyTorch is stored beside it as text (`stored/`), and the embedded runtime is held to that always,
 * with no PyTorch. Where there is one (`setup.mjs`) it runs too, and must give what is stored; `-u` stores it anew.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { canonical } from './canonical.ts';
import { programs } from './programs.ts';
import { embeddedTrace, pytorchTrace } from './runs.ts';

const python = inject('python');

describe.each(programs)('$name', (program) => {
	const stored = path.join(import.meta.dirname, 'stored', `${program.name}.txt`);
	let live: string | undefined;

	if (python !== '') {
		test('real PyTorch gives what is stored', async () => {
			const trace = await pytorchTrace(python, program);
			expect(trace.problem).toBeUndefined();
			live = canonical(trace);
			await expect(live).toMatchFileSnapshot(stored);
		});
	}

	test('the embedded runtime gives what real PyTorch gives', async () => {
		const trace = await embeddedTrace(program);
		expect(trace.problem).toBeUndefined();
		expect(canonical(trace)).toBe(live ?? readFileSync(stored, 'utf8'));
	});
});
