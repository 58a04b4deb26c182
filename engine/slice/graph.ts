/** A tensor's autograd graph for the graph view: its nodes with their values, and the gradients that are known of them. */
import type { Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { factsOf, whole } from '../trace/summary.ts';
import type { Work } from '../trace/work.ts';
import { type AutogradNode, autogradGraph } from './autograd-graph.ts';
import { backwardFrom, gradientsOf, gradientNoteOf, keptGradient } from './gradients.ts';
import { isFirstBad, neighboursOf } from './graph-edges.ts';
import { gatheringFacts } from './number-facts.ts';
import { type Names, namesAt } from './names.ts';
import { nonFiniteGiven } from './non-finite-given.ts';
import { originOfOp } from './origin.ts';
import type { GraphNode, GraphSlice, NumberFacts, ReplayNote } from './slice.ts';

/** Of larger tensors, and when so many numbers were looked at, shapes alone are told. */
const MOST_ELEMENTS = 2 ** 22;
const MOST_IN_ALL = 2 ** 25;

/** Of a tensor as it is at a tick; undefined: it has no history. */
export function* graphSlice(trace: Trace, root: Ref, tick: Tick, title: string | undefined): Work<GraphSlice | undefined> {
	const graph = yield* autogradGraph(trace, root, tick);
	if (graph === undefined) return undefined;
	const names = namesAt(trace, tick);
	// The same graph at any later moment.
	const made = graph.nodes.at(-1)!.tick;
	const replayed = gradientsOf(trace, root, made);
	const call = replayed === undefined ? backwardFrom(trace, root) : undefined;
	const nodes: GraphNode[] = [];
	const modules = modulesOf(trace, graph.nodes, names);
	const edges = Uint32Array.from(graph.edges.flat()), { inputs } = neighboursOf(graph.nodes.length, edges);
	let left = MOST_IN_ALL;
	for (const [place, node] of graph.nodes.entries()) {
		const value = trace.value(node.ref, node.tick);
		if (value?.kind !== 'tensor') return undefined;
		const facts = function* (of: TensorValue | undefined, at: Tick): Work<NumberFacts | undefined> {
			const count = of?.shape.reduce((product, size) => product * size, 1) ?? 0;
			const elements = of === undefined || count > MOST_ELEMENTS || count > left ? undefined : trace.elements(of, at);
			if (elements === undefined) return undefined;
			left -= count;
			return yield* gatheringFacts(elements);
		};
		const own = (yield* facts(value, node.tick)) ?? summaryFacts(trace, value, node.tick);
		const kept = node.kind === 'leaf' && call !== undefined ? keptGradient(trace, call, node.ref) : undefined;
		nodes.push({
			kind: node.kind, name: node.kind === 'op' ? node.op.name : names.of(node.ref) ?? '', gradFn: value.isLeaf ? 'AccumulateGrad' : value.gradFn, shape: value.shape, dtype: value.dtype,
			module: modules[place]!, origin: node.kind === 'op' ? originOfOp(trace, node.op) : undefined,
			value: own, given: node.kind === 'op' && isFirstBad(place, inputs, each => each === place ? own : nodes[each]!.value) ? nonFiniteGiven(trace, node.op, own!.nan > 0, names) : undefined,
			gradient: replayed === undefined ? yield* facts(kept?.value, kept?.tick ?? 0) : replayed.facts[place],
		});
		yield;
	}
	return { kind: 'graph', ref: root, tick: made, title: title ?? names.of(root) ?? graph.nodes.at(-1)!.kind, nodes, edges, isCut: graph.isCut, gradients: gradientsState(trace, root, made, nodes, replayed !== undefined), off: replayed?.off };
}

/** Of a tensor over the recording's budget; its summary has no squares. */
function summaryFacts(trace: Trace, tensor: TensorValue, tick: Tick): NumberFacts | undefined {
	const summary = trace.summary(tensor, tick);
	if (summary === undefined) return undefined;
	const { count, nan, positiveInfinity, negativeInfinity, low, high } = factsOf(whole(summary), 0);
	return { count, nan, infinite: positiveInfinity + negativeInfinity, low, high, rms: NaN, values: [] };
}

function gradientsState(trace: Trace, root: Ref, tick: Tick, nodes: readonly GraphNode[], isReplayed: boolean): 'replayed' | 'pending' | ReplayNote {
	if (isReplayed) return 'replayed';
	const last = nodes.at(-1)!;
	const call = backwardFrom(trace, root), isGiven = call !== undefined && trace.gradientGiven(call) !== 0;
	if (!isGiven && last.shape.some(size => size !== 1)) return { reason: 'replayNotScalar', values: [] };
	return gradientNoteOf(trace, root, tick) ?? 'pending';
}

/** The module of each: the one whose parameter an op takes, else the one in whose `forward` the code called it; a parameter's own. */
function modulesOf(trace: Trace, nodes: readonly AutogradNode[], names: Names): readonly string[] {
	const ownerOf = (ref: Ref): string => {
		return /^(.+)\.[A-Za-z_]\w*$/.exec(names.of(ref) ?? '')?.[1] ?? '';
	};
	const selves = new Map<number, string>();
	const selfOf = (frame: number, tick: Tick): string => {
		const known = selves.get(frame);
		if (known !== undefined) return known;
		const self = trace.frame(frame).name === 'forward' ? trace.lookup('self', frame, tick) : 0;
		const name = self === 0 ? '' : names.of(self) ?? '';
		selves.set(frame, name);
		return name;
	};
	return nodes.map(node => {
		if (node.kind !== 'op') return ownerOf(node.ref);
		const parameter = node.op.inputs.find(({ ref }) => {
			const value = trace.value(ref, node.op.tick);
			return value?.kind === 'tensor' && value.isParameter;
		});
		return (parameter && ownerOf(parameter.ref)) || selfOf(node.op.frame, node.op.tick);
	});
}
