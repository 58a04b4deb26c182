/** Edges of a graph as lists of neighbours, and where along them what is not finite begins. */
import type { NumberFacts } from './slice.ts';

export interface Neighbours { readonly inputs: readonly (readonly number[])[]; readonly users: readonly (readonly number[])[] }

/** `edges`: from, to, from, to, … */
export function neighboursOf(count: number, edges: Uint32Array): Neighbours {
	const inputs = Array.from({ length: count }, (): number[] => []), users = Array.from({ length: count }, (): number[] => []);
	for (let i = 0; i < edges.length; i += 2) {
		users[edges[i]!]!.push(edges[i + 1]!);
		inputs[edges[i + 1]!]!.push(edges[i]!);
	}
	return { inputs, users };
}

/** From one that is infinite comes NaN: the first of either is where to look. `of`: what is known of a node. */
export function isFirstBad(place: number, before: Neighbours['inputs'], of: (place: number) => NumberFacts | undefined): boolean {
	const isBad = (facts: NumberFacts | undefined): boolean => facts !== undefined && facts.nan + facts.infinite > 0;
	return isBad(of(place)) && !before[place]!.some(each => isBad(of(each)));
}
