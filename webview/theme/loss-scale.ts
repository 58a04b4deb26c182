/** The vertical scale of losses: logarithmic where they span orders of magnitude, for they would be a flat line. */
import { scaleLinear, scaleLog } from 'd3';

/** From this ratio of the greatest to the least on. */
const LOGARITHMIC = 100;

/** `range`: pixels of the least and of the greatest. A scale of its own for losses that are all the same, or none. */
export function lossScale(losses: Iterable<number>, range: readonly [number, number]): { readonly low: number; readonly high: number; height(loss: number): number } {
	let [low, high] = [Infinity, -Infinity];
	for (const loss of losses) {
		if (!Number.isFinite(loss)) continue;
		low = Math.min(low, loss);
		high = Math.max(high, loss);
	}
	if (low > high) [low, high] = [0, 1];
	const scale = low > 0 && high / low > LOGARITHMIC ? scaleLog([low, high], range) : scaleLinear(low === high ? [low - 1, high + 1] : [low, high], range);
	return { low, high, height: scale };
}
