/** NumPy's Generator for Python: bit generators by number, and what is drawn from them as tensors. */
import { views } from '../memory/memory.ts';
import type { Bits } from '../random/bits.ts';
import { BIT_GENERATORS } from '../random/numpy-bits.ts';
import { COUNTS } from '../random/numpy-counts.ts';
import { DISTRIBUTIONS } from '../random/numpy-distributions.ts';
import type { Source } from '../random/numpy-gamma.ts';
import { few, masked, sample, shuffled, upTo } from '../random/numpy-generator.ts';
import { VECTORS } from '../random/numpy-vectors.ts';
import { standardExponential, standardNormal } from '../random/ziggurat.ts';
import { inverseExponential32, standardExponential32, standardGamma32, standardNormal32 } from '../random/ziggurat-float32.ts';
import { runtimeError } from '../tensor/errors.ts';
import { emptyTensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

const states: Bits[] = [];

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

function numbersOf(handle: number): Float64Array {
	const { pointer, numel } = tensorOf(handle);
	return views.f64.slice(pointer / 8, pointer / 8 + numel);
}

/** Of one distribution: with parameters for all, or rows of three for each, in a tensor of float64. */
export function distribution(source: Source, count: number, name: string, rows: number, a = 0, b = 0, c = 0): Answer {
	const draw = DISTRIBUTIONS[name] ?? COUNTS[name], numbers = rows === 0 ? undefined : numbersOf(rows);
	if (draw === undefined) throw runtimeError(`numpy's generator: ${name}`);
	let at = 0;
	const next = numbers === undefined ? () => draw(source, a, b, c) : () => {
		at += 3;
		return draw(source, numbers[at - 3]!, numbers[at - 2]!, numbers[at - 1]!);
	};
	if (!(name in COUNTS)) return doubles(count, next);
	const most = 2n ** 63n - 1n;
	return longs(Array.from({ length: count }, () => {
		const drawn = next();
		return drawn < 2 ** 63 ? drawn : most;
	}));
}

/** `count` rows of as many numbers as there are kinds. */
export function vectors(source: Source, count: number, name: string, size: number, kinds: number): Answer {
	const numbers = [...numbersOf(kinds)], fill = VECTORS[name]!(source, size, numbers), width = numbers.length;
	const out = new Float64Array(count * width);
	for (let i = 0; i < count; i++) fill(out.subarray(i * width, (i + 1) * width));
	let at = 0;
	return doubles(out.length, () => out[at++]!);
}

const sources = new WeakMap<Bits, Source>();

function sourceOf(bits: Bits): Source {
	let source = sources.get(bits);
	if (source === undefined) {
		source = { random: () => bits.double(), normal: () => standardNormal(bits), exponential: () => standardExponential(bits), interval: most => masked(bits, most), isLegacy: false };
		sources.set(bits, source);
	}
	return source;
}

const WIDTHS: Partial<Record<DTypeName, 1 | 8 | 16>> = { bool: 1, uint8: 8, int8: 8, int16: 16 };

/** In float32. */
const NARROW: Readonly<Record<string, (bits: Bits) => number>> = {
	random: bits => bits.float(), normal: standardNormal32, exponential: standardExponential32, inverse: inverseExponential32,
};

const ACTIONS: Readonly<Record<string, (bits: Bits, ...args: never[]) => Answer>> = {
	random: (bits, count: number) => doubles(count, () => bits.double()),
	normal: (bits, count: number) => doubles(count, () => standardNormal(bits)),
	exponential: (bits, count: number) => doubles(count, () => standardExponential(bits)),
	inverse: (bits, count: number) => doubles(count, () => -Math.log1p(-bits.double())),
	narrow: (bits, count: number, name: string) => doubles(count, () => NARROW[name]!(bits)),
	narrowGamma: (bits, count: number, rows: number, shape: number) => {
		const shapes = rows === 0 ? undefined : numbersOf(rows);
		let at = 0;
		return doubles(count, () => standardGamma32(bits, Math.fround(shapes?.[at++] ?? shape)));
	},
	/** Bounds as text, since they may be wide: of all, or of each. */
	integers: (bits, count: number, lows: string, ranges: string, dtype: DTypeName) => {
		const low = lows.split(' ').map(BigInt), range = ranges.split(' ').map(BigInt), width = WIDTHS[dtype];
		const narrow = width === undefined ? undefined : few(bits, width), draw = (range: bigint) => narrow === undefined ? upTo(bits, range) : BigInt(narrow(Number(range)));
		return longs(Array.from({ length: count }, (_, i) => draw(range[range.length === 1 ? 0 : i]!) + low[low.length === 1 ? 0 : i]!));
	},
	permutation: (bits, n: number) => longs(shuffled(bits, n)),
	sample: (bits, n: number, size: number, shuffle: boolean) => longs(sample(bits, n, size, shuffle)),
	distribution: (bits, count: number, name: string, rows: number, ...parameters: number[]) => distribution(sourceOf(bits), count, name, rows, ...parameters),
	vectors: (bits, count: number, name: string, size: number, kinds: number) => vectors(sourceOf(bits), count, name, size, kinds),
	raw: (bits, count: number) => Array.from({ length: count }, () => bits.raw()).join(' '),
	state: bits => [Number(bits.hasSpare), bits.spare, ...bits.words()].join(' '),
};

/** `action`: 'new' with an algorithm's name and its state as `state` tells it, or one of the above for the bit generator `handle`. */
export function numpyGenerator(action: string, handle: number, ...args: (number | string | boolean)[]): Answer {
	if (action === 'new') {
		const [name, state] = args as [string, string];
		const [hasSpare, spare, ...words] = state.split(' ').map(BigInt);
		const bits = new BIT_GENERATORS[name]!(words);
		bits.hasSpare = hasSpare === 1n;
		bits.spare = Number(spare);
		states[handle < 0 ? states.length : handle] = bits;
		return handle < 0 ? states.length - 1 : handle;
	}
	const bits = states[handle], act = ACTIONS[action];
	if (bits === undefined || act === undefined) throw runtimeError(`numpy's generator: ${action}`);
	return act(bits, ...args as never[]);
}
