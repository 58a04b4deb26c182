"""ndarray's operators: each is a ufunc. NumPy asks a tensor on the left what to make of the result: a tensor."""
from torch import _creation
from torch._tensor import Tensor

from . import _ufuncs
from ._arithmetic import matmul
from ._core import as_array, ndarray, run, of
from ._types import DTYPES

UFUNCS = {'add': 'add', 'sub': 'subtract', 'mul': 'multiply', 'truediv': 'divide', 'floordiv': 'floor_divide', 'mod': 'remainder', 'pow': 'power', 'and': 'bitwise_and', 'or': 'bitwise_or',
           'xor': 'bitwise_xor', 'lshift': 'left_shift', 'rshift': 'right_shift', 'divmod': 'divmod', 'eq': 'equal', 'ne': 'not_equal', 'lt': 'less', 'le': 'less_equal', 'gt': 'greater', 'ge': 'greater_equal'}
COMPARISONS = ('eq', 'ne', 'lt', 'le', 'gt', 'ge')


def _operator(name, compute):
    def forwards(self, other):
        if (other is None or isinstance(other, str)) and name in ('eq', 'ne'):
            # Nothing is equal to what is no number.
            return of(run('full_like', self._t, name == 'ne', dtype=DTYPES['bool']._torch))
        # What is no operand of a ufunc, and says so with None, decides by itself.
        if isinstance(other, (Tensor, dict)) or getattr(type(other), '__array_ufunc__', True) is None:
            return NotImplemented
        return compute(self, other)
    return forwards


def _reflected(compute):
    def backwards(self, other):
        if isinstance(other, dict):
            return NotImplemented
        answer = compute(as_array(other) if isinstance(other, Tensor) else other, self)
        return _creation.as_tensor(answer) if isinstance(other, Tensor) else answer
    return backwards


def _in_place(compute):
    def in_place(self, other):
        return compute(self, other, out=self)
    return in_place


def _into_itself(self, other):
    if not self.ndim or as_array(other).ndim < 2:
        raise ValueError('inplace matrix multiplication requires the first operand to have at least one and the second at least two dimensions.')
    self[...] = matmul(self, other)
    return self


for _name, _ufunc in UFUNCS.items():
    _compute = getattr(_ufuncs, _ufunc)
    setattr(ndarray, f'__{_name}__', _operator(_name, _compute))
    if _name not in COMPARISONS:
        setattr(ndarray, f'__r{_name}__', _reflected(_compute))
        if _name != 'divmod':
            setattr(ndarray, f'__i{_name}__', _in_place(_compute))
ndarray.__matmul__, ndarray.__rmatmul__, ndarray.__imatmul__ = _operator('matmul', matmul), _reflected(matmul), _into_itself
ndarray.__neg__ = lambda self: _ufuncs.negative(self)
ndarray.__pos__ = lambda self: _ufuncs.positive(self)
ndarray.__abs__ = lambda self: _ufuncs.absolute(self)
ndarray.__invert__ = lambda self: _ufuncs.invert(self)
