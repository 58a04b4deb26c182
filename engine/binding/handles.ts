/**
 * The tensors, nodes and generators that Python holds, by number. A tensor's handle is its id (the 32 bits of it
 * that an array has room for), so that the same tensor always has the same handle; each time that one is handed out, Python owes one release.
 */
import type { Node } from '../autograd/node.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Numbered } from './numbered.ts';

const tensors = new Numbered<Tensor>();
const nodes = new Map<number, { readonly node: Node; count: number }>();

/** A handle that Python owns. */
export function expose(tensor: Tensor): number {
	return handOver(tensor.retain());
}

/** The same with the reference that the caller has. */
export function handOver(tensor: Tensor): number {
	const handle = tensor.id >>> 0;
	if (tensor.handles++ === 0) tensors.add(handle, tensor);
	return handle;
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

export function releaseTensor(handle: number): void {
	const tensor = tensors.get(handle);
	if (tensor === undefined) return;
	if (--tensor.handles === 0) tensors.delete(handle);
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
