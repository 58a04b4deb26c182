import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineMap } from '../../../extension/code/lineMap.ts';

const change = (from: [number, number], to: [number, number], text: string) => ({ range: { start: { line: from[0], character: from[1] }, end: { line: to[0], character: to[1] } }, text });

describe('LineMap', () => {
	test('lines move down when lines are inserted above, between and at a line’s end', () => {
		const map = new LineMap('a\nb\nc');
		map.apply([change([0, 0], [0, 0], '# new\n')]);
		expect([0, 1, 2].map(i => map.current(i))).toEqual([1, 2, 3]);
		map.apply([change([1, 1], [1, 1], '\r\n# between')]);
		expect([0, 1, 2].map(i => map.current(i))).toEqual([1, 3, 4]);
	});

	test('deleting a whole line forgets that line only', () => {
		const map = new LineMap('a\nb\nc');
		map.apply([change([1, 0], [2, 0], '')]);
		expect([0, 1, 2].map(i => map.current(i))).toEqual([0, undefined, 1]);
		expect(map.ran(1, 'c')).toBe(2);
	});

	test('a line edited within stays in its place', () => {
		const map = new LineMap('x = 1\ny = 2');
		map.apply([change([0, 4], [0, 5], '42')]);
		expect(map.current(0)).toBe(0);
		expect(map.lines[0]).toBe('x = 1');
	});

	test('a line that is replaced by several keeps the place of what is left of it', () => {
		const map = new LineMap('abc\ndef');
		map.apply([change([0, 1], [0, 2], 'X\nY')]);
		expect(map.current(1)).toBe(2);
	});

	test('of lines that were joined, the one with the same text is meant', () => {
		const map = new LineMap('\nprint(x)');
		map.apply([change([0, 0], [1, 0], '')]);
		expect(map.ran(0, 'print(x)')).toBe(1);
		const joined = new LineMap('ab\ncd');
		joined.apply([change([0, 2], [1, 0], ''), change([0, 0], [0, 2], '')]);
		expect(joined.ran(0, 'cd')).toBe(1);
	});

	test('whatever is typed, the lines that it does not touch are found where they stand', () => {
		const text = fc.array(fc.constantFrom('a', 'b', '\n', 'xy'), { maxLength: 8 }).map(parts => parts.join(''));
		let found = 0;
		fc.assert(fc.property(fc.array(fc.constantFrom('', 'a', 'bb', 'c'), { minLength: 1, maxLength: 30 }), fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), text), { maxLength: 6 }), (start, edits) => {
			const map = new LineMap(start.join('\n'));
			let now = start.join('\n');
			/** Of each line the one that ran there, until an edit touches it. */
			let untouched: (number | undefined)[] = [...start.keys()];
			for (const [at, length, insert] of edits) {
				const from = Math.round(at * now.length), to = Math.min(from + length, now.length);
				const [first, last] = [place(now, from), place(now, to)];
				map.apply([change(first, last, insert)]);
				now = now.slice(0, from) + insert + now.slice(to);
				untouched = [...untouched.slice(0, first[0]), ...insert.split('\n').map(() => undefined), ...untouched.slice(last[0] + 1)];
			}
			const lines = now.split('\n');
			expect(untouched).toHaveLength(lines.length);
			for (const [line, ran] of untouched.entries()) {
				if (ran === undefined) { continue; }
				found++;
				expect([map.current(ran), map.ran(line, lines[line]!)]).toEqual([line, ran]);
			}
		}));
		expect(found).toBeGreaterThan(300);
	});

	test('lines above and below an edit keep their own text', () => {
		const line = fc.constantFrom('a', 'bb', '', 'c');
		fc.assert(fc.property(fc.array(line, { minLength: 3, maxLength: 8 }), fc.nat(), fc.nat(), fc.array(line, { maxLength: 4 }), (lines, a, b, inserted) => {
			const [first, last] = [a % lines.length, b % lines.length].sort((x, y) => x - y) as [number, number];
			const map = new LineMap(lines.join('\n'));
			map.apply([change([first, 0], [last, 0], inserted.map(text => `${text}\n`).join(''))]);
			const now = [...lines.slice(0, first), ...inserted, ...lines.slice(last)];
			for (const [index, text] of lines.entries()) {
				if (index < first || index >= last) { expect(now[map.current(index)!]).toBe(text); }
			}
		}));
	});
});

function place(text: string, offset: number): [number, number] {
	const before = text.slice(0, offset).split('\n');
	return [before.length - 1, before.at(-1)!.length];
}
