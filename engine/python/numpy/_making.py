"""Arrays from nothing: ranges, grids, arrays like others."""
import builtins
import math

from ._arithmetic import operand_kind
from ._core import array, as_array, float64, full, of, ones, run, to_dtype, zeros
from ._types import DTYPES, as_dtype, result_dtype, scalar


def asarray(a, dtype=None, order=None, copy=None):
    return as_array(a, dtype) if not copy else array(a, dtype)


asanyarray = ascontiguousarray = asarray


def arange(start, stop=None, step=1, dtype=None, **_):
    if stop is None:
        start, stop = 0, start
    start, stop, step = (value.item() if hasattr(value, 'item') else value for value in (start, stop, step))
    d = as_dtype(dtype) if dtype is not None else result_dtype([operand_kind(value) for value in (start, stop, step)])
    d = DTYPES['int64'] if d.kind == 'b' else d
    if step == 0:
        raise ZeroDivisionError('division by zero')
    count = builtins.max(0, math.ceil((stop - start) / step))
    if d.kind == 'f':
        first, second = float(start), float(start + step)
        return of(to_dtype(run('add', run('mul', to_dtype(run('arange', count), float64), second - first), first), d))
    return of(to_dtype(run('add', run('mul', run('arange', count), int(step)), int(start)), d))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts > 0 else math.nan
    made = run('arange', num)
    values = run('add', run('mul', to_dtype(made, float64), step), start) if parts > 0 else to_dtype(made, float64)
    if parts <= 0 and num:
        values = run('add', values, start)
    answer = of(values)
    if endpoint and num > 1:
        answer[-1] = stop
    answer = answer if dtype is None else answer.astype(dtype)
    return (answer, scalar(float64, step)) if retstep else answer


def eye(N, M=None, k=0, dtype=float, **_):
    if k:
        raise NotImplementedError('`numpy.eye(k=...)` is not in the embedded engine yet; the python runtime has it')
    return of(to_dtype(run('eye', N, N if M is None else M), as_dtype(dtype)))


def identity(n, dtype=None, **_):
    return eye(n, dtype=dtype or float)


def zeros_like(a, dtype=None, **_):
    a = as_array(a)
    return zeros(a.shape, dtype or a.dtype)


def ones_like(a, dtype=None, **_):
    a = as_array(a)
    return ones(a.shape, dtype or a.dtype)


def full_like(a, fill_value, dtype=None, **_):
    a = as_array(a)
    return full(a.shape, fill_value, dtype or a.dtype)


empty_like = zeros_like


def copy(a, **_):
    return array(a)


def meshgrid(*xi, indexing='xy', **_):
    arrays = [as_array(x).reshape(-1) for x in xi]
    shape = [len(a) for a in arrays]
    places = list(range(len(arrays)))
    if indexing == 'xy' and len(arrays) > 1:
        shape[0], shape[1] = shape[1], shape[0]
        places[0], places[1] = 1, 0
    out = []
    for a, place in zip(arrays, places):
        sizes = [1] * len(arrays)
        sizes[place] = len(a)
        out.append(of(run('clone', run('expand', a.reshape(sizes)._t, shape))))
    return tuple(out)
