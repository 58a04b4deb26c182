/** NumPy's RandomState for Python: 0 is the one behind `np.random`. What it draws becomes a tensor of the engine. */
import { views } from '../memory/memory.ts';
import { RandomState, type RandintDType } from '../random/numpy-legacy.ts';
import { runtimeError } from '../tensor/errors.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { NONE, type Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';
import { distribution, vectors } from './numpy-generator.ts';
import { fromScratch, toScratch } from './scratch.ts';

const states: RandomState[] = [new RandomState()];
const STATE_WORDS = 624;

function stateOf(handle: number): RandomState {
	const state = states[handle];
	if (state === undefined) throw runtimeError(`random state ${handle} is not in use`);
	return state;
}

function doubles(count: number, fill: (out: Float64Array) => void): Answer {
	const tensor = emptyTensor([count], 'float64');
	fill(views.f64.subarray(tensor.pointer / 8, tensor.pointer / 8 + count));
	return expose(tensor);
}

/** Typed view of a contiguous integer tensor. */
function integerView(tensor: Tensor): Int8Array | Uint8Array | Int16Array | Int32Array | BigInt64Array {
	const { pointer, itemSize, numel, dtype } = tensor;
	const start = pointer / itemSize;
	const all = dtype === 'int64' ? views.i64 : dtype === 'int32' ? views.i32 : dtype === 'int16' ? views.i16 : dtype === 'int8' ? views.i8 : views.u8;
	return all.subarray(start, start + numel);
}

/** Python passes counts and bounds as numbers; integers may be wide. */
type Wide = number | bigint;

const ACTIONS: Readonly<Record<string, (state: RandomState, ...args: never[]) => Answer>> = {
	seed: (state, ...words: Wide[]) => {
		if (words.length === 0) state.seed();
		else if (words.length === 1) state.seed(BigInt(words[0]!));
		else state.seed(words.slice(1).map(BigInt));
		return NONE;
	},
	random: (state, count: number) => doubles(count, out => state.fillRandom(out)),
	uniform: (state, count: number, low: number, high: number) => doubles(count, out => state.fillUniform(out, low, high)),
	normal: (state, count: number, loc: number, scale: number) => doubles(count, out => state.fillNormal(out, loc, scale)),
	exponential: (state, count: number, scale: number) => doubles(count, out => state.fillExponential(out, scale)),
	/** Bounds as text, since they may be wide: of all, or of each. */
	randint: (state, count: number, lows: string, highs: string, dtype: RandintDType) => {
		const tensor = emptyTensor([count], dtype as DTypeName);
		state.fillRandint(integerView(tensor), lows.split(' ').map(BigInt), highs.split(' ').map(BigInt), dtype);
		return expose(tensor);
	},
	distribution,
	vectors,
	/** 32 bits each. */
	words: (state, count: number) => {
		const tensor = emptyTensor([count], 'int64');
		(integerView(tensor) as BigInt64Array).set(Array.from({ length: count }, () => BigInt(state.word())));
		return expose(tensor);
	},
	permutation: (state, n: number) => {
		const order = state.permutation(n);
		const tensor = emptyTensor([n], 'int64');
		const out = integerView(tensor) as BigInt64Array;
		for (let i = 0; i < n; i++) out[i] = BigInt(order[i]!);
		return expose(tensor);
	},
	choice: (state, n: number, size: number, replace: boolean, p: number) => {
		const weights = p === 0 ? undefined : Float64Array.from({ length: tensorOf(p).numel }, (_, i) => views.f64[tensorOf(p).pointer / 8 + i]!);
		const picked = state.choice(n, size, replace, weights);
		const tensor = emptyTensor([size], 'int64');
		(integerView(tensor) as BigInt64Array).set(picked);
		return expose(tensor);
	},
	get_state: state => {
		const { key, pos, hasGauss, cachedGaussian } = state.getState();
		toScratch(new Uint8Array(key.buffer, key.byteOffset, key.byteLength));
		return `${pos} ${Number(hasGauss)} ${cachedGaussian}`;
	},
	set_state: (state, pos: number, hasGauss: number, cachedGaussian: number) => {
		const key = new Uint32Array(fromScratch(STATE_WORDS * 4).slice().buffer);
		state.setState({ key, pos, hasGauss: hasGauss === 1, cachedGaussian });
		return NONE;
	},
};

/** `action`: 'new', or one of the above for the state `handle`. */
export function legacyRandom(action: string, handle: number, ...args: (number | bigint | string | boolean)[]): Answer {
	if (action === 'new') return states.push(new RandomState()) - 1;
	const act = ACTIONS[action];
	if (act === undefined) throw runtimeError(`random: ${action}`);
	return act(stateOf(handle), ...args as never[]);
}
