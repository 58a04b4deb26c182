/** What `backward` was called on. */
import type { Backward, Trace } from './model.ts';

/** The number it was; NaN where that was not recorded or is none. */
export function lossOf(trace: Trace, { root, end }: Backward): number {
	const value = trace.value(root, end);
	const elements = value?.kind === 'tensor' ? trace.elements(value, end) : undefined;
	return elements?.length === 1 ? Number(elements[0]) : NaN;
}
