"""torch.nn."""
from .. import _names
from . import functional, init, modules, parallel, parameter, utils
from .modules import *
from .parallel import DataParallel
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter

__getattr__, __dir__ = _names.lacking('torch.nn', globals())
