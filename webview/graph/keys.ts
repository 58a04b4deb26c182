/** Where keys lead in a graph: up and down along what flows, left and right among what stands beside. */
import type { Neighbours } from '../../engine/slice/graph-edges.ts';
import type { GraphLayout } from './layout.ts';

/** undefined for a key that isn't ours; the node itself where there is none further. */
export function moveNode(key: string, from: number, { inputs, users }: Neighbours, { x, y }: GraphLayout): number | undefined {
	const nearest = (of: readonly number[]) => of.length === 0 ? from : of.reduce((best, node) => Math.abs(x[node]! - x[from]!) < Math.abs(x[best]! - x[from]!) ? node : best);
	const beside = (direction: 1 | -1) => {
		const row = [...x.keys()].filter(node => y[node] === y[from]).sort((a, b) => x[a]! - x[b]!);
		return row[row.indexOf(from) + direction] ?? from;
	};
	switch (key) {
		case 'ArrowUp': return nearest(inputs[from]!);
		case 'ArrowDown': return nearest(users[from]!);
		case 'ArrowLeft': return beside(-1);
		case 'ArrowRight': return beside(1);
		case 'Home': return 0;
		case 'End': return x.length - 1;
		default: return undefined;
	}
}
