/** Where a tensor's elements lie in its storage, as numbers and in words, and which of them a storage's cell is. */
import { bisectLeft } from 'd3';
import { forEachPlace, numel, unravel } from '../../engine/trace/shape.ts';

export interface Look { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

/** The elements that a storage's cell is, in order, of many the first. */
export type ElementsAt = (place: number, most: number) => readonly number[];

/** More elements than are sorted by their cells. */
const MOST_PLACES = 2 ** 20;

/** The storage's cell of each element, row-major; undefined: there are too many to say. */
export function placesOf({ shape, strides, offset }: Look): Int32Array | undefined {
	const count = numel(shape);
	if (count > MOST_PLACES) return undefined;
	const places = new Int32Array(count);
	forEachPlace(shape, strides, offset, count, (place, flat) => { places[flat] = place; });
	return places;
}

const known = new WeakMap<Look, ElementsAt>();

/** undefined: there are too many to say. */
export function elementsOf(look: Look): ElementsAt | undefined {
	let elementsAt = known.get(look);
	if (elementsAt === undefined) {
		const places = placesOf(look);
		if (places === undefined) return undefined;
		known.set(look, elementsAt = sorted(places));
	}
	return elementsAt;
}

/** Takes as much room as there are elements, however long the storage is: each is one number, its cell before itself. */
function sorted(places: Int32Array): ElementsAt {
	const keys = Float64Array.from(places, (place, flat) => place * MOST_PLACES + flat).sort();
	return (place, most) => {
		const from = bisectLeft(keys, place * MOST_PLACES), end = bisectLeft(keys, (place + 1) * MOST_PLACES, from);
		return Array.from(keys.subarray(from, Math.min(end, from + most)), key => key % MOST_PLACES);
	};
}

/** '2 + 1·3 + 0·1 = 5'; the sum alone where there is nothing to add. */
export function placeText({ shape, strides, offset }: Look, flat: number): string {
	const index = unravel(flat, shape);
	const parts = [...(offset === 0 ? [] : [String(offset)]), ...index.map((at, axis) => `${at}·${strides[axis]}`)];
	const place = index.reduce((sum, at, axis) => sum + at * strides[axis]!, offset);
	return parts.length === 0 ? String(place) : `${parts.join(' + ')} = ${place}`;
}
