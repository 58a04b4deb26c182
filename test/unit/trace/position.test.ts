import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, rangeOf, utf16Length } from '../../../engine/trace/position.ts';
import type { Cell } from '../../../engine/trace/model.ts';

const cell = (shift: number): Cell => ({ index: 0, source: 0, line: 1, lines: 1, shift });
const bytes = (text: string): number => new TextEncoder().encode(text).length;

test('columns in UTF-8 become UTF-16', () => {
	const line = 'print(\'损失😀\', x @ y)';
	const column = bytes(line.slice(0, line.indexOf('x @ y')));
	const range = rangeOf([line], cell(0), { line: 1, column, endLine: 1, endColumn: column + 5 });
	expect(line.slice(range.start.character, range.end.character)).toBe('x @ y');
});

test('any part of any line of any document is found again', () => {
	const ends = fc.constantFrom('\n', '\r\n', '\r');
	const code = fc.string({ unit: 'grapheme', maxLength: 12 }).map(text => text.replace(/[\r\n]/g, ''));
	fc.assert(fc.property(fc.array(code, { minLength: 1, maxLength: 5 }), ends, fc.nat(6), fc.nat(), fc.nat(), fc.nat(), (codes, end, shift, which, from, to) => {
		const prefix = '\t '.repeat(3).slice(0, shift);
		const text = codes.map(line => prefix + line).join(end);
		const place = which % codes.length, characters = [...codes[place]!];
		const [first, last] = [from, to].map(n => n % (characters.length + 1)).sort((a, b) => a - b) as [number, number];
		const before = characters.slice(0, first).join(''), part = characters.slice(first, last).join('');
		const range = rangeOf(linesOf(text), cell(shift), { line: place + 1, column: bytes(before), endLine: place + 1, endColumn: bytes(before + part) });
		expect(range.start.line).toBe(place);
		expect(linesOf(text)[place]!.slice(range.start.character, range.end.character)).toBe(part);
	}));
});

test('a column beyond the line or inside of a character ends at a character', () => {
	expect(utf16Length('ab', 99)).toBe(2);
	expect(utf16Length('😀b', 2)).toBe(0);
	expect(rangeOf(['ab'], cell(0), { line: 7, column: 3, endLine: 7, endColumn: 4 })).toEqual({ start: { line: 6, character: 0 }, end: { line: 6, character: 0 } });
});
