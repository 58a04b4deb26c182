/** Text with carriage returns as a terminal would show it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compacted, Overwriting, overwritten } from '../../../engine/trace/overwritten.ts';

test.each([
	['plain\ntext ', 'plain\ntext '],
	['a\r\nb\r\n', 'a\r\nb\r\n'],
	['\r 0%\r 50%\r100%\n', '100%\n'],
	['a longer line\rshort', 'shortger line'],
	['\rlong\r    \rab', 'ab'],
	['abc\r', 'abc'],
	['one\r\ntwo\rTW\n', 'one\nTWo\n'],
	['ab\b\bc', 'cb'],
	['\rabc\r\u001b[Kd\u001b[2K', ''],
	['\r\u001b[32mgreen\u001b[0m\r', 'green'],
	// Bars within bars.
	['\r0/2\n\rin 0/9\u001b[A\n\rin 9/9\u001b[A\n\r      \u001b[A\r1/2\n\rin 5/9\u001b[A\r2/2\n', '2/2\nin 5/9'],
	['above\n\u001b[A\u001b[Aover', 'overe\n'],
	// Wide characters take two columns, joined ones none.
	['\r训练ab\r1234', '1234ab'],
	['\r训练\r1', '1 练'],
	['\rabcd\r x训', ' x训'],
	['\re\u0301f\r__', '__'],
	['\r👍👍\rabcd', 'abcd'],
])('%j', (text, shown) => {
	expect(overwritten(text)).toBe(shown);
});

/** A terminal of single characters, as plainly as it can be said. */
function terminal(text: string): string {
	const rows: string[][] = [[]];
	let row = 0, column = 0;
	for (let i = 0; i < text.length; i++) {
		if (text[i] === '\n') { row++; column = 0; rows[row] ??= []; }
		else if (text[i] === '\r') column = 0;
		else if (text[i] === '\b') column = Math.max(0, column - 1);
		else if (text.startsWith('\u001b[A', i)) { row = Math.max(0, row - 1); i += 2; }
		else if (text.startsWith('\u001b[K', i)) { rows[row]!.length = Math.min(rows[row]!.length, column); i += 2; }
		else rows[row]![column++] = text[i]!;
	}
	return rows.map(cells => Array.from(cells, each => each ?? ' ').join('')).join('\n');
}

const trimmed = (text: string): string => text.split('\n').map(line => line.trimEnd()).join('\n');
const texts = fc.array(fc.constantFrom('a', 'bc', 'def ', '  ', '\r', '\r', '\n', '\b', '\u001b[A', '\u001b[K'), { maxLength: 40 }).map(pieces => pieces.join(''));

test('as a terminal', () => {
	fc.assert(fc.property(texts, text => { expect(trimmed(overwritten(text))).toBe(trimmed(terminal(text))); }), { numRuns: 2000 });
});

test('what is compacted goes on as the whole', () => {
	fc.assert(fc.property(texts, texts, (before, after) => { expect(trimmed(overwritten(compacted(before) + after))).toBe(trimmed(terminal(before + after))); }), { numRuns: 2000 });
	const bar = '\r 10%|#         |'.repeat(1000);
	expect(compacted(bar).length).toBeLessThan(50);
});

test('piece by piece it ends as the whole, where no piece goes above what is open', () => {
	const lines = texts.map(text => text.replaceAll('\u001b[A', ''));
	fc.assert(fc.property(fc.array(lines, { maxLength: 8 }), fc.func(fc.boolean()), (pieces, asks) => {
		const overwriting = new Overwriting();
		let done = '';
		for (const piece of pieces) {
			done += overwriting.push(piece);
			if (asks(piece)) done += overwriting.finished();
		}
		expect(trimmed(done + overwriting.end())).toBe(trimmed(terminal(pieces.join(''))));
	}), { numRuns: 2000 });
});

test('lines are done as soon as nothing can change them', () => {
	const overwriting = new Overwriting();
	expect(overwriting.push('one\ntwo')).toBe('one\n');
	expect([overwriting.open, overwriting.isLive]).toEqual(['two', false]);
	expect(overwriting.push('\n\r 0%')).toBe('two\n');
	expect([overwriting.open, overwriting.isLive]).toEqual([' 0%', true]);
	// A bar within it may begin.
	expect(overwriting.push('\n')).toBe('');
	expect(overwriting.push('\rin 0%\u001b[A')).toBe('');
	expect(overwriting.push('\n\rin 100%\u001b[A')).toBe('');
	expect(overwriting.push('\r     \r100%\n')).toBe('');
	expect(overwriting.finished()).toBe('100%\n');
	expect(overwriting.push('\r       \rafter\nlast')).toBe('after\n');
	expect([overwriting.open, overwriting.isLive]).toEqual(['last', false]);
	expect(overwriting.end()).toBe('last');
	expect(overwriting.end()).toBe('');
});

test('a long program of bars costs little', () => {
	const overwriting = new Overwriting();
	const bar = `\r${'█'.repeat(60)}| 10/100 [00:00<00:01, 99.00it/s]`;
	const began = performance.now();
	for (let i = 0; i < 20_000; i++) overwriting.push(bar);
	expect(overwriting.open.length).toBe(bar.length - 1);
	expect(performance.now() - began).toBeLessThan(20_000);
});
