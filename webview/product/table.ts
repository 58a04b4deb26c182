/** A product as a table: the whole sum of one cell, term by term, or where nothing is summed the cells that are drawn. */
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { brackets, elementText, isIntegral, short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import { placeOf, type Terms } from './terms.ts';
import { valueOf } from './words.ts';

/** The sum of a cell of the result: of each term the letters that are summed over, its factors, their product, and the sum so far. */
export function sumTable(slice: ProductSlice, terms: Terms, cell: number, strings: Strings): Table {
	const { operands, output, added, letters } = slice;
	const isExact = isIntegral(output.dtype), addedAt = added && placeOf(added, letters.slice(letters.length - added.shape.length), terms.lettersOf(cell));
	/** The first terms, as far as they were asked for: the operands' cells, their product, and the sum with it. */
	const known: { readonly factors: readonly number[]; readonly product: Exact; readonly sum: Exact }[] = [];
	const sumUpTo = (count: number): Exact => count === 0 ? isExact ? 0n : 0 : termAt(count - 1).sum;
	const termAt = (term: number): (typeof known)[number] => {
		while (known.length <= term) {
			const factors = terms.term(cell, known.length), product = factors.map((at, operand) => numberAt(operands[operand]!, at, isExact)).reduce(times);
			known.push({ factors, product, sum: plus(sumUpTo(known.length), product) });
		}
		return known[term]!;
	};
	return {
		caption: `${output.title}${brackets(unravel(cell, output.shape))} = ${valueOf(output, cell)}`, count: terms.count + (added === undefined ? 0 : 1),
		head: [terms.summed.join(', '), ...operands.map(({ title }) => title), strings.product, strings.sumSoFar],
		row(at) {
			if (at === terms.count) return [added!.title, ...operands.map(() => ''), valueOf(added!, addedAt!), numberText(plus(sumUpTo(at), numberAt(added!, addedAt!, isExact)))];
			const { factors, product, sum } = termAt(at);
			return [terms.place(at).join(', '), ...factors.map((place, operand) => valueOf(operands[operand]!, place)), numberText(product), numberText(sum)];
		},
	};
}

type Exact = number | bigint;

function plus(a: Exact, b: Exact): Exact {
	return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b);
}

function times(a: Exact, b: Exact): Exact {
	return typeof a === 'bigint' && typeof b === 'bigint' ? a * b : Number(a) * Number(b);
}

/** Cells of the result, each with the operands' cells that it is of. */
export function cellsTable({ operands, output }: ProductSlice, terms: Terms, cells: readonly number[], strings: Strings): Table {
	const name = ({ title, shape }: TensorSlice, at: number): string => `${title}${brackets(unravel(at, shape))}`;
	return {
		caption: strings.drawnCells, count: cells.length, head: [output.title, ...operands.map(({ title }) => title), strings.value],
		row(at) {
			const cell = cells[at]!;
			return [name(output, cell), ...terms.term(cell, 0).map((place, operand) => `${name(operands[operand]!, place)} = ${valueOf(operands[operand]!, place)}`), valueOf(output, cell)];
		},
	};
}

function numberAt({ elements }: TensorSlice, at: number, isExact: boolean): Exact {
	const value = elements?.[at] ?? NaN;
	return isExact && !Number.isNaN(value) ? BigInt(value) : Number(value);
}

function numberText(value: Exact): string {
	return typeof value === 'bigint' ? elementText(BigInt64Array.of(value), 0, 'int64') : short(value, 6);
}
