/** Where a tensor's elements lie in its storage, as numbers and in words. */
import { forEachPlace, numel, unravel } from '../../engine/trace/shape.ts';

export interface Look { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

/** More elements than are looked through for one storage's cell. */
const MOST_PLACES = 2 ** 20;

/** The storage's cell of each element, row-major; undefined: there are too many to say. */
export function placesOf({ shape, strides, offset }: Look): Int32Array | undefined {
	const count = numel(shape);
	if (count > MOST_PLACES) return undefined;
	const places = new Int32Array(count);
	forEachPlace(shape, strides, offset, count, (place, flat) => { places[flat] = place; });
	return places;
}

/** 1 for each element that has the storage's cell of one before it. */
export function repeatedIn(places: Int32Array, count: number): Uint8Array {
	const seen = new Uint8Array(count), repeated = new Uint8Array(places.length);
	for (const [flat, place] of places.entries()) {
		repeated[flat] = seen[place]!;
		seen[place] = 1;
	}
	return repeated;
}

/** '2 + 1·3 + 0·1 = 5'; the sum alone where there is nothing to add. */
export function placeText({ shape, strides, offset }: Look, flat: number): string {
	const index = unravel(flat, shape);
	const parts = [...(offset === 0 ? [] : [String(offset)]), ...index.map((at, axis) => `${at}·${strides[axis]}`)];
	const place = index.reduce((sum, at, axis) => sum + at * strides[axis]!, offset);
	return parts.length === 0 ? String(place) : `${parts.join(' + ')} = ${place}`;
}
