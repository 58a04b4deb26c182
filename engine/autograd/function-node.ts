/**
 * The node of one recorded operator call: keeps what the derivative asks for and calls it. Gradients are brought to
 * their input's shape and dtype here, so that derivatives need not think of broadcasting.
 */
import type { Argument, Derivative, Operand, Overload, Saved } from '../ops/operator.ts';
import { call } from '../ops/call.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { defaultDType, isFloating } from '../tensor/promotion.ts';
import { isScalar } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { alias, Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { accumulatorOf } from './accumulate-grad.ts';
import { Node, type Edge } from './node.ts';
import { FREED, SavedVariable } from './saved-variable.ts';

/** What is known of a tensor argument that was not saved. */
interface Meta { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number; readonly dtype: DTypeName }

function metaOf({ shape, strides, offset, dtype }: Tensor): Meta {
	return { shape, strides, offset, dtype };
}

type KnownArgument = Argument | Meta | readonly (Meta | undefined)[];

/** Where an edge's gradient goes. */
interface Slot { readonly parameter: string; readonly index: number; readonly shape: readonly number[]; readonly dtype: DTypeName }

export function edgeOf(tensor: Tensor): Edge | undefined {
	if (!tensor.requiresGrad) {
		return undefined;
	}
	const node = tensor.gradFn;
	return node === undefined ? { node: accumulatorOf(tensor), input: 0 } : { node, input: tensor.outputNumber };
}

export class FunctionNode extends Node implements Saved {
	readonly #overload: Overload;
	readonly #derivative: Derivative;
	/** Arguments in schema order, tensors replaced by what is known of them. */
	readonly #args: readonly KnownArgument[];
	readonly #slots: readonly Slot[];
	readonly #saved = new Map<string, SavedVariable>();
	/** Whether the derivative needs a number that stands in a tensor's place: it is given up as a tensor is. */
	#savesNumber = false;
	#isFreed = false;

	/** `isInPlace`: the first argument is about to be overwritten, so that where it is needed a copy is kept. */
	constructor(overload: Overload, args: readonly Argument[], isInPlace: boolean) {
		const derivative = overload.backward!;
		const edges: (Edge | undefined)[] = [];
		const slots: Slot[] = [];
		const { parameters } = overload.schema;
		const metas: KnownArgument[] = [];
		for (let i = 0; i < args.length; i++) {
			const arg = args[i];
			const { name } = parameters[i]!;
			const isDifferentiable = derivative.inputs[name] !== undefined;
			if (arg instanceof Tensor) {
				metas.push(metaOf(arg));
				if (isDifferentiable) {
					edges.push(edgeOf(arg));
					slots.push({ parameter: name, index: 0, shape: arg.shape, dtype: arg.dtype });
				}
			} else if (Array.isArray(arg) && arg.some(item => item instanceof Tensor)) {
				const tensors = arg as readonly Tensor[];
				metas.push(tensors.map(item => item === undefined ? undefined : metaOf(item)));
				for (let index = 0; isDifferentiable && index < tensors.length; index++) {
					const tensor = tensors[index]!;
					edges.push(edgeOf(tensor));
					slots.push({ parameter: name, index, shape: tensor.shape, dtype: tensor.dtype });
				}
			} else {
				metas.push(arg);
				if (isDifferentiable && isScalar(arg)) {
					// A number in a tensor's place is one to PyTorch: it has an edge, which leads nowhere.
					edges.push(undefined);
					slots.push({ parameter: name, index: 0, shape: [], dtype: defaultDType() });
				}
			}
		}
		super(derivative.node, edges);
		this.#overload = overload;
		this.#derivative = derivative;
		this.#args = metas;
		this.#slots = slots;
		for (let i = 0; i < slots.length; i++) {
			if (edges[i] === undefined) {
				continue;
			}
			for (const name of derivative.inputs[slots[i]!.parameter]!.saves ?? []) {
				const at = parameters.findIndex(parameter => parameter.name === name);
				const arg = args[at];
				if (Array.isArray(arg)) {
					arg.forEach((item: unknown, k) => item instanceof Tensor && this.#save(`${name}.${k}`, item, undefined));
				} else if (arg instanceof Tensor && !this.#saved.has(name)) {
					this.#saveArgument(name, arg, at, isInPlace ? args[0] : undefined);
				} else if (isScalar(arg)) {
					this.#savesNumber ||= derivative.inputs[name] !== undefined;
				}
			}
		}
	}

	/** What an in-place call overwrites is kept as a copy where it is self; elsewhere it is stale from the start, as in PyTorch. */
	#saveArgument(name: string, arg: Tensor, at: number, overwritten: Argument): void {
		if (overwritten !== undefined && at === 0) {
			this.#save(name, call('clone', arg), undefined);
		} else if (arg === overwritten) {
			this.#save(name, alias(arg, arg.shape, arg.strides, arg.offset), 0);
		} else {
			this.#save(name, arg, undefined);
		}
	}

	/** To be called with the outputs after the call: keeps those that the derivative asks for. */
	saveResults(results: readonly Tensor[]): void {
		this.outputs = results.length;
		for (let i = 0; i < this.#slots.length; i++) {
			if (this.edges[i] === undefined) {
				continue;
			}
			for (const name of this.#derivative.inputs[this.#slots[i]!.parameter]!.saves ?? []) {
				if (name.startsWith('result') && !this.#saved.has(name)) {
					const outputNumber = Number(name.slice(6));
					const result = results[outputNumber]!;
					this.#save(name, alias(result, result.shape, result.strides, result.offset), outputNumber);
				}
			}
		}
	}

	#save(name: string, tensor: Tensor, outputNumber: number | undefined): void {
		this.#saved.set(name, new SavedVariable(tensor, outputNumber, outputNumber === undefined ? edgeOf(tensor) : undefined));
	}

	override apply(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
		const results = new Array<Tensor | undefined>(this.edges.length).fill(undefined);
		if (grads.every(grad => grad === undefined)) {
			return results;
		}
		for (let i = 0; i < this.#slots.length; i++) {
			const { parameter } = this.#slots[i]!;
			let end = i;
			let needed = this.edges[i] !== undefined;
			while (this.#slots[end + 1]?.parameter === parameter) {
				end++;
				needed ||= this.edges[end] !== undefined;
			}
			if (needed) {
				const gradient = this.#derivative.inputs[parameter]!.gradient(grads[0] as Tensor, this, grads);
				for (let k = i; k <= end; k++) {
					const one = Array.isArray(gradient) ? gradient[this.#slots[k]!.index] as Tensor | undefined : gradient as Tensor | undefined;
					results[k] = one === undefined || this.edges[k] === undefined ? undefined : fit(one, this.#slots[k]!, this.name, k);
				}
			}
			i = end;
		}
		return results;
	}

	override releaseSaved(): void {
		this.#isFreed ||= this.#savesNumber || this.#saved.size > 0;
		for (const saved of this.#saved.values()) {
			saved.release();
		}
		this.#saved.clear();
	}

	tensor(name: string): Tensor {
		const saved = this.#saved.get(name);
		if (saved === undefined) {
			throw this.#isFreed ? runtimeError(FREED) : new Error(`${this.name} did not save ${name}`);
		}
		return saved.unpack(this);
	}

	/** What it keeps of its call under a name of the schema's, or 'result'; undefined: nothing. RuntimeError where that was given up. */
	kept(name: string): Argument {
		if (this.#saved.has(name)) {
			return this.tensor(name);
		}
		const at = this.#overload.schema.parameters.findIndex(parameter => parameter.name === name);
		const isTensor = at < 0 || this.#overload.schema.parameters[at]!.type === 'Tensor';
		if (this.#isFreed && isTensor && Object.values(this.#derivative.inputs).some(({ saves }) => saves?.includes(name) === true)) {
			throw runtimeError(FREED);
		}
		return isTensor ? undefined : this.#args[at] as Argument;
	}

	tensors(name: string): readonly (Tensor | undefined)[] {
		return (this.#arg(name) as readonly unknown[]).map((item, k) => item === undefined ? undefined : this.tensor(`${name}.${k}`));
	}

	operand(name: string): Operand {
		const arg = this.#arg(name);
		if (!isScalar(arg)) {
			return this.tensor(name);
		}
		if (this.#isFreed) {
			throw runtimeError(FREED);
		}
		return arg;
	}

	value<T extends Argument>(name: string): T {
		return this.#arg(name) as T;
	}

	shape(name: string): readonly number[] {
		const arg = this.#arg(name);
		return isScalar(arg) || arg === undefined ? [] : (arg as Meta).shape;
	}

	geometry(name: string): { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number } {
		return this.#arg(name) as Meta;
	}

	dtype(name: string): DTypeName {
		return (this.#arg(name) as Meta).dtype;
	}

	needs(name: string): boolean {
		return this.#slots.some((slot, i) => slot.parameter === name && this.edges[i] !== undefined);
	}

	#arg(name: string): KnownArgument {
		return this.#args[this.#overload.schema.parameters.findIndex(parameter => parameter.name === name)];
	}
}

/** A gradient in its input's shape (summed over what was broadcast) and dtype. RuntimeError where it has another. */
export function fit(grad: Tensor, { shape, dtype }: Pick<Slot, 'shape' | 'dtype'>, node: string, index: number): Tensor {
	if (!expandsTo(shape, grad.shape)) {
		throw runtimeError(`Function ${node} returned an invalid gradient at index ${index} - got ${shapeText(grad.shape)} but expected shape compatible with ${shapeText(shape)}`);
	}
	const summed = sameShape(grad.shape, shape) ? grad : sumTo(grad, shape);
	return summed.dtype === dtype || !isFloating(dtype) ? summed : call('to', summed, dtype);
}

function expandsTo(shape: readonly number[], target: readonly number[]): boolean {
	const lead = target.length - shape.length;
	return lead >= 0 && shape.every((size, d) => size === target[d + lead] || size === 1);
}

/** Sums over the dimensions that broadcasting added or repeated. */
export function sumTo(grad: Tensor, shape: readonly number[]): Tensor {
	const lead = grad.ndim - shape.length;
	const dims: number[] = [];
	for (let i = 0; i < grad.ndim; i++) {
		if (i < lead || (shape[i - lead] === 1 && grad.shape[i] !== 1)) {
			dims.push(i);
		}
	}
	const summed = dims.length === 0 ? grad : call('sum', grad, dims, true);
	return sameShape(summed.shape, shape) ? summed : call('view', summed, shape);
}
