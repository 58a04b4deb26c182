/** What is said of a graph's nodes: on them, below them, and in the line under the picture. */
import type { GraphNode, GraphSlice, NonFiniteGiven, NumberFacts } from '../../engine/slice/slice.ts';
import { position, short, typeText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { type FoldedNode, nameOf } from './fold.ts';
import type { Mark } from './marks.ts';

/** Of many that brought NaN in so many are named. */
const NAMED = 3;

/** Few numbers one by one, else their range. */
export function factsText(facts: NumberFacts | undefined, digits = 3): string {
	if (facts === undefined) return '';
	const { values, count, nan, infinite, low, high } = facts;
	if (count === 0) return '[]';
	if (values.length > 0) return values.length === 1 ? short(values[0]!, digits) : position(values.map(value => short(value, digits)));
	const range = Number.isNaN(low) ? '' : `${short(low, digits)} … ${short(high, digits)}`;
	return [range, nan > 0 ? `${nan} nan` : '', infinite > 0 ? `${infinite} inf` : ''].filter(part => part !== '').join(', ');
}

/** A node's second line. */
export function valueLine(slice: GraphSlice, { members }: FoldedNode, strings: Strings): string {
	const node = slice.nodes[members.at(-1)!]!;
	const calls = members.filter(member => slice.nodes[member]!.kind === 'op').length;
	return calls <= 1 ? factsText(node.value) : fill(strings.graphMembers, calls);
}

/** Below it: what flows to and from those that use it. */
export function edgeLine(node: GraphNode): { readonly shape: string; readonly gradient: string } {
	return { shape: position(node.shape), gradient: node.gradient === undefined ? '' : `∇ ${node.gradient.values.length === 1 ? short(node.gradient.values[0]!, 3) : short(node.gradient.rms, 3)}` };
}

/** Of nodes, those that bring NaN in by name. */
export function markWords(mark: Mark, nodes: readonly GraphNode[], strings: Strings): string {
	const given = (kind: NonFiniteGiven['kind']) => {
		const titles = [...new Set(nodes.flatMap(node => node.given?.kind === kind ? [node.given.title] : []))];
		return [...titles.slice(0, NAMED), ...titles.length > NAMED ? ['…'] : []].join(', ');
	};
	return {
		nan: strings.graphNan, infinite: strings.graphInfinite, nanGiven: fill(strings.graphNanGiven, given('nan')), infiniteGiven: fill(strings.graphInfiniteGiven, given('infinite')), nanGradient: strings.graphNanGradient, exploding: strings.graphExploding, vanishing: strings.graphVanishing, zero: strings.graphZero,
	}[mark];
}

/** The whole of it in a line. */
export function sentence(slice: GraphSlice, folded: FoldedNode, marks: readonly Mark[], strings: Strings): string {
	const members = folded.members.map(member => slice.nodes[member]!);
	const node = members.at(-1)!;
	const what = members.length === 1 ? `${nameOf(node)} ${node.gradFn}` : `${folded.label}: ${members.filter(({ kind }) => kind === 'op').map(nameOf).join(', ')}`;
	const origin = node.origin === undefined ? '' : fill(strings.line, node.origin.line);
	const value = node.value === undefined ? typeText(node) : `${typeText(node)} = ${factsText(node.value, 4)}`;
	const gradient = node.gradient === undefined ? '' : fill(strings.graphGradient, factsText(node.gradient, 4), short(node.gradient.rms, 3));
	return [what, origin, value, gradient, ...marks.map(mark => markWords(mark, members, strings))].filter(part => part !== '').join(' · ');
}
