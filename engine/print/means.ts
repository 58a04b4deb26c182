/** A summary as something that can be drawn like a matrix: each block's mean, NaN and the infinities outranking it. */
import { blocksOf, type Summary } from '../trace/summary.ts';
import type { ElementSource } from './tensor-repr.ts';

export function meansOf(summary: Summary): ElementSource {
	const { down, across } = blocksOf(summary);
	return { dtype: 'float64', shape: [down, across], read: at => markedMean(summary, at) };
}

function markedMean({ mean, nan, positiveInfinity, negativeInfinity }: Summary, at: number): number {
	return nan[at]! > 0 ? NaN : positiveInfinity[at]! > 0 ? Infinity : negativeInfinity[at]! > 0 ? -Infinity : mean[at]!;
}
