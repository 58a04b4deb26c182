/** A product as a table: the whole sum of one cell, term by term, or where nothing is summed the cells that are drawn. */
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import type { TableText } from '../grid/table.ts';
import { brackets, elementText, isIntegral, short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import { placeOf, type Terms } from './terms.ts';
import { valueOf } from './words.ts';

/** The sum of a cell of the result: of each term the letters that are summed over, its factors, their product, and the sum so far. */
export function sumTable(slice: ProductSlice, terms: Terms, cell: number, strings: Strings): TableText {
	const { operands, output, added, letters } = slice;
	const isExact = isIntegral(output.dtype);
	return {
		caption: `${output.title}${brackets(unravel(cell, output.shape))} = ${valueOf(output, cell)}`, count: terms.count + (added === undefined ? 0 : 1),
		head: [terms.summed.join(', '), ...operands.map(({ title }) => title), strings.product, strings.sumSoFar],
		rows: (function* () {
			let sum = isExact ? 0n : 0;
			const add = (value: number | bigint): string => {
				sum = typeof sum === 'bigint' && typeof value === 'bigint' ? sum + value : Number(sum) + Number(value);
				return numberText(sum);
			};
			for (let term = 0; term < terms.count; term++) {
				const cells = terms.term(cell, term);
				const factors = cells.map((at, operand) => numberAt(operands[operand]!, at, isExact));
				const product = factors.reduce((all, factor) => typeof all === 'bigint' && typeof factor === 'bigint' ? all * factor : Number(all) * Number(factor));
				yield [terms.place(term).join(', '), ...cells.map((at, operand) => valueOf(operands[operand]!, at)), numberText(product), add(product)];
			}
			if (added === undefined) return;
			const at = placeOf(added, letters.slice(letters.length - added.shape.length), terms.lettersOf(cell));
			yield [added.title, ...operands.map(() => ''), valueOf(added, at), add(numberAt(added, at, isExact))];
		})(),
	};
}

/** Cells of the result, each with the operands' cells that it is of. */
export function cellsTable({ operands, output }: ProductSlice, terms: Terms, cells: readonly number[], strings: Strings): TableText {
	const name = ({ title, shape }: TensorSlice, at: number): string => `${title}${brackets(unravel(at, shape))}`;
	return {
		caption: strings.drawnCells, count: cells.length, head: [output.title, ...operands.map(({ title }) => title), strings.value],
		rows: (function* () {
			for (const cell of cells) yield [name(output, cell), ...terms.term(cell, 0).map((at, operand) => `${name(operands[operand]!, at)} = ${valueOf(operands[operand]!, at)}`), valueOf(output, cell)];
		})(),
	};
}

function numberAt({ elements }: TensorSlice, at: number, isExact: boolean): number | bigint {
	const value = elements?.[at] ?? NaN;
	return isExact && !Number.isNaN(value) ? BigInt(value) : Number(value);
}

function numberText(value: number | bigint): string {
	return typeof value === 'bigint' ? elementText(BigInt64Array.of(value), 0, 'int64') : short(value, 6);
}
