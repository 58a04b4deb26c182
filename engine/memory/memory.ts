/**
 * The engine's one WebAssembly.Memory and typed views of it. Growing detaches every view, so nobody keeps one:
 * read `views.f32` and the like afresh in each call; this module renews them whenever it grows.
 */

const PAGE = 65536;

/** Addresses below hold the kernels' constants and the scratch block; the heap begins above. */
export const SCRATCH = PAGE;
export const SCRATCH_BYTES = PAGE;
export const HEAP = 2 * PAGE;

/** Pages of 64 KB that a 32-bit memory can have at most; fewer where the machine reserves less. */
const MAXIMA = [65536, 32768, 16384, 4096];

function create(): WebAssembly.Memory {
	for (const maximum of MAXIMA) {
		try {
			return new WebAssembly.Memory({ initial: 4, maximum });
		} catch (error) {
			if (!(error instanceof RangeError)) {
				throw error;
			}
		}
	}
	throw new RangeError('the machine gives the engine no memory');
}

export const memory = create();

export interface Views {
	u8: Uint8Array;
	i8: Int8Array;
	u16: Uint16Array;
	i16: Int16Array;
	i32: Int32Array;
	i64: BigInt64Array;
	f32: Float32Array;
	f64: Float64Array;
}

/** Current views of the whole memory. */
export const views: Views = make();

function make(): Views {
	const { buffer } = memory;
	return {
		u8: new Uint8Array(buffer), i8: new Int8Array(buffer), u16: new Uint16Array(buffer), i16: new Int16Array(buffer),
		i32: new Int32Array(buffer), i64: new BigInt64Array(buffer), f32: new Float32Array(buffer), f64: new Float64Array(buffer),
	};
}

/** Grows by at least `bytes`; false where the machine refuses. Detaches all views. */
export function growBy(bytes: number): boolean {
	const needed = Math.ceil(bytes / PAGE);
	const generous = Math.max(needed, 16, views.u8.length / PAGE >> 3);
	return grow(generous) || (generous > needed && grow(needed));
}

function grow(pages: number): boolean {
	try {
		memory.grow(pages);
	} catch {
		return false;
	}
	Object.assign(views, make());
	return true;
}
