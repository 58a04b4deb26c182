/**
 * Evaluates `pyodide.asm.mjs` with only the powers that Pyodide needs.
 *
 * Imported as a module it would take node's `process`, `require` and `import()` into closures that a program which
 * has corrupted Python's memory could reach. So its text is run as a function: what it asks node for are parameters,
 * and `import()` does not exist in it. The places that are rewritten are checked; a Pyodide that reads otherwise is
 * refused rather than half confined. V8's code cache, which a module can't have, makes it start faster too.
 */
import { randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import vm from 'node:vm';

/** What `loadPyodide` takes as `createPyodideModule`. */
export type CreateModule = (settings: object) => Promise<object>;

/** Names that the text would otherwise find in node's global scope. */
const PARAMETERS = ['process', 'require', 'importHost', 'moduleUrl', 'globalThis', 'global', 'fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'navigator', 'self', 'window', 'postMessage', 'Function', 'console', 'WebAssembly'];

const GLOBALS = [
	'BigInt', 'BigInt64Array', 'BigUint64Array', 'DOMException', 'FinalizationRegistry', 'TextDecoder', 'TextEncoder',
	'setTimeout', 'clearTimeout', 'setImmediate', 'performance', 'crypto',
];

/**
 * Emscripten gives each of CPython's thousands of exported functions a place in the table, for libraries that are
 * loaded later. None is, so only those get one that the interpreter itself asks for; a tenth of its start is saved.
 */
const EXPORTS_LOOP = 'for(var symName in exports){if(isInternalSym(symName)';
const WANTED_EXPORTS_LOOP = `${EXPORTS_LOOP}||!(symName in GOT)`;

/** The text of `pyodide.asm.mjs` as an expression: a function of PARAMETERS that returns Pyodide's factory. */
export function confinedText(dist: string): string {
	const text = fs.readFileSync(path.join(dist, 'pyodide', 'pyodide.asm.mjs'), 'utf8');
	const exported = /export default (\w+);?\s*$|export\s*\{\s*(\w+) as default\s*\};?\s*$/.exec(text);
	const name = exported?.[1] ?? exported?.[2];
	if (exported === null || name === undefined) throw new Error('pyodide.asm.mjs does not end with a default export');
	if (text.split(EXPORTS_LOOP).length !== 2) throw new Error('pyodide.asm.mjs does not link its exports as it did');
	const body = text.slice(0, exported.index)
		.replace(EXPORTS_LOOP, WANTED_EXPORTS_LOOP)
		.replaceAll('import.meta.url', 'moduleUrl')
		// `import(` as a word of its own; `pyimport(` is a name.
		.replace(/(?<![\w$.])import\(/g, 'importHost(');
	return `(function (${PARAMETERS.join(', ')}) { "use strict";${body}\nreturn ${name}; })`;
}

/** Something that Pyodide takes for node's `process`. */
function smallProcess(): object {
	return {
		versions: { node: process.versions.node }, version: process.version, platform: process.platform, argv: ['node', '/tensor-loupe'], exitCode: undefined,
		stdin: { fd: 0 }, stdout: { fd: 1 }, stderr: { fd: 2 }, getuid: () => 1000, umask: () => 0o22,
		// NODEFS looks these up when it is set up; it is never mounted.
		binding: () => ({ fs: { ...fs.constants } }),
	};
}

/** Pyodide's words about its own crashes are for its makers; the error itself comes as an exception. */
const quietConsole = { log: () => undefined, warn: () => undefined, error: () => undefined, info: () => undefined, debug: () => undefined };

/** What Pyodide may ask for by name. A command that would be spawned ends as one that was not found. */
function smallRequire(): (name: string) => unknown {
	const request = (name: string): unknown => {
		const found = modules[name];
		if (found === undefined) throw new Error(`${name} is not there in the sandbox`);
		return found;
	};
	const modules: Readonly<Record<string, unknown>> = {
		'node:module': { createRequire: () => request },
		'node:fs': {}, 'node:fs/promises': {}, 'node:vm': { default: {} },
		'node:path': path,
		'node:url': { default: url, fileURLToPath: url.fileURLToPath, pathToFileURL: url.pathToFileURL },
		'node:crypto': { randomFillSync: (view: NodeJS.ArrayBufferView) => randomFillSync(view) },
		'node:tty': { isatty: () => false },
		'node:child_process': { spawnSync: () => ({ status: 127 }) },
		// Emscripten's sockets are WebSockets: connecting fails, listening is heard by nobody.
		'ws': Object.assign(function () { throw new Error('there are no sockets in the sandbox'); }, { Server: class { on(): void {} close(): void {} } }),
	};
	return request;
}

/**
 * `WebAssembly` for Pyodide's JavaScript. A program could load a library that it wrote itself, which imports whatever
 * Emscripten has for libraries, so after loading nothing is compiled any more.
 */
function closableWebAssembly(): { readonly given: object; close(): void } {
	const real = (globalThis as unknown as { WebAssembly: Record<string, unknown> }).WebAssembly;
	let closed = false;
	const given: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
	for (const name of Object.getOwnPropertyNames(real)) given[name] = real[name];
	for (const name of ['Module', 'Instance', 'compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
		given[name] = typeof real[name] !== 'function' ? undefined : new Proxy(real[name], {
			construct(target, args) {
				if (closed) throw new Error('no code is compiled in the sandbox');
				return Reflect.construct(target, args) as object;
			},
			apply(target, _this, args) {
				if (closed) throw new Error('no code is compiled in the sandbox');
				return Reflect.apply(target, real, args) as unknown;
			},
		});
	}
	return { given: Object.freeze(given), close: () => { closed = true; } };
}

export interface ConfinedModule {
	readonly create: CreateModule;
	/** Called when the interpreter is loaded: from here on it compiles no WebAssembly. */
	close(): void;
	/** V8's code for what has been compiled so far, for `cache` of the next start. */
	codeCache(): Buffer;
}

/** `text` from `confinedText`; `cache` from an earlier `codeCache` of the same text, V8 and flags (another one is passed over). */
export function confinedPyodideModule(dist: string, text: string, cache: Buffer | undefined): ConfinedModule {
	const script = new vm.Script(text, { filename: 'pyodide.asm.mjs', ...(cache === undefined ? {} : { cachedData: cache }) });
	const make = script.runInThisContext() as (...given: unknown[]) => CreateModule;
	const request = smallRequire();
	const processLike = smallProcess();
	const webAssembly = closableWebAssembly();
	const globals = Object.create(null) as Record<string, unknown>;
	for (const name of GLOBALS) globals[name] = (globalThis as Record<string, unknown>)[name];
	globals['process'] = processLike;
	globals['console'] = quietConsole;
	globals['WebAssembly'] = webAssembly.given;
	const given: Readonly<Record<string, unknown>> = {
		process: processLike, require: request, console: quietConsole, WebAssembly: webAssembly.given, importHost: async (name: string) => request(name), globalThis: globals, global: globals,
		moduleUrl: url.pathToFileURL(path.join(dist, 'pyodide', 'pyodide.asm.mjs')).href,
		// Only ever on the right of `instanceof`; the real one compiles text.
		Function: { [Symbol.hasInstance]: (value: unknown) => typeof value === 'function', prototype: Function.prototype },
	};
	return { create: make(...PARAMETERS.map((name) => given[name])), close: webAssembly.close, codeCache: () => script.createCachedData() };
}
