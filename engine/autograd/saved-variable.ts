/** A tensor that a node kept for its derivative (PyTorch's SavedVariable): with the version that it had, and without its history where it is the node's own output. */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { alias, type Tensor } from '../tensor/tensor.ts';
import { isGradEnabled } from './mode.ts';
import type { Edge, Node } from './node.ts';

export const FREED = 'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

/** What keeps saved tensors in another form (torch.autograd.graph.saved_tensors_hooks). */
export interface Packing {
	/** Takes the tensor; a number that stands for what was made of it. */
	pack(tensor: Tensor): number;
	unpack(packed: number): Tensor;
	drop(packed: number): void;
}

let packing: Packing | undefined;

export function setPacking(value: Packing | undefined): void {
	packing = value;
}

export class SavedVariable {
	/** Undefined where it is packed. */
	readonly #tensor: Tensor | undefined;
	readonly #packing = packing;
	readonly #packed: number;
	/** Where the history of a packed input goes on; retained. */
	readonly #edge: Edge | undefined;
	readonly #version: number;
	/** Set where it is the node's own output: kept with its history it would be a cycle. */
	readonly #outputNumber: number | undefined;

	/** `tensor` is retained; an output is to be given as an alias that has no history, another with the edge to its own. */
	constructor(tensor: Tensor, outputNumber: number | undefined, edge: Edge | undefined) {
		this.#edge = packing === undefined ? undefined : edge;
		this.#edge?.node.retain();
		this.#packed = packing?.pack(tensor) ?? 0;
		this.#tensor = packing === undefined ? tensor.retain() : undefined;
		this.#version = tensor.version;
		this.#outputNumber = outputNumber;
	}

	/** The tensor as `node`, which kept it, may use it. RuntimeError where it was modified in place since. */
	unpack(node: Node): Tensor {
		const tensor = this.#tensor ?? this.#packing!.unpack(this.#packed);
		if (this.#tensor !== undefined && tensor.version !== this.#version) {
			throw runtimeError(this.#staleText(tensor, node.name));
		}
		const history = this.#outputNumber === undefined ? this.#edge : { node, input: this.#outputNumber };
		if (history === undefined || !isGradEnabled()) {
			return tensor;
		}
		const result = alias(tensor, tensor.shape, tensor.strides, tensor.offset);
		result.setGradFn(history.node, history.input);
		return result;
	}

	release(): void {
		this.#tensor?.release();
		this.#packing?.drop(this.#packed);
		this.#edge?.node.release();
	}

	#staleText({ dtype, shape, version, gradFn, outputNumber }: Tensor, node: string): string {
		const producer = this.#outputNumber === undefined ? gradFn?.name : node;
		const which = producer === undefined ? '' : `, which is output ${this.#outputNumber ?? outputNumber} of ${producer.replace(/Backward\d*$/, '')},`;
		return `one of the variables needed for gradient computation has been modified by an inplace operation: [torch.${dtypeText(dtype)}Tensor ${shapeText(shape)}]${which} is at version ${version}; expected version ${this.#version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`;
	}
}
