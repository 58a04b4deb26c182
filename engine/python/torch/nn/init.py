"""torch.nn.init: fills tensors in place, drawing in PyTorch's order. Bounds are computed in double, as PyTorch does."""
import functools
import math
import warnings

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


def _plain(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        with no_grad():
            return function(*args, **kwargs)
    call.__module__ = 'torch.nn.init'
    return call


def _seen(function):
    """Modes see the call as PyTorch shows it: all arguments by keyword."""
    names, defaults = function.__code__.co_varnames[:function.__code__.co_argcount], function.__defaults__ or ()
    run = _plain(function)

    @functools.wraps(run)
    def call(*args, **kwargs):
        if modes:
            given = {**dict(zip(names[len(names) - len(defaults):], defaults)), **dict(zip(names, args)), **kwargs}
            return dispatch(call, (given['tensor'],), (), {name: given[name] for name in names})
        return run(*args, **kwargs)
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


@_plain
def dirac_(tensor, groups=1):
    """Ones at the middles, so that a convolution gives what it is given."""
    if tensor.ndimension() not in (3, 4, 5):
        raise ValueError('Only tensors with 3, 4, or 5 dimensions are supported')
    sizes = tensor.size()
    if sizes[0] % groups != 0:
        raise ValueError('dim 0 must be divisible by groups')
    channels, middle = sizes[0] // groups, tuple(size // 2 for size in sizes[2:])
    tensor.zero_()
    for group in range(groups):
        for channel in range(min(channels, sizes[1])):
            tensor[(group * channels + channel, channel, *middle)] = 1
    return tensor


def _below(value):
    """The share of a normal distribution."""
    return (1.0 + math.erf(value / math.sqrt(2.0))) / 2.0


@_plain
def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn('mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be incorrect.', stacklevel=3)
    import torch
    if _below((b - mean) / std) - _below((a - mean) / std) > 0.3:
        # Most fall between: those that don't are drawn again.
        low, high = tensor.new_tensor(a).item(), tensor.new_tensor(b).item()
        result = tensor.normal_(mean, std, generator=generator)
        while (is_out := (result < low) | (result > high)).any():
            result = torch.where(is_out, torch.empty_like(result).normal_(mean, std, generator=generator), result)
        return tensor if result is tensor else tensor.copy_(result)

    # Drawn evenly, and kept as often as the density there is, against that at the mode.
    peak = -0.5 * ((max(a, min(mean, b)) - mean) / std) ** 2

    def is_refused(candidates):
        density = candidates.clone().sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(peak)
        return chance.uniform_(generator=generator).log_().gt(density)

    chance, drawn = torch.empty_like(tensor), torch.empty_like(tensor)
    result = tensor.uniform_(a, b, generator=generator)
    is_pending = is_refused(result)
    while is_pending.any():
        drawn.uniform_(a, b, generator=generator)
        result = torch.where(is_pending, drawn, result)
        is_pending = torch.where(is_pending, is_refused(drawn), is_pending)
    return tensor if result is tensor else tensor.copy_(result)


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


@_plain
def orthogonal_(tensor, gain=1, generator=None):
    if tensor.ndimension() < 2:
        raise ValueError('Only tensors with 2 or more dimensions are supported')
    if tensor.numel() == 0:
        return tensor
    import torch
    rows = tensor.size(0)
    columns = tensor.numel() // rows
    drawn = tensor.new_empty((rows, columns)).normal_(0, 1, generator=generator)
    q, r = torch.linalg.qr(drawn.t() if rows < columns else drawn)
    # Of one sign, so that all are as likely.
    q *= r.diagonal().sign()
    tensor.view(rows, columns).copy_(q.t() if rows < columns else q)
    return tensor.mul_(gain)


@_plain
def sparse_(tensor, sparsity, std=0.01, generator=None):
    if tensor.ndimension() != 2:
        raise ValueError('Only tensors with 2 dimensions are supported')
    import torch
    rows, columns = tensor.shape
    count = math.ceil(sparsity * rows)
    tensor.normal_(0, std, generator=generator)
    for column in range(columns):
        tensor[torch.randperm(rows)[:count], column] = 0
    return tensor


def _deprecated(function):
    """By its name of before."""
    name = function.__name__

    def call(*args, **kwargs):
        warnings.warn(f'`nn.init.{name[:-1]}` is now deprecated in favor of `nn.init.{name}`.', FutureWarning, stacklevel=2)
        return function(*args, **kwargs)
    call.__name__ = name[:-1]
    return call


uniform, normal, constant, eye, dirac = map(_deprecated, (uniform_, normal_, constant_, eye_, dirac_))
xavier_uniform, xavier_normal, kaiming_uniform, kaiming_normal = map(_deprecated, (xavier_uniform_, xavier_normal_, kaiming_uniform_, kaiming_normal_))
orthogonal, sparse = map(_deprecated, (orthogonal_, sparse_))
