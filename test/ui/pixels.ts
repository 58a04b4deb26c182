/** Pixels of a screenshot. */
import { PNG } from 'pngjs';

export type Pixel = readonly [number, number, number];

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export function pixelAt(png: Buffer, x: number, y: number): Pixel {
	const image = PNG.sync.read(png);
	const at = (y * image.width + x) * 4;
	return [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
}

/** How many different colours a part of the picture has. */
export function colorsIn(png: Buffer, box: Box): number {
	return colorsOf(PNG.sync.read(png), box);
}

/** The same of one that has been read, for who looks at many parts. */
export function colorsOf(image: PNG, box: Box): number {
	const seen = new Set<number>();
	for (let y = Math.ceil(box.y); y < Math.min(image.height, box.y + box.height); y++) {
		for (let x = Math.ceil(box.x); x < Math.min(image.width, box.x + box.width); x++) {
			const at = (y * image.width + x) * 4;
			seen.add(image.data[at]! << 16 | image.data[at + 1]! << 8 | image.data[at + 2]!);
		}
	}
	return seen.size;
}

/** Blocks of a picture in each direction. */
const BLOCKS = 12;

/** A part of it as blocks: a line for each row of them, their mean colours as CSS's hexadecimal. */
export function meansOf(image: PNG, box: Box): string {
	const [left, top] = [Math.ceil(box.x), Math.ceil(box.y)], width = Math.floor(Math.min(image.width - left, box.width)), height = Math.floor(Math.min(image.height - top, box.height));
	const sums = Array.from({ length: BLOCKS * BLOCKS }, () => [0, 0, 0, 0]);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const sum = sums[Math.floor(y * BLOCKS / height) * BLOCKS + Math.floor(x * BLOCKS / width)]!, at = ((top + y) * image.width + left + x) * 4;
			for (let channel = 0; channel < 3; channel++) sum[channel]! += image.data[at + channel]!;
			sum[3]!++;
		}
	}
	const hex = sums.map(([red, green, blue, count]) => [red, green, blue].map(channel => Math.round(channel! / count!).toString(16).padStart(2, '0')).join(''));
	return Array.from({ length: BLOCKS }, (_, row) => hex.slice(row * BLOCKS, (row + 1) * BLOCKS).join(' ')).join('\n');
}

/** Whether a part of the picture has a pixel of exactly this colour, given as CSS's hexadecimal. */
export function hasColor(png: Buffer, box: Box, color: string): boolean {
	const image = PNG.sync.read(png);
	const wanted = Number.parseInt(color.slice(1, 7), 16);
	for (let y = Math.ceil(box.y); y < Math.min(image.height, box.y + box.height); y++) {
		for (let x = Math.ceil(box.x); x < Math.min(image.width, box.x + box.width); x++) {
			const at = (y * image.width + x) * 4;
			if ((image.data[at]! << 16 | image.data[at + 1]! << 8 | image.data[at + 2]!) === wanted) return true;
		}
	}
	return false;
}
