/**
 * What a function of the border answers, and how its errors wait for Python. An answer is a number (a handle, NONE,
 * ERROR, or "the k-th tensor argument") or a string whose first letter is its kind; Python's side is `finish` in
 * engine/python/torch/_parse.py.
 */
import type { Result } from '../ops/operator.ts';
import { typeError } from '../tensor/errors.ts';
import { isScalar } from '../tensor/scalar.ts';
import { closeScope, openScope } from '../tensor/scope.ts';
import { Tensor } from '../tensor/tensor.ts';
import { expose } from './handles.ts';
import type { NativeBody } from './native.ts';

export const NONE = 0;
export const ERROR = -1;
const RESULT_IS_ARGUMENT = -2;
/** Message of an error that stands for an exception which Python itself holds. */
export const RAISED_IN_PYTHON = '!';

export type Answer = number | string | undefined;

let waiting = '';

/** The Python class and the message of the last error, a newline between; Python raises it. */
export function takeError(): string {
	const text = waiting;
	waiting = '';
	return text;
}

function fail(error: unknown): typeof ERROR {
	if (error instanceof Error && 'pythonClass' in error) waiting = `${String(error.pythonClass)}\n${error.message}`;
	else waiting = `RuntimeError\nthe engine failed: ${error instanceof Error ? error.message : String(error)}`;
	return ERROR;
}

/** A function that Python may call: errors become answers, and temporaries are released. */
export function guarded(body: (...args: never[]) => Answer): NativeBody {
	return args => {
		const mark = openScope();
		try {
			for (const arg of args) {
				if (typeof arg === 'object') throw typeError('the border takes numbers and strings only');
			}
			return body(...args as never[]);
		} catch (error) {
			return fail(error);
		} finally {
			closeScope(mark);
		}
	};
}

/** Encodes what an operator returned. `tensors` are the arguments that were tensors, in order. */
export function encode(result: Result, tensors: readonly Tensor[]): Answer {
	if (result instanceof Tensor) {
		const place = tensors.indexOf(result);
		return place === -1 ? expose(result) : RESULT_IS_ARGUMENT - place;
	}
	if (result === undefined) return NONE;
	if (typeof result === 'boolean') return result ? 'b1' : 'b0';
	if (typeof result === 'number') return numberText(result);
	if (isScalar(result)) {
		if (result.tag === 'bool') return result.value ? 'b1' : 'b0';
		return result.tag === 'int' ? `i${result.value}` : numberText(Number(result.value), true);
	}
	return `t${result.map(expose).join(',')}`;
}

function numberText(value: number, isFloat = !Number.isInteger(value)): string {
	if (!isFloat) return `i${value}`;
	return Object.is(value, -0) ? 'f-0.0' : `f${value}`;
}
