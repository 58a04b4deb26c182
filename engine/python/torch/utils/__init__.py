"""torch.utils."""
from .. import _names
from . import hooks

__getattr__, __dir__ = _names.lacking('torch.utils', globals())
