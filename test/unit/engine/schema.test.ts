import { expect, test } from 'vitest';
import { parseSchema } from '../../../engine/ops/schema.ts';
import { OPERATORS } from '../../../engine/ops/table.ts';

test('a schema with everything in it', () => {
	const { name, overload, parameters, returns } = parseSchema('max.dim(Tensor(a!) self, int[2]? dim=None, Scalar alpha=1, *, str mode="floor", bool keepdim=False, Tensor?[] indices) -> (Tensor(a!) values, Tensor indices)');
	expect([name, overload]).toEqual(['max', 'dim']);
	expect(parameters).toMatchObject([
		{ name: 'self', type: 'Tensor', isWritten: true, isKeywordOnly: false, hasDefault: false },
		{ name: 'dim', type: 'int', isList: true, listSize: 2, isOptional: true, defaultValue: null },
		{ name: 'alpha', type: 'Scalar', defaultValue: 1 },
		{ name: 'mode', type: 'str', isKeywordOnly: true, defaultValue: 'floor' },
		{ name: 'keepdim', type: 'bool', isKeywordOnly: true, defaultValue: false },
		{ name: 'indices', type: 'Tensor', isList: true, isOptional: false },
	]);
	expect(returns).toEqual([{ name: 'values', type: 'Tensor', isList: false, isAlias: true }, { name: 'indices', type: 'Tensor', isList: false, isAlias: false }]);
});

test('a mistake in the table is said at once', () => {
	expect(() => parseSchema('add(Tensr self) -> Tensor')).toThrow(/malformed parameter 'Tensr self'/);
	expect(() => parseSchema('add(Tensor self)')).toThrow(/malformed schema/);
});

test('names are unique, and every derivative names parameters that exist', () => {
	const names = OPERATORS.flatMap(({ name, aliases }) => [name, ...aliases ?? []]);
	expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
	for (const { overloads } of OPERATORS) {
		for (const { schema: { parameters, text }, backward } of overloads) {
			const known = new Set(parameters.map(parameter => parameter.name));
			for (const [input, { saves }] of Object.entries(backward?.inputs ?? {})) {
				expect([input, ...saves ?? []].filter(name => !known.has(name) && !/^result\d*$/.test(name)), text).toEqual([]);
			}
		}
	}
});
