/** What a colour scale and a facts line need of a tensor: its range over finite elements, and how many are not. */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { divergingScale, sequentialScale, type Theme } from '../theme/theme.ts';

export interface Range {
	/** 0 and 0 where nothing is finite. */
	readonly low: number;
	readonly high: number;
	readonly nan: number;
	readonly inf: number;
	readonly negativeInf: number;
}

export function rangeOf(elements: Elements): Range {
	let [low, high, nan, inf, negativeInf] = [Infinity, -Infinity, 0, 0, 0];
	for (let i = 0; i < elements.length; i++) {
		const value = Number(elements[i]);
		if (Number.isNaN(value)) nan++;
		else if (value === Infinity) inf++;
		else if (value === -Infinity) negativeInf++;
		else {
			if (value < low) low = value;
			if (value > high) high = value;
		}
	}
	return low <= high ? { low, high, nan, inf, negativeInf } : { low: 0, high: 0, nan, inf, negativeInf };
}

/** Floats with a sign diverge around 0; all else is sequential. */
export function isDiverging(range: Range, dtype: DTypeName): boolean {
	return range.low < 0 && (dtype.startsWith('float') || dtype === 'bfloat16');
}

export function colorScale(theme: Theme, range: Range, dtype: DTypeName): (value: number) => string {
	return isDiverging(range, dtype)
		? divergingScale(theme, Math.max(-range.low, range.high))
		: sequentialScale(theme, dtype === 'bool' ? 0 : range.low, dtype === 'bool' ? 1 : range.high);
}
