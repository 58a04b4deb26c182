"""What of arrays goes without the interpreter (engine/binding/native-numpy.ts): in these places of the classes the engine's functions
stand as soon as it is there. What they don't take comes back to Python's functions that stood there.
"""
from torch import _border
from torch._types import BY_CODE

from . import _operators
from ._core import ndarray
from ._types import BY_TORCH, scalar_types
from ._ufunc import PLAIN, ufunc

_border.client(globals())

_UNARY = {'neg': 'negative', 'pos': 'positive', 'abs': 'absolute', 'invert': 'invert'}
_TOTALS = ('sum', 'mean', 'max', 'min', 'any', 'all', 'argmax', 'argmin')


def _nothing(self):
    """An array that is gone, of which nothing is to be given back."""


def _methods():
    """Of each its name, what it is, which of them, and what stood there."""
    for name, function in (*_operators.UFUNCS.items(), *_UNARY.items()):
        number = getattr(_operators._ufuncs, function)._number
        yield f'__{name}__', 'forwards', number
        if f'__r{name}__' in vars(ndarray):
            yield f'__r{name}__', 'backwards', number
    for name in _TOTALS:
        yield name, 'total', name
    yield '__getitem__', 'get', None
    yield '__setitem__', 'set', None


def _install():
    dtypes = [BY_TORCH.get(each) for each in BY_CODE]
    methods = [(name, kind, which, vars(ndarray)[name]) for name, kind, which in _methods()]
    slots = (ndarray._h, ndarray._t, ndarray._backwards, scalar_types['int64']._value, ufunc._number)
    _arrays(ndarray, ufunc, tuple(each and scalar_types[each.name] for each in dtypes), tuple(dtypes), tuple(PLAIN),
            (*methods, ('__del__', 'forget', None, _nothing), ('__call__', 'call', None, ufunc.__call__)), slots)
    ndarray.dtype, ndarray.ndim, ndarray.size = map(property, (_array_dtype, _array_ndim, _array_size))
    ndarray.shape = property(_array_shape, ndarray.shape.fset)


_border.when_bound(_install)
