/** What a colour scale and a facts line need of a tensor: its range over finite elements, and how many are not. */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';

export interface Range {
	/** 0 and 0 where nothing is finite. */
	readonly low: number;
	readonly high: number;
	readonly nan: number;
	readonly inf: number;
	readonly negativeInf: number;
}

/** Elements that are looked at as if all of them were finite, and again where that was not so. */
const CHUNK = 1024;

export function rangeOf(elements: Elements): Range {
	let [low, high, nan, inf, negativeInf] = [Infinity, -Infinity, 0, 0, 0];
	for (let from = 0; from < elements.length; from += CHUNK) {
		const end = Math.min(elements.length, from + CHUNK);
		let least = Infinity, greatest = -Infinity, sum = 0;
		for (let i = from; i < end; i++) {
			const value = Number(elements[i]);
			sum += value;
			if (value < least) least = value;
			if (value > greatest) greatest = value;
		}
		if (sum - sum !== 0) {
			[least, greatest] = [Infinity, -Infinity];
			for (let i = from; i < end; i++) {
				const value = Number(elements[i]);
				if (Number.isNaN(value)) nan++;
				else if (value === Infinity) inf++;
				else if (value === -Infinity) negativeInf++;
				else {
					if (value < least) least = value;
					if (value > greatest) greatest = value;
				}
			}
		}
		if (least < low) low = least;
		if (greatest > high) high = greatest;
	}
	return low <= high ? { low, high, nan, inf, negativeInf } : { low: 0, high: 0, nan, inf, negativeInf };
}

/** Floats with a sign diverge around 0; all else is sequential. */
export function isDiverging(range: Range, dtype: DTypeName): boolean {
	return range.low < 0 && (dtype.startsWith('float') || dtype === 'bfloat16');
}
