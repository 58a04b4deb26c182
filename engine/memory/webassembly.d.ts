/**
 * The part of the WebAssembly API that the engine uses. TypeScript's own declarations of it come with the DOM's,
 * which nothing in `engine/` may use.
 */
declare namespace WebAssembly {
	class Module {
		constructor(bytes: Uint8Array<ArrayBuffer>);
	}
	class Instance {
		constructor(module: Module, imports: Record<string, Record<string, unknown>>);
		readonly exports: Record<string, unknown>;
	}
	class Memory {
		constructor(descriptor: { initial: number; maximum: number });
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
}
