/**
 * Numbers as a view writes them in little room. Whole tensors as text are printed by engine/print as PyTorch does;
 * this is for one number in a cell, on an axis, in a sentence.
 */
import { scalarStr } from '../../engine/print/array-repr.ts';
import type { Elements } from '../../engine/trace/model.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';

const MINUS = '−';

/** A number with at most `digits` significant digits and no more zeros than it needs: 0.25, −1.5e-7, 12. */
export function short(value: number, digits = 4): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : `${MINUS}inf`;
	if (value === 0) return '0';
	const magnitude = Math.abs(value);
	const sign = value < 0 ? MINUS : '';
	if (magnitude >= 1e6 || magnitude < 1e-4) {
		const [mantissa = '', exponent = ''] = magnitude.toExponential(Math.max(0, digits - 1)).split('e');
		return `${sign}${trim(mantissa)}e${exponent.replace('+', '')}`;
	}
	const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
	return sign + trim(magnitude.toFixed(decimals));
}

function trim(text: string): string {
	return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Text for one element, exact for integers and bools. */
export function elementText(elements: Elements, at: number, dtype: DTypeName, digits = 4): string {
	const value = elements[at];
	if (value === undefined) return '';
	if (dtype === 'bool') return value === 0 ? 'False' : 'True';
	if (typeof value === 'bigint') return value < 0n ? MINUS + String(-value) : String(value);
	return Number.isInteger(value) && isIntegral(dtype) ? String(value).replace('-', MINUS) : short(value, digits);
}

/** The element in full, as Python would read it back. */
export function exactText(elements: Elements, at: number, dtype: DTypeName): string {
	const value = elements[at];
	return value === undefined ? '' : scalarStr(dtype, value);
}

export function isIntegral(dtype: DTypeName): boolean {
	return dtype.startsWith('int') || dtype.startsWith('uint') || dtype === 'bool';
}

/** '[0][2]' */
export function brackets(index: readonly (number | string)[]): string {
	return index.map(part => `[${part}]`).join('');
}

/** '[2, 1]' */
export function position(index: readonly (number | string)[]): string {
	return `[${index.join(', ')}]`;
}

/** 'int64 [3, 3]' */
export function typeText(slice: { readonly dtype: DTypeName; readonly shape: readonly number[] }): string {
	return `${slice.dtype} ${position(slice.shape)}`;
}
