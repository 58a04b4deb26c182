/** A tensor for other programs: as a table, as NumPy's source text, as a file of NumPy's. */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { exactText } from '../theme/numbers.ts';
import { placeAt, type Plane } from './plane.ts';

/** As much as is copied as text. */
export const MOST_AS_TEXT = 2 ** 18;

/** NumPy's name of each dtype, and how a file of its arrays names it; it has no bfloat16, of which each number is a float32. */
const NUMPY: Readonly<Record<DTypeName, readonly [string, string]>> = {
	bool: ['bool', '|b1'], uint8: ['uint8', '|u1'], int8: ['int8', '|i1'], int16: ['int16', '<i2'], int32: ['int32', '<i4'], int64: ['int64', '<i8'],
	float16: ['float16', '<f2'], bfloat16: ['float32', '<f4'], float32: ['float32', '<f4'], float64: ['float64', '<f8'],
};

/** The planes that are shown as comma-separated values (RFC 4180), an empty line between two facets. */
export function csvText(plane: Plane, elements: Elements, dtype: DTypeName): string {
	const facets: string[] = [];
	for (let facet = 0; facet < plane.facets; facet++) {
		const [top, left] = [Math.floor(facet / plane.across) * plane.rows, facet % plane.across * plane.columns];
		const lines = Array.from({ length: plane.rows }, (_, row) => Array.from({ length: plane.columns }, (__, column) => placeAt(plane, top + row, left + column)).filter(at => at >= 0).map(at => exactText(elements, at, dtype)).join(','));
		facets.push(lines.join('\r\n'));
	}
	return `${facets.join('\r\n\r\n')}\r\n`;
}

/** 'np.array([[1, 2], [3, 4]], dtype=np.int64)' */
export function numpyText({ shape, dtype }: TensorSlice, elements: Elements): string {
	const word = (at: number): string => {
		const text = exactText(elements, at, dtype);
		return text === 'nan' || text === 'inf' ? `np.${text}` : text === '-inf' ? '-np.inf' : text;
	};
	const nested = (axis: number, from: number, size: number): string => {
		if (axis === shape.length) return word(from);
		const part = size / shape[axis]!;
		return `[${Array.from({ length: shape[axis]! }, (_, at) => nested(axis + 1, from + at * part, part)).join(', ')}]`;
	};
	return `np.array(${nested(0, 0, elements.length)}, dtype=np.${NUMPY[dtype][0]})`;
}

/** A file that `numpy.load` reads: NumPy's format 1.0, row-major. */
export function npyBytes({ shape, dtype }: TensorSlice, elements: Elements): Uint8Array {
	const size = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
	const dictionary = `{'descr': '${NUMPY[dtype][1]}', 'fortran_order': False, 'shape': ${size}, }`;
	const prefix = 10;
	// The data begins at a multiple of 64 bytes.
	const header = `${dictionary}${' '.repeat(63 - (prefix + dictionary.length) % 64)}\n`;
	const data = dtype === 'float16' ? float16Bytes(elements) : new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
	const file = new Uint8Array(prefix + header.length + data.length);
	file.set([0x93, ...[...'NUMPY'].map(letter => letter.charCodeAt(0)), 1, 0, header.length & 255, header.length >> 8]);
	file.set([...header].map(letter => letter.charCodeAt(0)), prefix);
	file.set(data, prefix + header.length);
	return file;
}

/** Numbers that are float16's, in its two bytes. */
function float16Bytes(elements: Elements): Uint8Array {
	const halves = new Uint16Array(elements.length);
	for (let i = 0; i < elements.length; i++) halves[i] = float16Bits(Number(elements[i]));
	return new Uint8Array(halves.buffer);
}

/** IEEE 754's binary16 of a number that is one. */
function float16Bits(value: number): number {
	const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0, magnitude = Math.abs(value);
	if (Number.isNaN(value)) return 0x7e00;
	if (magnitude === Infinity) return sign | 0x7c00;
	if (magnitude < 2 ** -14) return sign | magnitude * 2 ** 24;
	const exponent = Math.floor(Math.log2(magnitude));
	return sign | (exponent + 15) << 10 | (magnitude / 2 ** exponent - 1) * 1024;
}
