/** What of a graph's values and gradients calls for a look: where NaN begins, and gradients that are lost or out of hand. */
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { markPath } from '../grid/marks.ts';
import { isFirstBad, neighboursOf } from '../../engine/slice/graph-edges.ts';

/** Root mean squares of a gradient: below it nothing moves that float32 weights near 1 could tell, above it a step is thrown far. */
export const VANISHING = 1e-7;
export const EXPLODING = 1e3;

/** In the order of how much they matter. `given`: it came in with what is no node of the graph. */
export const MARKS = ['nan', 'infinite', 'nanGiven', 'infiniteGiven', 'nanGradient', 'exploding', 'vanishing', 'zero'] as const;
export type Mark = typeof MARKS[number];

/** In their order; several may hold. */
export function marksOf(slice: GraphSlice): readonly (readonly Mark[])[] {
	const marks: Mark[][] = slice.nodes.map(() => []);
	const { inputs, users } = neighboursOf(slice.nodes.length, slice.edges);
	slice.nodes.forEach(({ value, given, gradient }, place) => {
		const own = marks[place]!;
		if (isFirstBad(place, inputs, each => slice.nodes[each]!.value)) own.push(given !== undefined ? `${given.kind}Given` : value!.nan > 0 ? 'nan' : 'infinite');
		if (gradient === undefined) return;
		if (gradient.nan > 0) {
			if (isFirstBad(place, users, each => slice.nodes[each]!.gradient)) own.push('nanGradient');
		} else if (gradient.infinite > 0 || gradient.rms > EXPLODING) own.push('exploding');
		else if (gradient.rms === 0) own.push('zero');
		else if (gradient.rms < VANISHING) own.push('vanishing');
	});
	return marks;
}

/** Its shape where there is no room for words, of half-width `r` around (x, y); what is of a gradient and not of the value is in a ring or points somewhere. */
export function shapeOf(mark: Mark, x: number, y: number, r: number): string {
	const ring = `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
	const rhombus = `M${x - r},${y}l${r},${-r}l${r},${r}l${-r},${r}Z`, comesIn = `M${x - 2 * r},${y}h${r}`;
	switch (mark) {
		case 'nan': return markPath('nan', x, y, r * 0.8);
		case 'infinite': return rhombus;
		case 'nanGiven': return comesIn + markPath('nan', x, y, r * 0.8);
		case 'infiniteGiven': return comesIn + rhombus;
		case 'nanGradient': return ring + markPath('nan', x, y, r * 0.5);
		case 'exploding': return markPath('inf', x, y, r);
		case 'vanishing': return markPath('-inf', x, y, r);
		case 'zero': return ring;
	}
}
