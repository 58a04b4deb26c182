/** Pasted output beside which it is said whether it is what was printed, once the cells that it is about have run. */
import { compareExpectation, NOTHING_WRITTEN, type Written } from '../../engine/snippet/compare.ts';
import type { Run } from '../run/run.ts';

export interface ShownComparison {
	/** Zero-based, of the text that ran: the first line of the pasted output. */
	readonly line: number;
	readonly isEqual: boolean;
	/** What was printed instead. */
	readonly got: string;
}

/** Made once: editing asks again with each key. */
const made = new WeakMap<Run, readonly ShownComparison[]>();

export function comparisonsOf(run: Run): readonly ShownComparison[] {
	if (run.expectations.length === 0 || run.state === 'running') { return []; }
	let comparisons = made.get(run);
	if (!comparisons) { made.set(run, comparisons = compare(run)); }
	return comparisons;
}

function compare(run: Run): ShownComparison[] {
	const written = writtenByCell(run);
	return run.expectations.filter(({ cells }) => cells.every(cell => run.hasRun(cell))).map(expectation => {
		const comparison = compareExpectation(expectation, cell => written.get(run.request.cells[cell]?.line ?? -1) ?? NOTHING_WRITTEN);
		return { line: expectation.startLine - 1, isEqual: comparison.equal, got: comparison.equal ? '' : comparison.got };
	});
}

/** By the first line of the cell that was running, even where a function of another cell wrote it. */
function writtenByCell(run: Run): Map<number, Written> {
	const written = new Map<number, Written>();
	for (const { stream, frame, text } of run.trace.outputs) {
		if (frame < 0) { continue; }
		let outermost = run.trace.frame(frame);
		while (outermost.parent >= 0) { outermost = run.trace.frame(outermost.parent); }
		const cell = run.trace.cells[outermost.cell];
		if (!cell || !run.isOwnCell(outermost.cell)) { continue; }
		const { stdout, stderr } = written.get(cell.line) ?? NOTHING_WRITTEN;
		written.set(cell.line, stream === 1 ? { stdout: stdout + text, stderr } : { stdout, stderr: stderr + text });
	}
	return written;
}
