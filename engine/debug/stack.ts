/** The calls that are open at a position, innermost first, each with the line that it has reached. */
import type { Steps } from './steps.ts';
import type { Scope, StackFrame } from './types.ts';

export function stackAt(steps: Steps, position: number): StackFrame[] {
	const { trace } = steps;
	const { frame: innermost, line } = steps.momentAt(position);
	if (innermost < 0) return [];
	return steps.chainAt(position).map((index, depth) => {
		const frame = trace.frame(index);
		const under = depth === 0 ? undefined : steps.lastBefore(index, position);
		return { frame: index, name: frame.name, source: trace.cells[frame.cell]?.source ?? -1, line: depth === 0 ? line : under === undefined ? frame.line : trace.step(under).line };
	});
}

/** A module's names are its globals; a function has names of its own before them. */
export function scopesOf(steps: Steps, frame: number): Scope[] {
	const { locals, globals } = steps.trace.frame(frame);
	return locals === globals ? [{ kind: 'globals', scope: globals }] : [{ kind: 'locals', scope: locals }, { kind: 'globals', scope: globals }];
}
