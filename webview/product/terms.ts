/**
 * Which cells meet in a product: for a cell of the output the operands' cells of each term of its sum, and for a cell of an
 * operand the output's cells that it goes into. A cell is known by the numbers of its letters.
 */
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';

export interface Terms {
	/** Of each letter. */
	readonly sizes: ReadonlyMap<string, number>;
	/** Letters that are summed over. */
	readonly summed: readonly string[];
	/** How many terms the sum of a cell has. */
	readonly count: number;
	/** The operands' cells, flat, of one term of the output's cell. */
	term(output: number, term: number): readonly number[];
	/** The numbers of the letters that are summed over, in a term. */
	place(term: number): readonly number[];
	/** The flat cell of an operand for numbers of letters; a dimension of size 1 stretches. */
	cellOf(operand: number, at: ReadonlyMap<string, number>): number;
	outputAt(at: ReadonlyMap<string, number>): number;
	/** The numbers of the letters of a cell of the output. */
	lettersOf(output: number): Map<string, number>;
	/** The output's cells that an operand's cell goes into, at most `most` of them, and how many there are. */
	outputsOf(operand: number, cell: number, most: number): { readonly cells: readonly number[]; readonly count: number };
	/** An operand's dimension is repeated along this letter. */
	stretches(operand: number, letter: string): boolean;
}

export function termsOf({ operands, subscripts, letters, output }: Pick<ProductSlice, 'operands' | 'subscripts' | 'letters' | 'output'>): Terms {
	const sizes = new Map<string, number>();
	subscripts.forEach((names, i) => [...names].forEach((letter, axis) => {
		const size = operands[i]!.shape[axis]!;
		const known = sizes.get(letter);
		sizes.set(letter, known === undefined || known === 1 ? size : known);
	}));
	const summed = [...sizes.keys()].filter(letter => !letters.includes(letter));
	const count = summed.reduce((product, letter) => product * sizes.get(letter)!, 1);
	const cellOf = (operand: number, at: ReadonlyMap<string, number>): number => placeOf(operands[operand]!, subscripts[operand]!, at);
	const outputAt = (at: ReadonlyMap<string, number>): number => placeOf(output, letters, at);
	const lettersOf = (cell: number): Map<string, number> => spread(cell, [...letters], sizes);
	return {
		sizes, summed, count, cellOf, outputAt, lettersOf,
		term(cell, term) {
			const at = new Map([...lettersOf(cell), ...spread(term, summed, sizes)]);
			return operands.map((_, operand) => cellOf(operand, at));
		},
		place: term => [...spread(term, summed, sizes).values()],
		outputsOf(operand, cell, most) {
			const { shape } = operands[operand]!;
			const fixed = new Map<string, number>();
			let rest = cell;
			for (let axis = shape.length - 1; axis >= 0; axis--) {
				const letter = subscripts[operand]![axis]!;
				const at = rest % shape[axis]!;
				rest = Math.floor(rest / shape[axis]!);
				if (shape[axis] === 1 && sizes.get(letter)! > 1) continue;
				// A letter that stands twice takes the diagonal: what lies beside it goes nowhere.
				if (fixed.has(letter) && fixed.get(letter) !== at) return { cells: [], count: 0 };
				fixed.set(letter, at);
			}
			const free = [...letters].filter(letter => !fixed.has(letter));
			const all = free.reduce((product, letter) => product * sizes.get(letter)!, 1);
			return { cells: Array.from({ length: Math.min(all, most) }, (_, i) => outputAt(new Map([...fixed, ...spread(i, free, sizes)]))), count: all };
		},
		stretches(operand, letter) {
			const axis = subscripts[operand]!.indexOf(letter);
			return sizes.get(letter)! > 1 && (axis < 0 ? letters.includes(letter) : operands[operand]!.shape[axis] === 1);
		},
	};
}

/** The flat cell of a tensor for numbers of its letters. */
export function placeOf(tensor: TensorSlice, letters: string, at: ReadonlyMap<string, number>): number {
	return tensor.shape.reduce((place, size, axis) => place * size + (size === 1 ? 0 : at.get(letters[axis]!) ?? 0), 0);
}

/** A flat number as numbers of letters, the last running fastest. */
function spread(place: number, letters: readonly string[], sizes: ReadonlyMap<string, number>): Map<string, number> {
	const at: [string, number][] = [];
	let rest = place;
	for (const letter of [...letters].reverse()) {
		const size = sizes.get(letter)!;
		at.push([letter, rest % size]);
		rest = Math.floor(rest / size);
	}
	return new Map(at.reverse());
}
