/** Hooks on gradients: `retain_grad`, `register_hook` of tensors and of nodes, and those that run after a leaf has its gradient. */
import { accumulatorOf } from '../autograd/accumulate-grad.ts';
import * as settings from '../autograd/settings.ts';
import { runtimeError } from '../tensor/errors.ts';
import { NONE, type Answer } from './answer.ts';
import { nextNumber, runHook, runMany } from './callbacks.ts';
import { nodeOf, tensorOf } from './handles.ts';

/** What takes a hook away again, by number. */
const removals = new Map<number, () => void>();

export function retainGrad(handle: number): Answer {
	settings.retainGrad(tensorOf(handle));
	return NONE;
}

/** Registers the hook that Python knows by the number that this answers. */
export function registerHook(handle: number): Answer {
	const tensor = tensorOf(handle);
	const number = nextNumber();
	removals.set(number, settings.registerHook(tensor, gradient => runHook(number, gradient)));
	return number;
}

/** A hook of a node: `kind` 0 sees, and may replace, the gradients of its outputs before it runs; 1 those of its inputs afterwards. */
export function registerNodeHook(handle: number, kind: number): Answer {
	const number = nextNumber();
	const node = nodeOf(handle);
	removals.set(number, kind === 0
		? node.addPreHook(grads => runMany(number, grads))
		: node.addPostHook((results, grads) => runMany(number, [...results, ...grads])));
	return number;
}

/** A hook that runs when a leaf has got its gradient. */
export function registerPostAccumulateGradHook(handle: number): Answer {
	const tensor = tensorOf(handle);
	if (!tensor.requiresGrad) throw runtimeError("cannot register a hook on a tensor that doesn't require gradient");
	if (!tensor.isLeaf) throw runtimeError('post accumulate grad hooks cannot be registered on non-leaf tensors');
	const number = nextNumber();
	const node = accumulatorOf(tensor).retain();
	const remove = node.addPostHook(() => {
		runHook(number, tensor);
		return [];
	});
	removals.set(number, () => {
		remove();
		node.release();
	});
	return number;
}

export function removeHook(number: number): Answer {
	removals.get(number)?.();
	removals.delete(number);
	return NONE;
}
