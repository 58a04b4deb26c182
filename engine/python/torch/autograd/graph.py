"""Nodes of the autograd graph as Python sees them, and what saved tensors are packed by (torch.autograd.graph)."""
import contextlib
import weakref

from .. import _border, _names, _parse
from .._border import NONE, check, dead
from .._hooks import registered
from . import grad_mode

_border.client(globals())
_classes = {}
# Nodes that the user holds, by handle: the same one is the same object.
_known = weakref.WeakValueDictionary()
# Of nodes that are calls of a user's Function, by handle, what forward was given as `ctx`.
contexts = weakref.WeakValueDictionary()
# Nodes whose name() carries their C++ namespace.
_WITH_NAMESPACE = {'AccumulateGrad', 'CopyBackwards', 'CopySlices', 'GraphRoot', 'Error', 'UndefinedGrad'}


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
        text = check(_node(self._n, 1))
        return tuple((None, 0) if piece == '' else (_wrapped(*piece.split(' ')[:2]), int(piece.split(' ')[2])) for piece in text.split(',')) if text != '-' else ()

    @property
    def metadata(self):
        return {}

    def register_hook(self, fn):
        """`fn(grad_inputs, grad_outputs)` after the node has run; what it returns, if anything, takes the gradients' place."""
        def run(handles):
            count = len(handles) - self._outputs()
            inputs, outputs = _tensors(handles[:count]), _tensors(handles[count:])
            return _handles(fn(inputs, outputs), inputs)
        return registered(check(_register_node_hook(self._n, 1)), fn, run)

    def register_prehook(self, fn):
        """`fn(grad_outputs)` before the node runs."""
        def run(handles):
            outputs = _tensors(handles)
            return _handles(fn(outputs), outputs)
        return registered(check(_register_node_hook(self._n, 0)), fn, run)

    def _outputs(self):
        return _node(self._n, 3)

    def __getattr__(self, name):
        if name.startswith('_saved_'):
            answer = check(_node_saved(self._n, name[len('_saved_'):]))
            if answer != '':
                return _found(answer)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    @property
    def variable(self):
        handle = _node(self._n, 2)
        if handle == 0:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'variable'")
        return _tensor_of(handle)

    def __eq__(self, other):
        return isinstance(other, Node) and self._n == other._n

    def __hash__(self):
        return self._n


def _found(answer):
    """What a node saved: a tensor, a number, or a tuple."""
    if type(answer) is str and answer[0] == 'l':
        return tuple(_numbers[piece] if piece in _numbers else float(piece) if '.' in piece or 'e' in piece else int(piece) for piece in filter(None, answer[1:].split(',')))
    return _tensor_of(int(answer)) if type(answer) in (int, float) else _parse.finish(answer, ())


def _tensor_of(handle):
    """The tensor that the user has, where it is a leaf."""
    from .._gradients import leaves
    from .._tensor import wrap
    known = leaves.get(handle)
    if known is None:
        return wrap(handle)
    _release(handle)
    return known


def _tensors(handles):
    from .._tensor import wrap
    return tuple(None if handle == NONE else wrap(handle) for handle in handles)


def _handles(given, known):
    """What a hook gave back as handles; nothing where it gave nothing."""
    if given is None:
        return ''
    given = given if isinstance(given, tuple) else (given,)
    if len(given) != len(known):
        raise RuntimeError(f'hook has returned an incorrect number of values (got {len(given)}, but expected {len(known)})')
    return ','.join('0' if one is None else str(one._h) for one in given)


def _wrapped(number, name):
    known = contexts.get(int(number)) or _known.get(int(number))
    if known is not None:
        _release(-int(number))
        return known
    cls = _classes.get(name)
    if cls is None:
        cls = _classes[name] = type(name, (Node,), {'__slots__': ()})
        cls.__module__ = 'builtins'
        cls.__repr__ = lambda self: f'<{type(self).__name__} object at {hex(0x7f0000000000 + self._n * 16)}>'
    node = object.__new__(cls)
    node._n = int(number)
    _known[node._n] = node
    return node


def node_of(tensor):
    """The node that made a tensor; None for a leaf."""
    text = _node(-tensor._h, 0)
    return None if text == '' else _wrapped(*text.split(' '))


class saved_tensors_hooks:
    """Within it `pack_hook` takes each tensor that a node saves, and `unpack_hook` gives it back when it is needed."""

    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self):
        if _refusals:
            raise RuntimeError(_refusals[-1])
        from .._tensor import wrap

        def unpack(packed):
            result = self.unpack_hook(packed)
            if not isinstance(result, _parse.Tensor):
                raise TypeError('Output of saved tensor unpack_hook expected to be a Tensor but got result of type ' + type(result).__name__)
            return result._h

        def pack(handle):
            with grad_mode.no_grad():
                return self.pack_hook(wrap(handle)), unpack
        number = _border.next_number()
        _border.hooks[number] = pack
        _packings.append(number)
        _saved_tensors_hooks(number)

    def __exit__(self, *exception):
        # What is packed by now has its own way back.
        _border.forget(_packings.pop())
        _saved_tensors_hooks(_packings[-1] if _packings else 0)


class save_on_cpu(saved_tensors_hooks):
    """As it is: all memory is the CPU's."""

    def __init__(self, pin_memory=False, device_type='cuda'):
        super().__init__(lambda tensor: tensor, lambda packed: packed)


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message):
    """Within it using the hooks raises a RuntimeError with this message."""
    _refusals.append(error_message)
    try:
        yield
    finally:
        _refusals.pop()


allow_mutation_on_saved_tensors, region_activation_memory_budget, register_multi_grad_hook = (_names.stub(f'torch.autograd.graph.{name}') for name in (
    'allow_mutation_on_saved_tensors', 'region_activation_memory_budget', 'register_multi_grad_hook'))
_numbers = {'true': True, 'false': False}
_packings, _refusals = [], []
