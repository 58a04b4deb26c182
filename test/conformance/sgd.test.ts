/** SGD's step against real PyTorch (ask_sgd.py), bit for bit: on tensors, and as the terms that the view shows. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { SgdGroup } from '../../engine/optim/sgd-formula.ts';
import { sgdTerms } from '../../engine/optim/sgd-terms.ts';
import { sgdTensorStep } from '../../engine/optim/sgd.ts';
import { Scope } from '../../engine/tensor/scope.ts';
import type { Tensor } from '../../engine/tensor/tensor.ts';
import { bytesOf, tensorOfBytes } from '../unit/engine/engine.ts';

interface Run { readonly dtype: 'float32' | 'float64'; readonly group: SgdGroup; readonly start: readonly string[]; readonly steps: readonly { readonly grad: readonly string[]; readonly after: readonly string[]; readonly buffer: readonly string[] | null }[] }

const stored = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stored/sgd.json');
const runs = JSON.parse(readFileSync(stored, 'utf8')) as readonly Run[];

function bytes(bits: readonly string[], dtype: Run['dtype']): Uint8Array {
	return new Uint8Array(dtype === 'float32' ? Int32Array.from(bits, Number).buffer : BigInt64Array.from(bits, BigInt).buffer);
}

function numbers(bits: readonly string[], dtype: Run['dtype']): number[] {
	const { buffer } = bytes(bits, dtype);
	return [...dtype === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer)];
}

for (const { dtype, group, start, steps } of runs) {
	test(`${dtype} ${JSON.stringify(group)}`, () => {
		using _ = new Scope();
		const parameter = tensorOfBytes(bytes(start, dtype), dtype, [start.length]);
		let buffer: Tensor | undefined;
		let before = start;
		let bufferBefore: readonly string[] | null = null;
		for (const step of steps) {
			buffer = sgdTensorStep(group, parameter, tensorOfBytes(bytes(step.grad, dtype), dtype, [start.length]), buffer);
			expect(bytesOf(parameter)).toEqual(bytes(step.after, dtype));
			expect(buffer && bytesOf(buffer)).toEqual(step.buffer === null ? undefined : bytes(step.buffer, dtype));

			const shown = sgdTerms(dtype, group, numbers(before, dtype), numbers(step.grad, dtype), bufferBefore === null ? undefined : numbers(bufferBefore, dtype));
			expect(shown.after).toEqual(numbers(step.after, dtype));
			before = step.after;
			bufferBefore = step.buffer;
		}
	});
}
