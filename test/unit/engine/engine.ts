/** The engine for tests: kernels built where they are not, tensors from numbers and back. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadKernels } from '../../../engine/kernels/load.ts';
import { views } from '../../../engine/memory/memory.ts';
import { call } from '../../../engine/ops/call.ts';
import { readScalar, writeScalar } from '../../../engine/ops/iterator.ts';
import { numel } from '../../../engine/trace/shape.ts';
import { float, int } from '../../../engine/tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../../../engine/tensor/tensor.ts';
import type { DTypeName } from '../../../engine/trace/dtype.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const { buildKernels } = await import(path.join(root, 'engine/kernels/build.mjs')) as { buildKernels(outFile: string): Promise<void> };
const wasm = path.join(root, 'dist/kernels.wasm');
await buildKernels(wasm);
loadKernels(new Uint8Array(readFileSync(wasm)));

/** A dense tensor of these numbers. */
export function tensor(values: readonly (number | bigint)[], dtype: DTypeName = 'float32', shape: readonly number[] = [values.length]): Tensor {
	const result = emptyTensor(shape, dtype);
	values.forEach((value, i) => writeScalar(result.pointer + i * result.itemSize, dtype, typeof value === 'bigint' ? int(value) : float(value)));
	return result;
}

/** A leaf that requires grad. */
export function leaf(values: readonly number[], dtype: DTypeName = 'float32', shape?: readonly number[]): Tensor {
	const result = tensor(values, dtype, shape);
	result.wantsGrad = true;
	return result;
}

export function tensorOfBytes(bytes: Uint8Array, dtype: DTypeName, shape: readonly number[]): Tensor {
	const result = emptyTensor(shape, dtype);
	views.u8.set(bytes.subarray(0, numel(shape) * result.itemSize), result.pointer);
	return result;
}

/** Row-major bytes. */
export function bytesOf(source: Tensor): Uint8Array {
	const dense = source.isContiguous ? source : call('clone', call('detach', source), 'contiguous_format');
	return views.u8.slice(dense.pointer, dense.pointer + dense.numel * dense.itemSize);
}

/** Row-major elements, exact. */
export function elements(source: Tensor): (number | bigint | boolean)[] {
	const dense = source.isContiguous ? source : call('clone', call('detach', source), 'contiguous_format');
	return Array.from({ length: dense.numel }, (_, i) => readScalar(dense.pointer + i * dense.itemSize, dense.dtype).value);
}
