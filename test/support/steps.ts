/** An optimizer's steps one by one, as the columns of its slice have them. */
import { type OptimizerSliceStep, stepAt } from '../../engine/slice/optimizer-steps.ts';
import type { OptimizerSlice } from '../../engine/slice/slice.ts';

export function stepsOf(slice: OptimizerSlice): OptimizerSliceStep[] {
	return Array.from({ length: slice.steps.count }, (_, i) => stepAt(slice, i)!);
}
