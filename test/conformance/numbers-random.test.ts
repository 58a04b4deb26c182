/** Random numbers against the stored answers of real PyTorch and NumPy (ask_numbers.py), bit by bit. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cosine, logarithm, sine } from '../../engine/random/double-functions.ts';
import { DEFAULT_SEED, Generator } from '../../engine/random/generator.ts';
import type { IntegerDType } from '../../engine/random/integers.ts';
import { fillRandom, fillRandomFullRange, fillRandomInteger, randomSeed, randperm } from '../../engine/random/integers.ts';
import { multinomial } from '../../engine/random/multinomial.ts';
import { fillLogNormal, fillNormal } from '../../engine/random/normal.ts';
import type { RandintDType } from '../../engine/random/numpy-legacy.ts';
import { RandomState } from '../../engine/random/numpy-legacy.ts';
import { fma32, fma64 } from '../../engine/random/rounding.ts';
import type { AnyArray, FloatArray, FloatDType } from '../../engine/random/uniform.ts';
import { fillBernoulli, fillBernoulliTensor, fillCauchy, fillExponential, fillGeometric, fillUniform } from '../../engine/random/uniform.ts';

type Call = { readonly fn: string; readonly answer: unknown } & Readonly<Record<string, unknown>>;
interface Program { readonly seed: string | readonly string[]; readonly calls: readonly Call[] }

function stored(name: string): unknown {
	return JSON.parse(readFileSync(new URL(`stored/${name}`, import.meta.url), 'utf8'));
}

function floatArray(dtype: unknown, n: number): FloatArray {
	return dtype === 'float64' ? new Float64Array(n) : new Float32Array(n);
}

function anyArray(dtype: unknown, n: number): AnyArray {
	switch (dtype) {
		case 'int64': return new BigInt64Array(n);
		case 'int32': return new Int32Array(n);
		case 'int16': return new Int16Array(n);
		case 'int8': return new Int8Array(n);
		case 'uint8': case 'bool': return new Uint8Array(n);
		default: return floatArray(dtype, n);
	}
}

function shown(values: AnyArray | Uint16Array | Uint32Array): string | string[] {
	if (!(values instanceof Float32Array || values instanceof Float64Array)) return Array.from(values as ArrayLike<number | bigint>, String);
	const size = values.BYTES_PER_ELEMENT;
	const bytes = new Uint8Array(values.length * size);
	const view = new DataView(bytes.buffer);
	values.forEach((value, i) => size === 4 ? view.setFloat32(4 * i, value) : view.setFloat64(8 * i, value));
	return Buffer.from(bytes).toString('hex');
}

/** How many elements differ and by what at the first, so that a near miss in doubles can be told from a wrong one. */
function differences(actual: string, wanted: string, digits: number): number {
	expect(actual.length).toBe(wanted.length);
	let count = 0;
	for (let i = 0; i < wanted.length; i += digits) {
		const a = BigInt(`0x${actual.slice(i, i + digits)}`);
		const b = BigInt(`0x${wanted.slice(i, i + digits)}`);
		if (a !== b) {
			count++;
			expect(Math.abs(Number(a - b)), `element ${i / digits}`).toBeLessThanOrEqual(2);
		}
	}
	return count;
}

function askTorch(generator: Generator, call: Call): unknown {
	const dtype = (call.dtype ?? 'float32') as FloatDType;
	const n = (call.n ?? 0) as number;
	const float = floatArray(dtype, n);
	const any = anyArray(dtype, n);
	switch (call.fn) {
		case 'words': return Array.from({ length: n }, () => String(generator.random()));
		case 'rand': fillUniform(generator, float, (call.from ?? 0) as number, (call.to ?? 1) as number, dtype); return shown(float);
		case 'normal':
			fillNormal(generator, float, (call.mean ?? 0) as number, (call.std ?? 1) as number, call.transposed === undefined, dtype);
			return shown(float);
		case 'randint': fillRandomInteger(generator, any, BigInt(call.from as string), BigInt(call.to as string), dtype as FloatDType | IntegerDType); return shown(any);
		case 'random': fillRandom(generator, any, dtype as FloatDType | IntegerDType); return shown(any);
		case 'fullrange': fillRandomFullRange(generator, any); return shown(any);
		case 'randperm': return shown(randperm(generator, n));
		case 'bernoulli': fillBernoulli(generator, any, call.p as number); return shown(any);
		case 'bernoulliTensor': {
			const p = call.p as number[];
			const out = floatArray(dtype, p.length);
			const probabilities = floatArray(dtype, p.length);
			probabilities.set(p);
			fillBernoulliTensor(generator, out, probabilities, dtype);
			return shown(out);
		}
		case 'exponential': fillExponential(generator, float, call.lambda as number, dtype); return shown(float);
		case 'cauchy': fillCauchy(generator, float, call.median as number, call.sigma as number, dtype); return shown(float);
		case 'geometric': fillGeometric(generator, any, call.p as number); return shown(any);
		case 'logNormal': fillLogNormal(generator, float, call.mean as number, call.std as number, dtype); return shown(float);
		case 'multinomial': {
			const rows = Array.isArray((call.weights as unknown[])[0]) ? (call.weights as number[][]) : [call.weights as number[]];
			const weights = floatArray(dtype, rows.length * rows[0]!.length);
			weights.set(rows.flat());
			return shown(multinomial(generator, weights, rows.length, rows[0]!.length, call.samples as number, call.replacement as boolean, dtype));
		}
		case 'seed': generator.manualSeed(BigInt(call.seed as string)); return [String(generator.initialSeed())];
		case 'state': return Buffer.from(generator.getState()).toString('hex');
		default: throw new Error(call.fn);
	}
}

function askNumpy(state: RandomState, call: Call): unknown {
	const n = call.n as number;
	const out = new Float64Array(n ?? 0);
	switch (call.fn) {
		case 'random': state.fillRandom(out); return shown(out);
		case 'uniform': state.fillUniform(out, call.low as number, call.high as number); return shown(out);
		case 'normal': state.fillNormal(out, call.loc as number, call.scale as number); return shown(out);
		case 'exponential': state.fillExponential(out, call.scale as number); return shown(out);
		case 'randint': {
			const whole = call.dtype === 'uint16' ? new Uint16Array(n) : anyArray(call.dtype, n);
			state.fillRandint(whole, BigInt(call.low as string), BigInt(call.high as string), call.dtype as RandintDType);
			return shown(whole);
		}
		case 'permutation': return shown(state.permutation(n));
		case 'shuffleList': case 'shuffleRows': {
			const items = Array.from({ length: n }, (_, i) => i);
			state.shuffle(n, (i, j) => { [items[i], items[j]] = [items[j]!, items[i]!]; });
			return items.map(String);
		}
		case 'choice': return shown(state.choice(call.of as number, n, call.replace as boolean, call.p === undefined ? undefined : Float64Array.from(call.p as number[])));
		case 'state': {
			const { key, pos, hasGauss, cachedGaussian } = state.getState();
			return { key: Array.from(key.subarray(0, 5), String), pos, hasGauss, cached: shown(Float64Array.of(cachedGaussian)) };
		}
		default: throw new Error(call.fn);
	}
}

function title(program: Program): string {
	return `seed ${String(program.seed).slice(0, 20)}: ${program.calls.map(({ answer: _, ...call }) => JSON.stringify(call).slice(0, 60)).join(' ')}`.slice(0, 150);
}

describe('torch', () => {
	const { programs } = stored('numbers_torch_random.json') as { programs: Program[] };
	test.each(programs.map((program, i) => ({ i, name: title(program), program })))('$i $name', ({ program }) => {
		const generator = new Generator().manualSeed(BigInt(program.seed as string));
		for (const call of program.calls) {
			const got = askTorch(generator, call);
			// glibc's own log, sin and cos are not always correctly rounded: float64 normals may be an ulp off, rarely.
			if (call.fn === 'normal' && call.dtype === 'float64') {
				expect(differences(got as string, call.answer as string, 16)).toBeLessThanOrEqual(Math.ceil((call.n as number) * 0.02));
			} else {
				expect(got).toEqual(call.answer);
			}
		}
	});
});

describe('numpy', () => {
	const { programs } = stored('numbers_numpy_random.json') as { programs: Program[] };
	test.each(programs.map((program, i) => ({ i, name: title(program), program })))('$i $name', ({ program }) => {
		const seed = program.seed;
		const state = new RandomState(typeof seed === 'string' ? BigInt(seed) : seed.map(BigInt));
		for (const call of program.calls) {
			const got = askNumpy(state, call);
			if (call.fn === 'normal' || call.fn === 'exponential') {
				expect(differences(got as string, call.answer as string, 16)).toBeLessThanOrEqual(Math.ceil((call.n as number) * 0.02));
			} else {
				expect(got).toEqual(call.answer);
			}
		}
	});
});

describe('the table of rng_golden.json', () => {
	interface Golden {
		readonly [key: string]: unknown;
		readonly linear3_2: { readonly w: string[]; readonly b: string[] };
		readonly numpy?: Readonly<Record<string, string[] | number[]>>;
	}
	const { _meta, ...seeds } = stored('rng_golden.json') as Record<string, Golden>;

	test.each(Object.entries(seeds))('seed %s', (seed, golden) => {
		const fresh = () => new Generator().manualSeed(BigInt(seed));
		const hex = (values: FloatArray) => {
			const digits = values.BYTES_PER_ELEMENT * 2;
			return (shown(values) as string).match(new RegExp(`.{${digits}}`, 'g'));
		};
		const f32 = (n: number, fill: (generator: Generator, out: Float32Array) => void) => {
			const out = new Float32Array(n);
			fill(fresh(), out);
			return hex(out);
		};
		const f64 = (n: number, fill: (generator: Generator, out: Float64Array) => void) => {
			const out = new Float64Array(n);
			fill(fresh(), out);
			return hex(out);
		};
		expect(f32(8, fillUniform)).toEqual(golden.rand8_f32);
		expect(f64(8, fillUniform)).toEqual(golden.rand8_f64);
		expect(f32(5, fillNormal)).toEqual(golden.randn5_f32);
		expect(f32(16, fillNormal)).toEqual(golden.randn16_f32);
		expect(f32(19, fillNormal)).toEqual(golden.randn19_f32);
		expect(differences(f64(19, fillNormal)!.join(''), (golden.randn19_f64 as string[]).join(''), 16)).toBeLessThanOrEqual(2);
		const whole = (from: bigint, to: bigint, n: number) => {
			const out = new BigInt64Array(n);
			fillRandomInteger(fresh(), out, from, to);
			return Array.from(out, Number);
		};
		expect(whole(3n, 1000n, 8)).toEqual(golden.randint_3_1000_8);
		expect(whole(0n, 2n ** 28n, 4)).toEqual(golden.randint_0_2p28_4);
		expect(Array.from(randperm(fresh(), 10))).toEqual(golden.randperm10);
		expect(f32(8, (g, out) => fillUniform(g, out, -0.31, 0.57))).toEqual(golden['uniform_-0.31_0.57_8']);
		expect(f32(20, (g, out) => fillNormal(g, out, 0.3, 0.02))).toEqual(golden['normal_0.3_0.02_20']);
		expect(f32(16, (g, out) => fillBernoulli(g, out, 0.3))).toEqual(golden['bernoulli_0.3_16']);
		expect(f32(10, (g, out) => {
			fillBernoulli(g, out, 1 - 0.4);
			out.forEach((value, i) => { out[i] = value * Math.fround(1 / (1 - 0.4)); });
		})).toEqual(golden['dropout_0.4_ones10']);
		expect(f32(6, (g, out) => fillExponential(g, out, 1.5))).toEqual(golden['exponential_1.5_6']);
		expect(Array.from(multinomial(fresh(), new Float32Array(10).fill(1), 1, 10, 4, false), Number)).toEqual(golden.multinomial_ones10_4);

		// nn.Linear(3, 2): kaiming_uniform_(a=sqrt(5)) in Python doubles, then the bias.
		const linear = fresh();
		const bound = Math.sqrt(3) * (Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)) / Math.sqrt(3));
		const weight = new Float32Array(6);
		const bias = new Float32Array(2);
		fillUniform(linear, weight, -bound, bound);
		fillUniform(linear, bias, -1 / Math.sqrt(3), 1 / Math.sqrt(3));
		expect(hex(weight)).toEqual(golden.linear3_2.w);
		expect(hex(bias)).toEqual(golden.linear3_2.b);
		expect(f32(20, fillNormal)).toEqual(golden.embedding4_5);

		const loader = fresh();
		randomSeed(loader); // the iterator's base seed
		expect(Array.from(randperm(new Generator(randomSeed(loader)), 10))).toEqual(golden.dataloader_shuffle10);

		if (golden.numpy === undefined) return; // NumPy refuses a seed above 2^32
		const state = () => new RandomState(BigInt(seed));
		const doubles = (n: number, draw: () => number) => hex(Float64Array.from({ length: n }, draw));
		const random = state();
		expect(doubles(6, () => random.random())).toEqual(golden.numpy.random6);
		const normal = state();
		expect(doubles(7, () => normal.normal())).toEqual(golden.numpy.randn7);
		const integer = new BigInt64Array(12);
		state().fillRandint(integer, 0n, 10n);
		expect(Array.from(integer, Number)).toEqual(golden.numpy.randint0_10_12);
		expect(Array.from(state().permutation(10))).toEqual(golden.numpy.permutation10);
		expect(Array.from(state().choice(10, 4, false), Number)).toEqual(golden.numpy.choice10_4_noreplace);
		expect(Array.from(state().choice(4, 8, true, Float64Array.of(0.1, 0.2, 0.3, 0.4)), Number)).toEqual(golden.numpy.choice4_p);
	});
});

test('log, sin and cos of doubles are correctly rounded', () => {
	const rows = stored('numbers_functions.json') as Record<string, [x: number, rounded: number][]>;
	const functions: Record<string, (x: number) => number> = { log: logarithm, sin: sine, cos: cosine };
	for (const [name, answers] of Object.entries(rows)) {
		expect(answers.filter(([x, rounded]) => functions[name]!(x) !== rounded), name).toEqual([]);
		expect(answers.length).toBeGreaterThan(400);
	}
});

test('multiplication and addition rounded once, at the ends of the range too', () => {
	const rows = stored('numbers_fused.json') as { fma32: string[]; fma64: string[] };
	for (const row of rows.fma64) {
		const [a, b, c, wanted] = [0, 8, 16, 24].map((at) => Buffer.from(row, 'hex').readDoubleBE(at)) as [number, number, number, number];
		expect(fma64(a, b, c), `${a} * ${b} + ${c}`).toBe(wanted);
	}
	for (const row of rows.fma32) {
		const [a, b, c, wanted] = [0, 4, 8, 12].map((at) => Buffer.from(row, 'hex').readFloatBE(at)) as [number, number, number, number];
		expect(fma32(a, b, c), `${a} * ${b} + ${c}`).toBe(wanted);
	}
	expect(rows.fma32.length + rows.fma64.length).toBeGreaterThan(1000);
});

test('an unseeded generator has the seed that PyTorch gives it', () => {
	expect(new Generator().initialSeed()).toBe(DEFAULT_SEED);
});
