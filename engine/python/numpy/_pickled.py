"""What NumPy's pickles name, so that arrays and numbers go both ways: an array is made empty, and its state fills it."""
import sys
import types

from torch import _creation, _names

from ._core import ndarray
from ._types import dtype, generic

_VERSION = 1


def _reconstruct(subtype, shape, datatype):
    return ndarray(shape, 'uint8')


def scalar(kind, data):
    return _filled(kind, (), data)[()]


def _filled(kind, shape, data):
    return ndarray._adopt(_creation.make_from_bytes(kind._torch, list(shape), data))


def _reduced_array(self):
    fortran = self.ndim > 1 and not self.flags.c_contiguous and self.T.flags.c_contiguous
    return _reconstruct, (ndarray, (0,), b'b'), (_VERSION, self.shape, self.dtype, fortran, (self.T if fortran else self).tobytes())


def _set_array(self, state):
    _, shape, kind, fortran, data = state
    if not isinstance(data, bytes):
        raise NotImplementedError(_names.sentence('numpy.ndarray of objects'))
    made = _filled(kind, shape[::-1], data).T if fortran else _filled(kind, shape, data)
    self._become(made)


def _reduced_dtype(self):
    return dtype, (self.str[1:], False, True), (3, self.str[0], None, None, None, -1, -1, 0)


def _set_dtype(self, state):
    if state[1] == '>':
        raise NotImplementedError(_names.sentence('numpy.dtype with its highest bytes first'))


def _reduced_number(self):
    return scalar, (self.dtype, self._array().tobytes())


ndarray.__reduce__, ndarray.__setstate__ = _reduced_array, _set_array
dtype.__reduce__, dtype.__setstate__ = _reduced_dtype, _set_dtype
generic.__reduce__ = _reduced_number
for _name in ('numpy._core.multiarray', 'numpy.core.multiarray'):
    _module = sys.modules[_name] = types.ModuleType(_name)
    _module._reconstruct, _module.scalar = _reconstruct, scalar
_reconstruct.__module__ = scalar.__module__ = 'numpy._core.multiarray'
