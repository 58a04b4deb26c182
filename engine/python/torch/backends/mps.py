"""torch.backends.mps as PyTorch for processors has it."""
from .. import _names


def is_built():
    return False


def is_available():
    return False


def is_macos_or_newer(major, minor):
    return False


__getattr__, __dir__ = _names.lacking('torch.backends.mps', globals())
