/** One tensor at one tick, for the tensor view. */
import type { Ref, Tick, Trace } from '../trace/model.ts';
import type { Origin, TensorSlice } from './slice.ts';

export const OVER_BUDGET = 'values were not recorded: the tensor is over the recording budget';

/** undefined where the object is no tensor at that tick. */
export function tensorSlice(trace: Trace, ref: Ref, tick: Tick, title: string, origin: Origin | undefined): TensorSlice | undefined {
	const value = trace.value(ref, tick);
	if (value?.kind !== 'tensor') return undefined;
	const elements = trace.elements(value, tick);
	return {
		kind: 'tensor', title, ref, type: value.type, dtype: value.dtype, shape: value.shape, strides: value.strides,
		requiresGrad: value.requiresGrad, gradFn: value.gradFn, elements, summary: elements === undefined ? trace.summary(value, tick) : undefined, note: elements === undefined ? OVER_BUDGET : undefined, origin,
	};
}
