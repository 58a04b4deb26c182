"""torch.linalg: those operators of the table that PyTorch has there."""
from . import _names, _ops
from ._border import _LinAlgError as LinAlgError

globals().update({name.removeprefix('linalg_'): function for name, function in _ops.LINALG.items()})
__getattr__, __dir__ = _names.lacking('torch.linalg', globals())
