"""torch.backends: what a program asks before it chooses a device, and switches that change nothing here."""
from .. import _names
from . import cuda, cudnn, mps  # noqa: F401

__getattr__, __dir__ = _names.lacking('torch.backends', globals())
