/**
 * A picture of a window as a PNG of at most 256 colours, about a third as large: what is flat keeps its colour, and those
 * that edges of letters have are put together with their like.
 */
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

const COLOURS = 256;
const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const INDEXED = 3, DEPTH = 8;

/** @param {Buffer} png without transparency */
export function smallPng(png) {
	const { width, height, data } = PNG.sync.read(png);
	const colours = new Uint32Array(width * height).map((_, i) => data[4 * i] << 16 | data[4 * i + 1] << 8 | data[4 * i + 2]);
	const counts = new Map();
	for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
	const { palette, index } = paletteOf(counts);

	const rows = Buffer.alloc((width + 1) * height); // each begins with its filter, which is none
	for (let i = 0; i < colours.length; i++) rows[i + Math.floor(i / width) + 1] = index.get(colours[i]);
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([DEPTH, INDEXED], 8);
	return Buffer.concat([
		SIGNATURE, chunk('IHDR', header), chunk('PLTE', Buffer.from(palette.flatMap(channels))), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0)),
	]);
}

function channels(colour) {
	return [colour >> 16, colour >> 8 & 255, colour & 255];
}

/** Each colour more is the one that is worst off with those there are, by how far it is and how often; `index` has the nearest of each. */
function paletteOf(counts) {
	const colours = [...counts].map(([colour, count]) => ({ colour, count, channels: channels(colour), off: Infinity, at: 0 }));
	const palette = [];
	while (palette.length < COLOURS) {
		const worst = colours.reduce((a, b) => b.count * b.off > a.count * a.off ? b : a);
		if (worst.off === 0) break;
		for (const each of colours) {
			const off = each.channels.reduce((sum, value, i) => sum + (value - worst.channels[i]) ** 2, 0);
			if (off < each.off) Object.assign(each, { off, at: palette.length });
		}
		palette.push(worst.colour);
	}
	return { palette, index: new Map(colours.map(({ colour, at }) => [colour, at])) };
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const around = Buffer.alloc(8);
	around.writeUInt32BE(data.length, 0);
	around.writeUInt32BE(crc(body), 4);
	return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** The check sum of a chunk; Node has it from 22 on. */
function crc(bytes) {
	let sum = ~0;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = sum >>> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum >>> 0;
}
