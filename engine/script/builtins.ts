/**
 * What of JavaScript itself a program may not change: what records it, and `torch`, run beside it on the same built-ins. An
 * assignment to one of these is a TypeError at its line; without, it would end the recorder somewhere else.
 *
 * Prototypes that are mostly inherited from stay as they are: an object below one that can't be written to can't be given a
 * field of that name, as `this.name = 'MyError'` is one. And below a frozen Array.prototype arrays are slow.
 */

const CONSTRUCTORS = [
	'Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Promise', 'Proxy', 'Number', 'String', 'Boolean', 'BigInt', 'Symbol', 'Date', 'RegExp', 'ArrayBuffer', 'DataView',
	'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
] as const;
const NAMESPACES = ['Reflect', 'JSON', 'Math'] as const;
/** Their methods are called by what records. */
const PROTOTYPES = [Map.prototype, Set.prototype, WeakMap.prototype, WeakSet.prototype, WeakRef.prototype, FinalizationRegistry.prototype, Promise.prototype];

export function lockBuiltins(): void {
	for (const name of [...CONSTRUCTORS, ...NAMESPACES, 'Error'] as const) {
		const value: unknown = globalThis[name];
		// V8 has tools of its own that are called through Error's fields.
		if (name !== 'Error') Object.freeze(value);
		// With its value, which a context's global object forgets else.
		Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
	}
	for (const each of PROTOTYPES) Object.freeze(each);
}
