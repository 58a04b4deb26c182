import path from 'node:path';
import { loadPyodide } from 'pyodide';
import { expect, test } from 'vitest';
import { takeTrampoline, type TrampolineModule } from '../../../engine/runtime/trampoline.ts';
import { runPython } from './embedded.ts';

test('ours stands where Pyodide has none, one that is there stays, and CPython calls by it', async () => {
	const pyodide = await loadPyodide({ indexURL: path.resolve(import.meta.dirname, '../../../node_modules/pyodide') + path.sep });
	const { _module: python } = pyodide as unknown as { _module: TrampolineModule };
	const place = (python.__PyRuntime + python.HEAPU32[python.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2]!) >>> 2;
	const [pyodides, ours, again] = [0, 1, 2].map(times => {
		if (times > 0) takeTrampoline(python);
		return python.HEAPU32[place]!;
	}) as [number, number, number];
	expect([ours === 0, pyodides === 0 || ours === pyodides, again === ours]).toEqual([false, true, true]);
	expect(pyodide.runPython("[type.__name__, (5).bit_length(), slice(1, 2).stop, {1: 2}.copy(), [3, 1].count(3), 'a-b'.partition('-')].__repr__()")).toBe("['type', 3, 2, {1: 2}, 1, ('a', '-', 'b')]");
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
