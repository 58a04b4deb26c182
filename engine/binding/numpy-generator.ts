/** NumPy's Generator for Python: PCG64 states by number, and what they draw as tensors. */
import { views } from '../memory/memory.ts';
import { beta, binomial, gamma, geometric, poisson, type Source } from '../random/numpy-distributions.ts';
import { few, sample, shuffled, upTo } from '../random/numpy-generator.ts';
import { Pcg64 } from '../random/pcg64.ts';
import { standardExponential, standardNormal } from '../random/ziggurat.ts';
import { runtimeError } from '../tensor/errors.ts';
import { emptyTensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Answer } from './answer.ts';
import { expose } from './handles.ts';

const states: Pcg64[] = [];

/** By name: one of a distribution, by its parameters. */
export const DISTRIBUTIONS: Readonly<Record<string, (source: Source, parameters: readonly number[], isLegacy: boolean) => number>> = {
	gamma: (source, [shape]) => gamma(source, shape!),
	beta: (source, [a, b]) => beta(source, a!, b!),
	poisson: (source, [rate]) => poisson(source, rate!),
	binomial: (source, [n, p]) => binomial(source, n!, p!),
	geometric: (source, [p], isLegacy) => geometric(source, p!, isLegacy),
};

export function doubles(count: number, draw: () => number): Answer {
	const tensor = emptyTensor([count], 'float64');
	const out = views.f64.subarray(tensor.pointer / 8, tensor.pointer / 8 + count);
	for (let i = 0; i < count; i++) out[i] = draw();
	return expose(tensor);
}

function longs(values: readonly (number | bigint)[]): Answer {
	const tensor = emptyTensor([values.length], 'int64');
	const out = views.i64.subarray(tensor.pointer / 8, tensor.pointer / 8 + values.length);
	for (const [i, value] of values.entries()) out[i] = BigInt(value);
	return expose(tensor);
}

const WIDTHS: Partial<Record<DTypeName, 1 | 8 | 16>> = { bool: 1, uint8: 8, int8: 8, int16: 16 };

const ACTIONS: Readonly<Record<string, (bits: Pcg64, ...args: never[]) => Answer>> = {
	random: (bits, count: number) => doubles(count, () => bits.double()),
	random32: (bits, count: number) => doubles(count, () => bits.float()),
	normal: (bits, count: number) => doubles(count, () => standardNormal(bits)),
	exponential: (bits, count: number) => doubles(count, () => standardExponential(bits)),
	/** Bounds as text, since they may be wide. */
	integers: (bits, count: number, low: string, range: string, dtype: DTypeName) => {
		const from = BigInt(low), width = WIDTHS[dtype];
		const draw = width === undefined ? () => upTo(bits, BigInt(range)) : few(bits, Number(range), width);
		return longs(Array.from({ length: count }, () => BigInt(draw()) + from));
	},
	permutation: (bits, n: number) => longs(shuffled(bits, n)),
	sample: (bits, n: number, size: number, shuffle: boolean) => longs(sample(bits, n, size, shuffle)),
	distribution: (bits, count: number, name: string, ...parameters: number[]) => {
		const source: Source = { random: () => bits.double(), normal: () => standardNormal(bits), exponential: () => standardExponential(bits) };
		return doubles(count, () => DISTRIBUTIONS[name]!(source, parameters, false));
	},
	state: bits => `${bits.state} ${bits.increment} ${bits.spare ?? -1}`,
};

/** `action`: 'new' with a state, an increment and half a draw (-1: none), or one of the above for the state `handle`. */
export function numpyGenerator(action: string, handle: number, ...args: (number | string | boolean)[]): Answer {
	if (action === 'new') {
		const [state, increment, spare] = args;
		const bits = new Pcg64(BigInt(state!), BigInt(increment!));
		if (Number(spare) >= 0) bits.spare = Number(spare);
		states[handle < 0 ? states.length : handle] = bits;
		return handle < 0 ? states.length - 1 : handle;
	}
	const bits = states[handle], act = ACTIONS[action];
	if (bits === undefined || act === undefined) throw runtimeError(`numpy's generator: ${action}`);
	return act(bits, ...args as never[]);
}
