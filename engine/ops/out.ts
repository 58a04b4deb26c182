/**
 * What operators ask of `out`, beyond that the result's dtype can become its.
 */
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { CPP } from './pointwise.ts';

/** RuntimeError where `out` is not of the dtype that an operator answers in. */
export function requireOut(out: Tensor | undefined, dtype: DTypeName): void {
	if (out !== undefined && out.dtype !== dtype) {
		throw runtimeError(`Expected out tensor to have dtype ${CPP[dtype]}, but got ${CPP[out.dtype]} instead`);
	}
}
