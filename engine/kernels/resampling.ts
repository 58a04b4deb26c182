/**
 * Weighted sums of a few cells for each output cell, and their way back. The caller lists, for each of three dimensions, which cells an
 * output position is made of (`taps` words each) and with which weights (`taps` float64 each), so all ways to interpolate are one. The
 * geometry block: sizes of the image, of the output, taps, addresses of the cells, addresses of the weights. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, BFLOAT16, FLOAT16, FLOAT32, FLOAT64, UINT8 } from './element';
import { GEOMETRY } from './iterate';

// @ts-ignore: decorator
@inline function word(group: i32, dim: i32): i32 {
	return load<i32>(GEOMETRY + ((group * 3 + dim) << 2));
}

// @ts-ignore: decorator
@inline function cell(list: usize, at: i32): i32 {
	return load<i32>(list + (at << 2));
}

// @ts-ignore: decorator
@inline function weight(list: usize, at: i32): f64 {
	return load<f64>(list + (at << 3));
}

/** Bytes are weighted as floats and rounded once. */
@unmanaged class Byte {
	@inline get(p: usize): f32 { return <f32>load<u8>(p); }
	@inline put(p: usize, v: f32): void { store<u8>(p, <u8>max<f32>(0, min<f32>(255, nearest<f32>(v)))); }
}

function gathered<S, C>(size: i32, planes: i32, from: usize, out: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(1, 0), outH = word(1, 1), outW = word(1, 2);
	const tapsD = word(2, 0), tapsH = word(2, 1), tapsW = word(2, 2), isPlain = tapsD == 1 && tapsH == 1 && tapsW == 1;
	const cellsD = <usize>word(3, 0), cellsH = <usize>word(3, 1), cellsW = <usize>word(3, 2), weightsD = <usize>word(4, 0), weightsH = <usize>word(4, 1), weightsW = <usize>word(4, 2);
	for (let plane = 0; plane < planes; plane++, from += inD * inH * inW * size) {
		for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) for (let w = 0; w < outW; w++, out += size) {
			if (isPlain) {
				changetype<S>(0).put(out, changetype<S>(0).get(from + ((cell(cellsD, d) * inH + cell(cellsH, h)) * inW + cell(cellsW, w)) * size));
				continue;
			}
			let deep: C = <C>0;
			for (let i = 0; i < tapsD; i++) {
				let high: C = <C>0;
				for (let j = 0; j < tapsH; j++) {
					const row = from + (cell(cellsD, d * tapsD + i) * inH + cell(cellsH, h * tapsH + j)) * inW * size;
					let wide: C = <C>0;
					for (let k = 0; k < tapsW; k++) {
						wide = <C>(wide + <C>changetype<S>(0).get(row + cell(cellsW, w * tapsW + k) * size) * <C>weight(weightsW, w * tapsW + k));
					}
					high = <C>(high + wide * <C>weight(weightsH, h * tapsH + j));
				}
				deep = <C>(deep + high * <C>weight(weightsD, d * tapsD + i));
			}
			changetype<S>(0).put(out, deep);
		}
	}
}

function scattered<S, C>(size: i32, planes: i32, from: usize, out: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(1, 0), outH = word(1, 1), outW = word(1, 2);
	const tapsD = word(2, 0), tapsH = word(2, 1), tapsW = word(2, 2);
	const cellsD = <usize>word(3, 0), cellsH = <usize>word(3, 1), cellsW = <usize>word(3, 2), weightsD = <usize>word(4, 0), weightsH = <usize>word(4, 1), weightsW = <usize>word(4, 2);
	for (let plane = 0; plane < planes; plane++, out += inD * inH * inW * size) {
		for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) for (let w = 0; w < outW; w++, from += size) {
			const value = <C>changetype<S>(0).get(from);
			for (let i = 0; i < tapsD; i++) for (let j = 0; j < tapsH; j++) {
				const row = out + (cell(cellsD, d * tapsD + i) * inH + cell(cellsH, h * tapsH + j)) * inW * size;
				const scaled = <C>(value * <C>(<C>weight(weightsD, d * tapsD + i) * <C>weight(weightsH, h * tapsH + j)));
				for (let k = 0; k < tapsW; k++) {
					const p = row + cell(cellsW, w * tapsW + k) * size;
					changetype<S>(0).put(p, <C>(<C>changetype<S>(0).get(p) + scaled * <C>weight(weightsW, w * tapsW + k)));
				}
			}
		}
	}
}

export function interpolate(dtype: i32, planes: i32, from: usize, out: usize): void {
	switch (dtype) {
		case UINT8: return gathered<Byte, f32>(1, planes, from, out);
		case FLOAT16: return gathered<F16, f32>(2, planes, from, out);
		case BFLOAT16: return gathered<BF16, f32>(2, planes, from, out);
		case FLOAT32: return gathered<F32, f32>(4, planes, from, out);
		case FLOAT64: return gathered<F64, f64>(8, planes, from, out);
	}
}

export function interpolate_back(dtype: i32, planes: i32, from: usize, out: usize): void {
	switch (dtype) {
		case FLOAT32: return scattered<F32, f32>(4, planes, from, out);
		case FLOAT64: return scattered<F64, f64>(8, planes, from, out);
	}
}
