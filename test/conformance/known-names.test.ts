/** Every public module of PyTorch's and NumPy's can be imported and has all its names; what is not here says so when it is called. */
import { beforeAll, expect, test } from 'vitest';
import { startPython, type Python } from '../support/pyodide.ts';

const WALK = `
import builtins, importlib, json, numpy, sys, torch, types, warnings
from numpy import _names as of_numpy
warnings.simplefilter('ignore')
CLASSES = {'torch.Tensor', 'torch.nn.DataParallel', 'torch.nn.MultiheadAttention', 'torch.nn.utils.rnn.PackedSequence', 'numpy.ndarray', 'numpy.random.RandomState', 'numpy.random.Generator'}

def walk(names):
    for owner, kinds in names.items():
        if owner in CLASSES:
            continue
        try:
            module = importlib.import_module(owner)
        except ImportError as error:
            yield owner, str(error)
            continue
        for name in sorted({*kinds.get('', ()), *kinds.get('=', ()), *kinds.get('!', ()), *(member.partition(':')[0] for member in kinds.get('^', ()))}):
            if not hasattr(module, name):
                yield f'{owner}.{name}', 'no attribute'
        for name, base, _ in (member.split(':') for member in kinds.get('^', ())):
            if not issubclass(getattr(module, name), getattr(builtins, base)):
                yield f'{owner}.{name}', f'no {base}'

def refusals(names):
    from torch import _names
    stub = _names.stub('torch.name').__code__
    for owner, kinds in names.items():
        for name in kinds.get('', ()) if owner not in CLASSES else ():
            value = getattr(importlib.import_module(owner), name)
            if getattr(value, '__code__', None) is stub or isinstance(value, _names._LackingClass):
                try:
                    value(1)
                    yield f'{owner}.{name}', 'was called'
                except NotImplementedError as error:
                    yield f'{owner}.{name}', str(error)
`;

let python: Python;
beforeAll(async () => {
	python = await startPython();
}, 120_000);

test('a walk over the names of both finds each of them', () => {
	expect(JSON.parse(python.output(`${WALK}\nprint(json.dumps([*walk(torch._names.NAMES), *walk(of_numpy.NAMES)]))`))).toEqual([]);
});

test('what is not here names itself and the runtime that has it', () => {
	const said = JSON.parse(python.output(`${WALK}\nprint(json.dumps([*refusals(torch._names.NAMES), *refusals(of_numpy.NAMES)]))`)) as [string, string][];
	expect(said.length).toBeGreaterThan(3000);
	expect(said.filter(([name, sentence]) => sentence !== `\`${name}\` is not in the embedded engine yet; the python runtime has it`)).toEqual([]);
});

test.each([
	['from torch.nn.quantized.modules.linear import LinearPackedParams; LinearPackedParams()', 'NotImplementedError', '`torch.nn.quantized.modules.linear.LinearPackedParams` is not in the embedded engine yet; the python runtime has it'],
	['import torch; torch.optim.adam.adam([], [])', 'NotImplementedError', '`torch.optim.adam.adam` is not in the embedded engine yet; the python runtime has it'],
	['import torch.distributed.fsdp as fsdp\nclass Mine(fsdp.FullyShardedDataParallel): pass', 'NotImplementedError', '`torch.distributed.fsdp.FullyShardedDataParallel` is not in the embedded engine yet; the python runtime has it'],
	['import torch; torch.nn.MultiheadAttention(2, 1).merge_masks(None, None, None)', 'NotImplementedError', '`torch.nn.MultiheadAttention.merge_masks` is not in the embedded engine yet; the python runtime has it'],
	['import torch\ntry: raise RuntimeError(\'mine\')\nexcept torch.cuda.OutOfMemoryError: pass', 'RuntimeError', 'mine'],
	['import torch, urllib.error\ntry: raise urllib.error.URLError(\'none\')\nexcept torch.hub.URLError as error: raise ValueError(error.reason)', 'ValueError', 'none'],
	['import torch.nn.quantised', 'ModuleNotFoundError', "No module named 'torch.nn.quantised'"],
	['import torch.Tensor', 'ModuleNotFoundError', "No module named 'torch.Tensor'"],
	['from torch.nn.quantized import Linaer', 'ImportError', "cannot import name 'Linaer' from 'torch.nn.quantized' (unknown location)"],
])('%s', (code, type, words) => {
	expect(JSON.parse(python.output(`
import json
try:
    exec(${JSON.stringify(code)})
except Exception as error:
    print(json.dumps([type(error).__name__, str(error)]))`))).toEqual([type, words]);
});
