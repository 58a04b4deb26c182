/** Random operators on tensors of every layout against real PyTorch (ask_random_ops.py), bit for bit. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { call, type CallArgument } from '../../engine/ops/call.ts';
import { OPERATOR_BY_NAME } from '../../engine/ops/table.ts';
import { defaultGenerator } from '../../engine/random/generator.ts';
import { EngineError } from '../../engine/tensor/errors.ts';
import { Scope } from '../../engine/tensor/scope.ts';
import type { Tensor } from '../../engine/tensor/tensor.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';
import { bytesOf } from '../unit/engine/engine.ts';

interface Case { readonly op: string; readonly dtype: DTypeName; readonly layout?: keyof typeof LAYOUTS; readonly args: readonly CallArgument[]; readonly kwargs?: { readonly dtype?: DTypeName }; readonly shape?: readonly number[]; readonly bytes?: string; readonly error?: readonly [string, string] }

const stored = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stored/random-ops.json');
const cases = JSON.parse(readFileSync(stored, 'utf8')) as readonly Case[];

const LAYOUTS = {
	dense: (dtype: DTypeName) => call('zeros', [5, 7], dtype),
	transposed: (dtype: DTypeName) => call('t', call('zeros', [7, 5], dtype)),
	gaps: (dtype: DTypeName) => call('slice', call('zeros', [5, 14], dtype), 1, undefined, undefined, 2),
	small: (dtype: DTypeName) => call('zeros', [3], dtype),
	scalar: (dtype: DTypeName) => call('zeros', [], dtype),
};

function run(one: Case): Tensor {
	if (one.layout !== undefined) {
		defaultGenerator.manualSeed(11n);
		return call(one.op, LAYOUTS[one.layout](one.dtype), ...one.args);
	}
	defaultGenerator.manualSeed(5n);
	const parameters = OPERATOR_BY_NAME.get(one.op)!.overloads.find(({ schema }) => schema.parameters.filter(parameter => !parameter.isKeywordOnly).length === one.args.length)!.schema.parameters;
	return call(one.op, ...parameters.map((parameter, i) => i < one.args.length ? one.args[i] : parameter.name === 'dtype' ? one.kwargs?.dtype : undefined));
}

describe.each([...new Set(cases.map(one => one.op))])('%s', op => {
	test.each(cases.filter(one => one.op === op).map(one => [`${one.dtype} ${one.layout ?? ''} ${JSON.stringify(one.args)}`, one] as const))('%s', (_, one) => {
		using scope = new Scope();
		void scope;
		try {
			const result = run(one);
			expect([result.dtype, result.shape]).toEqual([one.dtype, one.shape ?? result.shape]);
			expect(Buffer.from(bytesOf(result)).toString('base64')).toBe(one.bytes);
		} catch (error) {
			if (!(error instanceof EngineError)) {
				throw error;
			}
			expect([error.pythonClass, error.message]).toEqual(one.error);
		}
	});
});
