"""What a call answers, as JSON can hold it: the same under real PyTorch and under the embedded engine.

A case is a call as Python writes it (`torch.add(a, b, alpha=2)`), the inputs that its names stand for, and whether
gradients are asked for. Its answer is the result (or the error's class and text), what was written to, and the gradients.

A case may be a program too, whose last line is what is looked at: of what is Python, modules and the like, and of NumPy,
whose arrays are described as tensors are.
"""
import copy
import math
import pickle
import warnings
import zlib
from collections import OrderedDict

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from values import make

warnings.simplefilter('ignore')
SAFE = 2 ** 53
#: Elements of a tensor that are written down; of a larger one none.
MOST = 2 ** 16


def _number(value):
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) > SAFE:
        return str(value)
    return value


def _flat(values, into):
    for value in values:
        _flat(value, into) if isinstance(value, list) else into.append(_number(value))
    return into


def described(value):
    if isinstance(value, torch.Tensor) and not nn.parameter.is_lazy(value):
        # Without elements it may still have more rows than there is room for.
        listed = value.detach().tolist() if value.numel() <= MOST and max(value.shape, default=0) < 2 ** 20 else []
        found = {'d': str(value.dtype)[6:], 's': list(value.shape), 'v': _flat(listed, []) if isinstance(listed, list) else [_number(listed)]}
        if not value.is_contiguous():
            found['t'] = list(value.stride())
        return found
    if isinstance(value, np.ndarray) and value.dtype.kind in 'biuf':
        return {'d': value.dtype.name, 's': list(value.shape), 'v': _flat(value.ravel().tolist(), [])}
    if isinstance(value, np.generic) and value.dtype.kind in 'biuf':
        return [{'p': 'scalar'}, described(np.asarray(value))]
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return [described(item) for item in value]
    if isinstance(value, dict):
        return [[described(key), described(item)] for key, item in value.items()]
    return {'p': repr(value)}


def _tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _tensors(item)


def _weights(output):
    return (torch.arange(output.numel()) % 7 + 1).reshape(output.shape).to(output.dtype)


def _gradients(leaves, result):
    outputs = [item for item in _tensors(result) if item.requires_grad]
    if not outputs or any(item.numel() > MOST for item in outputs):
        return {}
    node = outputs[0].grad_fn
    torch.autograd.backward(outputs, [_weights(item) for item in outputs])
    return {'n': node.name(), 'g': {name: described(leaf.grad) for name, leaf in leaves.items() if leaf.grad is not None}}


def _failed(error):
    return [type(error).__name__, str(error)]


class Inputs:
    """Made once each, as most cases share theirs."""

    def __init__(self):
        self._made = {}

    def fresh(self, words):
        if len(words) > 3:
            return make(*words)
        key = repr(words)
        if key not in self._made:
            self._made[key] = make(*words)
        return self._made[key].clone()


def bits(tensors):
    """Of a module's state or of tensors, all digits of all elements, in few words."""
    named = tensors.state_dict().items() if isinstance(tensors, nn.Module) else enumerate(tensors)
    return {name: format(zlib.crc32(repr(tensor.tolist()).encode()), '08x') for name, tensor in named}


def trained(module, *args, **kwargs):
    """What a module gives, the gradients of its parameters and of what it was given, and its buffers."""
    given = [arg.detach().requires_grad_() if isinstance(arg, torch.Tensor) and arg.is_floating_point() else arg for arg in args]
    result = module(*given, **kwargs)
    outputs = [item for item in _tensors(result) if item.requires_grad]
    nodes = [item.grad_fn.name() for item in outputs]
    torch.autograd.backward(outputs, [_weights(item) for item in outputs])
    return {'result': result, 'nodes': nodes, 'parameters': {name: parameter.grad for name, parameter in module.named_parameters()},
            'inputs': [arg.grad for arg in given if isinstance(arg, torch.Tensor)], 'buffers': dict(module.named_buffers())}


def warned(run):
    """What warnings say, and the result."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        result = run()
    return [[each.category.__name__, str(each.message)] for each in caught], result


def raised(run):
    """What is raised, as a result."""
    try:
        return run()
    except Exception as error:
        return _failed(error)


def _program(text, names):
    """Runs all lines, and gives the value of the last."""
    scope = {'torch': torch, 'np': np, 'nn': nn, 'F': F, 'math': math, 'copy': copy, 'pickle': pickle, 'warnings': warnings, 'OrderedDict': OrderedDict,
             'bits': bits, 'trained': trained, 'warned': warned, 'raised': raised, '__name__': '__main__', **names}
    *lines, last = text.split('\n')
    torch.manual_seed(0)
    exec('\n'.join(lines), scope)
    return eval(last, scope)


def answer(case, inputs, **others):
    """`others` are names that the call may use beside its inputs'."""
    call, words, wants_grad = case['c'], case['i'], case.get('w', False)
    names = {name: inputs.fresh(each) for name, each in words.items()}
    leaves = {}
    if wants_grad:
        for name, tensor in list(names.items()):
            if tensor.is_floating_point():
                leaves[name] = names[name] = tensor.detach().requires_grad_(True)
    scope = {'torch': torch, 'F': F, 'math': math, **others, **names}
    try:
        result = _program(call, {**others, **names}) if case.get('p') else eval(call, scope)
    except Exception as error:
        return {'e': _failed(error)}
    found = {'r': described(result)}
    if wants_grad:
        try:
            found |= _gradients(leaves, result)
        except Exception as error:
            found['b'] = _failed(error)
    if case.get('o'):
        found['o'] = {name: described(names[name]) for name in case['o']}
    return found
