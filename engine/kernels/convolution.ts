/**
 * The windows of an image as the columns of a matrix (im2col), and the sum of such columns back into an image (col2im): a
 * convolution is one of them and a matrix product. Up to three dimensions; an image of fewer has leading ones of size 1.
 * The geometry block: sizes of the image, of the kernel, strides, padding, dilation, sizes of the output. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { GEOMETRY } from './iterate';

// @ts-ignore: decorator
@inline function word(group: i32, dim: i32): i32 {
	return load<i32>(GEOMETRY + ((group * 3 + dim) << 2));
}

/** First and one past the last output position whose window cell lies in the image. */
// @ts-ignore: decorator
@inline function first(start: i32, stride: i32): i32 {
	return start >= 0 ? 0 : (stride - 1 - start) / stride;
}

// @ts-ignore: decorator
@inline function last(start: i32, stride: i32, size: i32, count: i32): i32 {
	return start >= size ? 0 : min(count, (size - start + stride - 1) / stride);
}

function columns<T>(channels: i32, image: usize, out: usize, stepCell: i32, stepPlace: i32): void {
	const size = <i32>sizeof<T>();
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(5, 0), outH = word(5, 1), outW = word(5, 2);
	const strideD = word(2, 0), strideH = word(2, 1), strideW = word(2, 2);
	for (let c = 0; c < channels; c++, image += inD * inH * inW * size) {
		for (let kd = 0; kd < word(1, 0); kd++) for (let kh = 0; kh < word(1, 1); kh++) for (let kw = 0; kw < word(1, 2); kw++, out += stepCell) {
			const startD = kd * word(4, 0) - word(3, 0), startH = kh * word(4, 1) - word(3, 1), startW = kw * word(4, 2) - word(3, 2);
			const from = min(first(startW, strideW), outW), to = max(from, last(startW, strideW, inW, outW));
			let p = out;
			for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) {
				const z = d * strideD + startD, y = h * strideH + startH;
				const isInside = z >= 0 && z < inD && y >= 0 && y < inH;
				const a = isInside ? from : outW, b = isInside ? to : outW;
				let w = 0;
				for (; w < a; w++, p += stepPlace) store<T>(p, 0);
				let q = image + ((z * inH + y) * inW + w * strideW + startW) * size;
				if (stepPlace == size && strideW == 1) {
					if (b > a) memory.copy(p, q, <usize>((b - a) * size));
					p += (b - a) * size;
					w = b;
				} else {
					for (; w < b; w++, p += stepPlace, q += strideW * size) store<T>(p, load<T>(q));
				}
				for (; w < outW; w++, p += stepPlace) store<T>(p, 0);
			}
		}
	}
}

function image<S>(size: i32, channels: i32, from: usize, stepCell: i32, out: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(5, 0), outH = word(5, 1), outW = word(5, 2);
	const strideD = word(2, 0), strideH = word(2, 1), strideW = word(2, 2);
	for (let c = 0; c < channels; c++, out += inD * inH * inW * size) {
		for (let kd = 0; kd < word(1, 0); kd++) for (let kh = 0; kh < word(1, 1); kh++) for (let kw = 0; kw < word(1, 2); kw++, from += stepCell) {
			const startD = kd * word(4, 0) - word(3, 0), startH = kh * word(4, 1) - word(3, 1), startW = kw * word(4, 2) - word(3, 2);
			const a = first(startW, strideW), b = last(startW, strideW, inW, outW);
			for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) {
				const z = d * strideD + startD, y = h * strideH + startH;
				if (z < 0 || z >= inD || y < 0 || y >= inH) continue;
				let p = from + ((d * outH + h) * outW + a) * size, q = out + ((z * inH + y) * inW + a * strideW + startW) * size;
				for (let w = a; w < b; w++, p += size, q += strideW * size) changetype<S>(0).put(q, changetype<S>(0).get(q) + changetype<S>(0).get(p));
			}
		}
	}
}

/** Cell k of the window at place l of the output goes to out + k * stepCell + l * stepPlace (bytes); outside of the image there are zeros. */
export function im2col(dtype: i32, channels: i32, from: usize, out: usize, stepCell: i32, stepPlace: i32): void {
	switch (dtype) {
		case BOOL:
		case UINT8:
		case INT8: return columns<u8>(channels, from, out, stepCell, stepPlace);
		case INT16:
		case FLOAT16:
		case BFLOAT16: return columns<u16>(channels, from, out, stepCell, stepPlace);
		case INT32:
		case FLOAT32: return columns<u32>(channels, from, out, stepCell, stepPlace);
		case INT64:
		case FLOAT64: return columns<u64>(channels, from, out, stepCell, stepPlace);
	}
}

/** Adds to the image at `out`; cells lie as `im2col` writes them, places side by side. */
export function col2im(dtype: i32, channels: i32, from: usize, stepCell: i32, out: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return image<U8>(1, channels, from, stepCell, out);
		case INT8: return image<I8>(1, channels, from, stepCell, out);
		case INT16: return image<I16>(2, channels, from, stepCell, out);
		case INT32: return image<I32>(4, channels, from, stepCell, out);
		case INT64: return image<I64>(8, channels, from, stepCell, out);
		case FLOAT16: return image<F16>(2, channels, from, stepCell, out);
		case BFLOAT16: return image<BF16>(2, channels, from, stepCell, out);
		case FLOAT32: return image<F32>(4, channels, from, stepCell, out);
		case FLOAT64: return image<F64>(8, channels, from, stepCell, out);
	}
}
