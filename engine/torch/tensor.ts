/**
 * torch.Tensor for TypeScript: a handle to the engine's tensor, with PyTorch's names for what is no operator. The
 * operators are added to it as methods (torch.ts).
 */
import { backward, type BackwardOptions } from '../autograd/backward.ts';
import { assignGrad, detachInPlace, registerHook, retainGrad, setRequiresGrad } from '../autograd/settings.ts';
import { elementsOf } from '../binding/elements.ts';
import { call, callMany } from '../ops/call.ts';
import { itemOf } from '../ops/reduce.ts';
import { assign as assignAt, subscript } from '../ops/subscript.ts';
import { tensorRepr } from '../print/tensor-repr.ts';
import { runtimeError, typeError } from '../tensor/errors.ts';
import { defaultDType, isFloating } from '../tensor/promotion.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor as TensorImpl } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { toLists } from './data.ts';
import type { GraphOptions, Index, Node, Scalar, Tensor as Declared } from './declared.ts';
import { itemsOf } from './indexing.ts';
import { scalar } from './number.ts';
import { observed, observer } from './observer.ts';
import { Handle, releasing } from './ownership.ts';

/** What Node's console calls. */
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** The name of the one argument of what is asked of a tensor. */
const SELF: readonly string[] = ['input'];

export class Tensor extends Handle implements Declared {
	/** The handle of `grad` that was asked for last, so that it is one object as long as it is there. */
	#grad: Tensor | undefined;

	get shape(): readonly number[] {
		return this.impl.shape;
	}

	get dtype(): DTypeName {
		return this.impl.dtype;
	}

	get ndim(): number {
		return this.impl.ndim;
	}

	get is_leaf(): boolean {
		return this.impl.isLeaf;
	}

	get grad_fn(): Node | undefined {
		const name = this.impl.gradFn?.name;
		return name === undefined ? undefined : { name: () => name };
	}

	get T(): Tensor {
		const { impl } = this;
		return observed('T', SELF, [this], () => made(() => impl.ndim === 2 ? call('t', impl) : call('permute', impl, impl.shape.map((_, d) => impl.ndim - 1 - d))));
	}

	get requires_grad(): boolean {
		return this.impl.requiresGrad;
	}

	set requires_grad(value: boolean) {
		setRequiresGrad(this.impl, value);
	}

	get grad(): Tensor | undefined {
		const { grad } = this.impl;
		if (grad === undefined) {
			this.#grad = undefined;
		} else if (this.#grad === undefined || this.#grad.isGivenBack || this.#grad.impl !== grad) {
			this.#grad = new Tensor(grad);
		}
		return this.#grad;
	}

	set grad(value: Declared | undefined) {
		if (value === undefined) this.impl.setGrad(undefined);
		else assignGrad(this.impl, implOf(value));
		this.#grad = value as Tensor | undefined;
	}

	dim(): number {
		return this.impl.ndim;
	}

	numel(): number {
		return this.impl.numel;
	}

	size(): readonly number[];
	size(dim: number): number;
	size(dim?: number): number | readonly number[] {
		const { shape } = this.impl;
		return dim === undefined ? shape : shape[wrapDim(dim, shape.length)]!;
	}

	stride(): readonly number[] {
		return this.impl.strides;
	}

	storage_offset(): number {
		return this.impl.offset;
	}

	is_contiguous(): boolean {
		return this.impl.isContiguous;
	}

	is_floating_point(): boolean {
		return isFloating(this.impl.dtype);
	}

	item<T extends Scalar = number>(): T {
		return observed('item', SELF, [this], () => itemOf(this.impl).value as T);
	}

	tolist<T>(): T {
		return observed('tolist', SELF, [this], () => toLists(this.impl) as T);
	}

	override toString(): string {
		const { impl } = this;
		return tensorRepr(elementsOf(impl), { defaultDtype: defaultDType(), requiresGrad: impl.requiresGrad, gradFn: impl.gradFn?.name ?? '' });
	}

	[INSPECT](): string {
		return this.isGivenBack ? '[a tensor that was given back]' : this.toString();
	}

	*[Symbol.iterator](): Iterator<Tensor> {
		const { impl } = this;
		if (impl.ndim === 0) throw typeError('iteration over a 0-d tensor');
		yield* releasing(() => callMany('unbind', impl, 0).map(item => new Tensor(item)));
	}

	requires_grad_(requires_grad = true): this {
		return observed('requires_grad_', SELF, [this], () => {
			this.requires_grad = requires_grad;
			return this;
		});
	}

	detach_(): this {
		return observed('detach_', SELF, [this], () => {
			detachInPlace(this.impl);
			return this;
		});
	}

	retain_grad(): void {
		retainGrad(this.impl);
	}

	register_hook(hook: (grad: Declared) => Declared | void): { remove(): void } {
		const remove = registerHook(this.impl, grad => {
			const instead = hook(new Tensor(grad));
			return instead instanceof Tensor ? instead.impl : undefined;
		});
		return { remove };
	}

	backward(gradient?: Declared, options: GraphOptions = {}): void {
		const pass = () => releasing(() => backward([this.impl], [gradient === undefined ? undefined : implOf(gradient)], graphOptions(options)));
		if (observer === undefined) pass();
		else observer.backward([this], [gradient], pass);
	}

	index(indices: readonly Index[]): Tensor {
		return observed('__getitem__', ['input', 'index'], [this, indices], () => made(() => subscript(this.impl, itemsOf(indices))));
	}

	assign(indices: readonly Index[], value: Declared | Scalar): this {
		return observed('__setitem__', ['input', 'index', 'value'], [this, indices, value], () => {
			releasing(() => assignAt(this.impl, itemsOf(indices), typeof value === 'object' ? implOf(value) : scalar(value)));
			return this;
		});
	}
}

/** The engine's tensor of what a user gave. */
export function implOf(tensor: unknown): TensorImpl {
	if (!(tensor instanceof Tensor)) throw typeError(`expected Tensor, not ${typeof tensor}`);
	return tensor.impl;
}

/** What a function that makes a tensor does where `requires_grad` is given. */
export function requireGrad(impl: TensorImpl): void {
	if (!isFloating(impl.dtype)) throw runtimeError('Only Tensors of floating point and complex dtype can require gradients');
	setRequiresGrad(impl, true);
}

/** A tensor of what the engine makes. */
export function made(body: () => TensorImpl): Tensor {
	return releasing(() => new Tensor(body()));
}

/** The engine's names of what a pass is told. */
export function graphOptions({ retain_graph, create_graph }: GraphOptions): BackwardOptions {
	return { ...retain_graph !== undefined && { retainGraph: retain_graph }, ...create_graph !== undefined && { createGraph: create_graph } };
}
