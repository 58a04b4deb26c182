/** Files of real PyTorch and NumPy are read as they read them, and what is written here says the same; how they read that is in test/pytorch/. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startPython, type Python } from '../support/pyodide.ts';

const stored = JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored/python_files.json'), 'utf8')) as Record<string, { data: string; said: string }>;
const code = readFileSync(path.join(import.meta.dirname, 'python/files.py'), 'utf8');

let python: Python, keep: object;

beforeAll(async () => {
	python = await startPython();
	keep = python.namespace();
	python.output(`import base64\n${code}\nmade = files()`, keep);
});

test('the same files are written', () => {
	expect(python.output('print(list(made))', keep)).toBe(`['${Object.keys(stored).join("', '")}']\n`);
});

describe.each(Object.entries(stored))('%s', (name, { data, said }) => {
	test('of real PyTorch is read', () => {
		expect(python.output(`print(said('${name}', base64.b64decode('${data}')))`, keep)).toBe(`${said}\n`);
	});

	test('of our own is read', () => {
		expect(python.output(`print(said('${name}', made['${name}']))`, keep)).toBe(`${said}\n`);
	});
});

describe('what a file names', () => {
	/** An archive whose pickle calls `module.name` with a word. */
	const load = (module: string, name: string, args = 'weights_only=False'): string => python.run(`
import io, os, torch, zipfile
class Own:
    def __init__(self, word): self.word = word
import __main__
__main__.Own, __main__.borrowed, Own.__module__ = Own, os, '__main__'
file = io.BytesIO()
with zipfile.ZipFile(file, 'w') as archive:
    archive.writestr('archive/data.pkl', "c${module}\\n${name}\\n(S'echo'\\ntR.")
file.seek(0)
print(torch.load(file, ${args}).word)`).error;
	const refused = (name: string): string => `_pickle.UnpicklingError: \`torch.load\` of a file that names \`${name}\`: it is neither a class of torch, NumPy or this program nor a container, and a file that is loaded has no other code run here`;

	test.each([
		['os', 'system'], ['posix', 'system'], ['builtins', 'eval'], ['builtins', 'getattr'], ['subprocess', 'Popen'], ['runpy', 'run_path'],
		['torch', 'load'], ['torch', 'save'], ['torch.serialization', 'os.system'], ['torch.hub', 'load'], ['torch.nn', 'torch.load'],
		['numpy', 'load'], ['numpy', 'fromfile'], ['_embedded', 'begin'], ['loupe', 'run'], ['__main__', 'borrowed.system'],
	])('%s.%s is refused, weights alone or not', (module, name) => {
		expect(load(module, name)).toBe(refused(`${module}.${name}`));
		expect(load(module, name, 'weights_only=True')).not.toBe('');
	});

	test('a class of the program is made, one of a module that is not imported is not', () => {
		expect(load('__main__', 'Own')).toBe('');
		expect(load('of_no_one', 'Own')).toBe('_pickle.UnpicklingError: `torch.load` of a file that names `of_no_one.Own`: this program has not imported `of_no_one`');
	});

	test.each([['ComplexFloatStorage', 'complex64'], ['ComplexDoubleStorage', 'complex128'], ['float8_e4m3fn', 'float8_e4m3fn']])('%s is a dtype that is not here', (name, dtype) => {
		expect(load('torch', name, '')).toBe(`NotImplementedError: \`torch.${dtype}\` is not in the embedded engine yet; the python runtime has it`);
	});
});

describe('what is not read or written says so', () => {
	test.each([
		['torch.load(io.BytesIO(b"of before"))', '`torch.load` of a file that is no zip archive, as those of PyTorch before 1.6 are,'],
		['torch.save(1, io.BytesIO(), _use_new_zipfile_serialization=False)', '`torch.save(_use_new_zipfile_serialization=False)`'],
		['torch.save(torch.ones(1).untyped_storage(), io.BytesIO())', '`torch.save of a storage`'],
		['np.load(io.BytesIO(b"x"), allow_pickle=True)', '`numpy.load(allow_pickle=True)`'],
		['np.load(io.BytesIO(b"x"), mmap_mode="r")', '`numpy.load(mmap_mode=...)`'],
		['np.load(io.BytesIO(headed([("a", "<i4")])))', '`numpy.load of a structured array`'],
		['np.load(io.BytesIO(headed("<u2")))', '`numpy.uint16`'],
		['np.load(io.BytesIO(headed("<c8")))', "`numpy.dtype('<c8')`"],
		['np.load(io.BytesIO(headed(">f4")))', "`numpy.dtype('>f4')`"],
		['np.load(io.BytesIO(headed("<U3")))', "`numpy.dtype('<U3')`"],
		['np.zeros(2, np.uint16)', '`numpy.uint16`'],
		['np.array([1j])', '`numpy.array of complex`'],
		['np.array([{}])', '`numpy.array of dict`'],
		['np.array([2 ** 63])', '`numpy.array of numbers beyond int64`'],
		['np.zeros(2, [("a", int)])', '`numpy.dtype of fields`'],
		['torch.result_type(torch.ones(1), 1j)', '`torch.complex64`'],
	])('%s', (expression, what) => {
		expect(python.run(`
import io, torch, numpy as np
def headed(descr):
    head = repr({'descr': descr, 'fortran_order': False, 'shape': (0,)}).encode()
    return b'\\x93NUMPY\\x01\\x00' + len(head).to_bytes(2, 'little') + head
${expression}`).error).toBe(`NotImplementedError: ${what} is not in the embedded engine yet; the python runtime has it`);
	});

	test('a view with a negative step whose array has changed is not written into', () => {
		expect(python.run('import numpy as np\na = np.arange(3)\nv = a[::-1]\na[0] = 5\nv[0] = 1').error)
			.toBe('NotImplementedError: writing into a view with a negative step, as `a[::-1]` is one, whose array has changed since it was taken, is not in the embedded engine yet; the python runtime has it');
	});
});
