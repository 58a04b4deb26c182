/**
 * How a tensor's elements are coloured: the ends of the scale, which may be narrower than the data's range, and which
 * values are left out by a filter. The same for SVG cells, for pixels and for the legend.
 */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { divergingScale, sequentialScale, type Theme } from '../theme/theme.ts';
import { isDiverging, type Range } from './range.ts';

/** An inclusive interval. */
export type Interval = readonly [number, number];

export interface Paint {
	/** The scale's ends; of a diverging one 0 lies in the middle. */
	readonly domain: Interval;
	readonly isDiverging: boolean;
	/** Whether the ends are chosen, so that values may lie beyond them. */
	readonly isChosen: boolean;
	/** The values that are not left out; undefined: all. */
	readonly filter: Interval | undefined;
	color(value: number): string;
	keeps(value: number): boolean;
	/** 1 where a finite value lies above the scale, -1 below, else 0. */
	clips(value: number): 1 | -1 | 0;
}

/** Of one of a tensor's elements; undefined where it is not finite, which is marked by shape, or was not recorded. */
export function elementColor(color: Paint['color'] | undefined, elements: Elements | undefined, at: number): string | undefined {
	const value = Number(elements?.[at] ?? NaN);
	return color === undefined || !Number.isFinite(value) ? undefined : color(value);
}

/** The ends of a scale over all of a range. */
export function domainOf(range: Range, dtype: DTypeName): Interval {
	if (dtype === 'bool') return [0, 1];
	const limit = Math.max(-range.low, range.high);
	return isDiverging(range, dtype) ? [-limit, limit] : [range.low, range.high];
}

/** `domain`: the ends of the scale, where they are chosen. */
export function paintOf(theme: Theme, range: Range, dtype: DTypeName, domain?: Interval, filter?: Interval): Paint {
	const [low, high] = domain ?? domainOf(range, dtype);
	const diverges = isDiverging(range, dtype);
	const color = diverges ? divergingScale(theme, Math.max(-low, high)) : sequentialScale(theme, low, high);
	return {
		domain: [low, high], isDiverging: diverges, isChosen: domain !== undefined, filter, color,
		keeps: value => filter === undefined || (value >= filter[0] && value <= filter[1]),
		clips: value => domain === undefined || !Number.isFinite(value) ? 0 : value > high ? 1 : value < low ? -1 : 0,
	};
}
