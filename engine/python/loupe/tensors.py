"""Tensors, arrays, modules and optimizers as rows, for real PyTorch and for the embedded engine's `torch`.

The bytes of a storage are copied when it is first seen and whenever a tensor over it was seen to have changed: after an
in-place call, after an optimizer's step, or because its stamp (PyTorch's `_version`) differs.
"""
import sys
import weakref
from operator import is_

from .frame import PENDING
from .schema import SCALAR_BOOL, SCALAR_OPAQUE, TENSOR_LEAF, TENSOR_NDARRAY, TENSOR_PARAMETER, TENSOR_REQUIRESGRAD
from .values import own_fields

_MODULE_FIELDS = frozenset((
    '_parameters', '_buffers', '_modules', '_non_persistent_buffers_set', '_backward_pre_hooks', '_backward_hooks', '_is_full_backward_hook',
    '_forward_hooks', '_forward_hooks_with_kwargs', '_forward_hooks_always_called', '_forward_pre_hooks', '_forward_pre_hooks_with_kwargs',
    '_state_dict_hooks', '_state_dict_pre_hooks', '_load_state_dict_pre_hooks', '_load_state_dict_post_hooks', '_compiled_call_impl',
))
_REGISTRIES = '_parameters', '_buffers', '_modules'
_OPTIMIZER_FIELDS = 'param_groups', 'state', 'defaults'
#: A look at an optimizer that reaches its parameters and their state.
_OPTIMIZER_DEPTH = 4
_WANTS_GRADIENT = TENSOR_REQUIRESGRAD | TENSOR_LEAF


class Known:
    """A tensor or array that has been recorded."""

    __slots__ = ('alive', 'ref', 'stamp', 'row', 'leaf', 'grad')

    def __init__(self, alive, ref):
        self.alive = alive
        self.ref = ref
        self.stamp = -1
        self.row = None
        self.leaf = False
        self.grad = 0


def _is(module, name):
    """A test whether a type derives from module.name, for a module that may not have been imported."""
    def test(kind):
        base = getattr(sys.modules.get(module), name, None)
        return isinstance(base, type) and issubclass(kind, base)
    return test


class Tensors:
    """Handlers for `Values`: whatever belongs to torch or numpy. `memory` is a Memory of `pytorch`."""

    def __init__(self, values, memory, limit):
        self._values = values
        self._strings = values.strings
        self._writer = values.writer
        self._memory = memory
        self._limit = limit
        #: Storages over the limit, and when their last row was written.
        self._limited = {}
        self._optimizers = {}
        #: id -> Known. An entry of a tensor that has gone is replaced when its address is used again.
        self.known = {}
        #: ref -> weak reference: leaves that want gradients, looked at after each backward call.
        self.leaves = {}
        values.plain_handlers.append(self.tensor)
        values.families += (
            (_is('torch', 'Tensor'), self.tensor), (_is('numpy', 'ndarray'), self.array), (_is('numpy', 'generic'), self._number),
            *((_is('torch', name), values._own_text) for name in ('dtype', 'device', 'memory_format', 'layout')),
            (_is('torch.nn', 'Module'), self._module), (_is('torch.optim', 'Optimizer'), self._optimizer),
        )

    # Tensors

    def begin(self):
        """Recording begins."""

    def tensor(self, tensor, _depth=0):
        known = self.known.get(id(tensor))
        if known is None or known.alive() is not tensor:
            known = self.known[id(tensor)] = Known(weakref.ref(tensor), self._values.new_ref())
            self._look(tensor, known, False)
        elif self._memory.stamp(tensor) != known.stamp:
            self._look(tensor, known, True)
        elif (known.leaf or tensor.retains_grad) and self._grad(tensor) != known.grad:
            self._look(tensor, known, False)
        return known.ref

    def plain_type(self):
        """A type whose objects have a handle `_h` by which `known` has their numbers; None: there is no such type."""
        return None

    def watch(self, recorder):
        """The recorder is there. What lines are told to may be replaced by something quicker, which calls it where it has to."""

    def observe(self, overrides, recorder, mode):
        """`mode` sees PyTorch's calls from here on; None: no more."""

    def again(self, tensors):
        """Looks at tensors that were looked at before."""
        for tensor in tensors:
            self.tensor(tensor)

    def written(self):
        """Some tensor may have been written to."""

    def changed(self, tensor):
        """A call has written to the tensor: its facts and bytes are looked at, whatever its stamp says."""
        known = self.known.get(id(tensor))
        if known is None or known.alive() is not tensor:
            self.tensor(tensor)
        else:
            self._look(tensor, known, True)

    def assigned(self, tensor):
        """A property of the tensor was set, of no other."""
        self.changed(tensor)

    def look_at_gradients(self):
        """After a backward call: the leaves' gradients as they are now."""
        for ref, alive in list(self.leaves.items()):
            leaf = alive()
            if leaf is None:
                del self.leaves[ref]
            else:
                known = self.known.get(id(leaf))
                before = known and known.stamp
                self.tensor(leaf)
                if known is not None and known.stamp == before:
                    # A gradient that was added to is the same tensor as before.
                    self._grad(leaf)

    def _grad(self, tensor):
        grad = self._memory.grad(tensor)
        return 0 if grad is None else self.tensor(grad)

    def _look(self, tensor, known, written):
        """Rows for what is new of the tensor. `written`: its bytes may be."""
        known.stamp, storage, dtype, offset, dims, flags, node, version, data = self._memory.look(tensor, written)
        if data:
            self._data(storage, *data)
        if flags == TENSOR_LEAF:
            grad = 0
            known.leaf = False
        elif flags == _WANTS_GRADIENT:
            grad = known.grad = self._grad(tensor)
            if not known.leaf:
                known.leaf = True
                self.leaves[known.ref] = known.alive
        elif tensor.retains_grad:
            grad = known.grad = self._grad(tensor)
        else:
            grad = 0
        kind = type(tensor).__name__
        if kind == 'Parameter':
            flags |= TENSOR_PARAMETER
        strings = self._strings
        string = self._values.string
        row = (known.ref, strings.get(kind) or string(kind), strings.get(dtype) or string(dtype), storage, offset, dims, flags,
               strings[node] if node in strings else string(node), grad, version)
        if row != known.row:
            known.row = row
            self._writer.tensor += (self._values.now, *row)

    def _data(self, storage, size, data, summary=None):
        writer, now = self._writer, self._values.now
        if size is None:
            now = self._limited[storage]
        else:
            writer.data += (now, storage, size, b'' if data is None else data)
            if data is not None:
                writer.cells[PENDING] += len(data)
                return
        if summary is not None:
            dtype, layout, numbers = summary
            writer.summary += (now, storage, self._values.string(dtype), *layout, numbers)
            writer.cells[PENDING] += len(numbers)
        is_new = storage not in self._limited
        self._limited[storage] = now
        if is_new:
            self._left_out(size, summary is not None)

    def _left_out(self, size, has_summary, tick=None):
        self._limit('tensor', f'the values of a tensor of {int(size)} bytes{"; a summary is kept" if has_summary else ""}', tick)

    # Frames: rows that are kept elsewhere than in the writer

    def write(self, _sink):
        """Writes them, before the writer's own: whoever sees a line begin finds what those before it gave. Answers how many bytes that were since the last time."""
        self._writer.cells[PENDING] = 0
        return 0

    # Arrays

    def array(self, array, _depth=0):
        values = self._values
        facts = self._memory.look_array(array)
        if facts is None:
            text = f'<array of {array.dtype.name}, shape {array.shape}>'
            return values._interned((type(array), text), SCALAR_OPAQUE, type(array).__name__, 0, text)
        known = self.known.get(id(array))
        if known is None or known.alive() is not array:
            known = self.known[id(array)] = Known(weakref.ref(array), values.new_ref())
        known.stamp, storage, dtype, offset, dims, data = facts
        if data:
            self._data(storage, *data)
        row = (known.ref, values.string(type(array).__name__), values.string(dtype), storage, offset, dims, TENSOR_NDARRAY | TENSOR_LEAF, 0, 0, 0)
        if row != known.row:
            known.row = row
            self._writer.tensor += (values.now, *row)
        return known.ref

    def _number(self, number, depth):
        """A numpy scalar."""
        values = self._values
        kind = number.dtype.kind
        if kind == 'b':
            return values._interned((type(number), bool(number)), SCALAR_BOOL, type(number).__name__, int(number), '')
        if kind in 'iu':
            return values._int_like(number, depth)
        return values._float_like(number, depth) if kind == 'f' else values._named(number, depth)

    # Modules and optimizers

    def _module(self, module, depth):
        return self._values.fields(module, depth, _module_fields)

    def _optimizer(self, optimizer, depth):
        """An optimizer whose hyperparameters and state are the same objects as before has only its tensors looked at."""
        fields = object.__getattribute__(optimizer, '__dict__')
        groups, state = fields.get('param_groups'), fields.get('state')
        plain = type(groups) is list and isinstance(state, dict) and all(type(group) is dict and 'params' in group for group in groups)
        if plain and depth > 0:
            objects = []
            for group in groups:
                objects += group.values()
                objects += group['params']
            for entry in dict.values(state):
                objects += entry.values() if type(entry) is dict else (entry,)
            before = self._optimizers.get(id(optimizer))
            if before is not None and before[0]() is optimizer and len(before[2]) == len(objects) and all(map(is_, before[2], objects)):
                self.again(before[3])
                return before[1]
        ref = self._values.fields(optimizer, depth, _optimizer_fields)
        if plain and depth > _OPTIMIZER_DEPTH:
            # Held as long as the optimizer lives, which holds them itself.
            key = id(optimizer)
            self._optimizers[key] = (weakref.ref(optimizer, lambda _: self._optimizers.pop(key, None)), ref, objects, [part for part in objects if type(part) in self._plain_types()])
        return ref

    def shown_of(self, handler):
        """Which fields of an object the handler looks at, by their names; None: it looks at another kind of object."""
        if handler == self._module:
            return lambda name: not name.startswith('__') and name not in _MODULE_FIELDS or name in _REGISTRIES
        if handler == self._optimizer:
            return _OPTIMIZER_FIELDS.__contains__
        return self._values.shown_of(handler)

    @staticmethod
    def _plain_types():
        torch = sys.modules['torch']
        return torch.Tensor, torch.nn.Parameter


def _module_fields(module):
    """A module's fields as attribute access finds them: parameters, buffers, modules, then the plain ones."""
    fields = object.__getattribute__(module, '__dict__')
    for registry in _REGISTRIES:
        yield from list(fields.get(registry, {}).items())
    for name, value in own_fields(module):
        if name not in _MODULE_FIELDS:
            yield name, value


def _optimizer_fields(optimizer):
    fields = object.__getattribute__(optimizer, '__dict__')
    for name in _OPTIMIZER_FIELDS:
        if name in fields:
            yield name, fields[name]
