/**
 * What PyTorch says where it has no elementwise loop for a dtype. It chooses the loop last: shapes that don't broadcast,
 * and a result that the written tensor can't hold, are found before.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { canCast, dtypeText } from '../tensor/promotion.ts';
import { broadcastShapes } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { requireBroadcastInto } from './elementwise.ts';
import type { Operand } from './operator.ts';

/** NotImplementedError, or what is raised before it; `loop` is PyTorch's name for it. Where `out` is an input too, the call is in place. */
export function noLoop(loop: string, dtype: DTypeName, inputs: readonly Operand[], out: Tensor | undefined, result: DTypeName = dtype): Error {
	let shape: readonly number[] = [];
	for (const input of inputs) {
		if (input instanceof Tensor) {
			shape = broadcastShapes(shape, input.shape);
		}
	}
	if (out !== undefined) {
		if (inputs.includes(out)) {
			requireBroadcastInto(out, shape);
		}
		if (!canCast(result, out.dtype)) {
			throw runtimeError(`result type ${dtypeText(result)} can't be cast to the desired output type ${dtypeText(out.dtype)}`);
		}
	}
	return notImplementedError(`"${loop}" not implemented for '${dtypeText(dtype)}'`);
}
