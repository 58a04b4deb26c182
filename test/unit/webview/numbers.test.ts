/** Numbers in cells and sentences. What Python prints for the same numbers is stored beside each. */
import { describe, expect, test } from 'vitest';
import { cellFormats, formatThatFits } from '../../../webview/grid/format.ts';
import { exactText, short } from '../../../webview/theme/numbers.ts';

describe('short', () => {
	test.each([
		[0, '0'], [-0, '0'], [1, '1'], [-1.5, '−1.5'], [1 / 3, '0.3333'], [12.3456, '12.35'], [123456, '123456'], [1234567, '1.235e6'], [0.000123456, '0.0001235'], [1.5e-7, '1.5e-7'],
		[-2e30, '−2e30'], [NaN, 'nan'], [Infinity, 'inf'], [-Infinity, '−inf'], [0.1 + 0.2, '0.3'], [99999.96, '100000'],
	])('%d is %s', (value, text) => expect(short(value)).toBe(text));

	test('digits are significant ones', () => {
		expect(short(Math.PI, 2)).toBe('3.1');
		expect(short(Math.PI * 1e-3, 2)).toBe('0.0031');
	});
});

describe('exactText', () => {
	test('int64 beyond doubles', () => expect(exactText(BigInt64Array.of(9007199254740993n, -1n), 0, 'int64')).toBe('9007199254740993'));
	test('bool', () => expect([0, 1].map(at => exactText(Uint8Array.of(0, 1), at, 'bool'))).toEqual(['False', 'True']));
	// str() of NumPy's scalars.
	test.each([[0.1, '0.1'], [1, '1.0'], [1e16, '1e+16'], [5e-324, '5e-324'], [-0, '-0.0'], [1e-7, '1e-07'], [NaN, 'nan'], [-Infinity, '-inf']])('float64 %d is %s', (value, text) => {
		expect(exactText(Float64Array.of(value), 0, 'float64')).toBe(text);
	});
	test.each([[0.1, '0.1'], [1 / 3, '0.33333334'], [16777216, '1.6777216e+07'], [123456, '123456.0']])('float32 %d is %s', (value, text) => {
		expect(exactText(Float32Array.of(value), 0, 'float32')).toBe(text);
	});
});

describe('cellFormats', () => {
	const texts = (values: Float32Array, width: number) => {
		const places = [...values.keys()];
		const format = formatThatFits(cellFormats(values, 'float32', places), width, 12);
		return format && places.map(format.text);
	};
	test('one number of decimals for all', () => expect(texts(Float32Array.of(0.5, -0.25, 2), 80)).toEqual(['0.5000', '−0.2500', '2.0000']));
	test('fewer where there is less room, then no digits at all', () => {
		expect(texts(Float32Array.of(0.5, -0.25, 2), 40)).toEqual(['0.50', '−0.25', '2.00']);
		expect(texts(Float32Array.of(0.5, -0.25, 0.75), 31)).toEqual(['.50', '−.25', '.75']);
		expect(texts(Float32Array.of(0.5, -0.25, 2), 20)).toBeUndefined();
	});
	test('whole floats without decimals', () => expect(texts(Float32Array.of(1, 20, -3), 80)).toEqual(['1', '20', '−3']));
	test('very large and very small ones by digits', () => expect(texts(Float32Array.of(1.5e9, 2), 80)).toEqual(['1.5e9', '2']));
	test('NaN and the infinities', () => expect(texts(Float32Array.of(NaN, Infinity, -Infinity, 0.5), 80)).toEqual(['nan', 'inf', '−inf', '0.5000']));
});
