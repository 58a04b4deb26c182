/** Gradients for Python: backward, grad, grad mode. */
import { backward as runBackward, grad as runGrad } from '../autograd/backward.ts';
import { isGradEnabled, setGradEnabled } from '../autograd/mode.ts';
import * as settings from '../autograd/settings.ts';
import { clearAutocastCache, setAutocast } from '../ops/autocast.ts';
import { call } from '../ops/call.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { DTYPE_BY_CODE } from '../trace/dtype.ts';
import { NONE, type Answer } from './answer.ts';
import { Cursor, type Flat } from './decode.ts';
import { expose, tensorOf } from './handles.ts';

function readRoots(cursor: Cursor): { roots: Tensor[]; gradients: (Tensor | undefined)[]; inputs: Tensor[] } {
	const roots: Tensor[] = [];
	const gradients: (Tensor | undefined)[] = [];
	for (let left = cursor.number(); left > 0; left--) {
		roots.push(cursor.tensor());
		gradients.push(cursor.operand() as Tensor | undefined);
	}
	return { roots, gradients, inputs: cursor.list(() => cursor.tensor())! };
}

/** retain_graph, create_graph, roots with gradients, inputs; without inputs the leaves accumulate. */
export function backward(retainGraph: number, createGraph: number, ...flat: Flat): Answer {
	const { roots, gradients, inputs } = readRoots(new Cursor(flat));
	const options = { retainGraph: retainGraph === 1, createGraph: createGraph === 1 };
	if (inputs.length === 0) {
		runBackward(roots, gradients, options);
		return NONE;
	}
	const results = runGrad(roots, inputs, gradients, { ...options, allowUnused: true });
	for (const [i, result] of results.entries()) {
		const input = inputs[i]!;
		if (result === undefined) continue;
		input.setGrad(input.grad === undefined ? result : call('add', input.grad, result));
	}
	return NONE;
}

export function autogradGrad(retainGraph: number, createGraph: number, allowUnused: number, ...flat: Flat): Answer {
	const { roots, gradients, inputs } = readRoots(new Cursor(flat));
	const dead = roots.findIndex(root => !root.requiresGrad);
	if (dead >= 0) throw runtimeError(`element ${dead} of tensors does not require grad and does not have a grad_fn`);
	const results = runGrad(roots, inputs, gradients, { retainGraph: retainGraph === 1, createGraph: createGraph === 1, allowUnused: allowUnused === 1 });
	return results.map(item => item === undefined ? 0 : expose(item)).join(',');
}

/** `tensor.detach_()` */
export function detachInPlace(handle: number): Answer {
	settings.detachInPlace(tensorOf(handle));
	return NONE;
}

/** Mixed precision by a dtype's number, or none below 0. */
export function autocast(code: number, caches: number): Answer {
	setAutocast(code < 0 ? undefined : DTYPE_BY_CODE[code], caches === 1);
	return NONE;
}

export function clearAutocast(): Answer {
	clearAutocastCache();
	return NONE;
}

/** Whether recording was on; then as `value` says, unless it is negative. */
export function gradMode(value: number): Answer {
	const before = Number(isGradEnabled());
	if (value >= 0) setGradEnabled(value === 1);
	return before;
}
