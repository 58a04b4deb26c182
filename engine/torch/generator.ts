/** torch.Generator: the engine's, with PyTorch's names. */
import { defaultGenerator, Generator as GeneratorImpl } from '../random/generator.ts';
import type { Generator as Declared } from './declared.ts';

export class Generator implements Declared {
	readonly impl: GeneratorImpl;

	constructor(impl = new GeneratorImpl()) {
		this.impl = impl;
	}

	manual_seed(seed: number | bigint): this {
		this.impl.manualSeed(BigInt(seed));
		return this;
	}

	initial_seed(): bigint {
		return this.impl.initialSeed();
	}

	seed(): bigint {
		return this.impl.seed();
	}
}

export const DEFAULT_GENERATOR = new Generator(defaultGenerator);
