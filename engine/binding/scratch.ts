/**
 * The buffer by which bulk data crosses: a bytearray of Python's, seen from here by its address. Python's memory may
 * grow, which leaves every view of it without elements; then the view is made anew.
 */

/** As in engine/python/torch/_border.py. */
export const SCRATCH_SIZE = 1 << 20;

/** Numbers behind the scratch bytes by which the tracer and the engine speak without a call. As in loupe/frame.py and embedded.py. */
export const CELL = { tick: 0, handle: 1, ref: 2, pending: 3, left: 4, steps: 5, sequence: 6, written: 7 } as const;
const CELLS = 8;

/** Python's memory, as Pyodide shows it: the property is replaced when the memory grows. */
export interface PythonMemory { readonly HEAPU8: Uint8Array }

let memory: PythonMemory | undefined;
let address = 0;
let view: Uint8Array = new Uint8Array(0);
let cellView: Uint32Array = new Uint32Array(CELLS);

export function setScratch(pythonMemory: PythonMemory, at: number): void {
	memory = pythonMemory;
	address = at;
	cellView = new Uint32Array(0);
	view = new Uint8Array(0);
}

/** Valid until Python runs again. */
export function cells(): Uint32Array {
	if (memory !== undefined && cellView.length === 0) cellView = new Uint32Array(memory.HEAPU8.buffer, address + SCRATCH_SIZE, CELLS);
	return cellView;
}

function current(): Uint8Array {
	if (view.length === 0) view = new Uint8Array(memory!.HEAPU8.buffer, address, SCRATCH_SIZE);
	return view;
}

export function toScratch(bytes: Uint8Array): void {
	current().set(bytes);
}

/** The first bytes; valid until Python runs again. */
export function fromScratch(count: number): Uint8Array {
	return current().subarray(0, count);
}
