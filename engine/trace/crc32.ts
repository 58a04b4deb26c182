/** CRC-32 (zlib's polynomial), eight bytes at a time: the tracer checks with zlib, a browser has none that is synchronous. */

const TABLES = Array.from({ length: 8 }, () => new Uint32Array(256));
for (let i = 0; i < 256; i++) {
	let c = i;
	for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
	TABLES[0]![i] = c;
}
for (let i = 0; i < 256; i++) {
	for (let k = 1; k < 8; k++) TABLES[k]![i] = (TABLES[k - 1]![i]! >>> 8) ^ TABLES[0]![TABLES[k - 1]![i]! & 255]!;
}
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** Node's own; below so many bytes the call to it is not worth it. */
let native: ((bytes: Uint8Array, before: number) => number) | undefined;
const NATIVE_FROM = 512;

/** From who knows of Node: this file belongs to browsers too. */
export function useNativeCrc32(given: typeof native): void {
	native = given;
}

/** The checksum of all bytes, as an unsigned number; `before` is that of what came before them. */
export function crc32(bytes: Uint8Array, before = 0): number {
	if (native !== undefined && bytes.length >= NATIVE_FROM) return native(bytes, before);
	let crc = ~before, i = 0;
	for (const whole = bytes.length - 7; i < whole; i += 8) {
		const a = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
		crc = T7[a & 255]! ^ T6[(a >>> 8) & 255]! ^ T5[(a >>> 16) & 255]! ^ T4[a >>> 24]!
			^ T3[bytes[i + 4]!]! ^ T2[bytes[i + 5]!]! ^ T1[bytes[i + 6]!]! ^ T0[bytes[i + 7]!]!;
	}
	for (; i < bytes.length; i++) crc = (crc >>> 8) ^ T0[(crc ^ bytes[i]!) & 255]!;
	return ~crc >>> 0;
}
