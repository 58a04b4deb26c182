"""numpy.lib."""
from . import array_utils, stride_tricks
