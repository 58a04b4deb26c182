/**
 * The autograd graph of a tensor, cut out of a trace: the ops by which it came from leaves, as far as gradients flow back.
 * It is PyTorch's graph with a node for each call of the code: what a call does inside of it is one node.
 */
import type { Op, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import type { Work } from '../trace/work.ts';
import { items } from './children.ts';

/** Nodes of a graph, but for the leaves of its earliest op; the newest are kept. */
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
	// A list that was recorded in part is taken in part.
	let isCut = false;
	for (let index = trace.opsBefore(tick) - 1; index >= 0 && wanted.size > 0 && found.length + leaves.size < MOST_NODES; index--) {
		const op = trace.op(index);
		yield;
		// It may have been under way at the tick.
		if (op.end > tick) continue;
		const inputs = op.inputs.flatMap(({ ref: given }) => tensorsIn(trace, given, op.tick, () => { isCut = true; })).filter(input => tensorAt(trace, input, op.tick)?.requiresGrad === true);
		const made = op.outputs.find(output => wanted.has(output));
		const ref = made ?? (isInPlace(op) && inputs.length > 0 ? writtenBy(trace, op, wanted) : undefined);
		// A conversion to what it is, or contiguous() of what is so, gives back its operand.
		if (ref === undefined || (made !== undefined && !isInPlace(op) && made === op.inputs[0]?.ref)) continue;
		const users = [...new Set([...op.outputs, ref])].flatMap(output => wanted.get(output)?.users ?? []);
		for (const output of [...op.outputs, ref]) wanted.delete(output);
		const at = found.push({ node: { kind: 'op', op, ref, tick: op.end }, users }) - 1;
		// Written by a view, it is what it was but for that part.
		const rest = made === undefined && ref !== op.inputs[0]!.ref && tensorAt(trace, ref, op.tick)?.requiresGrad === true ? [ref] : [];
		for (const input of [...inputs, ...rest]) {
			const operand = tensorAt(trace, input, op.tick)!;
			const known = operand.isLeaf ? leaves.get(input) : wanted.get(input);
			if (known !== undefined) known.users.push(at);
			else if (!operand.isLeaf) wanted.set(input, { users: [at], tick: op.tick });
			else leaves.set(input, { node: { kind: 'leaf', ref: input, tick: op.tick }, users: [at] });
		}
	}
	if (found.length === 0) return undefined;
	const isFull = found.length + leaves.size >= MOST_NODES && wanted.size > 0;
	const lost = isFull ? [] : [...wanted].map(([ref, { users, tick: at }]): Found => ({ node: { kind: 'lost', ref, tick: at }, users }));
	return ordered([...found, ...[...leaves.values(), ...lost]], isCut || isFull);
}

/** From the last found to the first; what is no op stands before the first that uses it. */
function ordered(found: readonly Found[], isCut: boolean): AutogradGraph {
	const begins = new Map<number, number[]>();
	found.forEach(({ node, users }, place) => {
		if (node.kind === 'op') return;
		const first = users.reduce((latest, user) => Math.max(latest, user), 0);
		const beside = begins.get(first);
		if (beside === undefined) begins.set(first, [place]);
		else beside.push(place);
	});
	const order: number[] = [];
	for (let place = found.length - 1; place >= 0; place--) {
		if (found[place]!.node.kind !== 'op') continue;
		for (const begin of begins.get(place) ?? []) order.push(begin);
		order.push(place);
	}
	const places = new Map(order.map((place, i) => [place, i]));
	const edges = order.flatMap((place, from) => found[place]!.users.map(user => [from, places.get(user)!] as const));
	return { nodes: order.map(place => found[place]!.node), edges, isCut };
}

function tensorAt(trace: Trace, ref: Ref, tick: Tick): TensorValue | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value : undefined;
}

/** The tensors that an argument is or holds; `cut` is called where not all of a list was recorded. */
export function tensorsIn(trace: Trace, ref: Ref, tick: Tick, cut?: () => void, depth = DEPTH): readonly Ref[] {
	if (trace.isScalar(ref)) return [];
	if (tensorAt(trace, ref, tick) !== undefined) return [ref];
	const value = trace.value(ref, tick);
	if (value?.kind === 'sequence' && value.length > value.children.length) cut?.();
	return depth === 0 ? [] : items(trace, ref, tick).flatMap(item => tensorsIn(trace, item, tick, cut, depth - 1));
}

/** Of the wanted tensors the one that an in-place op has written: its first operand, or another that looks into the same storage. */
function writtenBy(trace: Trace, op: Op, wanted: ReadonlyMap<Ref, unknown>): Ref | undefined {
	const own = op.inputs[0]!.ref, storage = tensorAt(trace, own, op.end)?.storage;
	if (wanted.has(own) || storage === undefined) return wanted.has(own) ? own : undefined;
	return [...wanted.keys()].find(ref => tensorAt(trace, ref, op.end)?.storage === storage);
}

function isInPlace(op: Op): boolean {
	return op.inputs.length > 0 && (op.name === '__setitem__' || isInPlaceName(op.name));
}
