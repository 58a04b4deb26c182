/** A tensor of the engine's as the printing functions read it. */
import { readScalar } from '../ops/iterator.ts';
import type { ElementSource } from '../print/tensor-repr.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { dtypeInfo } from '../trace/dtype.ts';

/** Elements by their place in the storage. */
export function elementsOf(tensor: Tensor): ElementSource {
	const { dtype, storage } = tensor;
	const size = dtypeInfo(dtype).size;
	return {
		dtype, shape: tensor.shape, strides: tensor.strides, offset: tensor.offset,
		read: index => {
			const { value } = readScalar(storage.pointer + index * size, dtype);
			return typeof value === 'boolean' ? Number(value) : value;
		},
	};
}
