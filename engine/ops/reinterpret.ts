/**
 * The same bytes as another dtype: `view(dtype)`.
 */
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { own } from '../tensor/scope.ts';
import { Tensor } from '../tensor/tensor.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';

/** Of another size of element the last dimension holds more or fewer. */
export function asDType(self: Tensor, dtype: DTypeName): Tensor {
	const [from, to] = [self.itemSize, dtypeInfo(dtype).size];
	const make = (shape: readonly number[], strides: readonly number[], offset: number) => own(new Tensor(self.storage.retain(), dtype, shape, strides, offset, self.counter));
	if (from === to) {
		return make(self.shape, self.strides, self.offset);
	}
	const words = `to view ${dtypeText(self.dtype)} as ${dtypeText(dtype)} (different element sizes)`;
	if (self.ndim === 0) {
		throw runtimeError(`self.dim() cannot be 0 ${words}`);
	}
	const last = self.ndim - 1;
	const requireUnit = () => {
		if (self.strides[last] !== 1) {
			throw runtimeError(`self.stride(-1) must be 1 ${words}, but got ${self.strides[last]!}`);
		}
	};
	if (from > to) {
		requireUnit();
		const ratio = from / to;
		return make(self.shape.with(last, self.shape[last]! * ratio), self.strides.map((stride, d) => d === last ? 1 : stride * ratio), self.offset * ratio);
	}
	const ratio = to / from;
	const requireDivisible = (name: string, value: number) => {
		if (value % ratio !== 0) {
			throw runtimeError(`self.${name} must be divisible by ${ratio} ${words}, but got ${value}`);
		}
	};
	requireDivisible('size(-1)', self.shape[last]!);
	requireDivisible('storage_offset()', self.offset);
	requireUnit();
	self.strides.forEach((stride, d) => d !== last && requireDivisible(`stride(${d})`, stride));
	return make(self.shape.with(last, self.shape[last]! / ratio), self.strides.map((stride, d) => d === last ? 1 : stride / ratio), self.offset / ratio);
}
