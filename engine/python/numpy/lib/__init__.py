"""numpy.lib."""
from . import array_utils, stride_tricks
from ._version import NumpyVersion
