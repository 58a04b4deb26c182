/**
 * Normal and exponential numbers as NumPy's Generator draws them, to the bit: the ziggurat of Marsaglia and Tsang with 256 layers.
 * The layers' ends are computed here; where NumPy's printed tables differ from what is computed, by how many last places is listed.
 */
import { logarithm } from './double-functions.ts';
import type { Bits } from './bits.ts';

const LAYERS = 256;

export interface Ziggurat {
	/** Each layer's width, below what of it a number is taken at once, and the density at its end. */
	readonly widths: Float64Array;
	readonly inner: Float64Array;
	readonly density: Float64Array;
}

/** `last` is where the tail begins, of that density; all layers have the same area. */
function ziggurat(last: number, area: number, end: number, bits: number, inverse: (density: number) => number, density: (x: number) => number, places: string): Ziggurat {
	const ends = new Float64Array(LAYERS);
	ends[LAYERS - 1] = last;
	ends[0] = area / end;
	for (let i = LAYERS - 2, y = end; i > 0; i--) ends[i] = inverse(y += area / ends[i + 1]!);
	const whole = new BigInt64Array(ends.buffer);
	for (const [i, off] of places.split(' ').entries()) whole[i]! += BigInt(off);
	const scale = 2 ** bits;
	return {
		widths: ends.map(end => end / scale),
		inner: ends.map((end, i) => i === 0 ? Math.floor(last / end * scale) : i === 1 ? 0 : Math.floor(ends[i - 1]! / end * scale)),
		density: ends.map((end, i) => i === 0 ? 1 : density(end)),
	};
}

export const NORMAL_TAIL = 3.6541528853610088, EXPONENTIAL_TAIL = 7.69711747013105;
let normal: Ziggurat | undefined, exponential: Ziggurat | undefined;

/** Made at the first use, as most programs have none. */
export function ofNormal(): Ziggurat {
	return normal ??= ziggurat(NORMAL_TAIL, 0.004928673233974652, 0.001260285930498598, 52, y => Math.sqrt(-2 * logarithm(y)), x => Math.exp(-0.5 * x * x),
		'0 -855 -269 -208 -171 -149 -136 -121 -111 -52 -48 -45 -41 -40 -39 -39 -38 -38 -35 -35 -35 -34 -34 -35 -33 -32 -31 -29 -30 -29 -29 -27 -27 -27 -26 -26 -26 -25 -24 -23 -22 -22 -22 -22 -21 -21 -21 -21 -21 -21 -21 -22 -11 -11 -11 -12 -11 -11 -11 -11 -10 -10 -10 -10 -10 -10 -10 -10 -10 -10 -9 -10 -9 -8 -8 -8 -8 -8 -9 -8 -7 -7 -8 -7 -8 -7 -7 -6 -6 -6 -6 -5 -5 -5 -5 -5 -6 -6 -5 -6 -6 -6 -6 -6 -5 -6 -6 -6 -6 -6 -6 -7 -6 -5 -5 -5 -4 -4 -5 -4 -4 -4 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -3 -4 -3 -5 -5 -5 -5 -5 -4 -4 -4 -3 -4 -3 -3 -2 -2 -2 -2 -1 -1 0 -1 -1 -2 -1 -1 -1 0 -1 -1 -1 -1 0 0 1 1 2 2 2 1 0 0 -1 -1 -1 -1 -1 -1 -1 -1 -2 -1 -1 0 0 -1 -1 -1 -1 -2 -2 -2 -2 -2 -2 -2 -3 -2 -2 -2 -2 -1 -2 -2 -1 -1 -1 -2 -1 -1 0 -1 -1 -1 -1 0 0 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -2 -2 -2 -2 -1 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0');
}

export function ofExponential(): Ziggurat {
	return exponential ??= ziggurat(EXPONENTIAL_TAIL, 0.003949659822581557, 0.0004541343538414966, 53, y => -logarithm(y), x => Math.exp(-x),
		'-2 53 39 17 13 14 15 13 7 6 6 5 5 6 5 5 6 5 4 5 4 3 1 1 2 1 2 2 2 2 2 3 3 3 2 2 2 2 3 3 3 2 2 1 2 2 2 2 3 2 2 2 2 3 3 3 3 3 3 3 3 3 3 2 2 1 2 1 1 1 1 1 1 1 1 0 1 0 1 0 0 0 -1 -1 0 -1 0 -1 0 0 0 -1 0 0 0 0 -1 -1 -1 -1 0 -1 -1 -2 -1 -1 -1 -2 -1 -1 -1 -1 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -2 -2 -2 -1 -2 -2 -2 -2 -1 -1 -1 -1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -1 0 -1 0 -1 -1 -1 -1 -1 0 0 0 -1 -1 -1 -1 -1 0 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 -1 0 -1 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 0 0 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -1 0 0 -1 0 0 0');
}

export function standardNormal(bits: Bits): number {
	const { widths, inner, density } = ofNormal();
	for (;;) {
		bits.step();
		const { high, low } = bits;
		const layer = low & 0xff;
		const size = (high & 0x1fffffff) * 2 ** 23 + (low >>> 9);
		const x = (low >>> 8 & 1) === 1 ? -size * widths[layer]! : size * widths[layer]!;
		if (size < inner[layer]!) return x;
		if (layer === 0) {
			for (;;) {
				const beyond = -Math.log1p(-bits.double()) / NORMAL_TAIL, y = -Math.log1p(-bits.double());
				if (y + y > beyond * beyond) return (low >>> 17 & 1) === 1 ? -(NORMAL_TAIL + beyond) : NORMAL_TAIL + beyond;
			}
		}
		if ((density[layer - 1]! - density[layer]!) * bits.double() + density[layer]! < Math.exp(-0.5 * x * x)) return x;
	}
}

export function standardExponential(bits: Bits): number {
	const { widths, inner, density } = ofExponential();
	for (;;) {
		bits.step();
		const { high, low } = bits;
		const layer = low >>> 3 & 0xff;
		const size = high * 2 ** 21 + (low >>> 11);
		const x = size * widths[layer]!;
		if (size < inner[layer]!) return x;
		if (layer === 0) return EXPONENTIAL_TAIL - Math.log1p(-bits.double());
		if ((density[layer - 1]! - density[layer]!) * bits.double() + density[layer]! < Math.exp(-x)) return x;
	}
}
