"""Hooks of tensors and of nodes: the engine calls each by its number, and PyTorch's handle takes it away."""
from collections import OrderedDict

from . import _border

_border.client(globals())


class Hook(OrderedDict):
    """The one hook of a registration: called by the engine, held there until it is taken out here."""

    def __init__(self, number, run):
        super().__init__()
        self._number = number
        self._run = run

    def __call__(self, handle):
        return self._run(handle)

    def pop(self, *key):
        _border.hooks.pop(self._number, None)
        _remove_hook(self._number)
        return super().pop(*key)


def registered(number, hook, run):
    """A handle that removes the hook; `run` is what the engine calls for it."""
    from .utils.hooks import RemovableHandle
    hooks = Hook(number, run)
    _border.hooks[number] = hooks
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    return handle
