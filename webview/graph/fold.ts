/**
 * A graph with what belongs together as one node: the calls of a line, or of a module. What is put together follows on one
 * another in time, so that a line or module to which a program comes back is a node for each time, and no circle comes about.
 */
import type { GraphNode, GraphSlice } from '../../engine/slice/slice.ts';

export type Folding = 'nothing' | 'lines' | 'modules';
export const FOLDINGS: readonly Folding[] = ['nothing', 'lines', 'modules'];

/** Members are places in the slice's nodes, in order of time; one alone is that node. */
export interface FoldedNode { readonly members: readonly number[]; readonly label: string }

/** `edges`: from, to, …, each pair once. */
export interface FoldedGraph { readonly nodes: readonly FoldedNode[]; readonly edges: Uint32Array }

/** `unfolded`: groups that are left open, by their first members. `line`: the words for one. */
export function foldGraph(slice: GraphSlice, folding: Folding, unfolded: ReadonlySet<number>, line: (number: string) => string): FoldedGraph {
	const keys = folding === 'nothing' ? slice.nodes.map(() => '') : keysOf(slice, folding);
	const groups: { key: string; members: number[] }[] = [];
	const open = new Set<number>();
	slice.nodes.forEach((_, place) => {
		const last = groups.at(-1), key = keys[place]!;
		if (key !== '' && last?.key === key) last.members.push(place);
		else groups.push({ key, members: [place] });
	});
	const nodes: FoldedNode[] = [];
	const groupOf = new Uint32Array(slice.nodes.length);
	const add = (members: readonly number[], label: string) => {
		const at = nodes.push({ members, label }) - 1;
		for (const member of members) groupOf[member] = at;
	};
	for (const { key, members } of groups) {
		if (members.length > 1 && !unfolded.has(members[0]!)) add(members, folding === 'modules' ? key : line(key.slice(key.lastIndexOf(':') + 1)));
		else for (const member of members) {
			add([member], nameOf(slice.nodes[member]!));
			if (members.length > 1) open.add(member);
		}
	}
	const pairs = new Set<number>();
	for (let i = 0; i < slice.edges.length; i += 2) {
		const from = groupOf[slice.edges[i]!]!, to = groupOf[slice.edges[i + 1]!]!;
		if (from !== to) pairs.add(from * nodes.length + to);
	}
	return { nodes, edges: Uint32Array.from([...pairs].flatMap(pair => [Math.floor(pair / nodes.length), pair % nodes.length])) };
}

/** Where a graph begins, it belongs to what uses it first. */
function keysOf({ nodes, edges }: GraphSlice, folding: Folding): readonly string[] {
	const own = (node: GraphNode): string => folding === 'modules' ? node.module : node.origin === undefined ? '' : `${node.origin.uri}:${node.origin.line}`;
	const user = new Map<number, number>();
	for (let i = 0; i < edges.length; i += 2) user.set(edges[i]!, Math.min(user.get(edges[i]!) ?? Infinity, edges[i + 1]!));
	return nodes.map((node, place) => node.kind === 'op' ? own(node) : own(nodes[user.get(place) ?? place]!));
}

/** `__add__` is what the code calls `+`; PyTorch's documentation calls it add. */
export function nameOf({ kind, name, gradFn }: GraphNode): string {
	return kind === 'op' ? name.replace(/^__(.+)__$/, '$1') : name || gradFn;
}
