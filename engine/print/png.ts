/**
 * The smallest PNG that shows a picture of few colours: 8-bit palette indices, not compressed. For pictures of some
 * thousand pixels; no decoder, no filters. The format is that of the PNG and zlib (RFC 1950, 1951) specifications.
 */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
	return c;
});

function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
	return ~crc >>> 0;
}

function adler32(bytes: Uint8Array): number {
	let a = 1;
	let b = 0;
	for (const byte of bytes) {
		a = (a + byte) % 65521;
		b = (b + a) % 65521;
	}
	return b * 65536 + a;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + data.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, data.length);
	for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
	bytes.set(data, 8);
	view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
	return bytes;
}

/** A zlib stream of stored blocks. */
function stored(data: Uint8Array): Uint8Array {
	const blocks = Math.max(1, Math.ceil(data.length / 0xffff));
	const bytes = new Uint8Array(2 + 5 * blocks + data.length + 4);
	const view = new DataView(bytes.buffer);
	bytes.set([0x78, 0x01]);
	let at = 2;
	for (let i = 0; i < blocks; i++) {
		const part = data.subarray(i * 0xffff, (i + 1) * 0xffff);
		bytes[at] = i === blocks - 1 ? 1 : 0;
		view.setUint16(at + 1, part.length, true);
		view.setUint16(at + 3, ~part.length & 0xffff, true);
		bytes.set(part, at + 5);
		at += 5 + part.length;
	}
	view.setUint32(at, adler32(data));
	return bytes;
}

/**
 * `pixels` are width*height indices into `palette`, rows from the top; the palette has at most 256 colours of three
 * bytes each; the colour with index `transparent` is left open.
 */
export function encodePng(width: number, height: number, pixels: Uint8Array, palette: Uint8Array, transparent?: number): Uint8Array {
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, width);
	view.setUint32(4, height);
	header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette, deflate, no filter, not interlaced
	const lines = new Uint8Array(height * (width + 1));
	for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
	const parts = [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), chunk('IHDR', header), chunk('PLTE', palette)];
	if (transparent !== undefined) parts.push(chunk('tRNS', new Uint8Array(transparent + 1).fill(255, 0, transparent)));
	parts.push(chunk('IDAT', stored(lines)), chunk('IEND', new Uint8Array(0)));
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding, the same in node and in a browser. */
export function base64(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let i = 0; i < bytes.length; i += 3) {
		const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		const left = bytes.length - i;
		parts.push(BASE64[word >> 18]!, BASE64[(word >> 12) & 63]!, left > 1 ? BASE64[(word >> 6) & 63]! : '=', left > 2 ? BASE64[word & 63]! : '=');
	}
	return parts.join('');
}
