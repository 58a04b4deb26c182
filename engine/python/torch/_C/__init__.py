"""What PyTorch has in C++ and names so in files and messages: functions that are no attribute of a module for users, and the modes that are active."""
from ..overrides import modes
from . import _linalg, _nn, _special

__all__ = ['_linalg', '_nn', '_special']


def _len_torch_function_stack():
    return len(modes)


def _get_function_stack_at(place):
    return modes[place]
