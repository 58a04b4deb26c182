/**
 * The gradients of a whole autograd graph, by replaying its ops and running them backwards: those between the root and its
 * leaves too, which no program keeps.
 */
import { views } from '../memory/memory.ts';
import { numbers } from '../slice/children.ts';
import { autogradGraph, type AutogradNode } from '../slice/autograd-graph.ts';
import { backwardFrom, gradientAt, type GradientsRequest } from '../slice/gradients.ts';
import type { OpGradientRequest } from '../slice/op-gradient.ts';
import { AGREEMENT } from '../slice/surface.ts';
import { FACT_NUMBERS, factsAsNumbers, numberFacts, RMS } from '../slice/number-facts.ts';
import { decodeElements } from '../trace/elements.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Backward, Elements, Ref, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import { done } from '../trace/work.ts';
import { Replay } from './evaluate.ts';
import { NotReplayable } from './not-replayable.ts';
import { checkAgreement } from './surface.ts';

/** The numbers of a derived event 'gradients'. Throws NotReplayable with the reason where they can't be computed. */
export function gradientNumbers(trace: Trace, request: GradientsRequest): Float64Array {
	const { nodes, readings } = replayed(trace, request, () => true, factsOf);
	checkLeaves(trace, request, nodes, readings.map(facts => facts?.[RMS]));
	const numbers = new Float64Array(nodes.length * FACT_NUMBERS);
	for (const [place, facts] of readings.entries()) numbers.set(facts ?? [-1], place * FACT_NUMBERS);
	return numbers;
}

/** The elements of the gradient of an op's output, for a derived event 'opGradient'; zeros where none flows. Throws NotReplayable too. */
export function opGradientNumbers(trace: Trace, { op, ...request }: OpGradientRequest): Float64Array {
	const { nodes, readings } = replayed(trace, request, node => node.op.index === op, gradient => Float64Array.from(elementsOf(gradient) as Float32Array));
	checkLeaves(trace, request, nodes, readings.map((elements, place) => elements && nodes[place]!.kind === 'leaf' ? numberFacts(elements).rms : undefined));
	const place = nodes.findIndex(node => node.kind === 'op' && node.op.index === op);
	// What was written in place is no output of the call's.
	const output = place < 0 ? undefined : trace.value(nodes[place]!.ref, trace.op(op).end);
	if (output?.kind !== 'tensor') throw new NotReplayable('replayIndependent');
	return readings[place] ?? new Float64Array(numel(output.shape));
}

type OpNode = Extract<AutogradNode, { readonly kind: 'op' }>;

/** The graph's nodes, and of each what was read of its gradient; undefined where none flows, or it is an op's that isn't wanted. */
function replayed<T>(trace: Trace, { root, tick }: GradientsRequest, isWanted: (node: OpNode) => boolean, read: (gradient: Tensor) => T): { readonly nodes: readonly AutogradNode[]; readonly readings: readonly (T | undefined)[] } {
	const graph = done(autogradGraph(trace, root, tick));
	const last = graph?.nodes.at(-1);
	if (graph === undefined || last === undefined) throw new NotReplayable('replayIndependent');
	if (graph.isCut) throw new NotReplayable('replayOverBudget');
	const ops = graph.nodes.flatMap(node => node.kind === 'op' ? [node] : []), begins = graph.nodes.filter(node => node.kind !== 'op');
	for (const { op, ref } of ops) {
		// What a view writes is a part of it alone, and so are its gradients.
		if (!op.outputs.includes(ref) && op.inputs[0]?.ref !== ref) throw new NotReplayable('replayUnsupported', op.name, op.line);
	}
	using replay = new Replay(trace, { parameters: begins.map(({ ref }) => ref), ops: ops.map(({ op }) => op), root, end: last.tick, branchLine: undefined });
	const call = callFrom(trace, { root, tick });
	const found = replay.gradients(ops.map(node => isWanted(node) ? node.ref : undefined), { ref: call === undefined ? 0 : trace.gradientGiven(call), tick: call?.tick ?? 0 }, read);
	checkRoot(trace, root, last.tick, found.root);
	const [starts, results] = [found.parameters[Symbol.iterator](), found.results[Symbol.iterator]()];
	return { nodes: graph.nodes, readings: graph.nodes.map(({ kind }): T | undefined => (kind === 'op' ? results : starts).next().value as T | undefined) };
}

/** That the leaves' gradients are those of the program, where it kept them: a hook may have changed what flows. `sizes`: root mean squares. */
function checkLeaves(trace: Trace, { root, tick }: GradientsRequest, nodes: readonly AutogradNode[], sizes: readonly (number | undefined)[]): void {
	const call = callFrom(trace, { root, tick });
	if (call === undefined) return;
	for (const [place, { kind, ref }] of nodes.entries()) {
		const added = kind === 'leaf' ? addedGradient(trace, call, ref) : undefined;
		const [own, ours] = [added && numberFacts(added.elements).rms, sizes[place] ?? 0];
		if (own !== undefined && Math.abs(own - ours) > AGREEMENT * Math.max(added!.largest, 1e-8)) throw new NotReplayable('replayDisagrees', ours, own);
	}
}

/** The backward call at that tick, or else the last from that root; undefined: none came from it. */
function callFrom(trace: Trace, { root, tick }: GradientsRequest): Backward | undefined {
	return trace.backwards.find(each => each.root === root && each.tick === tick) ?? backwardFrom(trace, root);
}

/** That what is replayed is what was recorded, but for rounding. Throws NotReplayable. */
function checkRoot(trace: Trace, root: Ref, tick: number, replayed: Float64Array): void {
	if (replayed.length === 1) return void checkAgreement(trace, root, tick, replayed[0]!);
	const recorded = numbers(trace, root, tick), largest = recorded?.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-8) ?? 0;
	const place = recorded?.findIndex((value, k) => !Object.is(value, replayed[k]) && !(Math.abs(value - replayed[k]!) <= AGREEMENT * largest)) ?? -1;
	if (place >= 0) throw new NotReplayable('replayDisagrees', replayed[place]!, recorded![place]!);
}

/** What a backward call has added to a leaf's gradient; `largest`: of the root mean squares before and after, by which a difference is rounded. */
function addedGradient(trace: Trace, call: Backward, leaf: Ref): { readonly elements: Float64Array; readonly largest: number } | undefined {
	const [before, after] = [call.tick, call.end].map(tick => {
		const gradient = gradientAt(trace, leaf, tick);
		return gradient && trace.elements(gradient, tick);
	});
	if (after === undefined || (before !== undefined && before.length !== after.length)) return undefined;
	const elements = Float64Array.from(after as Float64Array, (value, k) => Number(value) - Number(before?.[k] ?? 0));
	return { elements, largest: Math.max(numberFacts(after).rms, before === undefined ? 0 : numberFacts(before).rms) };
}

function elementsOf(gradient: Tensor): Elements {
	const { pointer, nbytes } = gradient.storage;
	const elements = decodeElements(gradient, views.u8.subarray(pointer, pointer + nbytes));
	if (elements === undefined) throw new NotReplayable('replayDtype');
	return elements;
}

function factsOf(gradient: Tensor): readonly number[] {
	return factsAsNumbers(numberFacts(elementsOf(gradient)));
}
