/**
 * The compiled kernels as functions. `loadKernels` is called once with the bytes of `kernels.wasm`, by whoever can
 * read them; it works synchronously. The AssemblyScript sources are the other files of this folder.
 */
import { memory } from '../memory/memory.ts';

/** (dtype code, address of the iteration block) */
export type ElementKernel = (dtype: number, block: number) => void;

type ElementName =
	| 'neg' | 'abs' | 'sign' | 'square' | 'cube' | 'relu' | 'bitwise_not' | 'sqrt' | 'reciprocal' | 'floor' | 'ceil' | 'trunc' | 'round' | 'rsqrt'
	| 'exp' | 'exp2' | 'expm1' | 'log' | 'log2' | 'log10' | 'log1p' | 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'sigmoid'
	| 'isinf' | 'isfinite' | 'signbit' | 'frac'
	| 'erf' | 'erfc' | 'erfcx' | 'erfinv' | 'log_ndtr' | 'ndtri' | 'lgamma' | 'digamma' | 'i0' | 'i0e' | 'i1' | 'i1e' | 'acosh' | 'asinh' | 'atanh' | 'sinc' | 'entr'
	| 'igamma' | 'igammac' | 'zeta' | 'polygamma' | 'hypot' | 'xlogy' | 'xlog1py' | 'logaddexp' | 'logaddexp2'
	| 'airy_ai' | 'bessel_j0' | 'bessel_j1' | 'bessel_y0' | 'bessel_y1' | 'modified_bessel_k0' | 'modified_bessel_k1' | 'scaled_modified_bessel_k0' | 'scaled_modified_bessel_k1' | 'spherical_bessel_j0'
	| 'chebyshev_polynomial_t' | 'chebyshev_polynomial_u' | 'chebyshev_polynomial_v' | 'chebyshev_polynomial_w' | 'shifted_chebyshev_polynomial_t' | 'shifted_chebyshev_polynomial_u' | 'shifted_chebyshev_polynomial_v' | 'shifted_chebyshev_polynomial_w' | 'hermite_polynomial_h' | 'hermite_polynomial_he' | 'laguerre_polynomial_l' | 'legendre_polynomial_p'
	| 'elu' | 'leaky_relu' | 'softplus' | 'silu' | 'mish' | 'hardswish' | 'hardsigmoid' | 'softshrink' | 'log_sigmoid' | 'gelu' | 'gelu_tanh'
	| 'add' | 'sub' | 'mul' | 'div' | 'div_floor' | 'div_trunc' | 'fmod' | 'remainder' | 'pow' | 'maximum' | 'minimum' | 'fmax' | 'fmin' | 'copysign' | 'heaviside' | 'nextafter' | 'gcd' | 'lcm' | 'atan2'
	| 'bitwise_and' | 'bitwise_or' | 'bitwise_xor' | 'bitwise_left_shift' | 'bitwise_right_shift'
	| 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'logical_and' | 'logical_or' | 'logical_xor'
	| 'add_scaled' | 'addcmul' | 'addcdiv' | 'lerp' | 'clamp' | 'where'
	| 'sum' | 'prod' | 'max_index' | 'min_index' | 'cumsum' | 'cumprod' | 'cummax' | 'cummin' | 'logcumsumexp'
	| 'gather' | 'scatter' | 'scatter_add' | 'scatter_multiply' | 'scatter_max' | 'scatter_min';

export type Kernels = Readonly<Record<ElementName, ElementKernel>> & {
	copy(from: number, to: number, block: number): void;
	any(block: number): void;
	all(block: number): void;
	var_(dtype: number, isRoot: boolean, correction: number, block: number): void;
	/** C (m×n, dense) = A (m×k, strides in bytes) B (k×n, dense rows `rowB` bytes apart) */
	matmul(dtype: number, m: number, n: number, k: number, a: number, rowA: number, columnA: number, b: number, rowB: number, c: number): void;
	/** As `matmul` for floats, B with any strides; `work` has the bytes that `blocked_bytes` says. */
	matmul_fused(m: number, n: number, k: number, a: number, rowA: number, columnA: number, b: number, rowB: number, columnB: number, c: number): void;
	matmul_blocked(dtype: number, m: number, n: number, k: number, a: number, rowA: number, columnA: number, b: number, rowB: number, columnB: number, c: number, work: number): void;
	blocked_bytes(itemSize: number, n: number, k: number): number;
	/** As `matmul_blocked`: an element of B lies at the sum of what two tables have of its row and column, in bytes from `b`. `adds`: to C. */
	matmul_gathered(dtype: number, m: number, n: number, k: number, a: number, rowA: number, columnA: number, b: number, rows: number, columns: number, adds: boolean, c: number, work: number): void;
	gathered_bytes(itemSize: number, n: number): number;
	mv(dtype: number, m: number, k: number, a: number, rowA: number, columnA: number, b: number, stepB: number, c: number): void;
	/** The geometry block (kernels/convolution.ts, pooling.ts, resampling.ts) is written before. */
	im2col(dtype: number, channels: number, from: number, out: number, stepCell: number, stepPlace: number): void;
	col2im(dtype: number, channels: number, from: number, stepCell: number, out: number): void;
	max_pool(dtype: number, planes: number, from: number, out: number, places: number): void;
	/** `divisor` 0: what the windows say. */
	avg_pool(dtype: number, planes: number, divisor: number, from: number, out: number): void;
	avg_pool_back(dtype: number, planes: number, divisor: number, from: number, out: number): void;
	interpolate(dtype: number, planes: number, from: number, out: number): void;
	interpolate_back(dtype: number, planes: number, from: number, out: number): void;
	/** Of dense float32 rows of at least 8. */
	softmax(isLog: boolean, rows: number, n: number, from: number, to: number): void;
	lstm_step(rows: number, size: number, gates: number, part: number, before: number, step: number, kept: number, hidden: number): void;
	lstm_step_back(rows: number, size: number, kept: number, before: number, step: number, ofState: number, ofOutput: number, ofCell: number, gates: number): void;
	count_true(n: number, mask: number): number;
	nonzero(count: number, mask: number, out: number): void;
	/** 0: all within [0, size); 1: some count from the end; 2: one is out of bounds. */
	look_at_positions(n: number, at: number, size: number): number;
	/** `positions` 0: the values alone. */
	sort(dtype: number, rows: number, n: number, isDescending: boolean, values: number, positions: number, spareValues: number, sparePositions: number): void;
	/** Int64: start, start + step, … */
	count_up(n: number, out: number, start: bigint, step: bigint): void;
	numpy_sum(dtype: number, outer: number, count: number, inner: number, from: number, to: number): void;
	searchsorted(dtype: number, rows: number, n: number, m: number, sorted: number, rowStep: number, values: number, result: number, isRight: boolean): void;
	mode(dtype: number, rows: number, n: number, sorted: number, result: number): void;
	fma32(a: number, b: number, c: number): number;
	fma64(a: number, b: number, c: number): number;
	f16ToF32(bits: number): number;
	f32ToF16(value: number): number;
	f32ToBf16(value: number): number;
};

export type KernelName = ElementName;

let loaded: Kernels | undefined;

/** Compiles and links the kernels to the engine's memory. A second call does nothing. */
export function loadKernels(bytes: Uint8Array<ArrayBuffer>): void {
	loaded ??= new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports as Kernels;
}

export function areKernelsLoaded(): boolean {
	return loaded !== undefined;
}

export function kernels(): Kernels {
	if (loaded === undefined) {
		throw new Error('loadKernels() has not been called');
	}
	return loaded;
}
