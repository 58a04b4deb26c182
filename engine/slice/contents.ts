/**
 * What a trace has to show, as the panel's list, and the slice behind each entry.
 *
 * Ids are stable for one trace: `tensor:REF`, `indexMap:OP`, `failed:CALL`, `product:OP`, `storage:ID`, `optimizer:REF`, `average:OP`, `graph:REF`, `graph:REF@TICK`;
 * of those that follow the moment (`entry-ids.ts`), with another `@TICK` what it was then.
 */
import type { Ref, Tick, Trace } from '../trace/model.ts';
import { backwardAt, opAt } from './at-moment.ts';
import { averageSlice } from './average.ts';
import type { Average } from './averages.ts';
import { calledOf } from './average-rules.ts';
import { failedId } from './entry-ids.ts';
import { Findings } from './findings.ts';
import { graphSlice } from './graph.ts';
import { hasIndexMap, indexMapSlice } from './index-map.ts';
import { indexRuleOf } from './index-rules.ts';
import { nameInFrame, namesAt } from './names.ts';
import { productSlice } from './product.ts';
import { productOf } from './products.ts';
import { optimizerSlice } from './optimizer.ts';
import type { Slice, SliceSummary } from './slice.ts';
import { storageSlice, viewedStorages } from './storage.ts';
import { tensorSlice } from './tensor.ts';
import type { Work } from '../trace/work.ts';

/** Entries of each kind that the list holds at most; the newest are kept. */
const MAX_ENTRIES = 200;
/** Of the tensors that look into one storage so many are named in the list. */
const LISTED_VIEWS = 4;

export function* contentsOf(trace: Trace): Work<readonly SliceSummary[]> {
	const findings = Findings.of(trace);
	yield* findings.follow();
	const entries: SliceSummary[] = [];
	const names = namesAt(trace, trace.lastTick);
	// Who has them looks for what went wrong.
	for (const index of yield* findings.failedMaps(MAX_ENTRIES)) {
		const { name, line } = trace.failedOps[index]!;
		entries.push({ id: failedId(index), kind: 'indexMap', label: indexRuleOf(name)?.written ?? name, detail: String(line), raised: true });
	}
	for (const { ref, type, steps } of findings.optimizers) {
		// Where there are several, what each is called tells them apart; the name may be another one's by now.
		const called = findings.optimizers.length > 1 ? names.of(ref) ?? namesAt(trace, trace.optimizerStep(steps[0]!).end).of(ref) : undefined;
		entries.push({ id: `optimizer:${ref}`, kind: 'optimizer', label: called === undefined ? type : `${type} ${called}`, detail: String(steps.length) });
	}
	const averages = findings.averages.slice(0, MAX_ENTRIES).map(each => ({ ...each, called: calledOf(each.rule), decay: Number(each.members[0]!.decay.at(-1)!.toPrecision(6)) }));
	for (const { members: [first], members, called, decay } of averages) {
		// Where there are several, their decays tell them apart, or else what they are called. That of all weights alike has a decay that nobody chose.
		const alike = averages.filter(other => other.called === called), named = names.ofStorage(first!.storage) ?? names.ofStorage(first!.weights);
		const areApart = called === 'EMA' && new Set(alike.map(other => other.decay)).size === alike.length;
		const told = areApart ? averages.length === 1 ? undefined : decay : alike.length === 1 ? undefined : named;
		entries.push({ id: `average:${firstOp(members)}`, kind: 'average', label: told === undefined ? called : `${called} ${told}`, detail: String(first!.length) });
	}
	for (const { root, tick, frame, line } of findings.backwards.slice(-MAX_ENTRIES)) {
		entries.push({ id: graphId(root, tick), kind: 'graph', label: names.of(root) ?? nameInFrame(trace, frame, tick, root) ?? 'backward', detail: String(line) });
	}
	for (const index of findings.indexMaps.slice(-MAX_ENTRIES)) {
		const { name, line } = trace.op(index);
		entries.push({ id: `indexMap:${index}`, kind: 'indexMap', label: indexRuleOf(name)?.written ?? name, detail: String(line) });
	}
	for (const index of findings.products.slice(-MAX_ENTRIES)) {
		const { name, line } = trace.op(index);
		entries.push({ id: `product:${index}`, kind: 'product', label: name, detail: String(line) });
	}
	for (const { storage, views } of viewedStorages(trace, trace.lastTick).slice(0, MAX_ENTRIES)) {
		entries.push({ id: `storage:${storage}`, kind: 'storage', label: views.map(({ name }) => name).slice(0, LISTED_VIEWS).join(', '), detail: String(views.length) });
	}
	for (const { name, ref } of names.tensors.slice(0, MAX_ENTRIES)) {
		const value = trace.value(ref, trace.lastTick);
		if (value?.kind === 'tensor') entries.push({ id: tensorId(ref), kind: 'tensor', label: name, detail: `${value.dtype} [${value.shape.join(', ')}]` });
	}
	return entries;
}

/** The id of a tensor's entry: as it was at a tick, or as it is at the end. */
export function tensorId(ref: Ref, tick?: Tick): string {
	return tick === undefined ? `tensor:${ref}` : `tensor:${ref}@${tick}`;
}

/** The id of the autograd graph of a tensor as it was at a tick. */
export function graphId(ref: Ref, tick: Tick): string {
	return `graph:${ref}@${tick}`;
}

/** undefined where the id names nothing in this trace. `title` is shown for a tensor in place of its name. */
export function* sliceOf(trace: Trace, id: string, title?: string): Work<Slice | undefined> {
	const match = /^(tensor|indexMap|failed|product|storage|optimizer|average|graph):(\d+)(?:@(\d+))?(?:@(\d+))?$/.exec(id);
	if (match === null) return undefined;
	const number = Number(match[2]), tick = match[3] === undefined ? undefined : Number(match[3]);
	switch (match[1]) {
		case 'indexMap': return number < trace.opCount ? yield* indexMapSlice(trace, trace.op(opAt(trace, number, tick, op => hasIndexMap(trace, op)))) : undefined;
		case 'failed': {
			const call = trace.failedOps[number];
			return call && (yield* indexMapSlice(trace, call));
		}
		case 'product': return number < trace.opCount ? productSlice(trace, trace.op(opAt(trace, number, tick, op => productOf(trace, op) !== undefined))) : undefined;
		case 'storage': return storageSlice(trace, number, tick ?? trace.lastTick);
		case 'optimizer': return yield* optimizerSlice(trace, number);
		case 'graph': {
			const call = tick === undefined || match[4] === undefined ? undefined : backwardAt(trace, number, tick, Number(match[4]));
			return yield* graphSlice(trace, call?.root ?? number, call?.tick ?? tick ?? trace.lastTick, title);
		}
		case 'average': {
			const findings = Findings.of(trace);
			yield* findings.follow();
			return yield* averageSlice(trace, findings.averages.find(({ members }) => firstOp(members) === number));
		}
		default: {
			const at = tick ?? trace.lastTick;
			return tensorSlice(trace, number, at, title ?? namesAt(trace, at).of(number) ?? 'tensor', undefined);
		}
	}
}

/** An average is known by the op that began its first update: of two that were taken for one the first keeps it. */
function firstOp(members: Average['members']): number {
	return members[0]!.first;
}
