/**
 * Which two letters of each tensor of a product are drawn as its rows and columns. Where rows meet columns, the first operand
 * stands left of the result and the second above it, as on a blackboard; what goes cell by cell stands side by side.
 */
import type { ProductSlice } from '../../engine/slice/slice.ts';
import type { Terms } from './terms.ts';

export interface Face {
	/** undefined: one row, or one column. */
	readonly rows: string | undefined;
	readonly columns: string | undefined;
}

export interface Faces {
	readonly operands: readonly Face[];
	readonly output: Face;
	/** The two operands stand at the result's left and above it. */
	readonly corner: boolean;
	/** Letters that some tensor has and doesn't show: each is held at one number. */
	readonly held: readonly string[];
}

export function facesOf({ subscripts, letters, sign }: Pick<ProductSlice, 'subscripts' | 'letters' | 'sign'>, terms: Terms): Faces {
	const [left = '', right = ''] = subscripts;
	const both = [...left].filter(letter => right.includes(letter));
	const meeting = terms.summed.findLast(letter => both.includes(letter)) ?? (letters.length > 0 && both.length === 0 ? undefined : terms.summed.at(-1));
	const corner = subscripts.length === 2 && sign === '·' && (terms.summed.some(letter => both.includes(letter)) || (both.length === 0 && terms.summed.length === 0 && left !== '' && right !== ''));
	const own = (of: string, other: string) => [...letters].findLast(letter => of.includes(letter) && !other.includes(letter));
	const last = (names: string): Face => ({ rows: names.length > 1 ? names.at(-2) : undefined, columns: names.at(-1) });
	const faces: readonly Face[] = corner
		? [{ rows: own(left, right), columns: meeting }, { rows: meeting, columns: own(right, left) }, { rows: own(left, right), columns: own(right, left) }]
		// What goes cell by cell shows all of the result's extent, so that what stretches is seen to.
		: terms.summed.length === 0 ? [...subscripts.map(() => last(letters)), last(letters)] : [...subscripts.map(last), last(letters)];
	const isHeld = (letter: string) => [...subscripts, letters].some((names, i) => names.includes(letter) && faces[i]!.rows !== letter && faces[i]!.columns !== letter);
	return { operands: faces.slice(0, -1), output: faces.at(-1)!, corner, held: [...terms.sizes.keys()].filter(letter => terms.sizes.get(letter)! > 1 && isHeld(letter)) };
}
