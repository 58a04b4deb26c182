/**
 * Values that were computed from a trace, beside those that are in it: their refs and storages are below zero, and
 * whoever reads values by ref (the debugger's variables, the evaluator itself) reads both through here. The trace stays
 * as it is. `Computed` is how a result crosses from the replay process: what of the heap is reached from it.
 */
import { dtypeInfo } from '../trace/dtype.ts';
import { decodeElements } from '../trace/elements.ts';
import { numel } from '../trace/shape.ts';
import { Refusal } from './errors.ts';
import type { Summary } from '../trace/summary.ts';
import type { ContainerValue, Elements, Ref, StorageId, TensorValue, Tick, Trace, Value } from '../trace/model.ts';

export interface Computed {
	readonly root: Value;
	readonly values: readonly (readonly [Ref, Value])[];
	/** A tensor without an entry here was too large to be brought over. */
	readonly storages: readonly (readonly [StorageId, Uint8Array])[];
}

/** Bytes of computed tensors, and values, that cross with one result. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_VALUES = 200_000;

export class Heap {
	readonly trace: Trace;
	readonly #values = new Map<Ref, Value>();
	readonly #storages = new Map<StorageId, () => Uint8Array>();
	#last = 0;

	constructor(trace: Trace, computed?: Computed) {
		this.trace = trace;
		for (const [ref, value] of computed?.values ?? []) this.#values.set(ref, value);
		for (const [storage, bytes] of computed?.storages ?? []) this.#storages.set(storage, () => bytes);
	}

	value(ref: Ref, tick: Tick): Value | undefined {
		return ref < 0 ? this.#values.get(ref) : this.trace.value(ref, tick);
	}

	bytes(storage: StorageId, tick: Tick): Uint8Array | undefined {
		return storage < 0 ? this.#storages.get(storage)?.() : this.trace.bytes(storage, tick);
	}

	/** Whether there are bytes; they need not be read for it. */
	has(storage: StorageId, tick: Tick): boolean {
		return storage < 0 ? this.#storages.has(storage) : this.trace.bytes(storage, tick) !== undefined;
	}

	elements(tensor: TensorValue, tick: Tick): Elements | undefined {
		if (tensor.storage >= 0) return this.trace.elements(tensor, tick);
		const bytes = this.bytes(tensor.storage, tick);
		return bytes && decodeElements(tensor, bytes);
	}

	summary(tensor: TensorValue, tick: Tick): Summary | undefined {
		return tensor.storage < 0 ? undefined : this.trace.summary(tensor, tick);
	}

	/** A ref for a value that may have none of its own. */
	refOf(value: Value): Ref {
		if ('ref' in value && value.ref !== 0) return value.ref;
		const ref = --this.#last;
		this.#values.set(ref, 'ref' in value ? { ...value, ref } : value);
		return ref;
	}

	sequence(type: string, items: readonly Value[]): ContainerValue {
		const ref = --this.#last;
		const value: ContainerValue = { kind: 'sequence', ref, type, length: items.length, head: items.length, children: items.map(item => ({ key: 0, ref: this.refOf(item) })) };
		this.#values.set(ref, value);
		return value;
	}

	tensor(facts: Omit<TensorValue, 'kind' | 'ref' | 'storage' | 'isArray' | 'isParameter' | 'type' | 'grad' | 'version'>, bytes: () => Uint8Array): TensorValue {
		const ref = --this.#last;
		const value: TensorValue = { ...facts, kind: 'tensor', ref, storage: ref, type: 'Tensor', isArray: false, isParameter: false, grad: 0, version: 0 };
		this.#values.set(ref, value);
		this.#storages.set(ref, bytes);
		return value;
	}

	/** A value with all that is reached from it and is not in the trace. */
	pack(root: Value): Computed {
		const values = new Map<Ref, Value>();
		const storages = new Map<StorageId, Uint8Array>();
		let room = MOST_BYTES;
		const visit = (ref: Ref): void => {
			const value = this.#values.get(ref);
			if (value === undefined || values.has(ref)) return;
			if (values.size === MOST_VALUES) throw new Refusal('size', '');
			values.set(ref, value);
			if (value.kind === 'tensor') {
				// Its bytes are copied only where there is room for them.
				const bytes = value.storage < 0 && numel(value.shape) * dtypeInfo(value.dtype).size <= room ? this.bytes(value.storage, 0) : undefined;
				if (bytes === undefined) return;
				room -= bytes.length;
				storages.set(value.storage, bytes);
			} else if ('children' in value) {
				for (const child of value.children) visit(child.ref);
			}
		};
		if ('ref' in root) visit(root.ref);
		return { root, values: [...values], storages: [...storages] };
	}
}
