/**
 * One value in as few characters as a heatmap cell has room for: the text that is nearest to the value and fits.
 * Not Python's way of writing numbers: `1e5`, `.25`, and `~0` for what is not zero but too small to say.
 */
import type { DTypeName } from '../trace/dtype.ts';
import { exponential, fixed } from './decimal.ts';

/** Text of at most `width` characters (at least 1). */
export function cellText(value: number | bigint, dtype: DTypeName, width: number): string {
	if (dtype === 'bool') {
		const truth = Number(value) !== 0;
		const word = truth ? 'True' : 'False';
		return word.length <= width ? word : truth ? '1' : '0';
	}
	const whole = typeof value === 'bigint' ? value.toString() : undefined;
	if (whole !== undefined && whole.length <= width) return whole;
	const number = Number(value);
	if (Number.isNaN(number)) return width >= 3 ? 'nan' : '?';
	if (!Number.isFinite(number)) return (number < 0 ? '-∞' : '∞').slice(0, width);
	if (number === 0) return '0';

	let best = '';
	let bestError = Infinity;
	const offer = (text: string): void => {
		if (text.length > width) return;
		const error = Math.min(Math.abs(Number(text) - number), Number.MAX_VALUE);
		if (error < bestError) {
			best = text;
			bestError = error;
		}
	};
	for (let digits = 0; digits < Math.max(1, width); digits++) {
		const plain = fixed(number, digits);
		offer(withoutZeros(plain));
		offer(withoutZeros(plain).replace(/^(-?)0\./, '$1.'));
	}
	for (let digits = 0; digits < Math.max(1, width - 2); digits++) offer(compactExponent(exponential(number, digits)));
	if (best === '') return number < 0 ? '-'.padEnd(width, '#').slice(0, width) : '#'.repeat(width);
	if (Number(best) === 0) return width >= 2 ? '~0' : '0';
	return best;
}

function withoutZeros(text: string): string {
	const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
	return short === '-0' ? '0' : short;
}

function compactExponent(text: string): string {
	const [mantissa, exponent] = text.split('e') as [string, string];
	return `${withoutZeros(mantissa)}e${Number(exponent)}`;
}
