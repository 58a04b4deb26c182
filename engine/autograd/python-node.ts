/**
 * The node of a torch.autograd.Function: what computes its gradients is the user's. The engine keeps its edges, what it
 * saved, and tells who made it when nobody holds it any more.
 */
import { runtimeError } from '../tensor/errors.ts';
import { alias, type Tensor } from '../tensor/tensor.ts';
import { edgeOf, fit } from './function-node.ts';
import { Node } from './node.ts';
import { FREED, SavedVariable } from './saved-variable.ts';

/** Gradients of the tensors that forward was given, in their order, from those of its outputs. */
export type PythonBackward = (grads: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];

export class PythonNode extends Node {
	readonly #backward: PythonBackward;
	readonly #forget: () => void;
	readonly #inputs: readonly Pick<Tensor, 'shape' | 'dtype'>[];
	#saved: readonly (SavedVariable | undefined)[] = [];
	#isFreed = false;

	constructor(name: string, inputs: readonly Tensor[], backward: PythonBackward, forget: () => void) {
		super(name, inputs.map(edgeOf));
		this.#inputs = inputs.map(({ shape, dtype }) => ({ shape, dtype }));
		this.#backward = backward;
		this.#forget = forget;
	}

	/** Keeps tensors; of its own outputs an alias, which has no history. */
	save(tensors: readonly (Tensor | undefined)[], outputs: readonly (Tensor | undefined)[]): void {
		this.#saved = tensors.map(tensor => {
			if (tensor === undefined) return undefined;
			const output = outputs.indexOf(tensor);
			return output < 0 ? new SavedVariable(tensor, undefined, edgeOf(tensor)) : new SavedVariable(alias(tensor, tensor.shape, tensor.strides, tensor.offset), output, undefined);
		});
	}

	/** RuntimeError where they were given up, or modified since. */
	saved(): readonly (Tensor | undefined)[] {
		if (this.#isFreed) throw runtimeError(FREED);
		return this.#saved.map(saved => saved?.unpack(this));
	}

	override apply(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
		if (this.#isFreed) throw runtimeError(FREED);
		return this.#backward(grads).map((grad, i) => grad === undefined || this.edges[i] === undefined ? undefined : fit(grad, this.#inputs[i]!, this.name, i));
	}

	override releaseSaved(): void {
		this.#isFreed ||= this.#saved.length > 0;
		for (const saved of this.#saved) saved?.release();
		this.#saved = [];
		if (this.references === 0) this.#forget();
	}
}
