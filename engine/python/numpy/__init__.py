"""NumPy's Python interface over the embedded engine; arrays and torch's tensors share their bytes.

Importing makes no call to the engine, so that a memory snapshot may hold the imported package.
"""
from math import e, inf, nan, pi

from torch import _names as _torch_names  # noqa: E402
from torch.utils.data._utils import collate as _collate  # noqa: E402

from . import _names  # noqa: E402
from .version import __version__  # noqa: E402, F401

_torch_names.install(_names.NAMES)

from ._core import ndarray  # noqa: E402
from ._types import (bool_, dtype, float16, float32, float64, floating, generic, inexact, int8, int16, int32, int64, integer, number, scalar_types,  # noqa: E402
                     signedinteger, uint8, unsignedinteger)
from ._public import PUBLIC  # noqa: E402

globals().update(PUBLIC)

double, single, half = float64, float32, float16
int_ = intp = long = longlong = int64
short, intc, byte, ubyte = int16, int32, int8, uint8
newaxis = None
euler_gamma = 0.5772156649015329
bool = bool_
True_, False_ = bool_(True), bool_(False)

# What a loader makes of a batch of these.
_collate.default_collate_fn_map.update({ndarray: _collate.collate_numpy_array_fn, (bool_, number): _collate.collate_numpy_scalar_fn})

from . import _expired, _native, _pickled, exceptions, lib, linalg, random, testing, version  # noqa: E402, F401

_find_lacking, __dir__ = _torch_names.lacking('numpy', globals(), _names.NAMES)


def __getattr__(name):
    try:
        return _find_lacking(name)
    except AttributeError:
        _expired.refuse_expired(name)
        raise


_torch_names.fill_class(ndarray, 'numpy.ndarray', _names.NAMES)
_torch_names.fill_class(random.RandomState, 'numpy.random.RandomState', _names.NAMES)
_torch_names.fill_class(random.Generator, 'numpy.random.Generator', _names.NAMES)
