/** Printing against the stored answers of real Python, PyTorch and NumPy (ask_reprs.py), to the character. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArrayPrintOptions } from '../../engine/print/array-repr.ts';
import { array2string, arrayRepr, arrayStr, ARRAY_PRINT_DEFAULTS, scalarRepr, scalarStr } from '../../engine/print/array-repr.ts';
import { exponential, fixed, floatRepr, general } from '../../engine/print/decimal.ts';
import type { ElementSource, TensorPrintOptions, TensorReprRequest } from '../../engine/print/tensor-repr.ts';
import { TENSOR_PRINT_DEFAULTS, tensorRepr } from '../../engine/print/tensor-repr.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';

interface Row {
	readonly dtype: DTypeName; readonly shape: number[]; readonly data: string; readonly text: string; readonly str: string; readonly commas?: string;
	readonly options?: Record<string, never>; readonly requiresGrad?: boolean; readonly gradFn?: string; readonly typeName?: string;
}

function stored<T>(name: string): T {
	return JSON.parse(readFileSync(new URL(`stored/${name}`, import.meta.url), 'utf8')) as T;
}

function elements(dtype: DTypeName, base64: string): ArrayLike<number | bigint> {
	const { buffer } = Uint8Array.from(Buffer.from(base64, 'base64'));
	switch (dtype) {
		case 'bool': case 'uint8': return new Uint8Array(buffer);
		case 'int8': return new Int8Array(buffer);
		case 'int16': return new Int16Array(buffer);
		case 'int32': return new Int32Array(buffer);
		case 'int64': return new BigInt64Array(buffer);
		case 'float64': return new Float64Array(buffer);
		default: return new Float32Array(buffer);
	}
}

function source({ dtype, shape, data }: Row): ElementSource {
	const values = elements(dtype, data);
	return { dtype, shape, read: (index) => values[index]! };
}

function fromHex(hex: string): number {
	return Buffer.from(hex, 'hex').readDoubleBE();
}

/** Many rows a test: one test each would be a list nobody reads. */
function inGroups<T>(rows: readonly T[], size = 50): { from: number; rows: readonly T[] }[] {
	return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => ({ from: i * size, rows: rows.slice(i * size, (i + 1) * size) }));
}

describe('torch', () => {
	test.each(inGroups(stored<Row[]>('numbers_torch_repr.json')))('tensors from $from', ({ rows }) => {
		for (const row of rows) {
			const { sci_mode: sciMode, ...rest } = (row.options ?? {}) as Partial<Record<string, never>>;
			const options: TensorPrintOptions = { ...TENSOR_PRINT_DEFAULTS, ...rest, sciMode };
			const request: TensorReprRequest = { options, requiresGrad: row.requiresGrad ?? false, gradFn: row.gradFn ?? '', typeName: row.typeName ?? 'Tensor' };
			expect(tensorRepr(source(row), request)).toBe(row.text);
		}
	});
});

describe('numpy', () => {
	test.each(inGroups(stored<Row[]>('numbers_numpy_repr.json')))('arrays from $from', ({ rows }) => {
		for (const row of rows) {
			const options: ArrayPrintOptions = { ...ARRAY_PRINT_DEFAULTS, ...row.options };
			expect(arrayRepr(source(row), options), JSON.stringify(row.options)).toBe(row.text);
			expect(arrayStr(source(row), options)).toBe(row.str);
			if (row.commas !== undefined) expect(array2string(source(row), options, { separator: ',' })).toBe(row.commas);
		}
	});

	test('scalars', () => {
		for (const { dtype, hex, text, str } of stored<{ dtype: DTypeName; hex: string; text: string; str: string }[]>('numbers_numpy_scalar.json')) {
			expect(scalarRepr(dtype, fromHex(hex))).toBe(text);
			expect(scalarStr(dtype, fromHex(hex))).toBe(str);
		}
		expect([scalarRepr('bool', 1), scalarStr('bool', 0), scalarRepr('int64', 2n ** 62n), scalarStr('uint8', 3)])
			.toEqual(['np.True_', 'False', 'np.int64(4611686018427387904)', '3']);
	});
});

test('Python\'s float formats', () => {
	for (const { hex, precision, ...wanted } of stored<{ hex: string; precision: number; repr: string; f: string; e: string; g: string }[]>('numbers_decimal.json')) {
		const value = fromHex(hex);
		expect({ repr: floatRepr(value), f: fixed(value, precision), e: exponential(value, precision), g: general(value, precision) }).toEqual(wanted);
	}
});

describe('the table of repr_golden.json', () => {
	const golden = stored<Record<string, string>>('repr_golden.json');
	type Given = [dtype: DTypeName, shape: number[], values: ArrayLike<number | bigint> | (() => number), request?: TensorReprRequest];
	const range = (n: number, f = (i: number) => i) => Array.from({ length: n }, (_, i) => f(i));
	const f32 = (...values: number[]): Given => ['float32', [values.length], Float32Array.from(values)];
	const given: Record<string, Given> = {
		'scalar': ['float32', [], [3]],
		'int vec': ['int64', [3], [1n, 2n, 3n]],
		'sci ratio': f32(1, 1001.5),
		'ratio=1000 exactly not sci': f32(1.5, 1500),
		'min<1e-4': f32(9.9e-5, 0.5),
		'max>1e8': f32(1.5, 1e8 + 8),
		'int_mode big': f32(1, 1000),
		'int_mode sci': f32(1, 2000),
		'zero ignored': f32(0, 0.5),
		'nan width': f32(NaN, 1, 2),
		'all nan': f32(NaN, Infinity),
		'neg': f32(-1.5, 22.25),
		'f64': ['float64', [1], [1.5]],
		'bf16': ['bfloat16', [1], [1.5]],
		'uint8': ['uint8', [2], [1, 200]],
		'bool': ['bool', [2, 1], [1, 0]],
		'empty': f32(),
		'empty2d': ['float32', [2, 0], []],
		'empty int': ['int64', [0], []],
		'line wrap': f32(...range(30, (i) => i * 1.5)),
		'2d': ['float32', [2, 3], range(6)],
		'3d': ['int64', [2, 2, 2], range(8)],
		'4d': ['int64', [2, 2, 2, 2], range(16)],
		'1001': ['int64', [1001], range(1001)],
		'1000': ['int64', [7], range(7)],
		'summ2d': ['float32', [100, 100], () => 0],
		'summ small dim': ['float32', [2, 3, 300], () => 0],
		'grad': ['float32', [2, 2], [2, 2, 2, 2], { gradFn: 'MulBackward0', requiresGrad: true }],
		'grad idx': ['float32', [2], [1, 1], { gradFn: 'SelectBackward0' }],
		'gather': ['float32', [2, 1], [1, 1], { gradFn: 'GatherBackward0' }],
		'leaf': ['float32', [2, 2], [1, 1, 1, 1], { requiresGrad: true }],
		'long suffix wrap': ['float64', [1, 6], [0.9701, 0.7078, 0.4594, 0.9207, 0.645, 0.7911], { gradFn: 'MulBackward0' }],
		'half-even': f32(0.03125, 0.00005, 2.5),
		'neg zero': f32(-0, 1.5),
		'param': ['float32', [2], [1, 1], { typeName: 'Parameter', requiresGrad: true }],
	};
	test.each(Object.entries(given))('%s', (name, [dtype, shape, values, request]) => {
		const read = typeof values === 'function' ? values : (index: number) => values[index]!;
		expect(tensorRepr({ dtype, shape, read }, request)).toBe(golden[name]);
	});

	test('but for complex numbers, all are here', () => {
		expect(Object.keys(golden).filter((name) => !(name in given))).toEqual(['complex']);
	});
});
