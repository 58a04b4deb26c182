/** A product in words: as it is written, its rule in letters, and the sum of one cell with its numbers. */
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { brackets, elementText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { placeOf, type Terms } from './terms.ts';

/** Of a long sum so many terms are written. */
const WRITTEN = 8;
const INFIX: Readonly<Record<string, string>> = { matmul: '@', mul: '*', add: '+', sub: '-', div: '/', mul_: '*=', add_: '+=', sub_: '-=', div_: '/=' };

/** 'c = a @ b' */
export function productName({ op, operands, output, added }: ProductSlice): string {
	const infix = Object.hasOwn(INFIX, op) ? INFIX[op] : undefined;
	const names = operands.map(({ title }) => title);
	if (infix?.endsWith('=')) return names.join(` ${infix} `);
	return `${output.title} = ${infix === undefined ? `${op}(${[...names, ...(added ? [added.title] : [])].join(', ')})` : names.join(` ${infix} `)}`;
}

/** 'matmul of 2-D and 2-D: mm' */
export function chosenText({ op, as, operands }: ProductSlice, strings: Strings): string {
	if (as === undefined) return op;
	const [left = 0, right = 0] = operands.map(({ shape }) => shape.length);
	const words = as === 'bmm' || Math.max(left, right) <= 2 ? strings.productChosen : left > right ? strings.productRows : strings.productColumns;
	return fill(words, op, left, right, as);
}

/** 'out[i][j]', 'a[i][k] · b[k][j]' and the letters between that are summed over. */
export function ruleParts({ operands, subscripts, letters, sign, added, output }: ProductSlice, { summed, stretches }: Terms): { readonly result: string; readonly summed: string; readonly term: string; readonly rest: string } {
	const of = (title: string, names: string, isOne: (letter: string) => boolean) => title + [...names].map(letter => `[${isOne(letter) ? 0 : letter}]`).join('');
	const rest = added === undefined ? '' : ` + ${added.title}${[...letters.slice(letters.length - added.shape.length)].map((letter, axis) => `[${added.shape[axis] === 1 ? 0 : letter}]`).join('')}`;
	return {
		result: of(output.title, letters, () => false), summed: summed.join(''), rest,
		term: operands.map(({ title }, i) => of(title, subscripts[i]!, letter => stretches(i, letter))).join(` ${sign} `),
	};
}

/** 'c[1][2] = 3 · 2 + 4 · 6 = 30' */
export function sumText(slice: ProductSlice, terms: Terms, cell: number): string {
	const { operands, output, sign, added } = slice;
	const written = Array.from({ length: Math.min(terms.count, WRITTEN) }, (_, term) => terms.term(cell, term).map((at, operand) => inSum(valueOf(operands[operand]!, at))).join(` ${sign} `));
	if (terms.count > WRITTEN) written.push('…');
	if (added !== undefined) written.push(inSum(valueOf(added, placeOf(added, slice.letters.slice(slice.letters.length - added.shape.length), terms.lettersOf(cell)))));
	return `${output.title}${brackets(unravel(cell, output.shape))} = ${written.length === 0 ? '0' : written.join(' + ')} = ${valueOf(output, cell)}`;
}

/** 'a[1][0] = 3 goes into c[1][0], c[1][1]' */
export function usesText({ operands, output }: ProductSlice, terms: Terms, operand: number, cell: number, strings: Strings): string {
	const { title, shape } = operands[operand]!;
	const { cells, count } = terms.outputsOf(operand, cell, WRITTEN);
	const names = cells.map(at => `${output.title}${brackets(unravel(at, output.shape))}`).join(', ') + (count > cells.length ? ', …' : '');
	const words = count === 0 ? strings.goesNowhere : fill(count === 1 ? strings.goesIntoOne : strings.goesInto, names, count);
	return `${title}${brackets(unravel(cell, shape))} = ${valueOf(operands[operand]!, cell)}   ${words}`;
}

export function valueOf({ elements, dtype }: TensorSlice, at: number): string {
	return elements === undefined ? '?' : elementText(elements, at, dtype, 6);
}

/** A negative number in a sum stands in brackets. */
function inSum(text: string): string {
	return text.startsWith('−') ? `(${text})` : text;
}
