/** torch.Generator for Python: 0 is the default one. Distributions are operators of the table; NumPy's are in legacy-random.ts. */
import { defaultGenerator, Generator } from '../random/generator.ts';
import { runtimeError } from '../tensor/errors.ts';
import { NONE, type Answer } from './answer.ts';
import { fromScratch, toScratch } from './scratch.ts';

const generators: Generator[] = [defaultGenerator];

export function generatorOf(handle: number): Generator {
	const generator = generators[handle];
	if (generator === undefined) throw runtimeError(`generator ${handle} is not in use`);
	return generator;
}

/** `action`: new, manual_seed, seed, initial_seed, get_state, set_state. States go by the scratch buffer. */
export function generator(action: string, handle: number, argument: number | bigint = 0): Answer {
	if (action === 'new') return generators.push(new Generator()) - 1;
	const own = generatorOf(handle);
	switch (action) {
		case 'manual_seed': own.manualSeed(BigInt(argument)); return NONE;
		case 'seed': return `i${own.seed()}`;
		case 'initial_seed': return `i${own.initialSeed()}`;
		case 'get_state': {
			const bytes = own.getState();
			toScratch(bytes);
			return bytes.length;
		}
		case 'set_state': own.setState(fromScratch(Number(argument)).slice()); return NONE;
	}
	throw runtimeError(`generator: ${action}`);
}
