/**
 * A tensor: a view of a storage (shape, strides, offset, dtype) with its place in the autograd graph.
 * Not an array library: what operators do is in `engine/ops/`. The names are those of PyTorch's TensorImpl.
 */
import type { AccumulateGrad } from '../autograd/accumulate-grad.ts';
import type { Node } from '../autograd/node.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import { runtimeError, shapeText } from './errors.ts';
import { own } from './scope.ts';
import { contiguousStrides, isContiguous, numel } from '../trace/shape.ts';
import { Storage } from './storage.ts';

/** Counts in-place changes; shared by a tensor and its views, so that a saved tensor can tell that it went stale. `first` is that tensor, which may be gone. */
export interface VersionCounter { value: number; first: Tensor }

let nextId = 1;

/** Where a view came from, so that in-place changes of it reach its base's history. */
export interface ViewOf {
	/** The tensor that is not itself a view; retained. */
	readonly base: Tensor;
	/** The version when this view's gradFn was made: older than the counter means it must be made anew. */
	seen: number;
	/** One of several views made at once (split, unbind): may not be changed in place. */
	readonly isOneOfMany: boolean;
	/** Made while nothing was recorded. */
	readonly isUnrecorded: boolean;
}

/** Makes a stale view's history anew; set by autograd/view.ts. */
type Renew = (view: Tensor) => void;
let renew: Renew = () => undefined;

export function setRenewHistory(value: Renew): void {
	renew = value;
}

/** A recording's note on a tensor or a storage, which is nothing to any other recording. */
export interface Recorded { readonly by: object }

export class Tensor {
	/** Monotonic, never used again. */
	readonly id = nextId++;
	storage: Storage;
	shape: readonly number[];
	/** In elements. */
	strides: readonly number[];
	/** In elements. */
	offset: number;
	readonly dtype: DTypeName;
	/** Bytes of an element. */
	readonly itemSize: number;
	numel: number;
	isContiguous: boolean;
	/** A leaf's own wish; results of differentiable operators have gradFn instead. Use `requiresGrad` to read. */
	wantsGrad = false;
	#gradFn: Node | undefined = undefined;
	/** Which of gradFn's outputs this is. */
	outputNumber = 0;
	grad: Tensor | undefined = undefined;
	/** Keeps .grad though it is no leaf. */
	retainsGrad = false;
	counter: VersionCounter;
	viewOf: ViewOf | undefined = undefined;
	/** The node that adds to `grad`, while a graph uses it; not retained. */
	accumulator: AccumulateGrad | undefined = undefined;
	references = 1;
	/** How often Python was given it (binding/handles.ts). */
	handles = 0;
	/** What a recording knows of it (recorder/tensor-rows.ts); a field, since a map of so many would cost more than the calls. */
	recorded: Recorded | undefined = undefined;

	/** Takes over one reference to `storage`; belongs to whoever makes it. */
	constructor(storage: Storage, dtype: DTypeName, shape: readonly number[], strides: readonly number[], offset: number, counter?: VersionCounter, itemSize: number = dtypeInfo(dtype).size) {
		this.storage = storage;
		this.dtype = dtype;
		this.itemSize = itemSize;
		this.shape = shape;
		this.strides = strides;
		this.offset = offset;
		this.numel = numel(shape);
		this.isContiguous = isContiguous(shape, strides, this.numel);
		this.counter = counter ?? { value: 0, first: this };
	}

	get ndim(): number {
		return this.shape.length;
	}

	/** In-place changes so far: PyTorch's `_version`. */
	get version(): number {
		return this.counter.value;
	}

	/** The node that made it. A view whose base was changed in place gets a new one here. */
	get gradFn(): Node | undefined {
		if (this.viewOf !== undefined && this.viewOf.seen !== this.counter.value) {
			renew(this);
		}
		return this.#gradFn;
	}

	get requiresGrad(): boolean {
		return this.wantsGrad || this.gradFn !== undefined || this.viewOf?.base.requiresGrad === true;
	}

	get isLeaf(): boolean {
		return this.gradFn === undefined;
	}

	/** Address of the first element. */
	get pointer(): number {
		return this.storage.pointer + this.offset * this.itemSize;
	}

	/** Keeps it beyond the open scope. */
	retain(): this {
		this.references++;
		return this;
	}

	/** Gives one reference back: the counterpart of one `retain()`. */
	release(): void {
		if (--this.references > 0) {
			return;
		}
		this.storage.release();
		this.grad?.release();
		this.grad = undefined;
		this.viewOf?.base.release();
		this.viewOf = undefined;
		this.#gradFn?.release();
		this.#gradFn = undefined;
	}

	/** Replaces .grad, keeping counts right. */
	setGrad(grad: Tensor | undefined): void {
		const before = this.grad;
		this.grad = grad?.retain();
		before?.release();
	}

	/** Replaces gradFn, keeping counts right. */
	setGradFn(node: Node | undefined, outputNumber = 0): void {
		const before = this.#gradFn;
		this.#gradFn = node?.retain();
		this.outputNumber = outputNumber;
		before?.release();
	}

	/** Marks it as a view of `source` (or of what that is a view of). */
	setViewOf(source: Tensor, isOneOfMany: boolean, isUnrecorded = false): void {
		const base = source.viewOf?.base ?? source;
		this.viewOf = { base: base.retain(), seen: this.counter.value, isOneOfMany, isUnrecorded };
	}

	/** Changes how its storage is seen: resize and out= only. */
	setGeometry(shape: readonly number[], strides: readonly number[], offset: number): void {
		this.shape = shape;
		this.strides = strides;
		this.offset = offset;
		this.numel = numel(shape);
		this.isContiguous = isContiguous(shape, strides);
	}

	/** To be called by whatever wrote to the bytes. */
	bumpVersion(): void {
		this.counter.value++;
		this.storage.writes++;
	}
}

/** A new contiguous tensor; its bytes are whatever was there. */
export function emptyTensor(shape: readonly number[], dtype: DTypeName): Tensor {
	for (let i = 0; i < shape.length; i++) {
		if (!Number.isInteger(shape[i])) {
			throw runtimeError(`Trying to create tensor with dimension ${shape[i]!}, which is no whole number`);
		}
		if (shape[i]! < 0) {
			throw runtimeError(`Trying to create tensor with negative dimension ${shape[i]!}: ${shapeText(shape)}`);
		}
	}
	const count = numel(shape);
	if (count * dtypeInfo(dtype).size >= 2 ** 63) {
		throw runtimeError(`Storage size calculation overflowed with sizes=${shapeText(shape)}`);
	}
	return denseTensor(shape, dtype, contiguousStrides(shape), count);
}

/** A new tensor without gaps, whose bytes are whatever was there. */
export function denseTensor(shape: readonly number[], dtype: DTypeName, strides: readonly number[] = contiguousStrides(shape), count = numel(shape)): Tensor {
	const { size } = dtypeInfo(dtype);
	return own(new Tensor(new Storage(count * size), dtype, shape, strides, 0, undefined, size));
}

/** A result at the version at which PyTorch leaves its own, whatever was written in place to make it here. */
export function asMade(tensor: Tensor, version = 0): Tensor {
	tensor.counter.value = version;
	return tensor;
}

/** A tensor on the same bytes and version counter, with no history. */
export function alias(source: Tensor, shape: readonly number[], strides: readonly number[], offset: number): Tensor {
	return own(view(source, shape, strides, offset));
}

/** The same, which belongs to who asks. */
export function view(source: Tensor, shape: readonly number[], strides: readonly number[], offset: number): Tensor {
	return new Tensor(source.storage.retain(), source.dtype, shape, strides, offset, source.counter, source.itemSize);
}
