/**
 * The tape of one loss: the recorded ops by which a loss came from an optimizer's parameters, cut out of a trace.
 *
 * The tape runs from the optimizer's previous step to the backward call; ops that don't depend on the parameters
 * are constants (their recorded results), random results among them. Replaying it with other parameter values gives the
 * loss as a function of them, as micrograd's tape or JAX's jaxpr would. Where the program leaves tensors in a way that
 * depends on the parameters (`if loss > 1:`), the tape is that of the branch taken, and `branchLine` says where.
 */
import { isInPlaceName } from '../trace/op-name.ts';
import { parametersOf } from '../slice/parameter-groups.ts';
import type { Op, Ref, StorageId, Tick, Trace } from '../trace/model.ts';

export interface Tape {
	/** The parameters, in the optimizer's order, as they were when the forward pass ran. */
	readonly parameters: readonly Ref[];
	readonly ops: readonly Op[];
	readonly root: Ref;
	/** When the loss was there. */
	readonly end: Tick;
	/** 1-based line at which a value that depends on the parameters left tensors; undefined where none did. */
	readonly branchLine: number | undefined;
}

/** Calls whose result is a Python value: control flow may depend on it. */
const LEAVES_TENSORS = new Set(['item', 'tolist', 'numpy', '__array__', '__bool__', '__float__', '__int__', '__index__', '__contains__', 'nonzero', 'equal', 'allclose', 'is_nonzero']);

/** The tape of the loss of an optimizer's step (an index of the trace's optimizer steps); undefined where no backward led to it. */
export function tapeOf(trace: Trace, stepIndex: number): Tape | undefined {
	const step = trace.optimizerStep(stepIndex);
	const previous = previousEnd(trace, stepIndex);
	const backward = trace.backwards.findLast(call => call.tick < step.tick && call.tick >= previous);
	if (backward === undefined) return undefined;
	const parameters = parametersOf(trace, step.optimizer, step.tick).map(({ ref }) => ref);
	const from = lastWrite(trace, parameters, previous, backward.tick);
	const dependent = dependentOps(trace, parameters, from, backward.tick);
	const ops = reaching(dependent, backward.root);
	// A value printed before the forward pass began decides nothing.
	const branch = dependent.find(op => LEAVES_TENSORS.has(op.name) && op.tick > (ops[0]?.tick ?? backward.tick));
	return { parameters, ops, root: backward.root, end: backward.tick, branchLine: branch?.line };
}

/** When the optimizer's step before this one ended: from then on the parameters had the values of this step's loss. */
function previousEnd(trace: Trace, stepIndex: number): Tick {
	const { optimizer } = trace.optimizerStep(stepIndex);
	for (let i = stepIndex - 1; i >= 0; i--) {
		const earlier = trace.optimizerStep(i);
		if (earlier.optimizer === optimizer) return earlier.end;
	}
	return 0;
}

/** From when on the parameters kept their values: after initialisers and other in-place writes of the program itself. */
function lastWrite(trace: Trace, parameters: readonly Ref[], from: Tick, to: Tick): Tick {
	const storages = new Set(parameters.map(ref => storageOf(trace, ref, to)));
	let last = from;
	for (const index of trace.opsBetween(from, to)) {
		const op = trace.op(index);
		const written = op.inputs[0];
		if (writesInPlace(op) && written !== undefined && storages.has(storageOf(trace, written.ref, op.end) ?? -1)) last = op.end;
	}
	return last;
}

function storageOf(trace: Trace, ref: Ref, tick: Tick): StorageId | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value.storage : undefined;
}

/** Ops in [from, to) with an operand that depends on the parameters, directly, through another op or through shared storage. */
function dependentOps(trace: Trace, parameters: readonly Ref[], from: Tick, to: Tick): Op[] {
	const dependent = new Set<Ref>(parameters);
	const storages = new Set<StorageId>();
	const add = (ref: Ref, tick: Tick) => {
		dependent.add(ref);
		const value = trace.value(ref, tick);
		if (value?.kind === 'tensor') storages.add(value.storage);
		else if (value?.kind === 'sequence') for (const child of value.children) add(child.ref, tick);
	};
	const depends = (ref: Ref, tick: Tick): boolean => {
		if (dependent.has(ref)) return true;
		const value = trace.value(ref, tick);
		if (value?.kind === 'tensor') return storages.has(value.storage);
		return value?.kind === 'sequence' && value.children.some(child => depends(child.ref, tick));
	};
	for (const parameter of parameters) add(parameter, to);
	const ops: Op[] = [];
	for (const index of trace.opsBetween(from, to)) {
		const op = trace.op(index);
		if (!op.inputs.some(input => depends(input.ref, op.tick))) continue;
		ops.push(op);
		for (const output of op.outputs) add(output, op.end);
		if (writesInPlace(op) && op.inputs[0] !== undefined) add(op.inputs[0].ref, op.end);
	}
	return ops;
}

/** `add_`, `__setitem__`: the first operand is written. */
export function writesInPlace(op: Op): boolean {
	return op.name === '__setitem__' || isInPlaceName(op.name);
}

/** Those of the ops that the root needs, in order. */
function reaching(ops: readonly Op[], root: Ref): Op[] {
	const needed = new Set<Ref>([root]);
	const kept: Op[] = [];
	for (const op of ops.toReversed()) {
		const writes = writesInPlace(op) && op.inputs[0] !== undefined && needed.has(op.inputs[0].ref);
		if (!writes && !op.outputs.some(output => needed.has(output))) continue;
		kept.push(op);
		for (const input of op.inputs) needed.add(input.ref);
	}
	return kept.reverse();
}
