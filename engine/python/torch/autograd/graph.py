"""Nodes of the autograd graph as Python sees them: `tensor.grad_fn`, `next_functions`, `name()`."""
from .. import _border
from .._border import dead

_border.client(globals())
_classes = {}
# Nodes whose name() carries their C++ namespace.
_WITH_NAMESPACE = {'AccumulateGrad', 'CopySlices', 'GraphRoot', 'Error', 'UndefinedGrad'}


class Node:
    """One differentiable call. `_n` is the engine's handle, given back as a negative number."""

    __slots__ = ('_n', '__weakref__', '__dict__')

    def __del__(self, append=dead.append):
        append(-self._n)

    def name(self):
        name = type(self).__name__
        return f'torch::autograd::{name}' if name in _WITH_NAMESPACE else name

    @property
    def next_functions(self):
        text = _node(self._n, 1)
        return tuple((None, 0) if piece == '' else (_wrapped(*piece.split(' ')[:2]), int(piece.split(' ')[2])) for piece in text.split(',')) if text != '-' else ()

    @property
    def metadata(self):
        return {}

    @property
    def variable(self):
        handle = _node(self._n, 2)
        if handle == 0:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'variable'")
        from .._tensor import leaves, wrap
        known = leaves.get(handle)
        if known is None:
            return wrap(handle)
        _release(handle)
        return known

    def __eq__(self, other):
        return isinstance(other, Node) and self._n == other._n

    def __hash__(self):
        return self._n


def _wrapped(number, name):
    cls = _classes.get(name)
    if cls is None:
        cls = _classes[name] = type(name, (Node,), {'__slots__': ()})
        cls.__module__ = 'builtins'
        cls.__repr__ = lambda self: f'<{type(self).__name__} object at {hex(0x7f0000000000 + self._n * 16)}>'
    node = object.__new__(cls)
    node._n = int(number)
    return node


def node_of(tensor):
    """The node that made a tensor; None for a leaf."""
    text = _node(-tensor._h, 0)
    return None if text == '' else _wrapped(*text.split(' '))
