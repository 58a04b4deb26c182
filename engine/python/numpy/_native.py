"""What of arrays goes without the interpreter (engine/binding/native-numpy.ts): in these places of the classes the engine's functions
stand as soon as it is there. What they don't take comes back to Python's functions that stood there.
"""
import sys
import types

from torch import _border
from torch._tensor import wrap
from torch._types import BY_CODE

from . import _operators, _ufuncs
from ._core import ndarray
from ._public import PUBLIC
from ._reductions import TOTALS
from ._types import BY_TORCH, scalar_types
from ._ufunc import PLAIN, ufunc

_border.client(globals())

# No ufunc here, but as one where both operands are matrices or vectors.
_MATMUL = len(PLAIN)
PLAIN.append(('matmul', 'if', True, 2))

_UNARY = {'neg': 'negative', 'pos': 'positive', 'abs': 'absolute', 'invert': 'invert'}
_COMPARED = {'lt': 'less', 'le': 'less_equal', 'eq': 'equal', 'ne': 'not_equal', 'gt': 'greater', 'ge': 'greater_equal'}
_NUMBERS = ('add', 'sub', 'mul', 'truediv')
_FORMS = ('reshape', 'copy', 'astype', 'item', 'tolist')
#: By the kind of a slot: where another class has such slots. What they share is how Python calls them.
_LIKE = {'operator': (int.__add__, int.__radd__), 'power': (int.__pow__, int.__rpow__), 'inside': (set.__isub__,), 'power_inside': (int.__pow__,), 'unary': (int.__neg__,),
         'get': (tuple.__getitem__,), 'set': (list.__setitem__, list.__delitem__), 'call': (type.__call__,), 'forget': (types.GeneratorType.__del__,)}
_LIKE['number'], _LIKE['compared'] = _LIKE['operator'], tuple(getattr(int, f'__{name}__') for name in _COMPARED)
_LIKE['numbers_compared'] = _LIKE['compared']


def _nothing(self):
    """An array that is gone, of which nothing is to be given back."""


def _slots():
    """Of each slot its class, its kind, what it computes and under which names Python has it."""
    for name, function in _operators.UFUNCS.items():
        number = getattr(_ufuncs, function)._number
        if name in _COMPARED or name == 'divmod':
            continue
        yield ndarray, 'power' if name == 'pow' else 'operator', number, (f'__{name}__', f'__r{name}__')
        yield ndarray, 'power_inside' if name == 'pow' else 'inside', number, (f'__i{name}__',)
    yield ndarray, 'operator', _MATMUL, ('__matmul__', '__rmatmul__')
    for name, function in _UNARY.items():
        yield ndarray, 'unary', getattr(_ufuncs, function)._number, (f'__{name}__',)
    compared = tuple(f'__{name}__' for name in _COMPARED)
    yield ndarray, 'compared', tuple(getattr(_ufuncs, function)._number for function in _COMPARED.values()), compared
    yield ndarray, 'get', None, ('__getitem__',)
    yield ndarray, 'set', None, ('__setitem__', '__delitem__')
    yield ndarray, 'forget', None, ('__del__',)
    for cls in (scalar_types['float64'], scalar_types['int64']):
        for name in _NUMBERS:
            yield cls, 'number', name, (f'__{name}__', f'__r{name}__')
        yield cls, 'numbers_compared', None, compared
    yield ufunc, 'call', None, ('__call__',)


def _methods():
    """Of each method its class, its name, what it is, which of them, and what stood there."""
    for name in TOTALS:
        yield ndarray, name, 'total', name, getattr(ndarray, name)
    for name in _FORMS:
        yield ndarray, name, 'form', name, getattr(ndarray, name)


def _functions():
    """Of each of NumPy's functions its name, what it is, which of them, and Python's own."""
    for name, kind, which in (('array', 'listed', None), ('zeros', 'filled', 0), ('empty', 'filled', 0), ('ones', 'filled', 1), ('full', 'full', None), ('arange', 'range', None),
                              *((name, 'total', name) for name in TOTALS)):
        yield name, kind, which, PUBLIC[name]


def _put_in_place(functions):
    """Wherever the package has Python's own under a name."""
    of = {id(PUBLIC[function.__name__]): function for function in functions}
    for module in [sys.modules[name] for name in sys.modules if name.partition('.')[0] == 'numpy']:
        for name, value in list(vars(module).items()):
            if id(value) in of:
                setattr(module, name, of[id(value)])


def _reshaped(self, *shape):
    if not shape:
        raise AttributeError('Cannot delete array shape')
    self._become(self.reshape(*shape))


def _refuse(self):
    raise TypeError('object.__new__(numpy.ndarray) is not safe, use numpy.ndarray.__new__()')


def _install():
    dtypes = [BY_TORCH.get(each) for each in BY_CODE]
    slots = tuple((cls, kind, which, tuple(map(sys.intern, names)), _LIKE[kind], tuple(getattr(cls, name, _nothing) for name in names)) for cls, kind, which, names in _slots())
    functions = _arrays(ndarray, tuple(each and scalar_types[each.name] for each in dtypes), tuple(dtypes), tuple(each and sys.intern(each.name) for each in dtypes), tuple(PLAIN),
                        tuple(_methods()), tuple(_functions()), 'numpy', slots, (wrap, _reshaped, _refuse, sys.intern('out')), (ndarray._h, ndarray._tensor, ndarray._backwards, scalar_types['int64']._value, ufunc._number))
    _put_in_place(functions)


_border.when_bound(_install)
