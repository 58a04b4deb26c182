/**
 * Where each axis of a tensor lies on the page: along the rows or the columns of a plane, side by side as facets, or held
 * at one index. A tensor of any rank is looked at so; treescope's arrays and spreadsheets' pivot tables lay axes likewise.
 */
export const PLACES = ['rows', 'columns', 'facets', 'held'] as const;
export type Place = typeof PLACES[number];

export interface Arrangement {
	/** One for each axis; rows and columns have one axis or none, facets and held any number. */
	readonly places: readonly Place[];
	/** For each axis an index; that at which it is held, where it is. */
	readonly held: readonly number[];
}

/** More planes than this are not laid side by side unasked. */
const MOST_FACETS = 12;

/** The last two axes are columns and rows, and those before them facets as long as these are few. */
export function usualArrangement(shape: readonly number[]): Arrangement {
	const places = shape.map((): Place => 'held');
	let facets = 1;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		const fromLast = shape.length - 1 - axis;
		if (fromLast < 2) {
			places[axis] = fromLast === 0 ? 'columns' : 'rows';
			continue;
		}
		facets *= shape[axis]!;
		if (facets > MOST_FACETS) break;
		places[axis] = 'facets';
	}
	return { places, held: shape.map(() => 0) };
}

/** What was kept of an arrangement, for a shape that may be another by now. */
export function arrangementOf(shape: readonly number[], places: readonly number[] | undefined, held: readonly number[] | undefined): Arrangement {
	const usual = usualArrangement(shape);
	const known = places?.map(place => PLACES[place]).filter(place => place !== undefined) ?? [];
	const isOne = (place: Place): boolean => known.filter(each => each === place).length <= 1;
	return {
		places: known.length === shape.length && isOne('rows') && isOne('columns') ? known : usual.places,
		held: shape.map((size, axis) => Math.min(Math.max(0, size - 1), Math.max(0, held?.[axis] ?? 0))),
	};
}

/** The places as numbers, to be kept. */
export function placeNumbers({ places }: Arrangement): readonly number[] {
	return places.map(place => PLACES.indexOf(place));
}

/** The same with one axis elsewhere; what lay in a place for one takes its former place. */
export function moved({ places, held }: Arrangement, axis: number, to: Place): Arrangement {
	const from = places[axis]!;
	const other = to === 'rows' || to === 'columns' ? places.indexOf(to) : -1;
	return { held, places: places.map((place, each) => each === axis ? to : each === other ? from : place) };
}

/** The axes of a place, in their order. */
export function axesIn({ places }: Arrangement, place: Place): readonly number[] {
	return places.flatMap((each, axis) => each === place ? [axis] : []);
}
