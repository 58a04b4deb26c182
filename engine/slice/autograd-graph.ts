/**
 * The autograd graph of a tensor, cut out of a trace: the ops by which it came from leaves, as far as gradients flow back.
 * It is PyTorch's graph with a node for each call of the code: what a call does inside of it is one node.
 */
import type { Op, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import type { Work } from '../trace/work.ts';
import { items } from './children.ts';

/** Nodes of a graph; the newest are kept. */
export const MOST_NODES = 5000;
/** Lists within lists in an argument are few. */
const DEPTH = 4;

/** A node, and the tick at which its tensor is told. */
export type AutogradNode =
	| { readonly kind: 'op'; readonly op: Op; readonly ref: Ref; readonly tick: Tick }
	| { readonly kind: 'leaf' | 'lost'; readonly ref: Ref; readonly tick: Tick };

export interface AutogradGraph {
	/** In order of time: a node's inputs stand before it, the root last. */
	readonly nodes: readonly AutogradNode[];
	/** Places in `nodes`, from an input to what uses it; an input that is used twice has two. */
	readonly edges: readonly (readonly [from: number, to: number])[];
	readonly isCut: boolean;
}

interface Found { readonly node: AutogradNode; readonly users: number[] }

/** Of a tensor as it is at a tick; undefined: it has no history. */
export function* autogradGraph(trace: Trace, root: Ref, tick: Tick): Work<AutogradGraph | undefined> {
	const value = tensorAt(trace, root, tick);
	if (value === undefined || !value.requiresGrad || value.isLeaf) return undefined;
	// Backwards in time: whose maker has not been met yet, and what uses each; a leaf is met as soon as it is used.
	const wanted = new Map<Ref, { readonly users: number[]; readonly tick: Tick }>([[root, { users: [], tick }]]);
	const leaves = new Map<Ref, Found>();
	const found: Found[] = [];
	const before = trace.opsBetween(0, tick);
	for (let place = before.length - 1; place >= 0 && wanted.size > 0 && found.length < MOST_NODES; place--) {
		const op = trace.op(before[place]!);
		yield;
		// It may have been under way at the tick.
		if (op.end > tick) continue;
		const ref = op.outputs.find(output => wanted.has(output)) ?? (isInPlace(op) && wanted.has(op.inputs[0]!.ref) ? op.inputs[0]!.ref : undefined);
		if (ref === undefined) continue;
		const users = [...new Set([...op.outputs, ref])].flatMap(output => wanted.get(output)?.users ?? []);
		for (const output of [...op.outputs, ref]) wanted.delete(output);
		const at = found.push({ node: { kind: 'op', op, ref, tick: op.end }, users }) - 1;
		for (const input of op.inputs.flatMap(({ ref: given }) => tensorsIn(trace, given, op.tick))) {
			const operand = tensorAt(trace, input, op.tick);
			if (operand === undefined || !operand.requiresGrad) continue;
			const known = operand.isLeaf ? leaves.get(input) : wanted.get(input);
			if (known !== undefined) known.users.push(at);
			else if (!operand.isLeaf) wanted.set(input, { users: [at], tick: op.tick });
			else leaves.set(input, { node: { kind: 'leaf', ref: input, tick: op.tick }, users: [at] });
		}
	}
	if (found.length === 0) return undefined;
	const isCut = found.length === MOST_NODES && wanted.size > 0;
	const lost = isCut ? [] : [...wanted].map(([ref, { users, tick: at }]): Found => ({ node: { kind: 'lost', ref, tick: at }, users }));
	return ordered([...found, ...[...leaves.values(), ...lost]], isCut);
}

/** From the last found to the first; what is no op stands before the first that uses it. */
function ordered(found: readonly Found[], isCut: boolean): AutogradGraph {
	const begins = new Map<number, number[]>();
	found.forEach(({ node, users }, place) => {
		if (node.kind === 'op') return;
		const first = Math.max(...users);
		begins.set(first, [...begins.get(first) ?? [], place]);
	});
	const order: number[] = [];
	for (let place = found.length - 1; place >= 0; place--) {
		if (found[place]!.node.kind === 'op') order.push(...begins.get(place) ?? [], place);
	}
	const places = new Map(order.map((place, i) => [place, i]));
	const edges = order.flatMap((place, from) => found[place]!.users.map(user => [from, places.get(user)!] as const));
	return { nodes: order.map(place => found[place]!.node), edges, isCut };
}

function tensorAt(trace: Trace, ref: Ref, tick: Tick): TensorValue | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value : undefined;
}

/** The tensors that an argument is or holds. */
function tensorsIn(trace: Trace, ref: Ref, tick: Tick, depth = DEPTH): readonly Ref[] {
	if (trace.isScalar(ref)) return [];
	if (tensorAt(trace, ref, tick) !== undefined) return [ref];
	return depth === 0 ? [] : items(trace, ref, tick).flatMap(item => tensorsIn(trace, item, tick, depth - 1));
}

function isInPlace(op: Op): boolean {
	return op.inputs.length > 0 && (op.name === '__setitem__' || isInPlaceName(op.name));
}
