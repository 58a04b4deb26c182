/**
 * One storage and the tensors that look into it: `x.T`, `x[1:]`, `x.expand(…)` are other shapes and strides over the same cells.
 *
 * Source: PyTorch's notes on tensor views; the place of an element is offset + Σ index · stride.
 */
import type { Ref, StorageId, TensorValue, Tick, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import { namesAt } from './names.ts';
import type { StorageSlice } from './slice.ts';

/** Of one storage so many tensors are shown. */
const MOST_VIEWS = 12;

interface Viewed { readonly storage: StorageId; readonly views: readonly { readonly name: string; readonly value: TensorValue }[] }

/** Storages that several named tensors look into, each in its own way. */
export function viewedStorages(trace: Trace, tick: Tick): readonly Viewed[] {
	const byStorage = new Map<StorageId, Map<string, { name: string; value: TensorValue }>>();
	for (const { name, ref } of namesAt(trace, tick).tensors) {
		const value = tensorAt(trace, ref, tick);
		if (value === undefined || numel(value.shape) === 0) continue;
		const views = byStorage.get(value.storage) ?? new Map<string, { name: string; value: TensorValue }>();
		byStorage.set(value.storage, views);
		const way = `${value.dtype} ${value.offset} ${value.shape.join()} ${value.strides.join()}`;
		if (!views.has(way)) views.set(way, { name, value });
	}
	return [...byStorage].filter(([, views]) => views.size > 1).map(([storage, views]) => ({ storage, views: [...views.values()] }));
}

/** undefined where that storage has not several views at the tick, or they differ in dtype. */
export function storageSlice(trace: Trace, storage: StorageId, tick: Tick): StorageSlice | undefined {
	const found = viewedAt(trace, storage, tick);
	const first = found?.views[0]?.value;
	if (found === undefined || first === undefined) return undefined;
	const views = found.views.filter(({ value }) => value.dtype === first.dtype).slice(0, MOST_VIEWS);
	const count = Math.max(...views.map(({ value }) => endOf(value)));
	return {
		kind: 'storage', dtype: first.dtype, count,
		elements: trace.elements({ ...first, shape: [count], strides: [1], offset: 0 }, tick),
		views: views.map(({ name, value: { shape, strides, offset } }) => ({ title: name, shape, strides, offset })),
		...(views.length < found.views.length && { leftOut: found.views.length - views.length }),
	};
}

/** In each iteration there may be another one, with views of the same names. */
function viewedAt(trace: Trace, storage: StorageId, tick: Tick): Viewed | undefined {
	const all = viewedStorages(trace, tick), own = all.find(each => each.storage === storage);
	if (own !== undefined || tick >= trace.lastTick) return own;
	const names = new Set(viewedStorages(trace, trace.lastTick).find(each => each.storage === storage)?.views.map(({ name }) => name));
	const shared = ({ views }: Viewed): number => views.filter(({ name }) => names.has(name)).length;
	return all.filter(each => shared(each) > 1).sort((a, b) => shared(b) - shared(a))[0];
}

function tensorAt(trace: Trace, ref: Ref, tick: Tick): TensorValue | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value : undefined;
}

/** Behind the last cell that it reaches; NumPy's strides may be negative. */
function endOf({ shape, strides, offset }: TensorValue): number {
	return offset + 1 + shape.reduce((sum, size, axis) => sum + Math.max(0, (size - 1) * strides[axis]!), 0);
}
