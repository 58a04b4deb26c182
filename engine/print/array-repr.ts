/**
 * An array as NumPy 2 prints it (`numpy/_core/arrayprint.py`): `repr`, `str`, `array2string`, and scalars, to the
 * character, reading only the elements that it shows. Bools, whole numbers and floats; no strings, objects, dates.
 */
import type { DTypeName } from '../trace/dtype.ts';
import { dtypeInfo } from '../trace/dtype.ts';
import type { FloatWidth } from './decimal.ts';
import { exponential, exponentText, fixed, nonFinite, place, shortest } from './decimal.ts';
import type { ElementSource } from './tensor-repr.ts';
import { tupleRepr } from './tensor-repr.ts';
import { contiguousStrides } from '../trace/shape.ts';

/** `numpy.set_printoptions`. */
export interface ArrayPrintOptions {
	readonly precision: number;
	readonly threshold: number;
	readonly edgeitems: number;
	readonly linewidth: number;
	readonly suppress: boolean;
	readonly nanstr: string;
	readonly infstr: string;
	readonly sign: '-' | '+' | ' ';
	readonly floatmode: 'fixed' | 'unique' | 'maxprec' | 'maxprec_equal';
	/** What `formatter` gives for this dtype's kind, in place of the rules here. */
	readonly formatter?: (value: number | bigint) => string;
}

export const ARRAY_PRINT_DEFAULTS: ArrayPrintOptions = {
	precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false, nanstr: 'nan', infstr: 'inf', sign: '-', floatmode: 'maxprec',
};

/** Per float type: from where on, and below what, an array is written with exponents; and rounding to the type. */
const FLOATS: Record<FloatWidth, { readonly large: number; readonly small: number; readonly round: (value: number) => number }> = {
	float16: { large: 1e3, small: 0.00010001659393310547, round: (value) => (value >= 65520 ? Infinity : value) },
	bfloat16: { large: 1e3, small: 1e-4, round: (value) => value },
	float32: { large: 1e6, small: Math.fround(1e-4), round: Math.fround },
	float64: { large: 1e8, small: 1e-4, round: (value) => value },
};

/** `repr(array)`. */
export function arrayRepr(source: ElementSource, options: ArrayPrintOptions = ARRAY_PRINT_DEFAULTS, className = 'array'): string {
	const { dtype, shape } = source;
	const size = count(shape);
	const prefix = `${className}(`;
	const text = prefix + array2string(source, options, { separator: ', ', prefix, suffix: ')' });
	const extras: string[] = [];
	if ((size === 0 && shape.length !== 1) || size > options.threshold) extras.push(`shape=${tupleRepr(shape)}`);
	if (size === 0 || !(dtype === 'bool' || dtype === 'int64' || dtype === 'float64')) extras.push(`dtype=${dtype}`);
	if (extras.length === 0) return `${text})`;
	const extra = `${extras.join(', ')})`;
	const lastLine = text.length + 1 - (text.lastIndexOf('\n') + 1);
	const gap = lastLine + extra.length + 1 > options.linewidth ? `\n${' '.repeat(prefix.length)}` : ' ';
	return `${text},${gap}${extra}`;
}

/** `str(array)`. */
export function arrayStr(source: ElementSource, options: ArrayPrintOptions = ARRAY_PRINT_DEFAULTS): string {
	if (source.shape.length === 0) return scalarStr(source.dtype, source.read(source.offset ?? 0));
	return array2string(source, options, { separator: ' ', prefix: '', suffix: '' });
}

/** `numpy.array2string(array, separator=, prefix=, suffix=)`. */
export function array2string(
	source: ElementSource, options: ArrayPrintOptions = ARRAY_PRINT_DEFAULTS,
	{ separator = ' ', prefix = '', suffix = '' }: { separator?: string; prefix?: string; suffix?: string } = {},
): string {
	const { shape } = source;
	const size = count(shape);
	if (size === 0) return '[]';
	const edge = options.edgeitems;
	const summarise = size > options.threshold;
	const strides = source.strides ?? contiguousStrides(shape);
	const cut = shape.map((length) => summarise && length > 2 * edge);
	const positions = shape.map((length, dim) => {
		if (!cut[dim]) return Array.from({ length }, (_, i) => i);
		// The last item is written even where no edge items are wanted.
		const trailing = Math.max(edge, 1);
		return Array.from({ length: edge + trailing }, (_, i) => (i < edge ? i : length - trailing + i - edge));
	});
	const elements: (number | bigint)[] = [];
	const collect = (dim: number, at: number): void => {
		if (dim === shape.length) elements.push(source.read(at));
		else for (const i of positions[dim]!) collect(dim + 1, at + i * strides[dim]!);
	};
	collect(0, source.offset ?? 0);
	const format = options.formatter ?? formatter(source.dtype, elements, options, shape.length === 0);

	const tail = separator.trimEnd();
	let next = 0;
	const write = (dim: number, hanging: string, width: number): string => {
		if (dim === shape.length) return format(elements[next++]!);
		const items = positions[dim]!.length;
		if (dim < shape.length - 1) {
			const lineSeparator = tail + '\n'.repeat(shape.length - dim - 1);
			const rows: string[] = [];
			for (let i = 0; i < items; i++) {
				if (cut[dim] && i === edge) rows.push(`${hanging}...`);
				rows.push(hanging + write(dim + 1, `${hanging} `, width - 1));
			}
			return `[${rows.join(lineSeparator).slice(hanging.length)}]`;
		}
		const room = width - Math.max(tail.length, 1);
		let done = '';
		let line = hanging;
		const extend = (word: string): void => {
			if (line.length + word.length > room && line.length > hanging.length) {
				done += `${line.trimEnd()}\n`;
				line = hanging;
			}
			line += word;
		};
		for (let i = 0; i < items; i++) {
			if (cut[dim] && i === edge) {
				extend('...');
				line += separator;
			}
			extend(write(dim + 1, `${hanging} `, width - 1));
			if (i < items - 1) line += separator;
		}
		return `[${(done + line).slice(hanging.length)}]`;
	};
	return write(0, ` ${' '.repeat(prefix.length)}`, options.linewidth - suffix.length);
}

/** `repr(numpy.float64(x))` and the like. */
export function scalarRepr(dtype: DTypeName, value: number | bigint): string {
	if (dtype === 'bool') return Number(value) !== 0 ? 'np.True_' : 'np.False_';
	return `np.${dtype}(${scalarStr(dtype, value)})`;
}

/** `str(numpy.float64(x))` and the like. */
export function scalarStr(dtype: DTypeName, value: number | bigint): string {
	if (dtype === 'bool') return Number(value) !== 0 ? 'True' : 'False';
	if (!dtypeInfo(dtype).float) return String(value);
	const x = Number(value);
	if (!Number.isFinite(x)) return nonFinite(x);
	const size = Math.abs(x);
	const large = dtype === 'float64' ? 1e16 : FLOATS[dtype as FloatWidth].large;
	if (size !== 0 && (size >= large || size < 1e-4)) return scientific(x, dtype as FloatWidth, { most: Infinity, least: 0, trim: true }).replace('.e', 'e');
	const text = positional(x, dtype as FloatWidth, { most: Infinity, least: 0, trim: true });
	return text.endsWith('.') ? `${text}0` : text;
}

function count(shape: readonly number[]): number {
	return shape.reduce((a, b) => a * b, 1);
}

/** How many digits after the point: as many as identify the value within bounds, or (`exact`) always `most`. */
interface Digits { readonly most: number; readonly least: number; readonly trim: boolean; readonly exact?: boolean }

function positional(value: number, width: FloatWidth, { most, least, trim, exact = false }: Digits): string {
	const [digits, exponent] = shortest(value, width);
	const unique = Math.max(0, digits.length - 1 - exponent);
	let text: string;
	if (exact || unique > most) text = fixed(value, most);
	else if (unique < least) text = fixed(value, least);
	else text = signOf(value) + place(digits, exponent, '.');
	return trimmed(text, trim);
}

function scientific(value: number, width: FloatWidth, { most, least, trim, exact = false }: Digits, exponentDigits = 2): string {
	const [digits, exponent] = shortest(value, width);
	const unique = digits.length - 1;
	let text: string;
	if (exact || unique > most) text = exponential(value, most);
	else if (unique < least) text = exponential(value, least);
	else text = `${signOf(value)}${digits[0]}.${digits.slice(1)}e${exponent}`;
	const [mantissa, power] = text.split('e') as [string, string];
	return `${trimmed(mantissa, trim)}e${exponentText(Number(power), exponentDigits)}`;
}

/** With a point, and without the zeros at its end. */
function trimmed(text: string, trim: boolean): string {
	if (!text.includes('.')) return `${text}.`;
	return trim ? text.replace(/0+$/, '') : text;
}

function signOf(value: number): string {
	return value < 0 || Object.is(value, -0) ? '-' : '';
}

function formatter(dtype: DTypeName, elements: readonly (number | bigint)[], options: ArrayPrintOptions, scalar: boolean): (value: number | bigint) => string {
	if (dtype === 'bool') return (value) => (Number(value) !== 0 ? (scalar ? 'True' : ' True') : 'False');
	if (dtypeInfo(dtype).float) return floatFormatter(dtype as FloatWidth, elements as readonly number[], options);
	const sign = options.sign === '-' || (options.sign === ' ' && elements.some((value) => value < 0)) ? '' : options.sign;
	const text = (value: number | bigint) => (value >= 0 ? sign : '') + String(value);
	const width = longest(elements, (value) => text(value).length);
	return (value) => text(value).padStart(width);
}

function longest<T>(items: readonly T[], length: (item: T) => number): number {
	return items.reduce((most, item) => Math.max(most, length(item)), 0);
}

function floatFormatter(width: FloatWidth, elements: readonly number[], options: ArrayPrintOptions): (value: number | bigint) => string {
	const { floatmode, sign, nanstr, infstr } = options;
	const finite = elements.filter(Number.isFinite);
	const sizes = finite.map(Math.abs).filter((size) => size !== 0);
	const greatest = sizes.reduce((a, b) => Math.max(a, b), 0);
	const least = sizes.reduce((a, b) => Math.min(a, b), Infinity);
	const { large, small, round } = FLOATS[width];
	const useExponent = sizes.length > 0 && (greatest >= large || (!options.suppress && (least < small || round(greatest / least) > 1000)));
	const most = floatmode === 'unique' ? Infinity : options.precision;
	const exact = floatmode === 'fixed';
	const plus = (text: string) => (sign === '+' && !text.startsWith('-') ? `+${text}` : text);

	let left = 0;
	let right = 0;
	let write: (value: number) => string = (value) => String(value);
	if (finite.length > 0 && useExponent) {
		const first = finite.map((value) => plus(scientific(value, width, { most, least: 0, trim: !exact, exact })));
		const exponentDigits = longest(first, (text) => text.length - text.indexOf('e') - 2);
		const precision = longest(first, (text) => text.indexOf('e') - text.indexOf('.') - 1);
		left = longest(first, (text) => text.indexOf('.'));
		right = exponentDigits + 2 + precision;
		write = (value) => scientific(value, width, { most: precision, least: precision, trim: false, exact }, exponentDigits);
	} else if (finite.length > 0) {
		const first = finite.map((value) => plus(positional(value, width, { most, least: 0, trim: !exact, exact })));
		left = longest(first, (text) => text.indexOf('.'));
		right = longest(first, (text) => text.length - text.indexOf('.') - 1);
		const padding = right;
		write = floatmode === 'fixed' || floatmode === 'maxprec_equal'
			? (value) => positional(value, width, { most: padding, least: padding, trim: false, exact })
			: (value) => {
				const text = positional(value, width, { most, least: 0, trim: true });
				return text.padEnd(text.indexOf('.') + 1 + padding);
			};
	}
	if (sign === ' ' && !finite.some((value) => value < 0 || Object.is(value, -0))) left++;
	if (finite.length < elements.length) {
		const minus = sign !== '-' || elements.includes(-Infinity) ? 1 : 0;
		left = Math.max(left, nanstr.length - right - 1, infstr.length + minus - right - 1);
	}
	const total = left + right + 1;
	return (element) => {
		const value = element as number;
		if (Number.isNaN(value)) return plus(nanstr).padStart(total);
		if (!Number.isFinite(value)) return (value < 0 ? `-${infstr}` : plus(infstr)).padStart(total);
		const text = plus(write(value));
		return ' '.repeat(Math.max(0, left - text.indexOf('.'))) + text;
	};
}
