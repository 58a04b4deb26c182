/**
 * The tensors, nodes and generators that Python holds, by number. A tensor's handle is its id, so that the same
 * tensor always has the same handle; each time that one is handed out, Python owes one release.
 */
import type { Node } from '../autograd/node.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Numbered } from './numbered.ts';

const tensors = new Numbered<Tensor>();
/** How often a handle was handed out beyond once. */
const extra = new Map<number, number>();
const nodes = new Map<number, { readonly node: Node; count: number }>();

/** A handle that Python owns. */
export function expose(tensor: Tensor): number {
	const { id } = tensor;
	tensor.retain();
	if (tensors.get(id) === undefined) tensors.add(id, tensor);
	else extra.set(id, (extra.get(id) ?? 0) + 1);
	return id;
}

export function tensorOf(handle: number): Tensor {
	const tensor = tensors.get(handle);
	if (tensor === undefined) throw runtimeError(`tensor handle ${handle} is not in use`);
	return tensor;
}

export function exposeNode(node: Node): number {
	const known = nodes.get(node.sequence);
	if (known !== undefined) known.count++;
	else nodes.set(node.sequence, { node: node.retain(), count: 1 });
	return node.sequence;
}

/** Nodes that Python may name without holding them, as they hold what is Python's. */
const named = new Map<number, Node>();

export function nameNode(node: Node): number {
	named.set(node.sequence, node);
	return node.sequence;
}

export function unnameNode(node: Node): void {
	named.delete(node.sequence);
}

export function nodeOf(handle: number): Node {
	const node = nodes.get(handle)?.node ?? named.get(handle);
	if (node === undefined) throw runtimeError(`node handle ${handle} is not in use`);
	return node;
}

/** Gives handles back: positive ones are tensors', negative ones nodes'. Unknown ones are ignored. */
export function release(...handles: number[]): void {
	for (const handle of handles) {
		if (handle < 0) releaseNode(-handle);
		else releaseTensor(handle);
	}
}

function releaseTensor(handle: number): void {
	const tensor = tensors.get(handle);
	if (tensor === undefined) return;
	const more = extra.size === 0 ? undefined : extra.get(handle);
	if (more === undefined) tensors.delete(handle);
	else if (more === 1) extra.delete(handle);
	else extra.set(handle, more - 1);
	tensor.release();
}

function releaseNode(handle: number): void {
	const entry = nodes.get(handle);
	if (entry === undefined) return;
	if (--entry.count === 0) {
		nodes.delete(handle);
		entry.node.release();
	}
}

/** How many tensors Python holds; for tests. */
export function handlesInUse(): number {
	return tensors.size;
}
