/**
 * The engine's functions as built-in functions of CPython. A call through Pyodide's proxies of JavaScript costs more than a small
 * operator does; here Python holds no object of JavaScript's.
 */
import type { Answer } from './answer.ts';
import { define, DIGIT, entryOf, type PythonApi } from './python-objects.ts';
import type { Values } from './python-values.ts';

/** Takes what Python gave, in a list. Raises nothing. */
export type NativeBody = (args: readonly unknown[]) => Answer;

/** Puts the functions into a module of Python's that has been imported, under their names. */
export function addFunctions(python: PythonApi, { valueOf, objectOf, renew }: Values, moduleName: string, functions: ReadonlyMap<string, NativeBody>): void {
	const bodies = [...functions.values()];
	/** A function's own number is its `self`. */
	const entry = entryOf(python, (self, args, count) => {
		const values: unknown[] = [], first = args >>> 2, body = bodies[python.HEAPU32[(self >>> 2) + DIGIT]!]!;
		renew();
		for (let i = 0; i < count; i++) values.push(valueOf(python.HEAPU32[first + i]!));
		return objectOf(body(values));
	});
	for (const [number, name] of [...functions.keys()].entries()) define(python, moduleName, name, entry, number);
}
