/**
 * What a user sets of one tensor's place in the graph: whether it requires grad, whether it keeps its gradient, what runs
 * when its gradient is there, and that its history ends with it. The sentences are PyTorch's.
 */
import { call } from '../ops/call.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { accumulatorOf } from './accumulate-grad.ts';

/** `tensor.requires_grad = value` */
export function setRequiresGrad(tensor: Tensor, value: boolean): void {
	if (!tensor.isLeaf) {
		if (value) return;
		throw runtimeError('you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn\'t require differentiation use var_no_grad = var.detach().');
	}
	if (value && !isFloating(tensor.dtype)) throw runtimeError('only Tensors of floating point dtype can require gradients');
	tensor.wantsGrad = value;
}

/** What C++ calls an element. */
const ELEMENTS: Readonly<Record<DTypeName, string>> = {
	bool: 'bool', uint8: 'unsigned char', int8: 'signed char', int16: 'short int', int32: 'int', int64: 'long int', float16: 'c10::Half', bfloat16: 'c10::BFloat16', float32: 'float', float64: 'double',
};

/** `tensor.grad = grad` */
export function assignGrad(tensor: Tensor, grad: Tensor): void {
	if (grad === tensor) throw runtimeError("can't assign Variable as its own grad");
	if (grad.dtype !== tensor.dtype) {
		throw runtimeError(`attempting to assign a gradient with dtype '${ELEMENTS[grad.dtype]}' to a tensor with grad_dtype '${dtypeText(tensor.dtype)}'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.`);
	}
	if (!sameShape(grad.shape, tensor.shape)) {
		throw runtimeError(`attempting to assign a gradient of size '${shapeText(grad.shape)}' to a tensor of size '${shapeText(tensor.shape)}'. Please ensure that the gradient and the tensor are the same size`);
	}
	tensor.setGrad(grad);
}

/** `tensor.detach_()`: the tensor becomes a leaf that requires no grad. */
export function detachInPlace(tensor: Tensor): void {
	if (tensor.viewOf !== undefined) {
		throw runtimeError("Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.");
	}
	tensor.setGradFn(undefined);
	tensor.wantsGrad = false;
}

/** `tensor.retain_grad()` */
export function retainGrad(tensor: Tensor): void {
	if (!tensor.requiresGrad) throw runtimeError("can't retain_grad on Tensor that has requires_grad=False");
	if (tensor.isLeaf || tensor.retainsGrad) return;
	tensor.retainsGrad = true;
	tensor.gradFn!.addHook(tensor.outputNumber, gradient => {
		// The node outlives the tensor where only the graph is kept.
		if (tensor.references > 0) tensor.setGrad(tensor.grad === undefined ? call('clone', gradient, 'contiguous_format') : call('add', tensor.grad, gradient));
		return undefined;
	}, false);
}

/** `tensor.register_hook(hook)`: what takes it away again. */
export function registerHook(tensor: Tensor, hook: (gradient: Tensor) => Tensor | undefined): () => void {
	if (!tensor.requiresGrad) throw runtimeError("cannot register a hook on a tensor that doesn't require gradient");
	if (!tensor.isLeaf) return tensor.gradFn!.addHook(tensor.outputNumber, hook);
	// A leaf's node lives only as long as a graph uses it, its hooks until they are removed.
	const node = accumulatorOf(tensor).retain();
	const remove = node.addHook(0, hook);
	let isThere = true;
	return () => {
		if (!isThere) return;
		isThere = false;
		remove();
		node.release();
	};
}
