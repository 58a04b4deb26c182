/**
 * CPython passes three arguments to getters and to methods of none or one, whatever they take, which WebAssembly does not forgive. Pyodide
 * gets around it by asking each function for its type, an instruction that V8 has only from Node 22 on; before that each such call goes
 * through JavaScript and the table's `get`, which is more than most of what is called does. Here JavaScript says once how many
 * parameters a function has, and WebAssembly calls it by that.
 */

/** What is used of Pyodide. */
export interface TrampolineModule {
	readonly HEAPU32: Uint32Array;
	readonly wasmTable: { readonly length: number; get(place: number): { readonly length: number } };
	readonly __PyRuntime: number;
	/** Where it is written how far from there the trampoline's place is; that holds 0 where Pyodide has none. */
	readonly __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
	addFunction(body: object): number;
}

interface Assembly {
	readonly Memory: new (pages: { initial: number }) => { readonly buffer: ArrayBuffer };
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, object>> };
}
const wasm = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly;

const PAGE = 65536;

/** Puts ours where Pyodide has none. A function of the table is never taken out of it again, so what is known of one stays true. */
export function takeTrampoline(python: TrampolineModule): void {
	const place = (python.__PyRuntime + python.HEAPU32[python.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2]!) >>> 2;
	if (python.HEAPU32[place] !== 0) return;
	const { wasmTable: table } = python, memory = new wasm.Memory({ initial: Math.ceil(table.length / PAGE) + 1 }), known = new Uint8Array(memory.buffer);
	const look = (func: number): number => known[func] = table.get(func).length + 1;
	const { exports } = new wasm.Instance(new wasm.Module(Uint8Array.from(MODULE)), { '': { t: table, m: memory, l: look } });
	python.HEAPU32[place] = python.addFunction(exports['c']!);
}

const I32 = 0x7f, FUNCTION_TYPE = 0x60, FUNCREF = 0x70, FUNCTION = 0, TABLE = 1, MEMORY = 2, NO_VALUE = 0x40;
const BLOCK = 0x02, IF = 0x04, END = 0x0b, BR_TABLE = 0x0e, RETURN = 0x0f, CALL = 0x10, CALL_INDIRECT = 0x11, LOCAL_GET = 0x20, LOCAL_SET = 0x21, I32_LOAD8_U = 0x2d, I32_EQZ = 0x45;
/** Of TrampolineFunc in CPython's emscripten_trampoline.c: the parameters after the first, which is where it would say that it failed; then how many the function has, and one. */
const FUNC = 1, ARGUMENTS = [2, 3, 4] as const, COUNT = 5;

const sized = (...bytes: readonly number[]): readonly number[] => [bytes.length, ...bytes];
const name = (word: string): readonly number[] => sized(...new TextEncoder().encode(word));
/** Of so many words, giving one. */
const type = (count: number): readonly number[] => [FUNCTION_TYPE, ...sized(...new Array<number>(count).fill(I32)), 1, I32];
/** The type of functions with so many parameters has their count as its number. */
const calledWith = (count: number): readonly number[] => [...ARGUMENTS.slice(0, count).flatMap(place => [LOCAL_GET, place]), LOCAL_GET, FUNC, CALL_INDIRECT, count, 0];

const BODY = [
	1, 1, I32,
	LOCAL_GET, FUNC, I32_LOAD8_U, 0, 0, LOCAL_SET, COUNT,
	LOCAL_GET, COUNT, I32_EQZ, IF, NO_VALUE, LOCAL_GET, FUNC, CALL, 0, LOCAL_SET, COUNT, END,
	BLOCK, NO_VALUE, BLOCK, NO_VALUE, BLOCK, NO_VALUE, BLOCK, NO_VALUE,
	LOCAL_GET, COUNT, BR_TABLE, ...sized(0, 0, 1, 2), 3,
	END, ...calledWith(0), RETURN,
	END, ...calledWith(1), RETURN,
	END, ...calledWith(2), RETURN,
	END, ...calledWith(3),
	END,
];

/** Its sections: types, imports, functions, exports and code. */
const MODULE = [
	0, ...new TextEncoder().encode('asm'), 1, 0, 0, 0,
	1, ...sized(5, ...[0, 1, 2, 3, 5].flatMap(type)),
	2, ...sized(3, ...name(''), ...name('t'), TABLE, FUNCREF, 0, 1, ...name(''), ...name('m'), MEMORY, 0, 1, ...name(''), ...name('l'), FUNCTION, 1),
	3, ...sized(1, 4),
	7, ...sized(1, ...name('c'), FUNCTION, 1),
	10, ...sized(1, ...sized(...BODY)),
];
