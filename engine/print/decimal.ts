/**
 * Floats as decimal text, exactly as Python writes them: `%.4f`, `%.4e`, `%.6g`, `repr`; and the shortest digits that
 * identify a float32 or float16, for NumPy.
 *
 * JavaScript's own `toFixed` rounds halves up and changes notation at 1e21; Python rounds half to even on the
 * exact binary value. So the digits come from whole numbers here.
 */

export type FloatWidth = 'float16' | 'bfloat16' | 'float32' | 'float64';

const view = new DataView(new ArrayBuffer(8));

/** |value| as mantissa * 2^exponent; value is finite. */
function decompose(value: number): [mantissa: bigint, exponent: number] {
	view.setFloat64(0, Math.abs(value));
	const bits = view.getBigUint64(0);
	const exponent = Number(bits >> 52n);
	const fraction = bits & 0xfffffffffffffn;
	return exponent === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, exponent - 1075];
}

/** |value| * 10^power rounded to a whole number, half to even. */
function scaled(value: number, power: number): bigint {
	const [mantissa, exponent] = decompose(value);
	let numerator = mantissa;
	let denominator = 1n;
	if (power >= 0) numerator *= 10n ** BigInt(power);
	else denominator = 10n ** BigInt(-power);
	if (exponent >= 0) numerator <<= BigInt(exponent);
	else denominator <<= BigInt(-exponent);
	const quotient = numerator / denominator;
	const twice = 2n * (numerator - quotient * denominator);
	return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

function isNegative(value: number): boolean {
	return value < 0 || Object.is(value, -0);
}

/** 'nan', 'inf' or '-inf'. */
export function nonFinite(value: number): string {
	return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Python's `f'{value:.{precision}f}'`. */
export function fixed(value: number, precision: number): string {
	if (!Number.isFinite(value)) return nonFinite(value);
	const digits = scaled(value, precision).toString().padStart(precision + 1, '0');
	const sign = isNegative(value) ? '-' : '';
	if (precision === 0) return sign + digits;
	return `${sign}${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** `precision + 1` significant digits and the exponent of ten of the first. */
function significant(value: number, precision: number): [digits: string, exponent: number] {
	if (value === 0) return ['0'.repeat(precision + 1), 0];
	// JavaScript's shortest digits tell the exponent, except beside a power of ten.
	let exponent = Number(value.toExponential().split('e')[1]);
	let digits = scaled(value, precision - exponent).toString();
	if (digits.length !== precision + 1) {
		exponent += digits.length - precision - 1;
		digits = scaled(value, precision - exponent).toString();
	}
	return [digits, exponent];
}

/** Python's `f'{value:.{precision}e}'`. */
export function exponential(value: number, precision: number): string {
	if (!Number.isFinite(value)) return nonFinite(value);
	const [digits, exponent] = significant(value, precision);
	const fraction = precision > 0 ? `.${digits.slice(1)}` : '';
	return `${isNegative(value) ? '-' : ''}${digits[0]}${fraction}e${exponentText(exponent)}`;
}

/** Python's `f'{value:.{precision}g}'` (also how a C++ stream writes a double, with precision 6). */
export function general(value: number, precision = 6): string {
	if (!Number.isFinite(value)) return nonFinite(value);
	const [digits, exponent] = significant(value, Math.max(precision, 1) - 1);
	const sign = isNegative(value) ? '-' : '';
	const kept = digits.replace(/0+$/, '') || '0';
	if (exponent < -4 || exponent >= Math.max(precision, 1)) {
		return `${sign}${kept[0]}${kept.length > 1 ? `.${kept.slice(1)}` : ''}e${exponentText(exponent)}`;
	}
	return sign + place(kept, exponent, '');
}

/** Python's `repr(value)` of a float: the shortest text that reads back as it. */
export function floatRepr(value: number): string {
	if (!Number.isFinite(value)) return nonFinite(value);
	const [digits, exponent] = shortest(value, 'float64');
	const sign = isNegative(value) ? '-' : '';
	if (exponent < -4 || exponent >= 16) return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponentText(exponent)}`;
	return sign + place(digits, exponent, '.0');
}

/** Digits around their decimal point, of which the first has this exponent of ten; `whole` follows where there is no fraction. */
export function place(digits: string, exponent: number, whole: string): string {
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
	if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0') + whole;
	return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** At least two digits with a sign, as C writes an exponent. */
export function exponentText(exponent: number, digits = 2): string {
	return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(digits, '0');
}

/** The fewest significant digits that identify |value| in its type, no trailing zeros, and the first one's exponent of ten. */
export function shortest(value: number, width: FloatWidth): [digits: string, exponent: number] {
	if (value === 0) return ['0', 0];
	const size = Math.abs(value);
	if (width === 'float64') return parts(size.toExponential());
	const [low, high, inclusive] = interval(size, width);
	const inside = (x: number) => (inclusive ? x >= low && x <= high : x > low && x < high);
	let precision = 0;
	let text = size.toExponential(0);
	while (!inside(Number(text))) text = size.toExponential(++precision);
	const isTie = Number(size.toExponential(precision + 1)) === size && size.toExponential(precision + 1).includes('5e');
	if (!isTie && size - low === high - size) return parts(text);
	// Halves go to even. At a power of two the interval is wider above: the nearest decimal may miss it, the next one not.
	for (precision = Math.max(0, precision - 1); ; precision++) {
		const [digits, exponent] = significant(size, precision);
		if (inside(Number(`${digits}e${exponent - precision}`))) return parts(`${digits}e${exponent}`);
		const above = Number(`${BigInt(digits) + 1n}e${exponent - precision}`);
		if (inside(above)) return parts(above.toExponential());
	}
}

function parts(text: string): [string, number] {
	const [mantissa, exponent] = text.split('e') as [string, string];
	return [mantissa.replace('.', '').replace(/0+$/, ''), Number(exponent)];
}

/** Significant bits and the least exponent of the narrow types. */
const FORMATS: Record<Exclude<FloatWidth, 'float64'>, readonly [bits: number, minimum: number]> = {
	float16: [11, -14], bfloat16: [8, -126], float32: [24, -126],
};

/** The doubles halfway to both neighbours of a positive value, and whether they round to it (its last bit is 0). */
function interval(size: number, width: Exclude<FloatWidth, 'float64'>): [low: number, high: number, inclusive: boolean] {
	const [bits, minimum] = FORMATS[width];
	view.setFloat64(0, size);
	const exponent = Math.max(minimum, ((view.getUint16(0) >> 4) & 0x7ff) - 1023);
	const unit = 2 ** (exponent - bits + 1);
	const mantissa = size / unit;
	const narrow = mantissa === 2 ** (bits - 1) && exponent > minimum;
	return [size - unit / (narrow ? 4 : 2), size + unit / 2, mantissa % 2 === 0];
}
