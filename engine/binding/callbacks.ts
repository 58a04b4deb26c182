/**
 * What of Python's the engine calls: hooks, backward of a torch.autograd.Function, packing of saved tensors. They stay in
 * Python, by number, and are called through its one dispatcher (`run_hook` and its like in engine/python/torch/_border.py).
 */
import { EngineError } from '../tensor/errors.ts';
import { own } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ERROR, NONE, RAISED_IN_PYTHON } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

/** The module of Python's that answers. */
export interface Callbacks {
	/** A gradient in; a handle of another one, NONE or ERROR out. */
	run_hook(number: number, gradient: number): number;
	/** Handles with commas between in and out, 0 for what is not there; or ERROR. */
	run_many(number: number, handles: string): string | number;
	/** Keeps under a number what the hook makes of a tensor; NONE or ERROR out. */
	pack(hook: number, number: number, tensor: number): number;
	/** The tensor that is made of what was kept. */
	unpack(number: number): number;
	/** Nobody will call this number again. */
	forget(number: number): void;
	/** Where in the user's program Python is. */
	where(): string;
	/** A warning with an operation's name, and where it was called. */
	warn_anomaly(name: string, where: string): void;
}

let callbacks: Callbacks;
let last = 0;

export function setCallbacks(python: Callbacks): void {
	callbacks = python;
}

/** A number that Python gives to what it wants to be called. */
export function nextNumber(): number {
	return ++last;
}

export function pythons(): Pick<Callbacks, 'forget' | 'where' | 'warn_anomaly'> {
	return callbacks;
}

/** Calls a hook; what it gives belongs to the open scope. What Python raises goes through the engine as it is. */
export function runHook(number: number, gradient: Tensor): Tensor | undefined {
	return received(callbacks.run_hook(number, expose(gradient)));
}

export function runMany(number: number, tensors: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
	const answer = callbacks.run_many(number, handlesOf(tensors));
	if (typeof answer === 'number') throw new EngineError('RuntimeError', RAISED_IN_PYTHON);
	return answer === '' ? [] : answer.split(',').map(handle => received(Number(handle)));
}

/** Has a tensor packed; the number that what became of it is kept under. */
export function packed(hook: number, tensor: Tensor): number {
	const number = nextNumber();
	received(callbacks.pack(hook, number, expose(tensor)));
	return number;
}

export function unpacked(number: number): Tensor {
	return received(callbacks.unpack(number))!;
}

/** Handles that Python owns, 0 for what is not there. */
export function handlesOf(tensors: readonly (Tensor | undefined)[]): string {
	return tensors.map(tensor => tensor === undefined ? NONE : expose(tensor)).join(',');
}

function received(answer: number): Tensor | undefined {
	if (answer === ERROR) throw new EngineError('RuntimeError', RAISED_IN_PYTHON);
	if (answer === NONE) return undefined;
	// Python still holds it: what it lets go of meanwhile it gives back later.
	return own(tensorOf(answer).retain());
}
