/** Python, TypeScript and JavaScript fences of a Markdown document, as CommonMark finds them: ``` and ~~~, in lists and quotes too. */
import MarkdownIt from 'markdown-it';

export type FenceLanguage = 'python' | 'typescript' | 'javascript';

export interface Fence {
	readonly language: FenceLanguage;
	/** Lines of the opening and the closing mark, 1-based (an unclosed fence ends with the document). */
	readonly startLine: number;
	readonly endLine: number;
	/** 1-based line of the first line of code. */
	readonly line: number;
	readonly lines: readonly string[];
	/** Columns that the list, the quote or the fence's own indentation takes at the left of each line. */
	readonly shift: number;
}

/** ```python, ```python3, ```py, ```pycon, ```{python}, ```{.python}, with or without more behind it; the others likewise. */
const LANGUAGES: readonly (readonly [FenceLanguage, RegExp])[] = [
	['python', /^(python3?|py|pycon|\{\s*\.?python3?\b[^}]*\})(?![\w-])/i],
	['typescript', /^(typescript|ts|mts|\{\s*\.?(?:typescript|ts)\b[^}]*\})(?![\w-])/i],
	['javascript', /^(javascript|js|mjs|\{\s*\.?(?:javascript|js)\b[^}]*\})(?![\w-])/i],
];

// Blocks only, and of those only what a fence can be inside of; what is inside a paragraph is never looked at.
const markdown = new MarkdownIt('commonmark').disable(['html_block', 'heading', 'lheading', 'hr', 'reference'], true);

export function fencesOf(lines: readonly string[]): Fence[] {
	return markdown.parse(lines.join('\n'), {}).flatMap((token) => {
		const language = token.type === 'fence' ? LANGUAGES.find(([, pattern]) => pattern.test(token.info.trim()))?.[0] : undefined;
		if (language === undefined || token.map === null) return [];
		const [first, end] = token.map;
		const code = token.content.split('\n');
		// The content ends with a newline, unless the document's end cuts it off.
		if (code.at(-1) === '') code.pop();
		return [{ language, startLine: first + 1, endLine: Math.max(end, first + 1), line: first + 2, lines: code, shift: shiftOf(lines, first + 1, code) }];
	});
}

/** How far the code stands to the right in the document, from its first line that has any. */
function shiftOf(lines: readonly string[], start: number, code: readonly string[]): number {
	const index = code.findIndex((line) => line.trim() !== '');
	if (index < 0) return 0;
	return Math.max(0, (lines[start + index] ?? '').length - code[index]!.length);
}
