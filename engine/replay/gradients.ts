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
import { FACT_NUMBERS, factsAsNumbers, numberFacts } from '../slice/number-facts.ts';
import { decodeElements } from '../trace/elements.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Backward, Elements, Ref, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import { done } from '../trace/work.ts';
import { Replay } from './evaluate.ts';
import { NotReplayable } from './not-replayable.ts';
import { checkAgreement } from './surface.ts';

/** The numbers of a derived event 'gradients': the facts of each node's, then how far they are off the program's own. Throws NotReplayable with the reason where they can't be computed. */
export function gradientNumbers(trace: Trace, request: GradientsRequest): Float64Array {
	const { nodes, readings, off } = replayed(trace, request, () => true, factsOf);
	const numbers = new Float64Array(nodes.length * FACT_NUMBERS + 1);
	for (const [place, facts] of readings.entries()) numbers.set(facts ?? [-1], place * FACT_NUMBERS);
	numbers[nodes.length * FACT_NUMBERS] = off;
	return numbers;
}

/** The elements of the gradient of an op's output, zeros where none flows, then the same: for a derived event 'opGradient'. Throws NotReplayable too. */
export function opGradientNumbers(trace: Trace, { op, ...request }: OpGradientRequest): Float64Array {
	const { nodes, readings, off } = replayed(trace, request, node => node.op.index === op, gradient => Float64Array.from(elementsOf(gradient) as Float32Array));
	const place = nodes.findIndex(node => node.kind === 'op' && node.op.index === op);
	// What was written in place is no output of the call's.
	const output = place < 0 ? undefined : trace.value(nodes[place]!.ref, trace.op(op).end);
	if (output?.kind !== 'tensor') throw new NotReplayable('replayIndependent');
	const numbers = new Float64Array(numel(output.shape) + 1);
	numbers.set(readings[place] ?? []);
	numbers[numbers.length - 1] = off;
	return numbers;
}

type OpNode = Extract<AutogradNode, { readonly kind: 'op' }>;

interface Replayed<T> {
	readonly nodes: readonly AutogradNode[];
	/** Of each node what was read of its gradient; undefined where none flows, or it is an op's that isn't wanted. */
	readonly readings: readonly (T | undefined)[];
	/** How far the leaves' gradients are off those that the program kept, as parts of their size; -1: it kept none. */
	readonly off: number;
}

function replayed<T>(trace: Trace, { root, tick }: GradientsRequest, isWanted: (node: OpNode) => boolean, read: (gradient: Tensor) => T): Replayed<T> {
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
	const offOf = ({ kind, ref }: AutogradNode, ours: Elements | undefined) => call === undefined || kind !== 'leaf' ? -1 : leafOff(trace, call, ref, ours);
	const found = replay.gradients(ops.map(node => isWanted(node) ? node.ref : undefined), { ref: call === undefined ? 0 : trace.gradientGiven(call), tick: call?.tick ?? 0 }, read,
		(gradient, place) => ({ reading: read(gradient), off: offOf(begins[place]!, elementsOf(gradient)) }));
	checkRoot(trace, root, last.tick, found.root);
	const [starts, results] = [found.parameters[Symbol.iterator](), found.results[Symbol.iterator]()];
	const readings = graph.nodes.map(({ kind }): T | undefined => kind === 'op' ? results.next().value as T | undefined : (starts.next().value as { reading: T } | undefined)?.reading);
	return { nodes: graph.nodes, readings, off: begins.reduce((most, node, place) => Math.max(most, found.parameters[place]?.off ?? offOf(node, undefined)), -1) };
}

/**
 * How far a leaf's gradient is off what the program kept of it, where it did; -1: it did not. It throws where that is no rounding:
 * a hook may have changed what flows.
 */
function leafOff(trace: Trace, call: Backward, leaf: Ref, ours: Elements | undefined): number {
	const [before, after] = [call.tick, call.end].map(tick => {
		const gradient = gradientAt(trace, leaf, tick);
		return gradient && trace.elements(gradient, tick);
	});
	if (after === undefined || [before, ours].some(each => each !== undefined && each.length !== after.length)) return -1;
	const round = after instanceof Float64Array ? (value: number) => value : Math.fround;
	const [added, missing] = [new Float64Array(after.length), new Float64Array(after.length)];
	for (let k = 0; k < after.length; k++) {
		const [was, own, kept] = [Number(before?.[k] ?? 0), Number(ours?.[k] ?? 0), Number(after[k])];
		added[k] = kept - was;
		missing[k] = Object.is(round(was + own), kept) ? 0 : round(was + own) - kept;
		if (!Number.isFinite(missing[k]!)) throw new NotReplayable('replayDisagrees', round(was + own), kept);
	}
	// By what it is rounded where it was added.
	const size = Math.max(...[after, before ?? []].map(each => numberFacts(each).rms || 0), 1e-8);
	const [own, kept] = [ours ?? [], added].map(each => numberFacts(each).rms || 0) as [number, number];
	if (Math.abs(own - kept) > AGREEMENT * size) throw new NotReplayable('replayDisagrees', own, kept);
	return numberFacts(missing).rms / size;
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

function elementsOf(gradient: Tensor): Elements {
	const { pointer, nbytes } = gradient.storage;
	const elements = decodeElements(gradient, views.u8.subarray(pointer, pointer + nbytes));
	if (elements === undefined) throw new NotReplayable('replayDtype');
	return elements;
}

function factsOf(gradient: Tensor): readonly number[] {
	return factsAsNumbers(numberFacts(elementsOf(gradient)));
}
