/** Edges of a graph as lists of neighbours. */
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
