/**
 * Adam's and AdamW's steps against real PyTorch (ask_adam.py), on tensors and as the terms that the view shows: the state bit for
 * bit, the parameter within what PyTorch's square root may be off (MKL's isn't rounded correctly, in the last bit).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { AdamGroup, AdamState } from '../../engine/optim/adam-formula.ts';
import { adamTerms } from '../../engine/optim/adam-terms.ts';
import { adamTensorStep } from '../../engine/optim/adam.ts';
import { integerPower } from '../../engine/optim/integer-power.ts';
import { Scope } from '../../engine/tensor/scope.ts';
import { bytesOf, tensorOfBytes } from '../unit/engine/engine.ts';

type Bits = readonly string[];
interface Step { readonly grad: Bits; readonly after: Bits; readonly exp_avg?: Bits; readonly exp_avg_sq?: Bits; readonly max_exp_avg_sq?: Bits }
interface Run { readonly type: string; readonly dtype: 'float32' | 'float64'; readonly group: AdamGroup; readonly start: Bits; readonly steps: readonly Step[] }

const stored = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stored/adam.json');
const { powers, runs } = JSON.parse(readFileSync(stored, 'utf8')) as { readonly powers: readonly [number, number, number][]; readonly runs: readonly Run[] };

function bytes(bits: Bits, dtype: Run['dtype']): Uint8Array {
	return new Uint8Array(dtype === 'float32' ? Int32Array.from(bits, Number).buffer : BigInt64Array.from(bits, BigInt).buffer);
}

function numbers(bits: Bits, dtype: Run['dtype']): number[] {
	return numbersOf(bytes(bits, dtype), dtype);
}

function numbersOf({ buffer }: Uint8Array, dtype: Run['dtype']): number[] {
	return [...dtype === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer)];
}

test('powers are those of Python', () => {
	for (const [base, exponent, power] of powers) expect(integerPower(base, exponent), `${base} ** ${exponent}`).toBe(power);
	expect([integerPower(2, 0), integerPower(0.5, 1e300), integerPower(0.5, -1), integerPower(0.5, Infinity), integerPower(0.5, NaN)]).toEqual([1, NaN, NaN, NaN, NaN]);
});

for (const { type, dtype, group, start, steps } of runs) {
	test(`${type} ${dtype} ${JSON.stringify(group)}`, () => {
		using _ = new Scope();
		const tensor = (bits: Bits) => tensorOfBytes(bytes(bits, dtype), dtype, [bits.length]);
		const zeros = start.map(() => '0');
		const count = tensor(zeros.slice(0, 1)), state = { exp_avg: tensor(zeros), exp_avg_sq: tensor(zeros), max_exp_avg_sq: group.amsgrad ? tensor(zeros) : undefined };
		let before = start;
		let shownState: AdamState<readonly number[]> | undefined;
		for (const [i, step] of steps.entries()) {
			// From where PyTorch was.
			const parameter = tensor(before);
			adamTensorStep(group, count, parameter, tensor(step.grad), state);
			for (const name of ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq'] as const) if (step[name]) expect(bytesOf(state[name]!), name).toEqual(bytes(step[name], dtype));

			const shown = adamTerms(dtype, group, i + 1, numbers(before, dtype), numbers(step.grad, dtype), shownState);
			expect(shown.after, 'what is shown is what runs').toEqual(numbersOf(bytesOf(parameter), dtype));
			const wanted = numbers(step.after, dtype);
			for (const [k, value] of shown.after.entries()) expect(Math.abs(value - wanted[k]!), `step ${i}`).toBeLessThanOrEqual(shown.doubt[k]!);
			const parts = shown.terms.filter(term => !term.isState && term.name !== 'update'), update = shown.terms.find(term => term.name === 'update')!;
			for (const [k, value] of Array.from(update.value).entries()) {
				const sum = parts.reduce((total, term) => total + term.value[k]!, 0);
				expect(Math.abs(sum - value)).toBeLessThanOrEqual((dtype === 'float32' ? 1e-6 : 1e-14) * (1 + parts.reduce((size, term) => size + Math.abs(term.value[k]!), 0) + Math.abs(numbers(before, dtype)[k]!)));
			}
			before = step.after;
			shownState = shown.state;
		}
	});
}
