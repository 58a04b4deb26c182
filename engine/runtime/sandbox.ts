/**
 * Takes node's powers away from the runtime process before a user's program runs, and looks which layers hold.
 *
 * One layer of several (see `pyodide-module.ts`, `_embedded.py`, `launch.ts`), and the one that counts where the
 * program that embeds node ignores the permission flags. What the process still needs (reading the workspace,
 * writing the trace, ending) is kept in closures before this is called. None of it can be undone.
 */
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import Module, { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import vm from 'node:vm';
import workers from 'node:worker_threads';

const PROCESS_POWERS = [
	'kill', '_kill', 'dlopen', '_linkedBinding', 'reallyExit', 'abort', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'getBuiltinModule', 'loadEnvFile',
	'chdir', 'setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups', 'execve', 'report', 'mainModule', 'openStdin', 'setSourceMapsEnabled',
	'_rawDebug', '_getActiveHandles', '_getActiveRequests', 'moduleLoadList', 'umask', 'cpuUsage', 'resourceUsage',
];

const GLOBAL_POWERS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'BroadcastChannel', 'eval', 'Function', 'require', 'module', 'navigator', 'Storage', 'localStorage'];

/** Modules that reach files, memory or code, and that nothing here has loaded. */
const UNUSED_MODULES = ['inspector', 'v8', 'wasi', 'sqlite', 'sea', 'trace_events'];

type Dictionary = Record<string, unknown>;

const gone = (name: string) => function () {
	throw new Error(`${name} is not there in the sandbox`);
};

/** Replaces every function of a module (or prototype) by one that refuses. */
function empty(target: object, label: string): void {
	for (const name of Object.getOwnPropertyNames(target)) {
		if (name === 'constructor' || name === 'prototype') continue;
		const descriptor = Object.getOwnPropertyDescriptor(target, name)!;
		if (!('value' in descriptor) ? !descriptor.configurable : typeof descriptor.value !== 'function' && typeof descriptor.value !== 'object') continue;
		if (!descriptor.configurable && !descriptor.writable) continue;
		const value = gone(`${label}.${name}`);
		if (descriptor.configurable) Object.defineProperty(target, name, { value, writable: false, configurable: false, enumerable: false });
		else (target as Dictionary)[name] = value;
	}
}

function remove(target: object, name: string): void {
	if (!(name in target)) return;
	try {
		Object.defineProperty(target, name, { value: undefined, writable: false, configurable: false });
	} catch {
		(target as Dictionary)[name] = undefined;
	}
}

/** Before Pyodide is loaded: what nothing needs from here on. */
export function scrubProcess(): void {
	for (const name of Object.keys(process.env)) delete process.env[name];
	const constants = { fs: { ...fs.constants } };
	Object.defineProperty(process, 'binding', { value: (name: string) => {
		if (name === 'constants') return constants;
		throw new Error(`process.binding(${name}) is not there in the sandbox`);
	}, writable: false, configurable: false });
}

/** After loading: everything else goes. Call it once, last. */
export function takePowersAway(): void {
	for (const [module, label] of [[childProcess, 'child_process'], [childProcess.ChildProcess.prototype, 'ChildProcess'], [dgram, 'dgram'], [dgram.Socket.prototype, 'Socket'], [dns, 'dns'], [dns.promises, 'dns'], [vm, 'vm'], [workers, 'worker_threads'], [fs.promises, 'fs.promises'], [fs, 'fs']] as const) empty(module, label);
	const load = createRequire(import.meta.url);
	for (const name of UNUSED_MODULES) {
		try {
			empty(load(`node:${name}`) as object, name);
		} catch {
			// This node has none, or refuses it already.
		}
	}
	for (const name of ['connect', 'createConnection', 'createServer'] as const) (net as unknown as Dictionary)[name] = gone(`net.${name}`);
	(net.Socket.prototype as unknown as Dictionary)['connect'] = gone('Socket.connect');
	(net.Server.prototype as unknown as Dictionary)['listen'] = gone('Server.listen');
	const loader = Module as unknown as Dictionary & { prototype: Dictionary };
	for (const name of ['_load', 'createRequire', 'register', 'registerHooks', '_resolveFilename', 'runMain', 'syncBuiltinESMExports', 'enableCompileCache']) if (name in loader) loader[name] = gone(`Module.${name}`);
	for (const name of ['require', '_compile', 'load']) loader.prototype[name] = gone(`Module.${name}`);
	syncBuiltinESMExports();
	for (const name of PROCESS_POWERS) remove(process, name);
	for (const name of GLOBAL_POWERS) remove(globalThis, name);
	// From any function to the constructor that compiles text: the flag forbids that too, where it is honoured.
	for (const sample of [function () {}, async function () {}, function* () {}, async function* () {}]) {
		// Not deleted: it would be inherited, and be Object, with which every prototype can be changed.
		Object.defineProperty(Object.getPrototypeOf(sample) as object, 'constructor', { value: undefined, writable: false });
	}
	// A setter there would be handed what the file system and the host keep in arrays.
	Object.freeze(Array.prototype);
	delete (Object.prototype as unknown as Dictionary)['__proto__'];
	Object.seal(Object.prototype);
	remove(Error, 'prepareStackTrace');
	Object.freeze(Object.getPrototypeOf(function () {}));
}

const refuses = (attempt: () => unknown, code?: string): boolean => {
	try {
		attempt();
		return false;
	} catch (error) {
		return code === undefined || (error as NodeJS.ErrnoException).code === code;
	}
};

const DENIED = 'ERR_ACCESS_DENIED';

/** Node's permission model and V8's flag, by trying what they forbid; call it before powers are taken away. */
export function flagLayers(dist: string): Record<string, boolean> {
	// Of nothing that exists: denied is denied before it is looked for. (Node 20 lists the root where two allowed paths part at it.)
	const nowhere = path.join(path.parse(dist).root, 'tensor-loupe-probe', 'probe');
	return {
		'permission.read': refuses(() => fs.readFileSync(nowhere), DENIED),
		'permission.write': refuses(() => fs.openSync(nowhere, 'r+'), DENIED),
		'permission.child': refuses(() => childProcess.spawnSync(nowhere), DENIED),
		'permission.worker': 'permission' in process && refuses(() => new workers.Worker('0', { eval: true }), DENIED),
		'codeGeneration': refuses(() => (0, eval)('1')),
	};
}

/** Whether what `takePowersAway` does was possible here. */
export function takenLayers(): Record<string, boolean> {
	return {
		'taken.files': refuses(() => fs.readdirSync('.')),
		'taken.processes': refuses(() => childProcess.spawnSync('x')),
		'taken.sockets': refuses(() => net.connect(1)) && refuses(() => new net.Socket().connect(1)) && refuses(() => dgram.createSocket('udp4')),
		'taken.workers': refuses(() => new workers.Worker('0', { eval: true })),
		'taken.vm': refuses(() => vm.runInThisContext('1')),
		'taken.kill': typeof process.kill !== 'function',
		'taken.constructors': Reflect.get(function () {}, 'constructor') === undefined,
		'taken.prototypes': Object.isFrozen(Array.prototype) && Object.isSealed(Object.prototype),
	};
}
