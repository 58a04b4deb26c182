"""Sums, means, extremes, along axes."""
import builtins
import math

from torch import _border
from torch._border import check
from torch._tensor import wrap

from ._arguments import axes_of, into
from ._core import as_array, float64, ndarray, of, result, run, to_dtype
from ._types import DTYPES, as_dtype, scalar
from ._ufuncs import sqrt

_border.client(globals())


def _reduce(op, a, axis, keepdims, prepare=lambda a: a._t):
    a = as_array(a)
    axes = axes_of(a, axis)
    tensor = prepare(a)
    if not axes:
        return result(run('clone', tensor))
    return result(run(op, tensor, axes, bool(keepdims)))


def _add_up(tensor, axes, keepdims):
    """The sum of a floating tensor, rounded as NumPy rounds it: in the order in which the elements lie in memory."""
    shape = list(tensor.shape)
    order = sorted(range(len(shape)), key=lambda axis: -tensor.stride()[axis]) if 0 not in shape else list(range(len(shape)))
    dense = run('contiguous', run('permute', tensor, order) if order != sorted(order) else tensor)
    if len(axes) == len(shape):
        total = wrap(check(_numpy_sum(dense._h, -1)))
    else:
        total = dense
        for place in sorted((order.index(axis) for axis in axes), reverse=True):
            total = wrap(check(_numpy_sum(total._h, place)))
        left = [axis for axis in order if axis not in axes]
        if left != sorted(left):
            total = run('permute', total, [left.index(axis) for axis in sorted(left)])
    return run('reshape', total, [1 if axis in axes else size for axis, size in enumerate(shape)]) if keepdims else total


def _total(a, axis, keepdims, tensor):
    axes = axes_of(a, axis)
    if tensor.dtype.itemsize < 4 or not tensor.is_floating_point() or not axes:
        return _reduce('sum', a, axis, keepdims, lambda a: tensor)
    return result(_add_up(tensor, axes, keepdims))


def _summed(a, dtype=None):
    d = as_dtype(dtype) if dtype is not None else DTYPES['int64'] if a.dtype.kind in 'biu' else a.dtype
    return to_dtype(a._t, d)


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, **_):
    a = as_array(a)
    answer = _total(a, axis, keepdims, _summed(a, dtype))
    return into(out, answer if initial is None else answer + initial)


def _averaged(a, dtype=None):
    return to_dtype(a._t, as_dtype(dtype) if dtype is not None else a.dtype if a.dtype.kind == 'f' else float64)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, **_):
    a = as_array(a)
    count = math.prod(a.shape[each] for each in axes_of(a, axis))
    if count == 0:
        import warnings
        warnings.warn('Mean of empty slice.', RuntimeWarning, stacklevel=2)
    total = _total(a, axis, keepdims, _averaged(a, dtype))
    return into(out, total / count if isinstance(total, ndarray) else scalar(total.dtype, total.item() / count if count else math.nan))


def average(a, axis=None, weights=None):
    if weights is None:
        return mean(a, axis)
    weights = as_array(weights)
    return sum(as_array(a) * weights, axis) / sum(weights, axis)


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **_):
    a = of(_averaged(as_array(a), dtype))
    axes = axes_of(a, axis)
    centred = a - mean(a, tuple(axes), keepdims=True)
    count = math.prod(a.shape[axis] for axis in axes)
    return into(out, sum(centred * centred, tuple(axes), keepdims=keepdims) / builtins.max(count - ddof, 0))


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **_):
    return into(out, sqrt(var(a, axis, dtype, None, ddof, keepdims)))


def prod(a, axis=None, dtype=None, out=None, keepdims=False, **_):
    a = as_array(a)
    tensor = _summed(a, dtype)
    for each in sorted(axes_of(a, axis), reverse=True):
        tensor = run('prod', tensor, each, bool(keepdims))
    return into(out, result(tensor))


def _extreme(op, what):
    def function(a, axis=None, out=None, keepdims=False, **_):
        a = as_array(a)
        if a.size == 0 and axis is None:
            raise ValueError(f'zero-size array to reduction operation {what} which has no identity')
        return into(out, _reduce(op, a, axis, keepdims))
    function.__name__ = op.removeprefix('a')
    return function


max = amax = _extreme('amax', 'maximum')
min = amin = _extreme('amin', 'minimum')


def ptp(a, axis=None):
    return max(a, axis) - min(a, axis)


def _place(op):
    def function(a, axis=None, out=None, keepdims=False):
        a = as_array(a)
        if a.size == 0:
            raise ValueError(f'attempt to get {op} of an empty sequence')
        return into(out, result(run(op, a._t) if axis is None else run(op, a._t, axes_of(a, axis)[0], bool(keepdims))))
    function.__name__ = op
    return function


argmax, argmin = _place('argmax'), _place('argmin')


def any(a, axis=None, out=None, keepdims=False, **_):
    return into(out, _truth('any', a, axis, keepdims))


def all(a, axis=None, out=None, keepdims=False, **_):
    return into(out, _truth('all', a, axis, keepdims))


def _truth(op, a, axis, keepdims):
    a = as_array(a)
    tensor = to_dtype(a._t, DTYPES['bool'])
    if axis is None and not keepdims:
        return result(run(op, tensor))
    for each in sorted(axes_of(a, axis), reverse=True):
        tensor = run(op, tensor, each, bool(keepdims))
    return result(tensor)


def cumsum(a, axis=None, dtype=None, out=None):
    a = as_array(a)
    a = a if axis is not None else a.ravel()
    return into(out, of(run('cumsum', _summed(a, dtype), axes_of(a, 0 if axis is None else axis)[0])))


def cumprod(a, axis=None, dtype=None, out=None):
    a = as_array(a)
    a = a if axis is not None else a.ravel()
    return into(out, of(run('cumprod', _summed(a, dtype), axes_of(a, 0 if axis is None else axis)[0])))


def count_nonzero(a, axis=None):
    answer = sum(as_array(a) != 0, axis)
    return int(answer) if axis is None else answer


def diff(a, n=1, axis=-1):
    a = as_array(a)
    for _ in range(n):
        size = a.shape[axis]
        low = [slice(None)] * a.ndim
        high = list(low)
        low[axis], high[axis] = slice(0, size - 1), slice(1, size)
        a = a[tuple(high)] - a[tuple(low)]
    return a
