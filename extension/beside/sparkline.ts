/** The losses of a loop, and a line of them as an SVG picture in a data URI, as high as a line of text. */
import type { Iterations } from '../../engine/trace/loops.ts';
import { lossOf } from '../../engine/trace/loss.ts';
import type { Tick, Trace } from '../../engine/trace/model.ts';
import type { Work } from '../../engine/trace/work.ts';

const WIDTH = 90;
const HEIGHT = 14;
const PAD = 2;
/** From this ratio of the greatest to the least on, the scale is logarithmic. */
const LOGARITHMIC = 30;

/** Of each loop's run the losses of the iterations that have ended, by the ticks at which these began: a running loop is looked at all the time. */
const known = new WeakMap<readonly Tick[], { readonly losses: number[]; any: boolean; backwards: number }>();

/** What `backward` was last called on in each iteration, NaN where it was not recorded; empty where it was called in none. */
export function* lossesOf(trace: Trace, { begins, ends }: Iterations): Work<readonly number[]> {
	const found = known.get(begins) ?? { losses: [], any: false, backwards: 0 };
	known.set(begins, found);
	const last = begins.length - 1;
	while (found.losses.length < last) {
		const iteration = found.losses.length;
		const { loss, next } = lossWithin(trace, found.backwards, begins[iteration]!, ends[iteration]!);
		found.losses.push(loss ?? NaN);
		found.any ||= loss !== undefined;
		found.backwards = next;
		yield;
	}
	const { loss } = lossWithin(trace, found.backwards, begins[last]!, ends[last]!);
	return found.any || loss !== undefined ? [...found.losses.slice(0, last), loss ?? NaN] : [];
}

/** Looks from one of the backward calls on; `next`: the first that comes later. */
function lossWithin(trace: Trace, from: number, begin: Tick, end: Tick): { readonly loss: number | undefined; readonly next: number } {
	const { backwards } = trace;
	let at = from;
	let loss: number | undefined;
	while (at < backwards.length && backwards[at]!.tick < begin) { at++; }
	for (; at < backwards.length && backwards[at]!.tick < end; at++) {
		loss = lossOf(trace, backwards[at]!);
	}
	return { loss, next: at };
}

/** @param mark the place that is marked with a dot */
export function sparkline(losses: readonly number[], mark: number | undefined, color: string): string {
	const finite = losses.filter(Number.isFinite);
	const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
	// A loss that falls by orders of magnitude is a flat line but for its logarithm.
	const isLogarithmic = least > 0 && finite.some(value => value > LOGARITHMIC * least);
	const scaled = (value: number): number => isLogarithmic ? Math.log(value) : value;
	const low = scaled(least);
	const high = finite.reduce((a, b) => Math.max(a, scaled(b)), -Infinity);
	const x = (place: number): string => (PAD + place * (WIDTH - 2 * PAD) / Math.max(1, losses.length - 1)).toFixed(1);
	// Halves, since the difference of the greatest doubles is infinite; that of the halves of the least is nothing.
	const range = high / 2 - low / 2;
	const y = (value: number): string => (range === 0 ? HEIGHT / 2 : HEIGHT - PAD - (scaled(value) / 2 - low / 2) / range * (HEIGHT - 2 * PAD)).toFixed(1);
	let path = '';
	let isDown = false;
	for (const place of chosen(losses)) {
		const value = losses[place]!;
		if (Number.isFinite(value)) { path += `${isDown ? 'L' : 'M'}${x(place)} ${y(value)}`; }
		isDown = Number.isFinite(value);
	}
	const marked = mark === undefined ? undefined : losses[mark];
	const dot = marked !== undefined && Number.isFinite(marked) ? `<circle cx="${x(mark!)}" cy="${y(marked)}" r="2" fill="${color}"/>` : '';
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><path d="${path}" fill="none" stroke="${color}" stroke-width="1.2" stroke-linejoin="round"/>${dot}</svg>`;
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** Places enough for the width: of each stretch its least and its greatest, so that no spike is lost. */
function chosen(losses: readonly number[]): number[] {
	const stretch = Math.ceil(losses.length / WIDTH);
	if (stretch <= 2) { return [...losses.keys()]; }
	const places = new Set<number>([0, losses.length - 1]);
	for (let from = 0; from < losses.length; from += stretch) {
		let [least, greatest] = [from, from];
		for (let i = from; i < Math.min(from + stretch, losses.length); i++) {
			if (losses[i]! < losses[least]!) { least = i; }
			if (!(losses[i]! <= losses[greatest]!)) { greatest = i; }
		}
		places.add(least).add(greatest);
	}
	return [...places].sort((a, b) => a - b);
}
