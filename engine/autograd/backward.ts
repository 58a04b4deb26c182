/**
 * Runs the graph backwards: nodes in the reverse order of their creation, each once all that uses it has run.
 * The rules (implicit gradient of 1, accumulation, freeing of saved tensors, messages) are PyTorch's.
 */
import { call } from '../ops/call.ts';
import { isDense } from '../ops/elementwise.ts';
import { itemOf } from '../ops/reduce.ts';
import { runtimeError } from '../tensor/errors.ts';
import { toNumber } from '../tensor/scalar.ts';
import { closeScope, openScope, own } from '../tensor/scope.ts';
import { sameShape } from '../tensor/shape.ts';
import { denseTensor, type Tensor } from '../tensor/tensor.ts';
import { AccumulateGrad } from './accumulate-grad.ts';
import { anomalyDetection } from './anomaly.ts';
import { edgeOf } from './function-node.ts';
import { withGrad } from './mode.ts';
import type { Node } from './node.ts';

export interface BackwardOptions {
	/** Keep saved tensors for another backward. Default: as createGraph. */
	readonly retainGraph?: boolean;
	/** Record the backward itself. */
	readonly createGraph?: boolean;
}

/** torch.autograd.backward: adds gradients to the leaves' `.grad`. `gradients[i]` undefined: 1, for a scalar root. */
export function backward(roots: readonly Tensor[], gradients: readonly (Tensor | undefined)[], options: BackwardOptions = {}): void {
	new Pass(roots, gradients, options, undefined).run();
}

/** torch.autograd.grad: the gradients of `inputs`, which are not accumulated. Raises where one is unused, unless allowed. */
export function grad(roots: readonly Tensor[], inputs: readonly Tensor[], gradients: readonly (Tensor | undefined)[], options: BackwardOptions & { readonly allowUnused?: boolean } = {}): readonly (Tensor | undefined)[] {
	for (const input of inputs) {
		if (!input.requiresGrad) {
			throw runtimeError('One of the differentiated Tensors does not require grad');
		}
	}
	const results = new Pass(roots, gradients, options, inputs).run();
	const unused = results.findIndex(result => result === undefined);
	if (unused >= 0 && options.allowUnused !== true) {
		throw runtimeError(`The differentiated Tensor at index ${unused} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`);
	}
	return results;
}

interface Target { readonly node: Node; readonly input: number; readonly position: number }

class Pass {
	readonly #roots: readonly Tensor[];
	readonly #gradients: readonly (Tensor | undefined)[];
	readonly #createGraph: boolean;
	readonly #retainGraph: boolean;
	/** Gradients that have arrived, by node; each retained. */
	readonly #buffers = new Map<Node, (Tensor | undefined)[]>();
	/** Nodes with a buffer: a heap, latest first. */
	readonly #heap: Node[] = [];
	/** What `grad` asks for; undefined: accumulate into the leaves. */
	readonly #targets: readonly Target[] | undefined;
	readonly #targetsOf = new Map<Node, Target[]>();
	readonly #needed: ReadonlySet<Node> | undefined;
	readonly #results: (Tensor | undefined)[] = [];

	constructor(roots: readonly Tensor[], gradients: readonly (Tensor | undefined)[], options: BackwardOptions, inputs: readonly Tensor[] | undefined) {
		this.#roots = roots;
		this.#gradients = gradients;
		this.#createGraph = options.createGraph ?? false;
		this.#retainGraph = options.retainGraph ?? this.#createGraph;
		this.#targets = inputs?.map((input, position) => ({ ...edgeOf(input)!, position }));
		for (const target of this.#targets ?? []) {
			const others = this.#targetsOf.get(target.node);
			if (others === undefined) {
				this.#targetsOf.set(target.node, [target]);
			} else {
				others.push(target);
			}
		}
		this.#results = (inputs ?? []).map(() => undefined);
		this.#needed = this.#targets === undefined ? undefined : nodesThatReach(roots, this.#targets);
	}

	run(): readonly (Tensor | undefined)[] {
		// A leaf's accumulator that no node holds would otherwise stay with its leaf for ever.
		const held: Node[] = (this.#targets ?? []).map(target => target.node.retain());
		withGrad(this.#createGraph, () => {
			try {
				this.#roots.forEach((root, i) => {
					const edge = edgeOf(root);
					if (edge !== undefined) {
						held.push(edge.node.retain());
					}
					if (edge === undefined) {
						throw runtimeError(`element ${i} of tensors does not require grad and does not have a grad_fn`);
					}
					this.#add(edge.node, edge.input, gradientOfRoot(root, this.#gradients[i], i));
				});
				for (let node = this.#pop(); node !== undefined; node = this.#pop()) {
					this.#visit(node);
				}
			} finally {
				for (const buffer of this.#buffers.values()) {
					buffer.forEach(item => item?.release());
				}
				held.forEach(node => node.release());
			}
		});
		return this.#results.map(result => result === undefined ? undefined : own(result));
	}

	#visit(node: Node): void {
		const grads = this.#buffers.get(node)!;
		this.#buffers.delete(node);
		const mark = openScope();
		try {
			node.runHooks(grads);
			for (const target of this.#targetsOf.get(node) ?? []) {
				if (grads[target.input] !== undefined) {
					this.#results[target.position] = grads[target.input]!.retain();
				}
			}
			if (node instanceof AccumulateGrad) {
				if (this.#targets === undefined && grads[0] !== undefined) {
					accumulate(node.variable, grads[0], this.#createGraph);
					node.afterHooks([], grads);
				}
			} else if (this.#needed?.has(node) !== false) {
				const results = node.afterHooks(applied(node, grads), grads);
				const edges = [...node.edges];
				if (!this.#retainGraph) {
					node.releaseSaved();
				}
				for (let i = 0; i < edges.length; i++) {
					const edge = edges[i];
					const result = results[i];
					if (edge !== undefined && result !== undefined && this.#needed?.has(edge.node) !== false) {
						this.#add(edge.node, edge.input, result);
					}
				}
			}
		} finally {
			grads.forEach(item => item?.release());
			closeScope(mark);
		}
	}

	#add(node: Node, input: number, gradient: Tensor): void {
		let buffer = this.#buffers.get(node);
		if (buffer === undefined) {
			buffer = new Array<Tensor | undefined>(node.outputs).fill(undefined);
			this.#buffers.set(node, buffer);
			push(this.#heap, node);
		}
		const before = buffer[input];
		if (before === undefined) {
			buffer[input] = gradient.retain();
			return;
		}
		const sum = call('add', before, gradient);
		// PyTorch adds in place to what nothing but its buffer and the node at work holds; its version tells.
		if (!this.#createGraph && before !== gradient && before.references <= 2 && before.storage.references === 1 && isDense(before)) {
			sum.counter.value = before.version + 1;
		}
		buffer[input] = sum.retain();
		before.release();
	}

	#pop(): Node | undefined {
		return pop(this.#heap);
	}
}

/** What a node makes of the gradients; while anomalies are looked for, with a word of where it was made if that fails. */
function applied(node: Node, grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
	const anomaly = anomalyDetection();
	if (anomaly === undefined) {
		return node.apply(grads);
	}
	try {
		const results = node.apply(grads);
		const at = anomaly.checksNaN ? results.findIndex(result => result !== undefined && toNumber(itemOf(call('any', call('isnan', result)))) === 1) : -1;
		if (at >= 0) {
			throw runtimeError(`Function '${node.name}' returned nan values in its ${at}th output.`);
		}
		return results;
	} catch (error) {
		anomaly.warn(node.name, node.madeAt ?? '');
		throw error;
	}
}

function gradientOfRoot(root: Tensor, gradient: Tensor | undefined, i: number): Tensor {
	if (gradient === undefined) {
		if (root.numel !== 1) {
			throw runtimeError('grad can be implicitly created only for scalar outputs');
		}
		return call('ones_like', root);
	}
	if (!sameShape(gradient.shape, root.shape)) {
		throw runtimeError(`Mismatch in shape: grad_output[${i}] has a shape of ${sizeText(gradient)} and output[${i}] has a shape of ${sizeText(root)}.`);
	}
	return gradient;
}

function sizeText(tensor: Tensor): string {
	return `torch.Size([${tensor.shape.join(', ')}])`;
}

/** Adds to `.grad`: in place, so that whoever holds `.grad` sees it, unless the sum itself is to be differentiable. */
function accumulate(variable: Tensor, gradient: Tensor, createGraph: boolean): void {
	const { grad: before } = variable;
	if (before === undefined) {
		variable.setGrad(kept(variable, gradient, createGraph));
	} else if (createGraph) {
		variable.setGrad(call('add', before, gradient));
	} else {
		call('add_', before, gradient);
	}
}

/** A gradient as `.grad` holds it: its own memory, laid out as the variable's. */
function kept(variable: Tensor, gradient: Tensor, createGraph: boolean): Tensor {
	const source = createGraph ? gradient : call('detach', gradient);
	if (isDense(variable)) {
		if (!gradient.shape.every((size, d) => size === 1 || gradient.strides[d] === variable.strides[d])) {
			return call('copy_', denseTensor(variable.shape, gradient.dtype, variable.strides, variable.numel), source);
		}
	} else if (!gradient.isContiguous) {
		return call('clone', source, 'contiguous_format');
	}
	const clone = call('clone', source);
	// PyTorch takes the tensor itself, with its version, where nobody else has it.
	clone.counter.value = createGraph || gradient.references > 1 ? 0 : gradient.version;
	return clone;
}

/** Nodes on a path from the roots to a target. */
function nodesThatReach(roots: readonly Tensor[], targets: readonly Target[]): ReadonlySet<Node> {
	const nodes = new Set<Node>();
	const stack = roots.flatMap(root => edgeOf(root)?.node ?? []);
	for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
		if (!nodes.has(node)) {
			nodes.add(node);
			stack.push(...node.edges.flatMap(edge => edge?.node ?? []));
		}
	}
	const needed = new Set(targets.map(target => target.node));
	// Edges lead to earlier nodes, so in order of creation each node's inputs are known before it.
	for (const node of [...nodes].sort((a, b) => a.sequence - b.sequence)) {
		if (node.edges.some(edge => edge !== undefined && needed.has(edge.node))) {
			needed.add(node);
		}
	}
	return needed;
}

function push(heap: Node[], node: Node): void {
	let at = heap.push(node) - 1;
	while (at > 0) {
		const parent = at - 1 >> 1;
		if (heap[parent]!.sequence >= node.sequence) {
			break;
		}
		heap[at] = heap[parent]!;
		at = parent;
	}
	heap[at] = node;
}

function pop(heap: Node[]): Node | undefined {
	const top = heap[0];
	const last = heap.pop();
	if (last === undefined || heap.length === 0) {
		return top;
	}
	let at = 0;
	for (;;) {
		let child = 2 * at + 1;
		if (child >= heap.length) {
			break;
		}
		if (child + 1 < heap.length && heap[child + 1]!.sequence > heap[child]!.sequence) {
			child++;
		}
		if (heap[child]!.sequence <= last.sequence) {
			break;
		}
		heap[at] = heap[child]!;
		at = child;
	}
	heap[at] = last;
	return top;
}
