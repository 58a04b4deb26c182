/** Normal, exponential and gamma numbers as NumPy's Generator draws them in float32: of 32 bits each, in float32's arithmetic. */
import type { Bits } from './bits.ts';
import { power } from './double-functions.ts';
import { EXPONENTIAL_TAIL, NORMAL_TAIL, ofExponential, ofNormal, type Ziggurat } from './ziggurat.ts';

const F = Math.fround, BITS = 23;

/** Of the layers in float64, whose numbers have `bits` bits. */
function narrow({ widths, inner, density }: Ziggurat, bits: number): Ziggurat {
	return { widths: widths.map(width => F(width * 2 ** (bits - BITS))), inner: inner.map(count => Math.round(count / 2 ** (bits - BITS))), density: density.map(F) };
}

let normal: Ziggurat | undefined, exponential: Ziggurat | undefined;

/** Where NumPy's printed tables are one last place off what is computed. */
function narrowExponential(): Ziggurat {
	const made = narrow(ofExponential(), 53), off = (table: Float64Array, at: number, towards: 1 | -1) => { table[at] = F(table[at]! * (1 + towards * 0.75 * 2 ** -23)); };
	off(made.widths, 226, 1);
	off(made.density, 128, -1);
	off(made.density, 154, 1);
	off(made.density, 171, -1);
	return made;
}

/** log(1 - u) of a number in [0, 1). */
function logOf(bits: Bits): number {
	return F(Math.log1p(-bits.float()));
}

/** Whether a number of a layer's end is below the density. */
function isBelow({ density }: Ziggurat, layer: number, bits: Bits, own: number): boolean {
	return F(F(F(density[layer - 1]! - density[layer]!) * bits.float()) + density[layer]!) < own;
}

export function standardNormal32(bits: Bits): number {
	const layers = normal ??= narrow(ofNormal(), 52), tail = F(NORMAL_TAIL);
	for (;;) {
		const drawn = bits.word(), layer = drawn & 0xff, size = drawn >>> 9;
		const x = F(size * layers.widths[layer]!) * ((drawn & 0x100) === 0 ? 1 : -1);
		if (size < layers.inner[layer]!) return x;
		if (layer > 0) {
			if (isBelow(layers, layer, bits, Math.exp(-0.5 * x * x))) return x;
			continue;
		}
		for (;;) {
			const beyond = F(-F(1 / NORMAL_TAIL) * logOf(bits)), y = -logOf(bits);
			if (F(y + y) > F(beyond * beyond)) return F(tail + beyond) * ((size >>> 8 & 1) === 1 ? -1 : 1);
		}
	}
}

export function standardExponential32(bits: Bits): number {
	const layers = exponential ??= narrowExponential();
	for (;;) {
		const drawn = bits.word(), layer = drawn >>> 1 & 0xff, size = drawn >>> 9;
		const x = F(size * layers.widths[layer]!);
		if (size < layers.inner[layer]!) return x;
		if (layer === 0) return F(F(EXPONENTIAL_TAIL) - logOf(bits));
		if (isBelow(layers, layer, bits, F(Math.exp(-x)))) return x;
	}
}

export function inverseExponential32(bits: Bits): number {
	return -logOf(bits);
}

/** As in float64 (numpy-distributions.ts), each step rounded. */
export function standardGamma32(bits: Bits, shape: number): number {
	if (shape === 1) return standardExponential32(bits);
	if (shape === 0) return 0;
	if (shape < 1) {
		for (;;) {
			const u = bits.float(), v = standardExponential32(bits), inverse = F(1 / shape);
			if (u <= F(1 - shape)) {
				const x = F(power(u, inverse));
				if (x <= v) return x;
			} else {
				const y = -F(Math.log(F(F(1 - u) / shape))), x = F(power(F(F(1 - shape) + F(shape * y)), inverse));
				if (x <= F(v + y)) return x;
			}
		}
	}
	const b = F(shape - F(1 / 3)), c = F(1 / F(Math.sqrt(F(9 * b))));
	for (;;) {
		let x: number, v: number;
		do {
			x = standardNormal32(bits);
			v = F(1 + F(c * x));
		} while (v <= 0);
		v = F(F(v * v) * v);
		const u = bits.float(), square = F(x * x);
		if (u < F(1 - F(F(F(0.0331) * square) * square))) return F(b * v);
		if (F(Math.log(u)) < F(F(F(0.5 * x) * x) + F(b * F(F(1 - v) + F(Math.log(v)))))) return F(b * v);
	}
}
