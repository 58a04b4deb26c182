/** What of a graph's values and gradients calls for a look: where NaN begins, and gradients that are lost or out of hand. */
import type { GraphSlice, NumberFacts } from '../../engine/slice/slice.ts';
import { neighboursOf } from './edges.ts';

/** Root mean squares of a gradient: below it nothing moves that float32 weights near 1 could tell, above it a step is thrown far. */
export const VANISHING = 1e-7;
export const EXPLODING = 1e3;

/** `given`: it came in with what is no node of the graph. */
export type Mark = 'nan' | 'infinite' | 'nanGiven' | 'infiniteGiven' | 'nanGradient' | 'exploding' | 'vanishing' | 'zero';

/** In the order of how much they matter; several may hold. */
export function marksOf(slice: GraphSlice): readonly (readonly Mark[])[] {
	const marks: Mark[][] = slice.nodes.map(() => []);
	const { inputs, users } = neighboursOf(slice.nodes.length, slice.edges);
	const bad = (facts: NumberFacts | undefined): number => (facts?.nan ?? 0) + (facts?.infinite ?? 0);
	slice.nodes.forEach(({ value, given, gradient }, place) => {
		const own = marks[place]!;
		// From one that is infinite comes NaN: the first of either is where to look.
		if (bad(value) > 0 && !inputs[place]!.some(input => bad(slice.nodes[input]!.value) > 0)) own.push(given !== undefined ? `${given.kind}Given` : value!.nan > 0 ? 'nan' : 'infinite');
		if (gradient === undefined) return;
		if (gradient.nan > 0) {
			if (!users[place]!.some(user => bad(slice.nodes[user]!.gradient) > 0)) own.push('nanGradient');
		} else if (gradient.infinite > 0 || gradient.rms > EXPLODING) own.push('exploding');
		else if (gradient.rms === 0) own.push('zero');
		else if (gradient.rms < VANISHING) own.push('vanishing');
	});
	return marks;
}
