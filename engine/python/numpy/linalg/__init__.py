"""numpy.linalg: norms. The rest is not here yet."""
from torch._names import lacking

from .. import _names
from .._core import as_array
from .._reductions import sum
from .._ufuncs import abs, sqrt


def norm(x, ord=None, axis=None, keepdims=False):
    x = as_array(x)
    if ord is not None and not (ord == 2 and (axis is not None or x.ndim == 1)) and ord not in ('fro', 1) or ord == 1 and axis is None and x.ndim != 1:
        raise NotImplementedError(f'`numpy.linalg.norm(ord={ord!r})` is not in the embedded engine yet; the python runtime has it')
    x = x if x.dtype.kind == 'f' else x.astype('float64')
    if ord == 1:
        return sum(abs(x), axis, keepdims=keepdims)
    return sqrt(sum(x * x, axis, keepdims=keepdims))


__getattr__, __dir__ = lacking('numpy.linalg', globals(), _names.NAMES)
