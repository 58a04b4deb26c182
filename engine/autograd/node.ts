/**
 * A node of the autograd graph: one differentiable call, seen backwards. Reference counted: tensors and later
 * nodes hold it, it holds its inputs' nodes and saved tensors. Names are PyTorch's (`MulBackward0`).
 */
import type { Tensor } from '../tensor/tensor.ts';
import { anomalyDetection } from './anomaly.ts';

export interface Edge {
	readonly node: Node;
	/** Which of the node's outputs (in forward terms) the gradient belongs to. */
	readonly input: number;
}

type Gradients = readonly (Tensor | undefined)[];

/** Sees (and may replace) the gradient of one output before the node is applied. */
export type Hook = (grad: Tensor) => Tensor | undefined;
/** Sees the gradients of all outputs before the node is applied; [] leaves them as they are. */
export type PreHook = (grads: Gradients) => Gradients;
/** Sees what came of those; [] leaves it as it is. */
export type PostHook = (results: Gradients, grads: Gradients) => Gradients;

let nextSequence = 1;

export abstract class Node {
	readonly name: string;
	/** Order of creation: backward visits later ones first. */
	readonly sequence = nextSequence++;
	/** One per differentiable input; undefined where the input needs no gradient. Each node is retained. */
	readonly edges: (Edge | undefined)[];
	/** Where the program made it, while anomalies are looked for. */
	readonly madeAt = anomalyDetection()?.where();
	/** Number of forward outputs. */
	outputs = 1;
	references = 0;
	#hooks: Map<number, Hook[]> | undefined;
	#preHooks: PreHook[] | undefined;
	#postHooks: PostHook[] | undefined;
	/** By output how many of its hooks, the last ones, only look. */
	#looking: Map<number, number> | undefined;

	constructor(name: string, edges: (Edge | undefined)[]) {
		this.name = name;
		this.edges = edges;
		for (const edge of edges) {
			edge?.node.retain();
		}
	}

	/** Gradients of the inputs (one per edge) from those of the outputs. */
	abstract apply(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];

	/** Gives up saved tensors: after a backward without retain_graph, or when nobody holds the node. */
	abstract releaseSaved(): void;

	/** Adds a hook for an output's gradient; returns what removes it. One that only looks at the gradient comes after those that change it. */
	addHook(output: number, hook: Hook, changes = true): () => void {
		this.#hooks ??= new Map();
		const hooks = this.#hooks.get(output) ?? [];
		this.#hooks.set(output, hooks);
		if (changes) {
			hooks.splice(hooks.length - (this.#looking?.get(output) ?? 0), 0, hook);
		} else {
			hooks.push(hook);
			this.#looking ??= new Map();
			this.#looking.set(output, (this.#looking.get(output) ?? 0) + 1);
		}
		return () => removed(hooks, hook);
	}

	/** Returns what removes it. */
	addPreHook(hook: PreHook): () => void {
		return added(this.#preHooks ??= [], hook);
	}

	/** Returns what removes it. */
	addPostHook(hook: PostHook): () => void {
		return added(this.#postHooks ??= [], hook);
	}

	/** Runs the hooks over retained gradients, in place of the list. */
	runHooks(grads: (Tensor | undefined)[]): void {
		for (const hook of [...this.#preHooks ?? []]) {
			for (const [output, replaced] of hook(grads).entries()) {
				const grad = grads[output];
				grads[output] = replaced?.retain();
				grad?.release();
			}
		}
		for (const [output, hooks] of this.#hooks ?? []) {
			for (const hook of [...hooks]) {
				const grad = grads[output];
				const replaced = grad === undefined ? undefined : hook(grad);
				if (replaced !== undefined && replaced !== grad) {
					grads[output] = replaced.retain();
					grad?.release();
				}
			}
		}
	}

	/** The gradients of the inputs, as the hooks leave them. */
	afterHooks(results: Gradients, grads: Gradients): Gradients {
		let left = results;
		for (const hook of [...this.#postHooks ?? []]) {
			const replaced = hook(left, grads);
			left = replaced.length > 0 ? replaced : left;
		}
		return left;
	}

	retain(): this {
		this.references++;
		return this;
	}

	release(): void {
		if (--this.references === 0) {
			discard(this);
		}
	}
}

function added<T>(hooks: T[], hook: T): () => void {
	hooks.push(hook);
	return () => removed(hooks, hook);
}

function removed<T>(hooks: T[], hook: T): void {
	const at = hooks.indexOf(hook);
	if (at >= 0) {
		hooks.splice(at, 1);
	}
}

/** Nodes to be taken apart; a list, because a long chain would overflow the stack. */
const discarded: Node[] = [];
let isDiscarding = false;

function discard(node: Node): void {
	discarded.push(node);
	if (isDiscarding) {
		return;
	}
	isDiscarding = true;
	try {
		for (let next = discarded.pop(); next !== undefined; next = discarded.pop()) {
			next.releaseSaved();
			for (const edge of next.edges) {
				edge?.node.release();
			}
			next.edges.length = 0;
		}
	} finally {
		isDiscarding = false;
	}
}
