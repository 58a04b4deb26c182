"""Asks real PyTorch what its random operators fill in, in whatever layout: `python test/conformance/ask_random_ops.py`."""
import base64
import json
import os
import pathlib

os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

import torch

DTYPES = ['float16', 'bfloat16', 'float32', 'float64', 'int64', 'int32', 'uint8', 'bool']
LAYOUTS = {'dense': lambda d: torch.zeros(5, 7, dtype=d), 'transposed': lambda d: torch.zeros(7, 5, dtype=d).t(), 'gaps': lambda d: torch.zeros(5, 14, dtype=d)[:, ::2], 'small': lambda d: torch.zeros(3, dtype=d), 'scalar': lambda d: torch.zeros((), dtype=d)}
cases = []


def packed(tensor):
    return base64.b64encode(bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())).decode()


def fill(op, dtype, *args):
    for layout, make in LAYOUTS.items():
        torch.manual_seed(11)
        tensor = make(getattr(torch, dtype))
        record = {'op': op, 'dtype': dtype, 'layout': layout, 'args': args}
        try:
            getattr(tensor, op)(*args)
            record['bytes'] = packed(tensor)
        except (RuntimeError, NotImplementedError) as error:
            record['error'] = [type(error).__name__, str(error)]
        cases.append(record)


for dtype in DTYPES:
    fill('uniform_', dtype)
    fill('uniform_', dtype, -0.3, 0.9)
    fill('normal_', dtype)
    fill('normal_', dtype, 2.0, 0.5)
    fill('bernoulli_', dtype, 0.3)
    fill('exponential_', dtype)
    fill('random_', dtype)
    if dtype != 'bool':
        fill('random_', dtype, 100)
        fill('random_', dtype, 3, 17)
for name, args, kwargs in (('rand', ([20],), {}), ('randn', ([40],), {}), ('randn', ([3, 3],), {'dtype': 'float64'}), ('randint', (10, [12]), {}), ('randint', (-5, 5, [12]), {'dtype': 'int32'}), ('randint', (0, 2**40, [4]), {}),
                           ('randperm', (10,), {}), ('randperm', (1,), {}), ('normal', (1.0, 2.0, [17]), {}), ('rand', ([5],), {'dtype': 'float16'})):
    torch.manual_seed(5)
    result = getattr(torch, name)(*args, **{key: getattr(torch, value) for key, value in kwargs.items()})
    cases.append({'op': name, 'args': args, 'kwargs': kwargs, 'dtype': str(result.dtype)[6:], 'shape': list(result.shape), 'bytes': packed(result)})
target = pathlib.Path(__file__).parent / 'stored' / 'random-ops.json'
target.write_text('[\n%s\n]\n' % ',\n'.join(json.dumps(record, separators=(',', ':')) for record in cases))
print(len(cases), target.stat().st_size)
