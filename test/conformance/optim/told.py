"""What short programs tell of torch.optim, the same under real PyTorch and under the embedded engine: `told(code)`.

A program says things: numbers and tensors, which are compared as near as they should be, and all else as text.
"""
import copy
import math
import pickle
import warnings

import torch
from torch import nn
from torch.optim import lr_scheduler as schedulers, swa_utils


def described(x):
    if isinstance(x, torch.Tensor):
        return {'d': str(x.dtype), 's': list(x.shape), 'v': [described(v) for v in x.detach().reshape(-1).tolist()]}
    if isinstance(x, bool) or x is None:
        return str(x)
    if isinstance(x, float):
        return x if math.isfinite(x) else str(x)
    if isinstance(x, dict):
        return [[described(key), described(value)] for key, value in x.items()]
    if isinstance(x, (list, tuple)):
        return [described(each) for each in x]
    return str(x)


def walk(optimizer, steps=20):
    """So many steps down a bowl."""
    params = [p for group in optimizer.param_groups for p in group['params']]
    for _ in range(steps):
        optimizer.zero_grad()
        sum(((p - 0.25) ** 2).sum() * (i + 1) for i, p in enumerate(params)).backward()
        optimizer.step()
    return params


def parameter(*values, dtype=torch.float32):
    return nn.Parameter(torch.tensor(values or (1.0, -2.0, 0.5), dtype=dtype))


def told(code):
    said = []

    def say(*things):
        said.extend(described(each) for each in things)

    def refused(action):
        try:
            say(action())
        except Exception as error:
            say(f'{type(error).__name__}: {error}')

    def warned(action):
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter('always')
            result = action()
        say([f'{each.category.__name__}: {each.message}' for each in found])
        return result

    namespace = {'torch': torch, 'nn': nn, 'optim': torch.optim, 'schedulers': schedulers, 'swa_utils': swa_utils, 'copy': copy, 'pickle': pickle, 'math': math,
                 'warnings': warnings, 'say': say, 'refused': refused, 'warned': warned, 'walk': walk, 'parameter': parameter}
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            exec(code, namespace)
        except Exception as error:
            say(f'{type(error).__name__}: {error}')
    return said


def numbers(seed, count):
    """Some that any Python makes alike."""
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        yield seed / 2 ** 30 - 1


def gradients(step, count):
    """Some of them hardly move, some far; at some steps they turn round."""
    return [x * 10.0 ** (step % 5 - 2) for x in numbers(17 + step, count)]


COUNT = 9
STEPS = 20


def bare(state):
    return {name: value.tolist() if isinstance(value, torch.Tensor) else value for name, value in state.items()}


def stepped(type, settings, dtype):
    """What PyTorch does from step to step: the parameter and the state."""
    dtype = getattr(torch, dtype)
    p = nn.Parameter(torch.tensor(list(numbers(3, COUNT)), dtype=torch.float64).to(dtype))
    optimizer = getattr(torch.optim, type)([p], **settings)
    found = [{'p': p.tolist(), 'state': bare(optimizer.state[p]) if p in optimizer.state else {}}]
    for step in range(STEPS):
        p.grad = torch.tensor(gradients(step, COUNT), dtype=torch.float64).to(dtype)
        optimizer.step()
        found.append({'p': p.tolist(), 'state': bare(optimizer.state[p]) if p in optimizer.state else {}})
    return found


def retraced(type, settings, dtype, before):
    """Each step from where PyTorch was, its state loaded."""
    dtype = getattr(torch, dtype)
    found = []
    for step, one in enumerate(before):
        p = nn.Parameter(torch.tensor(one['p'], dtype=dtype))
        optimizer = getattr(torch.optim, type)([p], **settings)
        if one['state']:
            state = {name: value if value is None else torch.tensor(value, dtype=dtype if isinstance(value, list) else torch.float32) for name, value in one['state'].items()}
            optimizer.load_state_dict({'state': {0: state}, 'param_groups': optimizer.state_dict()['param_groups']})
        p.grad = torch.tensor(gradients(step, COUNT), dtype=torch.float64).to(dtype)
        optimizer.step()
        found.append({'p': p.tolist(), 'state': bare(optimizer.state[p]) if p in optimizer.state else {}})
    return found
