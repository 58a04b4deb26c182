/** What a loss was computed of beside the parameters, as its tape has it: data, targets, numbers, results of what doesn't depend on them. */
import { items, numbers } from '../slice/children.ts';
import type { Ref, StorageId, TensorValue, Tick, Trace } from '../trace/model.ts';
import type { Tape } from './tape.ts';

interface Constant { readonly ref: Ref; readonly tick: Tick }

/** Whether two tapes are of the same calls with the same values: then one loss is the other, as a function of the parameters. */
export function haveSameConstants(trace: Trace, a: Tape, b: Tape): boolean {
	if (a.ops.length !== b.ops.length || a.ops.some((op, i) => op.name !== b.ops[i]!.name)) return false;
	const [ofA, ofB] = [constantsOf(trace, a), constantsOf(trace, b)];
	return ofA.length === ofB.length && ofA.every((constant, i) => areSame(trace, constant, ofB[i]!));
}

function constantsOf(trace: Trace, { parameters, ops }: Tape): readonly Constant[] {
	const computed = new Set<Ref>(parameters), storages = new Set<StorageId>();
	const add = (ref: Ref, tick: Tick) => {
		computed.add(ref);
		const value = trace.value(ref, tick);
		if (value?.kind === 'tensor') storages.add(value.storage);
	};
	const constants = new Map<Ref, Constant>();
	const take = (ref: Ref, tick: Tick) => {
		if (computed.has(ref) || constants.has(ref)) return;
		const value = trace.value(ref, tick);
		if (value?.kind === 'sequence') for (const item of items(trace, ref, tick)) take(item, tick);
		else if (value?.kind !== 'tensor' || !storages.has(value.storage)) constants.set(ref, { ref, tick });
	};
	for (const op of ops) {
		for (const { ref } of op.inputs) take(ref, op.tick);
		for (const output of op.outputs) add(output, op.end);
	}
	return [...constants.values()];
}

function areSame(trace: Trace, a: Constant, b: Constant): boolean {
	const [ofA, ofB] = [trace.value(a.ref, a.tick), trace.value(b.ref, b.tick)];
	if (ofA?.kind === 'tensor' && ofB?.kind === 'tensor') return areSameTensors(trace, ofA, a.tick, ofB, b.tick);
	if (a.ref === b.ref) return true;
	if (ofA === undefined || ofB === undefined || ofA.kind !== ofB.kind) return false;
	if ('value' in ofA && 'value' in ofB) return Object.is(ofA.value, ofB.value);
	return !('text' in ofA) || !('text' in ofB) || ofA.text === ofB.text;
}

/** Of what was over the budget no more is known than whether it was written to. */
function areSameTensors(trace: Trace, a: TensorValue, atA: Tick, b: TensorValue, atB: Tick): boolean {
	if (a.dtype !== b.dtype || String(a.shape) !== String(b.shape)) return false;
	const isUnchanged = a.ref === b.ref && !trace.changes(a.ref).some(tick => tick > Math.min(atA, atB) && tick <= Math.max(atA, atB));
	if (isUnchanged) return true;
	const [ofA, ofB] = [numbers(trace, a.ref, atA), numbers(trace, b.ref, atB)];
	return ofA !== undefined && ofB !== undefined && ofA.every((value, i) => Object.is(value, ofB[i]));
}
