/**
 * The graph's end at a leaf: adds what arrives to the leaf's `.grad`. It holds the leaf; the leaf only knows of it.
 */
import { Node } from './node.ts';
import type { Tensor } from '../tensor/tensor.ts';

export class AccumulateGrad extends Node {
	readonly variable: Tensor;
	#isHeld = true;

	constructor(variable: Tensor) {
		super('AccumulateGrad', []);
		this.variable = variable.retain();
		variable.accumulator = this;
	}

	override apply(): readonly (Tensor | undefined)[] {
		throw new Error('AccumulateGrad is applied by the engine');
	}

	override releaseSaved(): void {
		if (this.references === 0 && this.#isHeld) {
			this.#isHeld = false;
			this.variable.accumulator = undefined;
			this.variable.release();
		}
	}
}

/** The leaf's accumulator, made when first needed. */
export function accumulatorOf(leaf: Tensor): AccumulateGrad {
	return leaf.accumulator ?? new AccumulateGrad(leaf);
}
