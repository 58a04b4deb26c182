/**
 * The embedded runtime of TypeScript and JavaScript: a process of its own that makes a realm for the program (dist/runtime/realm.js),
 * confines itself, runs one request, and ends. It is started by `launch.ts` only; what it says to the host is what `child.ts` says.
 *
 * The program never sees this side: what it is given are functions without prototype that take and give numbers, bytes and booleans.
 */
import fs from 'node:fs';
import path from 'node:path';
import { types } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { keepWasmCallsApart } from '../process/v8-calls.ts';
import type { Realm, World } from '../script/realm.ts';
import { watchControl } from './interrupt.ts';
import type { ChildOptions } from './launch.ts';
import { TRACE_FD, type FromRuntime, type RunRequest } from './protocol.ts';
import { flagLayers, scrubProcess, takenLayers, takePowersAway } from './sandbox.ts';
import { blockingWriter } from './trace-device.ts';

const started = performance.now();
keepWasmCallsApart(v8);
// Kept before the sandbox closes.
const exitNow = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
const send = process.send?.bind(process);
const die = (): never => exitNow(1);
const now = performance.now.bind(performance);
const { isProxy } = types;
const { Script } = vm;
/** How often a program that waits is asked whether it is to stop. */
const WAITING_MILLISECONDS = 50;

const tell = (message: FromRuntime): Promise<void> => new Promise((resolve) => {
	if (send === undefined) resolve();
	else send(message, undefined, {}, () => resolve());
});

async function fail(error: unknown): Promise<never> {
	await tell({ type: 'failed', message: (error instanceof Error ? error.message : String(error)).slice(0, 2000) });
	return exitNow(1);
}

/** A function for the other side: no way leads from it to what made it, and what it throws stays here. */
function handed<A extends readonly unknown[], R extends number | boolean | void>(body: (...args: A) => R, instead: R): (...args: A) => R {
	const safe = (...args: A): R => {
		try {
			return body(...args);
		} catch {
			return instead;
		}
	};
	return Object.freeze(Object.setPrototypeOf(safe, null) as typeof safe);
}

/** V8's collector as a function: only a realm that is made while the flag holds has it. */
function collectorOf(): () => void {
	v8.setFlagsFromString('--expose-gc');
	const collect = vm.runInNewContext('gc') as () => void;
	v8.setFlagsFromString('--no-expose-gc');
	return collect;
}

/** The realm, with everything gone from it that reaches further. */
function makeRealm(dist: string): { readonly realm: Realm; readonly compile: (code: string, file: string) => (follower: never) => Promise<void> } {
	const file = path.join(dist, 'runtime', 'realm.js');
	const globals = Object.create(null) as { realm?: Realm };
	const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: true } });
	new Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInContext(context);
	const realm = globals.realm!;
	realm.loadKernels(Uint8Array.from(fs.readFileSync(path.join(dist, 'kernels.wasm'))));
	const { runInContext } = Script.prototype;
	return { realm, compile: (code, filename) => runInContext.call(new Script(code, { filename }), context) as (follower: never) => Promise<void> };
}

async function serve(options: ChildOptions): Promise<void> {
	const layers = flagLayers(options.dist);
	const interrupt = watchControl(die);
	const writeTrace = blockingWriter(TRACE_FD, die);
	scrubProcess();
	const collectGarbage = collectorOf();
	const { realm, compile } = makeRealm(options.dist);
	takePowersAway();
	Object.assign(layers, takenLayers());
	let written = 0, isOver = false;
	const wait = (): boolean => interrupt.wait(0);
	const compiled = (code: string, file: string): (follower: never) => Promise<void> => {
		try {
			return compile(code, file);
		} catch (error) {
			if (!(error instanceof SyntaxError)) throw error;
			// V8 begins with the file and the line.
			const line = Number(/:(\d+)\n/.exec(error.stack ?? '')?.[1] ?? 1);
			return compile(realm.refused(error.message, line), file);
		}
	};
	const run = (request: RunRequest): void => {
		const file = request.name;
		const program = compiled(realm.prepare(JSON.stringify(request), file), file);
		let isInterrupted = false;
		let timer: NodeJS.Timeout | undefined, soon: NodeJS.Immediate | undefined;
		// Microtasks run before it.
		const idleSoon = (): void => void setImmediate(() => { if (!isOver) realm.idle(); });
		const isTold = (): boolean => isInterrupted ||= wait();
		const world: World = {
			write: handed((bytes: Uint8Array) => {
				writeTrace(bytes);
				written += bytes.length;
			}, undefined),
			now: handed(() => now(), 0),
			isProxy: handed((value: object) => isProxy(value), true),
			isInterrupted: handed(isTold, false),
			wait: handed((milliseconds: number) => {
				const fire = (): void => {
					realm.fire();
					idleSoon();
				};
				clearTimeout(timer);
				clearImmediate(soon);
				if (milliseconds <= 0) soon = setImmediate(fire);
				else timer = setTimeout(fire, Math.min(milliseconds, WAITING_MILLISECONDS));
			}, undefined),
			collect: handed(() => {
				collectGarbage();
				// What is to be given back is given back in a turn of its own.
				setTimeout(() => {
					realm.collected();
					idleSoon();
				}, 1);
			}, undefined),
			done: handed((status: number) => {
				isOver = true;
				void tell({ type: 'done', status, bytes: written });
			}, undefined),
			started: `${new Date().toISOString().slice(0, 19)}Z`,
		};
		realm.run(program as never, Object.setPrototypeOf(world, null) as World);
		idleSoon();
	};
	process.on('unhandledRejection', (reason) => realm.rejected(reason));
	process.once('message', (request: RunRequest) => {
		try {
			run(request);
		} catch (error) {
			void fail(error);
		}
	});
	await tell({ type: 'ready', fromSnapshot: false, milliseconds: Math.round(performance.now() - started), layers, notes: [] });
}

process.on('disconnect', die);
// Ctrl-C in a terminal reaches every process of it; the host decides what it means.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', (error) => void fail(error));
await serve(JSON.parse(process.argv[2] ?? '{}') as ChildOptions).catch(fail);
