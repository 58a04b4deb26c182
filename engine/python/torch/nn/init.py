"""torch.nn.init: fills tensors in place, drawing in PyTorch's order. Bounds are computed in double, as PyTorch does."""
import math
import warnings

from .. import _names
from ..autograd.grad_mode import no_grad
from ..overrides import dispatch, modes


def calculate_gain(nonlinearity, param=None):
    if nonlinearity in ('linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d', 'sigmoid'):
        return 1
    if nonlinearity == 'tanh':
        return 5.0 / 3
    if nonlinearity == 'relu':
        return math.sqrt(2.0)
    if nonlinearity == 'leaky_relu':
        if param is None:
            slope = 0.01
        elif isinstance(param, (int, float)) and not isinstance(param, bool):
            slope = param
        else:
            raise ValueError(f'negative_slope {param} not a valid number')
        return math.sqrt(2.0 / (1 + slope ** 2))
    if nonlinearity == 'selu':
        return 3.0 / 4
    raise ValueError(f'Unsupported nonlinearity {nonlinearity}')


def _seen(function):
    """Modes see the call as PyTorch shows it: all arguments by keyword."""
    def call(tensor, *args, **kwargs):
        if modes:
            named = dict(zip(function.__code__.co_varnames[1:], args), **kwargs)
            defaults = dict(zip(function.__code__.co_varnames[1:function.__code__.co_argcount], function.__defaults__ or ()))
            return dispatch(call, (tensor,), (), {'tensor': tensor, **defaults, **named})
        with no_grad():
            return function(tensor, *args, **kwargs)
    call.__name__ = call.__qualname__ = function.__name__
    call.__module__ = 'torch.nn.init'
    return call


def _plain(function):
    def call(tensor, *args, **kwargs):
        with no_grad():
            return function(tensor, *args, **kwargs)
    call.__name__ = call.__qualname__ = function.__name__
    call.__module__ = 'torch.nn.init'
    return call


@_seen
def uniform_(tensor, a=0.0, b=1.0, generator=None):
    return tensor.uniform_(a, b, generator=generator)


@_seen
def normal_(tensor, mean=0.0, std=1.0, generator=None):
    return tensor.normal_(mean, std, generator=generator)


@_seen
def constant_(tensor, val):
    return tensor.fill_(val)


@_plain
def ones_(tensor):
    return tensor.fill_(1.0)


@_plain
def zeros_(tensor):
    return tensor.zero_()


@_plain
def eye_(tensor):
    if tensor.ndimension() != 2:
        raise ValueError('Only tensors with 2 dimensions are supported')
    import torch
    return tensor.copy_(torch.eye(*tensor.shape))


def _calculate_fan_in_and_fan_out(tensor):
    if tensor.dim() < 2:
        raise ValueError('Fan in and fan out can not be computed for tensor with fewer than 2 dimensions')
    shape = tensor.shape
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _calculate_correct_fan(tensor, mode):
    mode = mode.lower()
    if mode not in ('fan_in', 'fan_out'):
        raise ValueError(f"Mode {mode} not supported, please use one of ['fan_in', 'fan_out']")
    fans = _calculate_fan_in_and_fan_out(tensor)
    return fans[mode == 'fan_out']


def _empty(tensor):
    if 0 in tensor.shape:
        warnings.warn('Initializing zero-element tensors is a no-op', stacklevel=3)
        return True
    return False


@_seen
def kaiming_uniform_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None):
    if _empty(tensor):
        return tensor
    std = calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))
    bound = math.sqrt(3.0) * std
    return tensor.uniform_(-bound, bound, generator=generator)


@_seen
def kaiming_normal_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None):
    if _empty(tensor):
        return tensor
    std = calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))
    return tensor.normal_(0, std, generator=generator)


@_plain
def xavier_uniform_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(fan_in + fan_out)))
    return tensor.uniform_(-bound, bound, generator=generator)


@_plain
def xavier_normal_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return tensor.normal_(0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)), generator=generator)


__getattr__, __dir__ = _names.lacking('torch.nn.init', globals())
