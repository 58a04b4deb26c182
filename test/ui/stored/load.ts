/** The slices that make_slices.py stored, as the views take them. */
import { readFileSync } from 'node:fs';
import { type OptimizerSliceStep, StepColumns } from '../../../engine/slice/optimizer-steps.ts';
import type { AverageSlice, GraphSlice, IndexMapSlice, OptimizerSlice, ParameterSteps, ProductSlice, Slice, SliceSummary, StorageSlice, TensorSlice } from '../../../engine/slice/slice.ts';
import type { ToPanel } from '../../../webview/messages.ts';

type Kinds = { tensor: TensorSlice; indexMap: IndexMapSlice; product: ProductSlice; storage: StorageSlice; optimizer: OptimizerSlice; average: AverageSlice; graph: GraphSlice };

const ARRAYS: Readonly<Record<string, new (values: number[]) => object>> = { Float32Array, Float64Array, Int32Array, Int16Array, Int8Array, Uint8Array, Uint16Array, Uint32Array };

export function load<K extends Slice['kind']>(name: string, kind: K): Kinds[K] {
	const slice = loadAny(name);
	if (slice.kind !== kind) throw new Error(`${name} is a slice of kind ${slice.kind}`);
	return slice as Kinds[K];
}

export function loadAny(name: string): Slice {
	const text = readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8');
	return JSON.parse(text, (_, value: unknown) => {
		if (typeof value === 'object' && value !== null && 'number' in value) return Number(String(value.number).replace('inf', 'Infinity'));
		if (typeof value !== 'object' || value === null || !('array' in value) || !('values' in value)) return value;
		const { array, values } = value as { array: string; values: (string | number)[] };
		// Python writes 'inf' where JavaScript has Infinity.
		return array === 'BigInt64Array' ? BigInt64Array.from(values, BigInt) : new ARRAYS[array]!(values.map(each => typeof each === 'string' ? Number(each.replace('inf', 'Infinity')) : each));
	}) as Slice;
}

/** The optimizer's slice with other steps. */
export function withSteps(slice: Omit<OptimizerSlice, 'parameters'> & { readonly parameters: readonly Pick<ParameterSteps, 'name' | 'shape' | 'ref'>[] }, steps: readonly OptimizerSliceStep[]): OptimizerSlice {
	const columns = new StepColumns(slice.parameters.map(({ name, shape, ref }, i) => ({ name, shape, ref, elements: steps[0]!.parameters[i]!.before.length })), steps.length);
	for (const step of steps) columns.add(step);
	return { ...slice, ...columns.columns };
}

/** The messages that show slices in the panel, the first one chosen. */
export function show(...slices: readonly Slice[]): readonly ToPanel[] {
	const entries = slices.map((slice, i): SliceSummary => ({ id: `${slice.kind}:${i}`, kind: slice.kind, ...summary(slice) }));
	return [
		{ type: 'contents', title: 'ema-training.py', entries, selected: entries[0]?.id, problem: undefined, state: { traceUri: 'file:///trace', selected: undefined } },
		...slices.map((slice, i): ToPanel => ({ type: 'slice', id: entries[i]!.id, slice })),
	];
}

function summary(slice: Slice): { label: string; detail: string } {
	switch (slice.kind) {
		case 'tensor': return { label: slice.title, detail: `${slice.dtype} [${slice.shape.join(', ')}]` };
		case 'storage': return { label: slice.views.map(view => view.title).join(', '), detail: String(slice.views.length) };
		case 'indexMap': case 'product': return { label: slice.op, detail: String(slice.origin?.line ?? 0) };
		case 'optimizer': return { label: slice.type, detail: String(slice.steps.count) };
		case 'average': return { label: 'EMA', detail: String(slice.decay.length) };
		case 'graph': return { label: slice.title, detail: String(slice.nodes.at(-1)?.origin?.line ?? 0) };
	}
}
