/**
 * Code as learners keep it, with its output pasted under it: `>>` before output, or doctest prompts.
 *
 * Output is split off to be compared; the code before each piece of it becomes a cell of its own, so that what it
 * printed is known. `>>` may begin a continued line of Python too: inside brackets or a string it is code.
 */
import type { CellRequest } from '../runtime/protocol.ts';
import { endOfCalls, isTraceback, splitRaised } from './raised.ts';
import { CodeScanner, depthAfter } from './scan.ts';
import type { Expectation } from './snippet.ts';

const PROMPT = /^>>>( |$)/;
const CONTINUED = /^\.\.\.( |$)/;
const OUTPUT = /^\s*>>(?!>)[ \t]?(.*)$/;
const PROMPT_COLUMNS = 4;
const BLANK_MARK = '<BLANKLINE>';

/** `lines` dedented; `line` the 1-based document line of the first; `shift` what was taken off at their left. */
export function splitPasted(lines: readonly string[], line: number, shift: number): { cells: CellRequest[]; expectations: Expectation[] } {
	const cells: CellRequest[] = [];
	const expectations: Expectation[] = [];
	let codeStart = 0;
	let scanner = new CodeScanner();

	const endCode = (end: number): void => {
		let first = codeStart;
		while (first < end && lines[first]!.trim() === '') first += 1;
		if (first < end) cells.push({ line: line + first, text: lines.slice(first, end).join('\n'), shift, mode: 'exec' });
	};
	const expect = (from: number, end: number, text: string): void => {
		const covered = new Set(expectations.flatMap((each) => each.cells));
		const last = cells.length - 1;
		// Output that follows no code (or whose code has been answered) has nothing to be compared with.
		if (last < 0 || covered.has(last)) return;
		expectations.push({ startLine: line + from, endLine: line + end - 1, expected: text, cells: [last] });
		if (splitRaised(text) !== undefined) cells[last] = { ...cells[last]!, mayRaise: true };
	};

	for (let at = 0; at < lines.length;) {
		const current = lines[at]!;
		const output = OUTPUT.exec(current);
		if (scanner.open || (!PROMPT.test(current) && output === null)) {
			scanner.line(current);
			at += 1;
			continue;
		}
		endCode(at);
		if (output !== null) {
			// Each line that was printed may have a `>>` of its own, also inside a tensor's brackets.
			const marked = lines.map((each) => OUTPUT.exec(each)?.[1]);
			const plain = lines.map((each, i) => marked[i] ?? each);
			let end = at;
			do end = endOfOutput(plain, end); while (end < lines.length && marked[end] !== undefined);
			expect(at, end, plain.slice(at, end).join('\n').trim());
			at = end;
		} else {
			let end = at + 1;
			while (end < lines.length && CONTINUED.test(lines[end]!)) end += 1;
			const text = lines.slice(at, end).map((each) => each.slice(PROMPT_COLUMNS)).join('\n');
			if (text.trim() !== '') cells.push({ line: line + at, text, shift: shift + PROMPT_COLUMNS, mode: 'single' });
			const from = end;
			while (end < lines.length && !PROMPT.test(lines[end]!) && lines[end]!.trim() !== '') end += 1;
			if (end > from && text.trim() !== '') expect(from, end, lines.slice(from, end).map((each) => each === BLANK_MARK ? '' : each).join('\n'));
			at = end;
		}
		codeStart = at;
		scanner = new CodeScanner();
	}
	endCode(lines.length);
	return { cells, expectations };
}

/** Index after the last line of output that begins at `at`; `lines` without their `>>`. */
function endOfOutput(lines: readonly string[], at: number): number {
	const rest = lines[at]!;
	let depth = depthAfter(rest, 0);
	let end = at + 1;
	if (isTraceback(rest)) return Math.min(endOfCalls(lines, at) + 1, lines.length);
	if (rest.trim() !== '') {
		while (depth > 0 && end < lines.length) depth = depthAfter(lines[end++]!, depth);
		return end;
	}
	// Alone on its line: to a blank one, unless that is one inside of a printed tensor.
	while (end < lines.length && (depth > 0 || lines[end]!.trim() !== '')) depth = depthAfter(lines[end++]!, depth);
	return end;
}
