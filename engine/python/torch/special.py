"""torch.special: those operators of the table that PyTorch has there."""
from . import _ops

globals().update({name.removeprefix('special_'): function for name, function in _ops.SPECIAL.items()})
