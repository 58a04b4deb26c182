/** The gradient of one op's output, as a backward call through it sent it back: replay computes it, a derived event keeps it. */
import type { Op, TensorValue, Trace } from '../trace/model.ts';
import type { Work } from '../trace/work.ts';
import { autogradGraph } from './autograd-graph.ts';
import { offIn } from './gradients.ts';
import { replayNote } from './replay-note.ts';
import type { MapBackward, Origin, ReplayNote, TensorSlice } from './slice.ts';

/** The graph of a backward call, and an op in it. */
export type OpGradientRequest = MapBackward['request'];

/** `info` of a derived event of kind 'opGradient': its numbers are the gradient's elements, and how far such are off; of kind 'opGradientNote': why there are none. */
export interface OpGradientInfo extends OpGradientRequest { readonly note?: ReplayNote }

/** Backward calls after an op that are looked at: the graph of each is walked. */
const MOST_CALLS = 16;

/** The first backward call that went through an op, of the next few. */
export function* backwardThrough(trace: Trace, op: Op): Work<{ readonly request: OpGradientRequest; readonly line: number } | undefined> {
	const first = trace.backwards.findIndex(({ tick }) => tick >= op.end);
	for (const { root, tick, line } of first < 0 ? [] : trace.backwards.slice(first, first + MOST_CALLS)) {
		const graph = yield* autogradGraph(trace, root, tick);
		if (graph?.nodes.some(node => node.kind === 'op' && node.op.index === op.index) === true) return { request: { op: op.index, root, tick }, line };
	}
	return undefined;
}

/** Of an op's output, which has the gradient's shape and dtype. */
export function opGradient(trace: Trace, request: OpGradientRequest, output: TensorValue, title: string, origin: Origin | undefined): Pick<MapBackward, 'gradient' | 'off'> {
	const event = trace.derived.findLast(({ kind, info }) => {
		const { op, root, tick } = info as Partial<OpGradientInfo>;
		return (kind === 'opGradient' || kind === 'opGradientNote') && op === request.op && root === request.root && tick === request.tick;
	});
	if (event === undefined) return { gradient: 'pending', off: undefined };
	const note = replayNote((event.info as OpGradientInfo).note);
	if (note !== undefined) return { gradient: note, off: undefined };
	const count = output.shape.reduce((product, size) => product * size, 1);
	// A file may say anything.
	if (event.numbers.length !== count + 1) return { gradient: { reason: 'replayOverBudget', values: [] }, off: undefined };
	const numbers = event.numbers.subarray(0, count), elements = output.dtype === 'float64' ? numbers : Float32Array.from(numbers);
	const gradient: TensorSlice = {
		kind: 'tensor', title, ref: 0, type: 'Tensor', dtype: output.dtype, shape: output.shape, strides: output.strides, requiresGrad: false, gradFn: '',
		elements, summary: undefined, note: undefined, origin, before: undefined,
	};
	return { gradient, off: offIn(trace, event.numbers[count]) };
}
