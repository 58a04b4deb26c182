/**
 * Sixteen uniforms to sixteen normals in float32, as PyTorch's AVX2 kernel does it (Box-Muller with polynomial
 * log, sine and cosine whose multiply-adds are fused), to the last bit on x86-64.
 *
 * The constants are those of the Cephes library's single precision functions (S. Moshier), also in the
 * zlib-licensed avx_mathfun. Not a general log or sine: arguments are those that occur here.
 */
import { fma32 } from './rounding.ts';

const F = Math.fround;

const LOG = [
	7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
	-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(F);
const SQRT_HALF = F(0.7071067811865475);
const LN2_LOW = F(-2.12194440e-4);
const LN2_HIGH = F(0.693359375);
const TWO_PI = F(6.283185307179586);
const FOUR_OVER_PI = F(1.27323954473516);
const QUARTER_PI = [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8].map(F);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(F);
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(F);

const single = new Float32Array(1);
const pattern = new Uint32Array(single.buffer);

/** Natural logarithm of a float32 in (0, 1]. */
function log(value: number): number {
	single[0] = value;
	let exponent = (pattern[0]! >>> 23) - 126;
	pattern[0] = (pattern[0]! & 0x807fffff) | 0x3f000000;
	const mantissa = single[0]!;
	let x = F(mantissa - 1);
	if (mantissa < SQRT_HALF) {
		exponent -= 1;
		x = F(x + mantissa);
	}
	const z = F(x * x);
	let y = LOG[0]!;
	for (let k = 1; k < 9; k++) y = fma32(y, x, LOG[k]!);
	y = F(y * x);
	y = fma32(y, z, F(exponent * LN2_LOW));
	y = fma32(-z, 0.5, y);
	return fma32(exponent, LN2_HIGH, F(x + y));
}

/** Turns out[at .. at+15] from uniforms in [0, 1) to normals. */
export function normal16(out: Float32Array, at: number, mean: number, std: number): void {
	for (let j = at; j < at + 8; j++) {
		const radius = F(Math.sqrt(F(-2 * log(F(1 - out[j]!)))));
		const theta = F(TWO_PI * out[j + 8]!);

		const octant = (Math.trunc(F(theta * FOUR_OVER_PI)) + 1) & ~1;
		let x = fma32(octant, QUARTER_PI[0]!, theta);
		x = fma32(octant, QUARTER_PI[1]!, x);
		x = fma32(octant, QUARTER_PI[2]!, x);
		const z = F(x * x);

		let c = fma32(COS[0]!, z, COS[1]!);
		c = fma32(c, z, COS[2]!);
		c = F(c * z);
		c = fma32(c, z, -F(z * 0.5));
		c = F(c + 1);

		let s = fma32(SIN[0]!, z, SIN[1]!);
		s = fma32(s, z, SIN[2]!);
		s = F(s * z);
		s = fma32(s, x, x);

		const swapped = (octant & 2) !== 0;
		const sine = (octant & 4) !== 0 ? -(swapped ? c : s) : swapped ? c : s;
		const cosine = (~(octant - 2) & 4) !== 0 ? -(swapped ? s : c) : swapped ? s : c;
		out[j] = fma32(F(radius * cosine), std, mean);
		out[j + 8] = fma32(F(radius * sine), std, mean);
	}
}
