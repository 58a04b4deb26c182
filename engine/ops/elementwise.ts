/**
 * What elementwise operators share: broadcasting, conversion of the operands to the dtype computed in, the choice of
 * the result's tensor and its layout. Operators call `unary`, `binary` and the like with a kernel's name.
 */
import type { KernelName } from '../kernels/load.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { broadcastShapes, expandStrides, sameShape } from '../tensor/shape.ts';
import { contiguousStrides } from '../trace/shape.ts';
import type { Scalar } from '../tensor/scalar.ts';
import { denseTensor, Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { asType, copyInto } from './copy.ts';
import { begin, operand, rowOperand, rowScalar, scalarOperand, start, startDivision, writeBlock, writeRow } from './iterator.ts';
import type { Operand } from './operator.ts';

/** How the kernel is run over the block: as it is, or with a look at whether it divided by zero. */
type Runner = (name: KernelName, dtype: DTypeName) => void;

/** One input of dtype `compute` to a result of dtype `result`. */
export function unary(kernel: KernelName, self: Tensor, out: Tensor | undefined, compute: DTypeName = self.dtype, result: DTypeName = compute): Tensor {
	return elementwise(kernel, [self], out, compute, result);
}

/** Two inputs, broadcast. */
export function binary(kernel: KernelName, a: Operand, b: Operand, out: Tensor | undefined, compute: DTypeName, result: DTypeName = compute): Tensor {
	return elementwise(kernel, [a, b], out, compute, result);
}

/** Two inputs, broadcast; RuntimeError ZeroDivisionError where an integer is divided by zero. */
export function division(kernel: KernelName, a: Operand, b: Operand, out: Tensor | undefined, compute: DTypeName): Tensor {
	return elementwise(kernel, [a, b], out, compute, compute, startDivision);
}

export function elementwise(kernel: KernelName, inputs: readonly Operand[], out: Tensor | undefined, compute: DTypeName, result: DTypeName, runner: Runner = start): Tensor {
	if (out !== undefined) {
		requireDistinct(out);
	} else if (isFlat(inputs, compute)) {
		return flat(kernel, inputs as readonly [Tensor, ...Operand[]], compute, result, runner);
	}
	let shape: readonly number[] = [];
	let isOfType = true;
	for (const input of inputs) {
		if (input instanceof Tensor) {
			shape = broadcastShapes(shape, input.shape);
			isOfType &&= input.dtype === compute;
		}
	}
	const converted = isOfType ? inputs : inputs.map(input => input instanceof Tensor ? asType(input, compute) : input);
	const target = targetFor(out, shape, result, inputs);
	const order = target.isContiguous ? undefined : memoryOrder(target.strides);
	begin();
	operand(target, ordered(target.strides, order));
	for (const input of converted) {
		if (input instanceof Tensor) {
			operand(input, ordered(sameShape(input.shape, shape) ? input.strides : expandStrides(input.shape, input.strides, shape), order));
		} else {
			scalarOperand(input as Scalar, compute);
		}
	}
	if (writeBlock(ordered(shape, order))) {
		runner(kernel, compute);
	}
	return target;
}

/** Dense tensors of one shape and of the dtype that is computed in, and numbers beside them: most calls are. */
function isFlat(inputs: readonly Operand[], compute: DTypeName): boolean {
	const first = inputs[0];
	// A row of more has to be several.
	if (!(first instanceof Tensor) || first.numel >= 2 ** 31) {
		return false;
	}
	for (let i = 0; i < inputs.length; i++) {
		const input = inputs[i]!;
		if (input instanceof Tensor && !(input.isContiguous && input.dtype === compute && sameShape(input.shape, first.shape))) {
			return false;
		}
	}
	return true;
}

/** As `elementwise` does it, in one row. */
function flat(kernel: KernelName, inputs: readonly [Tensor, ...Operand[]], compute: DTypeName, result: DTypeName, runner: Runner): Tensor {
	const { shape, numel: count } = inputs[0];
	const target = denseTensor(shape, result, undefined, count);
	if (count === 0) {
		return target;
	}
	writeRow(count);
	rowOperand(0, target.pointer, target.itemSize);
	for (let i = 0; i < inputs.length; i++) {
		const input = inputs[i]!;
		if (input instanceof Tensor) {
			rowOperand(i + 1, input.pointer, input.itemSize);
		} else {
			rowScalar(i + 1, input, compute);
		}
	}
	runner(kernel, compute);
	return target;
}

/** Dimensions from the outermost in memory to the innermost: a transposed result is then written row by row. */
function memoryOrder(strides: readonly number[]): readonly number[] {
	return strides.map((_, d) => d).sort((a, b) => strides[b]! - strides[a]! || a - b);
}

function ordered(sizes: readonly number[], order: readonly number[] | undefined): readonly number[] {
	return order === undefined ? sizes : order.map(d => sizes[d]!);
}

/** `out` itself where the kernel may write to it directly, else a new tensor. */
export function targetFor(out: Tensor | undefined, shape: readonly number[], dtype: DTypeName, inputs: readonly Operand[]): Tensor {
	return out !== undefined && isWritable(out, shape, dtype, inputs) ? out : denseTensor(shape, dtype, resultStrides(shape, inputs));
}

/** Whether the kernel may write to `out`. RuntimeError where PyTorch has one for the memory that it shares. */
function isWritable(out: Tensor, shape: readonly number[], dtype: DTypeName, inputs: readonly Operand[]): boolean {
	let isWritable = out.dtype === dtype && sameShape(out.shape, shape);
	for (const input of inputs) {
		if (overlaps(out, input)) {
			requireNoPartialOverlap(out, input as Tensor);
			isWritable = false;
		}
	}
	if (isWritable) {
		requireDistinct(out);
	}
	return isWritable;
}

/** Shares bytes, but not element for element. */
function overlaps(out: Tensor, input: Operand): boolean {
	return input instanceof Tensor && input.storage === out.storage && (input.offset !== out.offset || !sameShape(input.shape, out.shape) || !sameShape(input.strides, out.strides));
}

/** RuntimeError where two dense tensors share some of their elements but not all: what is read would depend on what was written. */
function requireNoPartialOverlap(out: Tensor, input: Tensor): void {
	if (isDense(out) && isDense(input) && out.numel > 0 && input.numel > 0 && out.offset < input.offset + input.numel && input.offset < out.offset + out.numel) {
		throw runtimeError('unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.');
	}
}

/** Fills its stretch of memory without gaps or repeats, in whatever order of dimensions. */
export function isDense(tensor: Tensor): boolean {
	if (tensor.isContiguous) {
		return true;
	}
	let step = 1;
	for (const d of tensor.shape.map((_, d) => d).filter(d => tensor.shape[d] !== 1).sort((a, b) => tensor.strides[a]! - tensor.strides[b]!)) {
		if (tensor.strides[d] !== step) {
			return false;
		}
		step *= tensor.shape[d]!;
	}
	return true;
}

/** RuntimeError where several positions are the same memory (an expanded tensor). */
export function requireDistinct(out: Tensor): void {
	if (!out.isContiguous && out.strides.some((stride, i) => stride === 0 && out.shape[i]! > 1)) {
		throw runtimeError('unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.');
	}
}

/** A result lies in memory as its inputs do (a transposed input gives a transposed result), as in PyTorch. */
export function resultStrides(shape: readonly number[], inputs: readonly Operand[]): readonly number[] {
	let isPlain = true;
	for (const input of inputs) {
		isPlain &&= !(input instanceof Tensor) || input.isContiguous;
	}
	if (isPlain || shape.length < 2) {
		return contiguousStrides(shape);
	}
	const seen = inputs.filter(input => input instanceof Tensor).map(input => expandStrides(input.shape, input.strides, shape));
	/** Positive where dimension a should lie outside b. */
	const order = (a: number, b: number): number => {
		for (const strides of seen) {
			const left = strides[a]!;
			const right = strides[b]!;
			if (left === 0 || right === 0) {
				continue;
			}
			if (left !== right) {
				return left - right;
			}
			if (shape[a]! > shape[b]!) {
				return 1;
			}
		}
		return 0;
	};
	// Innermost first; insertion sort that leaves ambiguous pairs alone.
	const dims = shape.map((_, i) => shape.length - 1 - i);
	for (let i = 1; i < dims.length; i++) {
		let at = i;
		for (let j = i - 1; j >= 0; j--) {
			const compared = order(dims[j]!, dims[at]!);
			if (compared > 0) {
				[dims[j], dims[at]] = [dims[at]!, dims[j]!];
				at = j;
			} else if (compared < 0) {
				break;
			}
		}
	}
	const strides = new Array<number>(shape.length).fill(0);
	let step = 1;
	for (const dim of dims) {
		strides[dim] = step;
		step *= Math.max(shape[dim]!, 1);
	}
	return strides;
}

/** Strides of a new tensor that lies in memory as `self` does, which may have gaps. */
export function keptStrides(self: Tensor): readonly number[] {
	return isDense(self) ? self.strides : resultStrides(self.shape, [self]);
}

/** A new tensor that lies in memory as `self` does, with its values. */
export function cloneOf(self: Tensor, dtype: DTypeName = self.dtype): Tensor {
	const result = denseTensor(self.shape, dtype, keptStrides(self), self.numel);
	copyInto(result, self);
	return result;
}

/** RuntimeError where an in-place result would need another shape than the tensor has. */
export function requireBroadcastInto(out: Tensor | undefined, shape: readonly number[]): void {
	if (out !== undefined && !sameShape(out.shape, shape)) {
		throw runtimeError(`output with shape ${shapeText(out.shape)} doesn't match the broadcast shape ${shapeText(shape)}`);
	}
}
