"""Sums, means, extremes, along axes."""
import builtins
import math

from torch import _border
from torch._border import check
from torch._tensor import wrap

from ._arguments import axes_of, axis_of, into
from ._arithmetic import as_operand
from ._core import as_array, float64, ndarray, of, result, run, to_dtype
from ._types import DTYPES, as_dtype, scalar
from ._ufunc import REDUCTIONS
from ._ufuncs import maximum, minimum, sqrt
from ._warnings import say, warn

_border.client(globals())


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
    if not axes:
        return result(run('clone', tensor))
    if tensor.dtype.itemsize < 4 or not tensor.is_floating_point():
        return result(run('sum', tensor, axes, bool(keepdims)))
    return result(_add_up(tensor, axes, keepdims))


def _summed(a, dtype=None):
    d = as_dtype(dtype) if dtype is not None else DTYPES['int64'] if a.dtype.kind in 'biu' else a.dtype
    return to_dtype(a._t, d)


def _chosen(a, where, other):
    """Where the mask is false, what changes nothing."""
    if where is True:
        return a
    mask = to_dtype(as_array(where)._t, DTYPES['bool'])
    return of(run('where', mask, a._t, as_operand(other, a.dtype)))


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    a = _chosen(as_array(a), where, 0)
    # What is true is counted as it lies.
    tensor = a._t if a.dtype.kind == 'b' and dtype is None and axes_of(a, axis) else _summed(a, dtype)
    answer = _total(a, axis, keepdims, tensor)
    answer = answer if dtype is None or answer.dtype._torch is tensor.dtype else result(to_dtype(as_array(answer)._t, as_dtype(dtype)))
    return into(out, answer if initial is None else answer + initial)


def _averaged(a, dtype=None):
    return to_dtype(a._t, as_dtype(dtype) if dtype is not None else a.dtype if a.dtype.kind == 'f' else float64)


def _over(total, count):
    """A sum divided by how many there are; of none a NaN with a warning."""
    if isinstance(total, ndarray) or isinstance(count, ndarray):
        return total / count
    if not count:
        warn('invalid', 'scalar divide')
    return scalar(total.dtype, total.item() / count if count else math.nan)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    a = as_array(a)
    if where is not True:
        mask = of(run('expand', as_array(where)._t, list(a.shape)))
        return into(out, sum(a, axis, dtype or (None if a.dtype.kind == 'f' else float64), None, keepdims, where=mask) / sum(mask, axis, keepdims=keepdims))
    axes = axes_of(a, axis)
    count = math.prod(a.shape[each] for each in axes)
    if count == 0:
        say('Mean of empty slice')
    tensor = _averaged(a, dtype)
    half = tensor.dtype is DTYPES['float16']._torch
    answer = _over(_total(a, axis, keepdims, to_dtype(tensor, DTYPES['float32']) if half else tensor), count)
    return into(out, answer.astype('float16') if half else answer)


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    a = as_array(a)
    if weights is None:
        answer = mean(a, axis, keepdims=keepdims)
        return (answer, scalar(float64, a.size / as_array(answer).size)) if returned else answer
    weights = as_array(weights)
    if weights.shape != a.shape:
        if axis is None:
            raise TypeError('Axis must be specified when shapes of a and weights differ.')
        if weights.shape != (a.shape[axis_of(axis, a.ndim)],):
            raise ValueError('Shape of weights must be consistent with shape of a along specified axis.')
        weights = weights.reshape([-1 if each == axis_of(axis, a.ndim) else 1 for each in range(a.ndim)])
        weights = of(run('expand', weights._t, list(a.shape)))
    scale = sum(weights, axis, float64 if weights.dtype.kind != 'f' else None, keepdims=keepdims)
    if bool((as_array(scale) == 0).any()):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    answer = sum(a * weights, axis, float64 if (a * weights).dtype.kind != 'f' else None, keepdims=keepdims) / scale
    return (answer, scale) if returned else answer


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    if where is not True:
        a = as_array(a)[as_array(where)]
    ddof = ddof if correction is None else correction
    a = as_array(a)
    axes = tuple(axes_of(a, axis))
    wanted = _averaged(a, dtype)
    a = of(to_dtype(wanted, DTYPES['float32'])) if wanted.dtype.itemsize < 4 else of(wanted)
    count = math.prod(a.shape[axis] for axis in axes)
    if count <= ddof:
        say('Degrees of freedom <= 0 for slice')
    centre = mean if mean is not None else sum(a, axes, keepdims=True) / count if count else as_array(math.nan)
    if not count:
        warn('invalid', 'divide')
    centred = a - centre
    squares = as_array(sum(centred * centred, axes, keepdims=keepdims))
    answer = result(run('div', squares._t, builtins.max(count - ddof, 0)))
    if not isinstance(answer, ndarray) and count <= ddof:
        warn('invalid', 'scalar divide')
    return into(out, answer if wanted.dtype.itemsize >= 4 else answer.astype('float16'))


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    return into(out, sqrt(var(a, axis, dtype, None, ddof, keepdims, where=where, mean=mean, correction=correction)))


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    a = _chosen(as_array(a), where, 1)
    tensor = _summed(a, dtype)
    for each in sorted(axes_of(a, axis), reverse=True):
        tensor = run('prod', tensor, each, bool(keepdims))
    return into(out, result(tensor) if initial is None else result(tensor) * initial)


def _extreme(name, op, ufunc):
    def function(a, axis=None, out=None, keepdims=False, initial=None, where=True):
        a = as_array(a)
        axes = axes_of(a, axis)
        if where is not True:
            if initial is None:
                raise ValueError(f"reduction operation '{ufunc.__name__}' does not have an identity, so to use a where mask one has to specify 'initial'")
            a = _chosen(a, where, initial)
        if 0 in [a.shape[each] for each in axes]:
            if initial is None:
                raise ValueError(f'zero-size array to reduction operation {ufunc.__name__} which has no identity')
            return into(out, result(run('full', [size for each, size in enumerate(a.shape) if each not in axes], float(initial), dtype=a.dtype._torch)))
        answer = result(run('clone', a._t)) if 0 in a.shape or not axes else result(run(op, a._t, axes, bool(keepdims)))
        if 0 in a.shape:
            answer = of(run('zeros', [size for each, size in enumerate(a.shape) if each not in axes], dtype=a.dtype._torch))
        return into(out, answer if initial is None else ufunc(answer, initial))
    function.__name__ = function.__qualname__ = name
    return function


max, amax = _extreme('max', 'amax', maximum), _extreme('amax', 'amax', maximum)
min, amin = _extreme('min', 'amin', minimum), _extreme('amin', 'amin', minimum)


def ptp(a, axis=None, out=None, keepdims=False):
    a = as_array(a)
    return into(out, max(a, axis, keepdims=keepdims) - min(a, axis, keepdims=keepdims))


def _place(op):
    def function(a, axis=None, out=None, *, keepdims=False):
        a = as_array(a)
        axes = axes_of(a, axis) if axis is None or a.ndim else [axis_of(axis, 1)]
        if (a.size if axis is None else a.shape[axes[0]] if a.ndim else 1) == 0:
            raise ValueError(f'attempt to get {op} of an empty sequence')
        tensor = run('to', a._t, DTYPES['uint8']._torch) if a.dtype.kind == 'b' else a._t
        if axis is not None and a.ndim:
            return into(out, result(run(op, tensor, axes[0], bool(keepdims))))
        found = result(run(op, run('reshape', tensor, [-1]), 0))
        return into(out, as_array(found).reshape((1,) * a.ndim) if keepdims and a.ndim else found)
    function.__name__ = function.__qualname__ = op
    return function


argmax, argmin = _place('argmax'), _place('argmin')


def any(a, axis=None, out=None, keepdims=False, *, where=True):
    return into(out, _truth('any', _chosen(as_array(a), where, 0), axis, keepdims))


def all(a, axis=None, out=None, keepdims=False, *, where=True):
    return into(out, _truth('all', _chosen(as_array(a), where, 1), axis, keepdims))


def _truth(op, a, axis, keepdims):
    tensor = to_dtype(a._t, DTYPES['bool'])
    for each in sorted(axes_of(a, axis), reverse=True):
        tensor = run(op, tensor, each, bool(keepdims))
    return result(tensor)


def _running(name, op):
    def function(a, axis=None, dtype=None, out=None):
        a = as_array(a)
        a = a if axis is not None else a.ravel()
        return into(out, of(run(op, _summed(a, dtype), axis_of(0 if axis is None else axis, a.ndim))))
    function.__name__ = function.__qualname__ = name
    return function


cumsum, cumprod = _running('cumsum', 'cumsum'), _running('cumprod', 'cumprod')


def _including(name, running, first):
    def function(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
        x = as_array(x)
        if axis is None and x.ndim > 1:
            raise ValueError('For arrays which have more than one dimension ``axis`` argument is required.')
        answer = running(x, 0 if axis is None else axis, dtype)
        if include_initial:
            shape = list(answer.shape)
            shape[0 if axis is None else axis] = 1
            answer = of(run('cat', [run('full', shape, first, dtype=answer._t.dtype), answer._t], 0 if axis is None else axis))
        return into(out, answer)
    function.__name__ = function.__qualname__ = name
    return function


cumulative_sum, cumulative_prod = _including('cumulative_sum', cumsum, 0), _including('cumulative_prod', cumprod, 1)


def count_nonzero(a, axis=None, *, keepdims=False):
    a = as_array(a)
    return sum(a if a.dtype.kind == 'b' else a != 0, axis, keepdims=keepdims)


REDUCTIONS.update(add=sum, multiply=prod, maximum=max, minimum=min, logical_and=all, logical_or=any)


#: What the engine does itself of an array without anything beside it.
TOTALS = ('sum', 'mean', 'max', 'min', 'any', 'all', 'argmax', 'argmin')
