/**
 * Loads CPython (Pyodide) inside the runtime process, from a memory snapshot where there is one.
 *
 * It knows nothing of runs, traces or torch. Names with an underscore are Pyodide's private ones: a snapshot that
 * can't be used is no error, the interpreter then loads without it and says so.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { PythonApi } from '../binding/python-objects.ts';
import type { PythonMemory } from '../binding/scratch.ts';
import type { SignalModule } from './interrupt.ts';
import { confinedPyodideModule, confinedText, type ConfinedModule } from './pyodide-module.ts';
import { hostFolder, readOnly, type EmscriptenFs } from './host-folder.ts';
import { SnapshotFile } from './snapshot-file.ts';
import type { TrampolineModule } from './trampoline.ts';

/** A Python object seen from here. */
export interface PythonObject {
	(...args: unknown[]): unknown;
	destroy(): void;
}

/** What is used of Pyodide's API. */
export interface Pyodide {
	readonly FS: EmscriptenFs;
	readonly _module: PythonMemory & PythonApi & SignalModule & TrampolineModule & {
		HEAPU8: Uint8Array; HEAPU32: Uint32Array; _PyImport_Inittab: number; UTF8ToString(pointer: number): string;
		_PyThreadState_Get(): number; _emscripten_stack_get_base(): number; _emscripten_stack_get_end(): number;
		_PyUnstable_ThreadState_SetStackProtection(thread: number, start: number, size: number): number;
	};
	pyimport(name: string): PythonObject & Record<string, PythonObject>;
	setStdout(options: object): void;
	setStderr(options: object): void;
	setStdin(options: object): void;
	makeMemorySnapshot(): Uint8Array;
	runPython(code: string): unknown;
}

/** Where dist/python appears inside; the same in the maker and in the reader of a snapshot, since modules know their file. */
const PYTHON_FOLDER = '/lib/tensor-loupe';
const PACKAGES: readonly string[] = ['torch', 'numpy', 'loupe', 'math', 'copy', 'random', 'itertools', 'collections', 'dataclasses', 'json', 'typing'];
const WASM_PAGE = 65536;

interface Memory { readonly buffer: ArrayBuffer; grow(pages: number): void }
type Instance = { exports: Record<string, unknown> };
interface Wasm {
	compile(source: ArrayBufferLike): Promise<object>;
	instantiate(module: object, imports: object): Promise<Instance>;
	instantiateStreaming(source: Promise<Response>, imports: object): Promise<{ instance: Instance; module: object }>;
}
const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

/** So much is unpacked at a time: all of a file, so that another thread need not ask this one for more. */
const UNPACKED_BYTES = 2 ** 24;

/** A file of dist/pyodide that the package carries packed. */
async function unpacked(dist: string, name: string): Promise<ArrayBufferLike> {
	return new Uint8Array(await promisify(brotliDecompress)(fs.readFileSync(path.join(dist, 'pyodide', `${name}.br`)), { chunkSize: UNPACKED_BYTES })).buffer;
}
const unpackedLibrary = (dist: string): Promise<ArrayBufferLike> => unpacked(dist, 'python_stdlib.zip');
const unpackedInterpreter = (dist: string): Promise<ArrayBufferLike> => unpacked(dist, 'pyodide.asm.wasm');

/** Addresses, so that Pyodide asks `fetch` for them, not the file system. The interpreter's is put into it by the build (esbuild.mjs). */
const LIBRARY_URL = 'packed://python_stdlib.zip', INTERPRETER_URL = 'packed://pyodide.asm.wasm';

/**
 * Has Pyodide find the standard library and the interpreter at their addresses. The interpreter is compiled in other
 * threads while this one reads Pyodide's JavaScript; before a snapshot is read into its memory, that is made as large.
 */
function given(dist: string, snapshot: SnapshotFile | undefined): () => void {
	const { fetch: originalFetch } = globalThis, { instantiateStreaming } = wasm;
	const compiled = Promise.resolve(snapshot?.readInterpreter() ?? unpackedInterpreter(dist)).then((bytes) => wasm.compile(bytes));
	// Who asks for it sees that it failed.
	compiled.catch(() => undefined);
	const library = snapshot?.readLibrary() ?? unpackedLibrary(dist);
	const memoryBytes = snapshot?.memoryBytes ?? 0;
	globalThis.fetch = async (url) => url === LIBRARY_URL ? { ok: true, arrayBuffer: () => library } as Response : url === INTERPRETER_URL ? new Response() : originalFetch(url);
	wasm.instantiateStreaming = async (_response, imports) => {
		const module = await compiled;
		const instance = await wasm.instantiate(module, imports);
		const memory = instance.exports['memory'] as Memory;
		if (memory.buffer.byteLength < memoryBytes) memory.grow(Math.ceil((memoryBytes - memory.buffer.byteLength) / WASM_PAGE));
		return { instance, module };
	};
	return () => {
		globalThis.fetch = originalFetch;
		wasm.instantiateStreaming = instantiateStreaming;
	};
}

async function load(dist: string, module: ConfinedModule, snapshot: SnapshotFile | undefined, extra: object): Promise<Pyodide> {
	const restore = given(dist, snapshot);
	try {
		const { loadPyodide } = await import(pathToFileURL(path.join(dist, 'pyodide', 'pyodide.mjs')).href) as { loadPyodide(options: object): Promise<Pyodide> };
		return await loadPyodide({
			indexURL: path.join(dist, 'pyodide') + path.sep, stdLibURL: LIBRARY_URL, jsglobals: Object.create(null), env: {},
			createPyodideModule: async (settings: object) => {
				const created = await module.create(settings) as Pyodide['_module'];
				snapshot?.readMemory(created.HEAPU8);
				return created;
			},
			// No packages are ever fetched, so their 119 KB list needn't be read.
			lockFileContents: { info: { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2' }, packages: {} },
			// Its head only: Pyodide copies what it is given, and the memory is there already.
			...(snapshot === undefined ? {} : { _loadSnapshot: snapshot.head }),
			...extra,
		});
	} finally {
		restore();
	}
}

/** Makes built-in modules impossible to import by taking their names out of CPython's table. */
function unlinkBuiltins(pyodide: Pyodide, names: ReadonlySet<string>): void {
	const { HEAPU8, HEAPU32, UTF8ToString } = pyodide._module;
	// struct _inittab { const char *name; PyObject *(*initfunc)(void); }, ended by a null name.
	for (let entry = HEAPU32[pyodide._module._PyImport_Inittab >>> 2]! >>> 2; HEAPU32[entry] !== 0; entry += 2) {
		const pointer = HEAPU32[entry]!;
		const name = UTF8ToString(pointer);
		if (names.has(name)) HEAPU8.fill(0x2d, pointer, pointer + name.length);
	}
}

/**
 * Endless recursion must end as RecursionError. CPython watches its own stack in wasm memory, but the engine that runs
 * the wasm has another one, which a call fills faster (seen: up to 19 bytes for one of CPython's, before the code is
 * warm); so CPython is told of a smaller stack than it has.
 */
const ENGINE_STACK_PER_BYTE = 24;

function limitStack(pyodide: Pyodide, engineStack: number): void {
	const { _module } = pyodide;
	const base = _module._emscripten_stack_get_base();
	const size = Math.min(base - _module._emscripten_stack_get_end(), Math.floor(engineStack / ENGINE_STACK_PER_BYTE));
	if (_module._PyUnstable_ThreadState_SetStackProtection(_module._PyThreadState_Get(), base - size, size) !== 0) throw new Error('CPython did not take the limit of its stack');
}

function mountPackages(pyodide: Pyodide, dist: string): void {
	pyodide.FS.mkdirTree(PYTHON_FOLDER);
	pyodide.FS.mount(hostFolder(pyodide.FS, { ...fs }, () => readOnly(pyodide.FS)), { root: path.join(dist, 'python') }, PYTHON_FOLDER);
}

/** Imports the packages and takes away Python's roads to JavaScript; what a snapshot then holds. */
function prepare(pyodide: Pyodide): void {
	pyodide.runPython(`import sys; sys.path.append(${JSON.stringify(PYTHON_FOLDER)})`);
	const embedded = pyodide.pyimport('_embedded');
	// First, so that no package has imported one of them.
	unlinkBuiltins(pyodide, new Set(String(embedded['unlinked']!()).split(' ')));
	embedded['prepare']!(PACKAGES.join(' '));
}

export interface Loaded {
	readonly pyodide: Pyodide;
	/** After loading, and after what needs Pyodide's own Python modules. `engineStack` in bytes. */
	close(engineStack: number): void;
	readonly fromSnapshot: boolean;
	readonly notes: readonly string[];
}

/** The interpreter with torch, numpy and the tracer imported, Python's side of the sandbox closed. */
export async function loadInterpreter(dist: string, snapshotFile: string | undefined): Promise<Loaded> {
	const notes: string[] = [];
	if (snapshotFile !== undefined) {
		try {
			const snapshot = SnapshotFile.open(snapshotFile);
			const module = confinedPyodideModule(dist, snapshot.text, snapshot.code);
			const pyodide = await load(dist, module, snapshot, {});
			snapshot.close();
			mountPackages(pyodide, dist);
			return { pyodide, fromSnapshot: true, notes, close: closing(pyodide, module) };
		} catch (error) {
			notes.push(`the snapshot could not be used (${error instanceof Error ? error.message.slice(0, 300) : String(error)}); loaded without it`);
		}
	}
	const module = confinedPyodideModule(dist, confinedText(dist), undefined);
	const pyodide = await load(dist, module, undefined, {});
	mountPackages(pyodide, dist);
	prepare(pyodide);
	return { pyodide, fromSnapshot: false, notes, close: closing(pyodide, module) };
}

function closing(pyodide: Pyodide, module: ConfinedModule): Loaded['close'] {
	return (engineStack) => {
		limitStack(pyodide, engineStack);
		pyodide.pyimport('_embedded')['forget_pyodide']!();
		module.close();
	};
}

/** Makes a snapshot and writes it to `file`; for a trusted process that runs nothing else. */
export async function makeSnapshot(dist: string, file: string): Promise<void> {
	const text = confinedText(dist);
	const module = confinedPyodideModule(dist, text, undefined);
	const pyodide = await load(dist, module, undefined, { _makeSnapshot: true });
	mountPackages(pyodide, dist);
	prepare(pyodide);
	SnapshotFile.write(file, pyodide.makeMemorySnapshot(), text, module.codeCache(), new Uint8Array(await unpackedLibrary(dist)), new Uint8Array(await unpackedInterpreter(dist)));
}
