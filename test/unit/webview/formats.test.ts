/** What is copied and saved of a tensor, for other programs. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TensorSlice } from '../../../engine/slice/slice.ts';
import { usualArrangement } from '../../../webview/tensor/arrangement.ts';
import { csvText, npyBytes, numpyText } from '../../../webview/tensor/formats.ts';
import { linesOf, planeOf } from '../../../webview/tensor/plane.ts';
import { load } from '../../ui/stored/load.ts';

const loaded = (name: string) => {
	const slice = load(name, 'tensor');
	return { slice, elements: slice.elements! };
};
const csv = ({ shape, dtype, elements }: TensorSlice, across = 1) => csvText(planeOf(shape, usualArrangement(shape), across), elements!, dtype);

describe('.npy', () => {
	test.each(['nonfinite', 'big-int', 'half', 'scalar', 'mask'])('%s: the bytes that numpy.save writes', (name) => {
		const { slice, elements } = loaded(name);
		const stored = new Uint8Array(readFileSync(new URL(`../../ui/stored/${name}.npy`, import.meta.url)));
		expect(Buffer.from(npyBytes(slice, elements))).toEqual(Buffer.from(stored));
	});
	test('each float16 is its own bits', () => {
		const bits = Uint16Array.from({ length: 0x7c01 }, (_, i) => i);
		const elements = Float32Array.from(bits, half => half === 0x7c00 ? Infinity : half < 1024 ? half * 2 ** -24 : (1 + half % 1024 / 1024) * 2 ** ((half >> 10) - 15));
		const file = npyBytes({ ...load('half', 'tensor'), shape: [bits.length] }, elements);
		expect(Buffer.from(file.slice(-bits.byteLength))).toEqual(Buffer.from(bits.buffer));
	});
});

describe('text', () => {
	test('NumPy: nested as the shape is, exact, with names for what is not finite', () => {
		const { slice, elements } = loaded('big-int');
		expect(numpyText(slice, elements)).toBe('np.array([[9007199254740993, -1], [4611686018427387904, 0]], dtype=np.int64)');
		expect(numpyText({ ...slice, dtype: 'float32', shape: [4] }, Float32Array.of(NaN, Infinity, -Infinity, 0.1))).toBe('np.array([np.nan, np.inf, -np.inf, 0.1], dtype=np.float32)');
		expect(numpyText({ ...slice, dtype: 'bool', shape: [] }, Uint8Array.of(1))).toBe('np.array(True, dtype=np.bool)');
	});
	test('CSV: what is shown, a facet after the other', () => {
		const { slice } = loaded('big-int');
		expect(csv(slice)).toBe('9007199254740993,-1\r\n4611686018427387904,0\r\n');
		const elements = Float32Array.from({ length: 8 }, (_, i) => i / 2);
		for (const across of [1, 2]) expect(csv({ ...slice, dtype: 'float32', shape: [2, 2, 2], elements }, across)).toBe('0.0,0.5\r\n1.0,1.5\r\n\r\n2.0,2.5\r\n3.0,3.5\r\n');
		expect(csvText(linesOf(5, 3), elements, 'float32')).toBe('0.0,0.5,1.0\r\n1.5,2.0\r\n');
	});
});
