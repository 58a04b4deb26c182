"""What of arrays goes without the interpreter (engine/binding/native-numpy.ts): in these places of the classes the engine's functions
stand as soon as it is there. What they don't take comes back to Python's functions that stood there.
"""
import sys

from torch import _border
from torch._types import BY_CODE

from . import _operators, _ufuncs
from ._core import ndarray
from ._reductions import TOTALS
from ._types import BY_TORCH, scalar_types
from ._ufunc import PLAIN, ufunc

_border.client(globals())

# No ufunc here, but as one where both operands are matrices or vectors.
_MATMUL = len(PLAIN)
PLAIN.append(('matmul', 'if', True, 2))

_UNARY = {'neg': 'negative', 'pos': 'positive', 'abs': 'absolute', 'invert': 'invert'}
_NUMBERS = ('add', 'radd', 'sub', 'rsub', 'mul', 'rmul', 'truediv', 'rtruediv', 'eq', 'ne', 'lt', 'le', 'gt', 'ge')
_FORMS = ('reshape', 'copy', 'astype', 'item', 'tolist')


def _nothing(self):
    """An array that is gone, of which nothing is to be given back."""


def _of_arrays():
    """Of each method its name, what it is, and which of them."""
    for name, function in (*_operators.UFUNCS.items(), *_UNARY.items()):
        number = getattr(_ufuncs, function)._number
        yield f'__{name}__', 'forwards', number
        if f'__r{name}__' in vars(ndarray):
            yield f'__r{name}__', 'backwards', number
        if f'__i{name}__' in vars(ndarray):
            yield f'__i{name}__', 'inside', number
    yield '__matmul__', 'forwards', _MATMUL
    for name in TOTALS:
        yield name, 'total', name
    for name in _FORMS:
        yield name, 'form', name
    yield '__getitem__', 'get', None
    yield '__setitem__', 'set', None
    yield '__del__', 'forget', None


def _methods():
    """With the class, and what stood there."""
    for name, *what in _of_arrays():
        yield ndarray, name, *what, getattr(ndarray, name, _nothing)
    for cls in (scalar_types['float64'], scalar_types['int64']):
        for name in _NUMBERS:
            yield cls, f'__{name}__', 'number', name, getattr(cls, f'__{name}__')
    yield ufunc, '__call__', 'call', None, ufunc.__call__


def _install():
    dtypes = [BY_TORCH.get(each) for each in BY_CODE]
    slots = (ndarray._h, ndarray._t, ndarray._backwards, scalar_types['int64']._value, ufunc._number)
    _arrays(ndarray, tuple(each and scalar_types[each.name] for each in dtypes), tuple(dtypes), tuple(each and sys.intern(each.name) for each in dtypes),
            tuple(PLAIN), tuple(_methods()), slots)
    ndarray.dtype, ndarray.ndim, ndarray.size, ndarray.T = map(property, (_array_dtype, _array_ndim, _array_size, _array_transposed))
    ndarray.shape = property(_array_shape, ndarray.shape.fset)


_border.when_bound(_install)
