"""Tensors, arrays, modules and optimizers as rows, for real PyTorch and for the embedded engine's `torch`.

A storage has a number of its own for as long as it lives: addresses are reused, so a weak reference to the storage
stands beside the address. Its bytes are copied when the storage is first seen and whenever a tensor over it was seen to
have changed: after an in-place call, after an optimizer's step, or because `_version` grew.
"""
import weakref

from .schema import SCALAR_OPAQUE, TENSOR_LEAF, TENSOR_NDARRAY, TENSOR_PARAMETER, TENSOR_REQUIRESGRAD
from .values import own_fields

#: Up to this size the last copy is kept to see whether an array or a tensor really changed.
_COMPARED = 2 ** 20
_MODULE_FIELDS = frozenset((
    '_parameters', '_buffers', '_modules', '_non_persistent_buffers_set', '_backward_pre_hooks', '_backward_hooks', '_is_full_backward_hook',
    '_forward_hooks', '_forward_hooks_with_kwargs', '_forward_hooks_always_called', '_forward_pre_hooks', '_forward_pre_hooks_with_kwargs',
    '_state_dict_hooks', '_state_dict_pre_hooks', '_load_state_dict_pre_hooks', '_load_state_dict_post_hooks', '_compiled_call_impl',
))
_ARRAY_DTYPES = frozenset(('bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64'))


class KnownTensor:
    __slots__ = ('alive', 'ref', 'version', 'storage', 'row', 'leaf', 'grad')

    def __init__(self, alive, ref):
        self.alive = alive
        self.ref = ref
        self.version = -1
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


class Tensors:
    """Handlers for `Values`: whatever belongs to torch or numpy."""

    def __init__(self, values, memory, max_bytes, limit):
        self._values = values
        self._writer = values.writer
        self._memory = memory
        self._max_bytes = max_bytes
        self._limit = limit
        self._tensors = {}
        self._storages = {}
        self._arrays = {}
        self._addresses = {}
        self._storage_count = 0
        self._dtypes = {}
        #: Bytes copied since the last frame.
        self.pending = 0
        #: ref -> weak reference: leaves that want gradients, looked at after each backward call.
        self.leaves = {}
        values.families += (
            (self._is('torch', 'Tensor'), self.tensor), (self._is('numpy', 'ndarray'), self.array), (self._is('numpy', 'generic'), self._number),
            *((self._is('torch', name), values._own_text) for name in ('dtype', 'device', 'memory_format', 'layout')),
            (self._is('torch.nn', 'Module'), self._module), (self._is('torch.optim', 'Optimizer'), self._optimizer),
        )

    def _is(self, module, name):
        def test(kind):
            base = getattr(self._memory.modules.get(module), name, None)
            return isinstance(base, type) and issubclass(kind, base)
        return test

    # Tensors

    def tensor(self, tensor, _depth=0):
        known = self._tensors.get(id(tensor))
        if known is None or known.alive() is not tensor:
            known = self._tensors[id(tensor)] = KnownTensor(weakref.ref(tensor), self._values.new_ref())
            self._look(tensor, known)
        elif tensor._version != known.version:
            self._look(tensor, known)
            self._copy(tensor, known.storage)
        elif known.leaf and self._grad(tensor) != known.grad:
            self._look(tensor, known)
        return known.ref

    def changed(self, tensor):
        """A call has written to the tensor: its facts and bytes are looked at, whatever its version says."""
        known = self._tensors.get(id(tensor))
        if known is None or known.alive() is not tensor:
            self.tensor(tensor)
            return
        self._look(tensor, known)
        self._copy(tensor, known.storage)

    def look_at_gradients(self):
        """After a backward call: the leaves' gradients as they are now."""
        for ref, alive in list(self.leaves.items()):
            leaf = alive()
            if leaf is None:
                del self.leaves[ref]
            else:
                self.tensor(leaf)

    def _grad(self, tensor):
        grad = tensor.grad
        return 0 if grad is None else self.tensor(grad)

    def _look(self, tensor, known):
        values = self._values
        storage = self._storage(tensor)
        flags = 0
        grad = 0
        if tensor.requires_grad:
            flags = TENSOR_REQUIRESGRAD
            if tensor.is_leaf:
                flags |= TENSOR_LEAF
                grad = self._grad(tensor)
                known.leaf = True
                self.leaves[known.ref] = known.alive
            elif tensor.retains_grad:
                grad = self._grad(tensor)
        else:
            flags = TENSOR_LEAF
            known.leaf = False
        kind = type(tensor)
        if kind.__name__ == 'Parameter':
            flags |= TENSOR_PARAMETER
        dtype = tensor.dtype
        dtype_name = self._dtypes.get(dtype)
        if dtype_name is None:
            dtype_name = self._dtypes[dtype] = values.string(str(dtype).removeprefix('torch.'))
        node = tensor.grad_fn
        known.grad = grad
        known.version = version = tensor._version
        try:
            dims = (*tensor.shape, *tensor.stride())
            offset = tensor.storage_offset()
        except RuntimeError:
            # Sparse layouts have no strides.
            dims = (*tensor.shape, *(0 for _ in tensor.shape))
            offset = 0
        row = (known.ref, values.string(kind.__name__), dtype_name, storage.number, offset, dims, flags,
               0 if node is None else values.string(type(node).__name__), grad, version)
        if row != known.row:
            known.row = row
            known.storage = storage
            self._writer.tensor += (values.now, *row)

    # Storages

    def _storage(self, tensor):
        try:
            storage = tensor.untyped_storage()
        except (RuntimeError, NotImplementedError):
            return KnownStorage(None, 0)
        known = self._storages.get(id(storage))
        if known is not None and known[0]() is storage:
            return known[1]
        state = None
        if self._addresses:
            # Memory that an array had first: torch.from_numpy.
            shared = self._addresses.get(storage.data_ptr())
            if shared is not None and shared.alive() is not None:
                state = shared
        if state is None:
            self._storage_count += 1
            state = KnownStorage(None, self._storage_count)
        self._storages[id(storage)] = (weakref.ref(storage), state)
        if state.last is None:
            self._copy_storage(storage, state)
        return state

    def _copy(self, tensor, state):
        if state.number:
            self._copy_storage(tensor.untyped_storage(), state)

    def _copy_storage(self, storage, state):
        size = storage.nbytes()
        if size > self._max_bytes:
            self._too_large(state, size)
            return
        data = self._memory.storage_bytes(storage, size)
        if data is None:
            self._writer.data += (self._values.now, state.number, size, b'')
        else:
            self._data(state, size, data)

    def _data(self, state, size, data):
        if size <= _COMPARED:
            if state.last == data:
                return
            state.last = data
        self._writer.data += (self._values.now, state.number, size, data)
        self.pending += size

    def _too_large(self, state, size):
        self._writer.data += (self._values.now, state.number, size, b'')
        if not state.limited:
            state.limited = True
            self._limit('tensor', f'{size} bytes of one tensor were left out (at most {self._max_bytes} are kept)')

    # Arrays

    def array(self, array, _depth=0):
        values = self._values
        name = array.dtype.name
        if name not in _ARRAY_DTYPES or not array.dtype.isnative:
            return values._interned((type(array), name, array.shape), SCALAR_OPAQUE, type(array).__name__, 0, f'<array of {name}, shape {array.shape}>')
        known = self._tensors.get(id(array))
        if known is None or known.alive() is not array:
            known = self._tensors[id(array)] = KnownTensor(weakref.ref(array), values.new_ref())
        storage, base, root = self._array_storage(array)
        itemsize = array.itemsize
        address = self._memory.address(array)
        offset = 0 if base is None else (address - base) // itemsize
        row = (known.ref, values.string(type(array).__name__), values.string(name), storage.number, offset,
               (*array.shape, *(stride // itemsize for stride in array.strides)), TENSOR_NDARRAY | TENSOR_LEAF, 0, 0, 0)
        if row != known.row:
            known.row = row
            known.storage = storage
            self._writer.tensor += (values.now, *row)
        if root is not None:
            self._copy_array(root, storage)
        return known.ref

    def _array_storage(self, array):
        """The storage, the address of its first byte, and the array that owns it (None where a tensor does)."""
        root = array
        while True:
            base = root.base
            if base is None or type(base) is bytes:
                break
            if isinstance(base, type(array)) or self._memory.is_array(base):
                root = base
            elif self._memory.is_tensor(base):
                state = self._storage(base)
                self._copy(base, state)
                return state, base.untyped_storage().data_ptr(), None
            else:
                break
        known = self._arrays.get(id(root))
        if known is None or known.alive() is not root:
            self._storage_count += 1
            known = self._arrays[id(root)] = KnownStorage(weakref.ref(root), self._storage_count)
        address = self._memory.address(root)
        self._addresses[address] = known
        return known, address, root

    def _copy_array(self, root, state):
        size = root.nbytes
        if size > self._max_bytes:
            if not state.limited:
                self._too_large(state, size)
        elif size <= _COMPARED or state.last is None:
            data = self._memory.array_bytes(root, size)
            if size > _COMPARED:
                state.last = b''
            self._data(state, size, data)

    def _number(self, number, depth):
        """A numpy scalar."""
        values = self._values
        if number.dtype.kind in 'biu':
            return values._int_like(number, depth) if number.dtype.kind != 'b' else values._interned((type(number), bool(number)), 1, type(number).__name__, int(number), '')
        if number.dtype.kind == 'f':
            return values._float_like(number, depth)
        return values._named(number, depth)

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
