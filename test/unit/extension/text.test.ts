import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { cut, fenced, literal, oneLine } from '../../../extension/text.ts';

test('one line: breaks are seen, blanks are one, the end is trimmed', () => {
	expect(oneLine('tensor([[ 0,   1],\n        [ 2,   3]])\n', 100)).toBe('tensor([[ 0, 1], ⏎ [ 2, 3]])');
	expect(oneLine('abcdef\n', 4)).toBe('abc…');
});

test('a cut text is never longer than asked for and never ends in half a character', () => {
	fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, length) => {
		const result = cut(text, length);
		expect(result.length).toBeLessThanOrEqual(length);
		// fast-check's graphemes have no lone surrogates.
		expect(result).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
	}));
});

test('a code block shows its text as it is and can’t be left', () => {
	const markdown = new MarkdownIt();
	fc.assert(fc.property(fc.array(fc.constantFrom('```', '`````', '~~~', 'a', '\n', '[x](command:y)', '# ')), parts => {
		const text = parts.join('');
		const tokens = markdown.parse(fenced(text, 'text'), {});
		expect(tokens.map(({ type }) => type)).toEqual(['fence']);
		expect(tokens[0]!.content).toBe(`${text}\n`);
	}));
});

test('literal text is rendered as itself', () => {
	const markdown = new MarkdownIt();
	for (const text of ['float32 [2, 3] · requires_grad · grad_fn=<MmBackward0>', '*a* `b` [c](command:d) <img src=x>', '1. one', '~~x~~ & $(zap)']) {
		const html = markdown.renderInline(literal(text));
		expect(html).not.toMatch(/<(?!\/?p>)/);
		expect(html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text);
	}
});
