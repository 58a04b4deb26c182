"""numpy.lib."""
from torch import _names as _torch_names

from .. import _names
from . import stride_tricks

__getattr__, __dir__ = _torch_names.lacking('numpy.lib', globals(), _names.NAMES)
