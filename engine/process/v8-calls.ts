/**
 * V8 11 ends the process where the collector throws away a function that waits for a call of WebAssembly compiled into it: each
 * process that has the kernels does without that, which costs a small operator a twentieth.
 */

/** By name here, not at the process's start: a V8 that knows no such setting goes on. What is given is `node:v8`, which not every home of the kernels has. */
export function keepWasmCallsApart({ setFlagsFromString }: Pick<typeof import('node:v8'), 'setFlagsFromString'>): void {
	setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}
