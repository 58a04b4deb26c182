/** `# %%` cells of a Python file, as Jupytext, Spyder and VS Code's Python mark them. */

const MARK = /^\s*#\s*%%/;

export interface MarkedCell { readonly startLine: number; readonly endLine: number }

/** Cells in order, 1-based inclusive lines; what stands before the first mark is one too. Empty where there is no mark. */
export function cellsOf(lines: readonly string[]): MarkedCell[] {
	const starts = lines.flatMap((line, index) => MARK.test(line) ? [index + 1] : []);
	if (starts.length === 0) return [];
	if (starts[0] !== 1) starts.unshift(1);
	return starts.map((startLine, index) => ({ startLine, endLine: (starts[index + 1] ?? lines.length + 1) - 1 }));
}
