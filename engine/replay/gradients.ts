/**
 * The gradients of a whole autograd graph, by replaying its ops and running them backwards: those between the root and its
 * leaves too, which no program keeps.
 */
import { views } from '../memory/memory.ts';
import { autogradGraph, type AutogradNode } from '../slice/autograd-graph.ts';
import { backwardFrom, type GradientsRequest, keptGradient } from '../slice/gradients.ts';
import { FACT_NUMBERS, factsAsNumbers, numberFacts, RMS } from '../slice/number-facts.ts';
import { decodeElements } from '../trace/elements.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Ref, Trace } from '../trace/model.ts';
import { done } from '../trace/work.ts';
import { Replay } from './evaluate.ts';
import { NotReplayable } from './not-replayable.ts';
import { AGREEMENT, checkAgreement } from './surface.ts';

/** The numbers of a derived event 'gradients'. Throws NotReplayable with the reason where they can't be computed. */
export function gradientNumbers(trace: Trace, { root, tick }: GradientsRequest): Float64Array {
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
	const found = replay.gradients(ops.map(({ ref }) => ref), factsOf);
	checkAgreement(trace, root, last.tick, found.root);
	const numbers = new Float64Array(graph.nodes.length * FACT_NUMBERS);
	const [starts, results] = [found.parameters[Symbol.iterator](), found.results[Symbol.iterator]()];
	graph.nodes.forEach(({ kind }, place) => numbers.set((kind === 'op' ? results : starts).next().value ?? [-1], place * FACT_NUMBERS));
	checkLeaves(trace, root, graph.nodes, numbers);
	return numbers;
}

/** That the leaves' gradients are those of the program, where it kept them: a hook may have changed what flows. */
function checkLeaves(trace: Trace, root: Ref, nodes: readonly AutogradNode[], numbers: Float64Array): void {
	const call = backwardFrom(trace, root);
	if (call === undefined) return;
	for (const [place, { kind, ref }] of nodes.entries()) {
		const kept = kind === 'leaf' ? keptGradient(trace, call, ref) : undefined;
		const elements = kept && trace.elements(kept.value, kept.tick);
		const [own, ours] = [elements && numberFacts(elements).rms, numbers[place * FACT_NUMBERS + RMS]!];
		if (own !== undefined && Math.abs(own - ours) > AGREEMENT * Math.max(own, 1e-8)) throw new NotReplayable('replayDisagrees', ours, own);
	}
}

function factsOf(gradient: Tensor): readonly number[] {
	const { pointer, nbytes } = gradient.storage;
	const elements = decodeElements(gradient, views.u8.subarray(pointer, pointer + nbytes));
	return elements === undefined ? [-1] : factsAsNumbers(numberFacts(elements));
}
