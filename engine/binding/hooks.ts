/**
 * Hooks on gradients: `retain_grad` and `register_hook`. Python's hooks stay in Python; the engine calls its one
 * dispatcher (`run_hook` in engine/python/torch/_border.py) with a hook's number and the gradient's handle.
 */
import { accumulatorOf } from '../autograd/accumulate-grad.ts';
import { call } from '../ops/call.ts';
import { EngineError, runtimeError } from '../tensor/errors.ts';
import { own } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ERROR, NONE, RAISED_IN_PYTHON, type Answer } from './answer.ts';
import { expose, release, tensorOf } from './handles.ts';

type Dispatcher = (hook: number, gradient: number) => number;

let dispatcher: Dispatcher | undefined;
let last = 0;
/** What takes a hook away again, by number. */
const removals = new Map<number, () => void>();

export function setHookDispatcher(run: Dispatcher): void {
	dispatcher = run;
}

export function retainGrad(handle: number): Answer {
	const tensor = tensorOf(handle);
	if (!tensor.requiresGrad) throw runtimeError("can't retain_grad on Tensor that has requires_grad=False");
	if (tensor.isLeaf || tensor.retainsGrad) return NONE;
	tensor.retainsGrad = true;
	tensor.gradFn!.addHook(tensor.outputNumber, gradient => {
		// The node outlives the tensor where only the graph is kept.
		if (tensor.references > 0) tensor.setGrad(tensor.grad === undefined ? call('clone', gradient) : call('add', tensor.grad, gradient));
		return undefined;
	}, false);
	return NONE;
}

/** Registers the hook that Python knows by the number that this answers. */
export function registerHook(handle: number): Answer {
	const tensor = tensorOf(handle);
	if (!tensor.requiresGrad) throw runtimeError("cannot register a hook on a tensor that doesn't require gradient");
	const number = ++last;
	const run = (gradient: Tensor): Tensor | undefined => {
		const answer = dispatcher!(number, expose(gradient));
		if (answer === ERROR) throw new EngineError('RuntimeError', RAISED_IN_PYTHON);
		if (answer === NONE) return undefined;
		const replaced = own(tensorOf(answer).retain());
		release(answer);
		return replaced;
	};
	if (tensor.isLeaf) {
		// A leaf's node lives only as long as a graph uses it, its hooks until they are removed.
		const node = accumulatorOf(tensor).retain();
		const remove = node.addHook(0, run);
		removals.set(number, () => {
			remove();
			node.release();
		});
	} else {
		removals.set(number, tensor.gradFn!.addHook(tensor.outputNumber, run));
	}
	return number;
}

export function removeHook(number: number): Answer {
	removals.get(number)?.();
	removals.delete(number);
	return NONE;
}
