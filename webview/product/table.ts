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
	const productOf = (term: number): Exact => terms.term(cell, term).map((at, operand) => numberAt(operands[operand]!, at, isExact)).reduce((all, factor) => typeof all === 'bigint' && typeof factor === 'bigint' ? all * factor : Number(all) * Number(factor));
	/** The sums of the first terms, as far as they were asked for. */
	const sums: Exact[] = [isExact ? 0n : 0];
	const sumUpTo = (count: number): Exact => {
		while (sums.length <= count) sums.push(plus(sums.at(-1)!, productOf(sums.length - 1)));
		return sums[count]!;
	};
	return {
		caption: `${output.title}${brackets(unravel(cell, output.shape))} = ${valueOf(output, cell)}`, count: terms.count + (added === undefined ? 0 : 1),
		head: [terms.summed.join(', '), ...operands.map(({ title }) => title), strings.product, strings.sumSoFar],
		row(at) {
			if (at === terms.count) return [added!.title, ...operands.map(() => ''), valueOf(added!, addedAt!), numberText(plus(sumUpTo(at), numberAt(added!, addedAt!, isExact)))];
			return [terms.place(at).join(', '), ...terms.term(cell, at).map((place, operand) => valueOf(operands[operand]!, place)), numberText(productOf(at)), numberText(sumUpTo(at + 1))];
		},
	};
}

type Exact = number | bigint;

function plus(a: Exact, b: Exact): Exact {
	return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b);
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
