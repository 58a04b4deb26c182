"""Tensors, arrays, modules and optimizers as rows, for real PyTorch and for the embedded engine's `torch`.

A storage has a number of its own for as long as it lives: addresses are reused, so a weak reference to the storage
stands beside the address. Its bytes are copied when the storage is first seen and whenever a tensor over it was seen to
have changed: after an in-place call, after an optimizer's step, or because its stamp (PyTorch's `_version`) differs.
"""
import sys
import weakref

from .schema import SCALAR_BOOL, SCALAR_OPAQUE, TENSOR_LEAF, TENSOR_NDARRAY, TENSOR_PARAMETER, TENSOR_REQUIRESGRAD
from .values import own_fields

#: Up to this size the last copy is kept to see whether an array or a tensor really changed.
_COMPARED = 2 ** 20
_MODULE_FIELDS = frozenset((
    '_parameters', '_buffers', '_modules', '_non_persistent_buffers_set', '_backward_pre_hooks', '_backward_hooks', '_is_full_backward_hook',
    '_forward_hooks', '_forward_hooks_with_kwargs', '_forward_hooks_always_called', '_forward_pre_hooks', '_forward_pre_hooks_with_kwargs',
    '_state_dict_hooks', '_state_dict_pre_hooks', '_load_state_dict_pre_hooks', '_load_state_dict_post_hooks', '_compiled_call_impl',
))


class KnownTensor:
    __slots__ = ('alive', 'ref', 'stamp', 'storage', 'row', 'leaf', 'grad')

    def __init__(self, alive, ref):
        self.alive = alive
        self.ref = ref
        self.stamp = -1
        self.storage = None
        self.row = None
        self.leaf = False
        self.grad = 0


class KnownStorage:
    __slots__ = ('alive', 'number', 'last', 'limited')

    def __init__(self, alive, number):
        self.alive = alive
        self.number = number
        self.last = None
        self.limited = False


_NO_STORAGE = KnownStorage(None, 0)


def _is(module, name):
    """A test whether a type derives from module.name, for a module that may not have been imported."""
    def test(kind):
        base = getattr(sys.modules.get(module), name, None)
        return isinstance(base, type) and issubclass(kind, base)
    return test


class Tensors:
    """Handlers for `Values`: whatever belongs to torch or numpy. `backend` is `pytorch` or `embedded`."""

    def __init__(self, values, backend, max_bytes, limit):
        self._values = values
        self._writer = values.writer
        self._backend = backend
        self._stamp = backend.stamp
        self._asks_gradients = not backend.STAMP_HAS_GRADIENT
        backend.begin()
        self._max_bytes = max_bytes
        self._limit = limit
        self._tensors = {}
        self._storages = {}
        self._arrays = {}
        self._storage_count = 0
        #: Bytes copied since the last frame.
        self.pending = 0
        #: ref -> weak reference: leaves that want gradients, looked at after each backward call.
        self.leaves = {}
        values.families += (
            (_is('torch', 'Tensor'), self.tensor), (_is('numpy', 'ndarray'), self.array), (_is('numpy', 'generic'), self._number),
            *((_is('torch', name), values._own_text) for name in ('dtype', 'device', 'memory_format', 'layout')),
            (_is('torch.nn', 'Module'), self._module), (_is('torch.optim', 'Optimizer'), self._optimizer),
        )

    # Tensors

    def tensor(self, tensor, _depth=0):
        known = self._tensors.get(id(tensor))
        if known is None or known.alive() is not tensor:
            known = self._tensors[id(tensor)] = KnownTensor(weakref.ref(tensor), self._values.new_ref())
            self._look(tensor, known, False)
        elif self._stamp(tensor) != known.stamp:
            self._look(tensor, known, True)
        elif known.leaf and self._asks_gradients and self._grad(tensor) != known.grad:
            self._look(tensor, known, False)
        return known.ref

    def operand(self, tensor):
        """The ref of a tensor that a call takes, without asking whether it has changed since: the line's names, calls that write
        and optimizer steps are looked at when they happen."""
        known = self._tensors.get(id(tensor))
        if known is not None and known.alive() is tensor:
            return known.ref
        return self.tensor(tensor)

    def changed(self, tensor):
        """A call has written to the tensor: its facts and bytes are looked at, whatever its stamp says."""
        known = self._tensors.get(id(tensor))
        if known is None or known.alive() is not tensor:
            self.tensor(tensor)
        else:
            self._look(tensor, known, True)

    def look_at_gradients(self):
        """After a backward call: the leaves' gradients as they are now."""
        for ref, alive in list(self.leaves.items()):
            leaf = alive()
            if leaf is None:
                del self.leaves[ref]
            else:
                self.tensor(leaf)
                # A gradient that was added to is the same tensor as before.
                self._grad(leaf)

    def _grad(self, tensor):
        grad = self._backend.grad(tensor)
        return 0 if grad is None else self.tensor(grad)

    def _look(self, tensor, known, written):
        """Rows for what is new of the tensor. `written`: its bytes may be."""
        values = self._values
        known.stamp, key, guard, dtype, offset, dims, flags, node, version, data = self._backend.look(tensor, self._max_bytes)
        known.storage = storage = self._storage_of(tensor, key, guard, data, written)
        leaf = flags == TENSOR_REQUIRESGRAD | TENSOR_LEAF
        if leaf and not known.leaf:
            self.leaves[known.ref] = known.alive
        known.leaf = leaf
        known.grad = grad = self._grad(tensor) if leaf or (flags & TENSOR_REQUIRESGRAD and tensor.retains_grad) else 0
        kind = type(tensor).__name__
        if kind == 'Parameter':
            flags |= TENSOR_PARAMETER
        string = values.strings
        row = (known.ref, string.get(kind) or values.string(kind), string.get(dtype) or values.string(dtype), storage.number, offset, dims, flags,
               string[node] if node in string else values.string(node), grad, version)
        if row != known.row:
            known.row = row
            self._writer.tensor += (values.now, *row)

    # Storages

    def _storage_of(self, tensor, key, guard, data, written):
        """The storage with this key. Its bytes are recorded where they are new: `data` where the backend gives them, else by a copy."""
        if key == 0:
            return _NO_STORAGE
        storage = self._storages.get(key)
        if storage is None or (storage.alive is not None and storage.alive() is not guard):
            storage = self._storages[key] = self._from_array(tensor, guard) or self._new_storage(guard)
            written = True
        if data:
            self._data(storage, *data)
        elif written and data is None:
            self._data(storage, *self._backend.copy(tensor, self._max_bytes))
        return storage

    def _from_array(self, tensor, guard):
        """Memory that an array had first (torch.from_numpy) keeps its number."""
        owner = self._arrays.get(self._backend.address(tensor)) if self._arrays else None
        if owner is None or owner.alive() is None:
            return None
        storage = KnownStorage(weakref.ref(guard), owner.number)
        storage.last = owner.last
        return storage

    def _new_storage(self, guard):
        self._storage_count += 1
        return KnownStorage(None if guard is None else weakref.ref(guard), self._storage_count)

    def _data(self, storage, size, data):
        if data is None:
            self._writer.data += (self._values.now, storage.number, size, b'')
            if not storage.limited:
                storage.limited = True
                self._limit('tensor', f'the {size} bytes of one tensor were left out (at most {self._max_bytes} are kept)')
            return
        if size <= _COMPARED:
            if storage.last == data:
                return
            storage.last = data
        self._writer.data += (self._values.now, storage.number, size, data)
        self.pending += size

    # Arrays

    def array(self, array, _depth=0):
        values = self._values
        facts = self._backend.look_array(array, self._max_bytes)
        if facts is None:
            text = f'<array of {array.dtype.name}, shape {array.shape}>'
            return values._interned((type(array), text), SCALAR_OPAQUE, type(array).__name__, 0, text)
        known = self._tensors.get(id(array))
        if known is None or known.alive() is not array:
            known = self._tensors[id(array)] = KnownTensor(weakref.ref(array), values.new_ref())
        known.stamp, key, guard, dtype, offset, dims, data, tensor = facts
        if data is None and tensor is None:
            known.storage = self._array_storage(key, guard)
        else:
            known.storage = self._storage_of(tensor, key, guard, data, True)
        row = (known.ref, values.string(type(array).__name__), values.string(dtype), known.storage.number, offset, dims, TENSOR_NDARRAY | TENSOR_LEAF, 0, 0, 0)
        if row != known.row:
            known.row = row
            self._writer.tensor += (values.now, *row)
        return known.ref

    def _array_storage(self, key, owner):
        """The storage of memory that an array owns, its bytes as they are now."""
        known = self._arrays.get(key)
        if known is None or known.alive() is not owner:
            known = self._arrays[key] = self._new_storage(owner)
        size = owner.nbytes
        if size > self._max_bytes:
            if not known.limited:
                self._data(known, size, None)
        elif size <= _COMPARED or known.last is None:
            self._data(known, size, self._backend.array_copy(owner))
            # A large array is copied once: numpy doesn't say when one was written to.
            known.last = known.last or b''
        return known

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
        return self._values.fields(optimizer, depth, _optimizer_fields)


def _module_fields(module):
    """A module's fields as attribute access finds them: parameters, buffers, modules, then the plain ones."""
    fields = object.__getattribute__(module, '__dict__')
    for registry in ('_parameters', '_buffers', '_modules'):
        yield from list(fields.get(registry, {}).items())
    for name, value in own_fields(module):
        if name not in _MODULE_FIELDS:
            yield name, value


def _optimizer_fields(optimizer):
    fields = object.__getattribute__(optimizer, '__dict__')
    for name in ('param_groups', 'state', 'defaults'):
        if name in fields:
            yield name, fields[name]
