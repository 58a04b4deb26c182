import { expect, test } from 'vitest';
import { takeTrampoline } from '../../../engine/runtime/trampoline.ts';
import { runPython } from './embedded.ts';

/** As much of Pyodide as is looked at, with a trampoline at that place or none (0). */
function pyodide(trampoline: number) {
	const added: object[] = [], HEAPU32 = Uint32Array.of(0, 8, 0, 0, trampoline);
	const Table = (globalThis as unknown as { WebAssembly: { Table: new (kind: object) => { length: number; get(place: number): () => void } } }).WebAssembly.Table;
	return { added, HEAPU32, wasmTable: new Table({ initial: 3, element: 'anyfunc' }), __PyRuntime: 8, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: 4, addFunction: (body: object) => added.push(body) };
}

test('ours stands where there is none, and only there', () => {
	const [none, own] = [pyodide(0), pyodide(7)];
	takeTrampoline(none);
	takeTrampoline(own);
	expect([none.HEAPU32[4], none.added.length]).toEqual([1, 1]);
	expect([own.HEAPU32[4], own.added.length]).toEqual([7, 0]);
});

test('getters, setters and methods of none, one and more arguments', async () => {
	const { stdout } = await runPython(`
print((5).bit_length(), 'a-b'.partition('-'), {1: 2}.keys(), (3.5).is_integer(), 'x'.join('ab'), [3, 1].count(3))
print((7).real, 1j.imag, type.__name__, (lambda: 1).__code__.co_name, slice(1, 2).stop)
def f(): pass
f.__name__, f.__defaults__ = 'g', (1,)
print(f.__name__, f.__defaults__, f.__qualname__)
try:
    f.__name__ = 3
except TypeError as error:
    print(error)
`);
	expect(stdout).toBe('3 (\'a\', \'-\', \'b\') dict_keys([1]) False axb 1\n7 1.0 type <lambda> 2\ng (1,) f\n__name__ must be set to a string object\n');
});
