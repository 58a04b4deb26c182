"""torch.linalg: those operators of the table that PyTorch has there."""
from . import _ops
from ._border import _LinAlgError as LinAlgError

globals().update({name.removeprefix('linalg_'): function for name, function in _ops.LINALG.items()})
