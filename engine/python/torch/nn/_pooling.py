"""torch.nn.functional: pooling. Which of two functions is called goes by `return_indices`, as in PyTorch."""
from .._types import Size
from ..autograd.grad_mode import is_grad_enabled
from ._calls import op, reported


__all__ = ['max_pool1d_with_indices', 'max_pool2d_with_indices', 'max_pool3d_with_indices', 'max_pool1d', 'max_pool2d', 'max_pool3d',
           'adaptive_max_pool1d_with_indices', 'adaptive_max_pool2d_with_indices', 'adaptive_max_pool3d_with_indices', 'adaptive_max_pool1d', 'adaptive_max_pool2d',
           'adaptive_max_pool3d', 'adaptive_avg_pool2d', 'adaptive_avg_pool3d', 'lp_pool1d', 'lp_pool2d', 'lp_pool3d', 'max_unpool1d', 'max_unpool2d', 'max_unpool3d',
           'fractional_max_pool2d_with_indices', 'fractional_max_pool3d_with_indices', 'fractional_max_pool2d', 'fractional_max_pool3d']


def _by_flag(name, place, with_indices, alone):
    """A function that is one of two, by the flag `return_indices`."""
    def function(*args, **kwargs):
        flag = kwargs['return_indices'] if 'return_indices' in kwargs else args[place] if place < len(args) else False
        return with_indices(*args, **kwargs) if flag else alone(*args, **kwargs)
    function.__name__ = function.__qualname__ = name
    function.__module__ = 'torch.nn.functional'
    return function


def _named(name):
    """What Python says of its arguments, it says under this name."""
    def decorate(function):
        function.__name__ = function.__qualname__ = name
        return function
    return decorate


def _max_pool(dims):
    """Both functions of `dims` dimensions: with indices, and by the flag."""
    name = f'max_pool{dims}d'

    @reported(2, relevant=1)
    @_named(f'{name}_with_indices')
    def with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        return op(f'{name}_with_indices')(input, kernel_size, [] if stride is None else stride, padding, dilation, ceil_mode)

    @reported(2, relevant=1, name=name)
    @_named(f'_{name}')
    def alone(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        return op(name)(input, kernel_size, [] if stride is None else stride, padding, dilation, ceil_mode)

    return with_indices, _by_flag(name, 6, with_indices, alone)


max_pool1d_with_indices, max_pool1d = _max_pool(1)
max_pool2d_with_indices, max_pool2d = _max_pool(2)
max_pool3d_with_indices, max_pool3d = _max_pool(3)


def _with_default(output_size, sizes):
    """The sizes of the output, None where a dimension stays."""
    if isinstance(output_size, int):
        return output_size
    if len(sizes) <= len(output_size):
        raise ValueError(f'Input dimension should be at least {len(output_size) + 1}')
    return [own if size is None else size for size, own in zip(output_size, sizes[-len(output_size):])]


def _adaptive_max_pool(dims):
    """As `_max_pool`, by the size of the output."""
    name = f'adaptive_max_pool{dims}d'

    @reported(2, relevant=1)
    @_named(f'{name}_with_indices')
    def with_indices(input, output_size, return_indices=False):
        return op(name)(input, output_size if dims == 1 else _with_default(output_size, input.size()))

    @reported(2, relevant=1, name=name)
    @_named(f'_{name}')
    def alone(input, output_size, return_indices=False):
        return with_indices(input, output_size)[0]

    return with_indices, _by_flag(name, 2, with_indices, alone)


adaptive_max_pool1d_with_indices, adaptive_max_pool1d = _adaptive_max_pool(1)
adaptive_max_pool2d_with_indices, adaptive_max_pool2d = _adaptive_max_pool(2)
adaptive_max_pool3d_with_indices, adaptive_max_pool3d = _adaptive_max_pool(3)


def _adaptive_average_pool(dims):
    name = f'adaptive_avg_pool{dims}d'

    @reported(2, relevant=1)
    @_named(name)
    def function(input, output_size):
        return op(name)(input, _with_default(output_size, input.size()))

    return function


adaptive_avg_pool2d = _adaptive_average_pool(2)
adaptive_avg_pool3d = _adaptive_average_pool(3)


def _several(value, count):
    return tuple(value) if isinstance(value, (tuple, list, Size)) else (value,) * count


def _power_average(input, norm_type, kernel_size, stride, ceil_mode, largest, average, count):
    """The root of the sum of powers, over windows of `count` cells."""
    if norm_type in (float('inf'), -float('inf')):
        sign = 1 if norm_type > 0 else -1
        found = largest(input.abs() if sign > 0 else -input.abs(), kernel_size, stride, 0, 1, ceil_mode)
        return found if sign > 0 else -found
    mean = average(input.pow(norm_type), kernel_size, [] if stride is None else stride, 0, ceil_mode)
    return (mean.sign() * mean.abs().relu()).mul(count).pow(1.0 / norm_type)


@reported(3, relevant=1)
def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _power_average(input, norm_type, kernel_size, stride, ceil_mode, max_pool1d, op('avg_pool1d'), kernel_size)


@reported(3, relevant=1)
def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    width, height = _several(kernel_size, 2)
    return _power_average(input, norm_type, kernel_size, stride, ceil_mode, max_pool2d, op('avg_pool2d'), width * height)


@reported(3, relevant=1)
def lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    depth, width, height = _several(kernel_size, 3)
    return _power_average(input, norm_type, kernel_size, stride, ceil_mode, max_pool3d, op('avg_pool3d'), depth * width * height)


def _unpooled_size(input, kernel_size, stride, padding, output_size):
    """The sizes before pooling: the least ones that fit, or those that are wanted, where they fit too."""
    count = len(kernel_size)
    sizes = input.size()
    least = [(sizes[d - count] - 1) * stride[d] + kernel_size[d] - 2 * padding[d] for d in range(count)]
    if output_size is None:
        return least
    if len(output_size) == count + 2:
        output_size = output_size[2:]
    if len(output_size) != count:
        raise ValueError(f"output_size should be a sequence containing {count} or {count + 2} elements, but it has a length of '{len(output_size)}'")
    for d in range(count):
        low, high = least[d] - stride[d], least[d] + stride[d]
        if not low < output_size[d] < high:
            raise ValueError(f'invalid output_size "{output_size}" (dim {d} must be between {low} and {high})')
    return output_size


def _unpool_arguments(input, kernel_size, stride, padding, output_size, count):
    kernel_size = _several(kernel_size, count)
    stride = kernel_size if stride is None else _several(stride, count)
    padding = _several(padding, count)
    return list(_unpooled_size(input, kernel_size, stride, padding, output_size)), stride, padding


@reported(3, relevant=1)
def max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    sizes, _, _ = _unpool_arguments(input, kernel_size, stride, padding, output_size, 1)
    return op('max_unpool2d')(input.unsqueeze(-1), indices.unsqueeze(-1), [*sizes, 1]).squeeze(-1)


@reported(3, relevant=1)
def max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    sizes, _, _ = _unpool_arguments(input, kernel_size, stride, padding, output_size, 2)
    return op('max_unpool2d')(input, indices, sizes)


@reported(3, relevant=1)
def max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    sizes, stride, padding = _unpool_arguments(input, kernel_size, stride, padding, output_size, 3)
    return op('max_unpool3d')(input, indices, sizes, stride, padding)


def _fractional_max_pool(dims):
    """As `_max_pool`, of windows that random numbers place."""
    name = f'fractional_max_pool{dims}d'

    @reported(2, ('_random_samples',), relevant=1)
    @_named(f'{name}_with_indices')
    def with_indices(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        if output_size is None:
            if output_ratio is None:
                raise ValueError(f'{name} requires specifying either an output_size or an output_ratio')
            if dims == 2 and len(output_ratio) > 2:
                raise ValueError(f'{name} requires output_ratio to either be a single Int or tuple of Ints.')
            ratios = _several(output_ratio, dims)
            output_size = [int(input.size(d - dims) * ratios[d]) for d in range(dims)]
        if _random_samples is None:
            batch = 1 if input.dim() == dims + 1 else input.size(0)
            _random_samples = op('rand')(batch, input.size(-dims - 1), dims, dtype=input.dtype, device=input.device)
        if is_grad_enabled() and _random_samples.requires_grad:
            raise RuntimeError(f"The function '{name}' is not differentiable with respect to argument 'random_samples'. This input cannot have requires_grad True.")
        return op(name)(input, kernel_size, output_size, _random_samples)

    @reported(2, ('_random_samples',), relevant=1, name=name)
    @_named(f'_{name}')
    def alone(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        return with_indices(input, kernel_size, output_size, output_ratio, return_indices, _random_samples)[0]

    return with_indices, _by_flag(name, 4, with_indices, alone)


fractional_max_pool2d_with_indices, fractional_max_pool2d = _fractional_max_pool(2)
fractional_max_pool3d_with_indices, fractional_max_pool3d = _fractional_max_pool(3)
