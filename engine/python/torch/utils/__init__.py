"""torch.utils."""
from .. import _names
from . import checkpoint, data, hooks

__getattr__, __dir__ = _names.lacking('torch.utils', globals())
