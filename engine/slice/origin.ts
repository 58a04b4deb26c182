/** Where in the user's documents an event of the trace stands. */
import type { FailedOp, Op, Tick, Trace } from '../trace/model.ts';
import type { Origin } from './slice.ts';

export function originOfOp(trace: Trace, op: Op | FailedOp): Origin | undefined {
	const cell = trace.cells[op.cell];
	const source = cell && trace.sources[cell.source];
	return source && { uri: source.uri, line: op.line, range: 'range' in op ? op.range : trace.rangeOfOp(op.index), tick: op.tick };
}

/** For events that know a frame and a line but no columns. */
export function originOfLine(trace: Trace, frame: number, line: number, tick: Tick): Origin | undefined {
	if (frame < 0 || frame >= trace.frameCount) return undefined;
	const cell = trace.cells[trace.frame(frame).cell];
	const source = cell && trace.sources[cell.source];
	return source && { uri: source.uri, line, range: undefined, tick };
}
