"""The bytes under tensors, as Python sees them: in bytes, and, as older code has them, in elements of a dtype."""
import warnings

from . import _border, _names, _types
from ._border import check
from ._facts import DTYPE, NBYTES, POINTER, STORAGE

_border.client(globals())
_WHOLE = 3
_warned = []


def _whole(tensor, dtype):
    """A flat tensor over all bytes of the storage under another one."""
    from ._tensor import wrap
    return wrap(check(_alias(tensor._h, _WHOLE, dtype.code)))


class _Storage:
    """Holds a tensor, so that the bytes stay."""

    def __init__(self, tensor, dtype):
        self._tensor = tensor
        self._dtype = dtype

    @property
    def _flat(self):
        return _whole(self._tensor, self._dtype)

    @property
    def _cdata(self):
        return _facts(self._tensor._h, STORAGE)

    @property
    def device(self):
        return _types.CPU

    is_cuda = is_hpu = False

    def data_ptr(self):
        return _facts(self._tensor._h, POINTER)

    def nbytes(self):
        return _facts(self._tensor._h, NBYTES)

    def element_size(self):
        return self._dtype.itemsize

    def size(self):
        return self.nbytes() // self._dtype.itemsize

    __len__ = _size = size

    def _place(self, index):
        size = self.size()
        if not -size <= index < size:
            raise IndexError(f'index {index} out of range for storage of size {size}')
        return index % size

    def __iter__(self):
        return iter(self.tolist())

    def __repr__(self):
        values = '\n '.join(map(str, self.tolist()))
        return f' {values}\n[torch.storage.{self._described()}device=cpu) of size {len(self)}]'

    def tolist(self):
        return self._flat.tolist()

    def over(self, dtype):
        """A flat tensor of a dtype on these bytes."""
        return _whole(self._tensor, dtype)

    def untyped(self):
        return UntypedStorage._over(self._tensor)

    def cpu(self):
        return self

    share_memory_ = cpu

    def is_shared(self):
        return False

    is_pinned = is_shared

    def clone(self):
        return self._with(self._flat.clone())

    def __copy__(self):
        return self.clone()

    def __deepcopy__(self, memo):
        key = 'torch.storage', self._cdata
        if key not in memo:
            memo[key] = self._flat.clone()
        return self._with(memo[key])

    def fill_(self, value):
        self[:] = value
        return self

    def copy_(self, source, non_blocking=None):
        if source.nbytes() != self.nbytes():
            raise RuntimeError(f'size does not match, self was {self.nbytes()} bytes but src was {source.nbytes()} bytes')
        _whole(self._tensor, _types.uint8).copy_(_whole(source._tensor, _types.uint8))
        return self

    def resize_(self, size):
        raise NotImplementedError(_names.sentence(f'torch.{type(self).__name__}.resize_'))


class UntypedStorage(_Storage):
    """The bytes under a tensor."""

    def __init__(self, *args, device=None):
        from ._creation import legacy_new
        from ._tensor import Tensor
        super().__init__(legacy_new(Tensor, args, {}, _types.uint8), _types.uint8)

    @classmethod
    def _over(cls, tensor):
        storage = object.__new__(cls)
        _Storage.__init__(storage, tensor, _types.uint8)
        return storage

    _with = _over

    def _described(self):
        return 'UntypedStorage('

    def __getitem__(self, index):
        if isinstance(index, slice):
            return UntypedStorage._over(self._flat[index].clone())
        if not isinstance(index, int):
            raise TypeError(f"can't index a torch.UntypedStorage with {_types._type_name(index)}")
        return self._flat[self._place(index)].item()

    def __setitem__(self, index, value):
        if not isinstance(value, int):
            raise RuntimeError(f'can only set storage content with a int types, but got {_types._type_name(value)} instead')
        self._flat[index if isinstance(index, slice) else self._place(index)] = value % 256

    def __bytes__(self):
        return storage_bytes(self._tensor)

    def type(self):
        return 'torch.storage.UntypedStorage'

    def __eq__(self, other):
        return isinstance(other, UntypedStorage) and self._cdata == other._cdata

    def __hash__(self):
        return self._cdata


class TypedStorage(_Storage):
    """The same as numbers of a dtype."""

    def __init__(self, *args, dtype=None, device=None):
        from ._creation import default_dtype, legacy_new
        from ._tensor import Tensor
        super().__init__(legacy_new(Tensor, args, {}, dtype or default_dtype()), dtype or default_dtype())

    @classmethod
    def _over(cls, tensor):
        storage = object.__new__(cls)
        _Storage.__init__(storage, tensor, _types.BY_CODE[_facts(tensor._h, DTYPE)])
        return storage

    _with = _over

    @property
    def dtype(self):
        return self._dtype

    def over(self, dtype):
        if self.dtype is not dtype:
            raise RuntimeError(f"Expected a Storage of type {_types.SCALAR_NAMES[dtype].lower()} or an UntypedStorage, but got type {_types.SCALAR_NAMES[self.dtype]} for argument 1 'storage'")
        return super().over(dtype)

    def _described(self):
        return f'TypedStorage(dtype={self.dtype}, '

    def _known(self, index):
        if not isinstance(index, int):
            raise RuntimeError(f"can't index a <class 'torch.storage.TypedStorage'> with {type(index)}")
        return index

    def __getitem__(self, index):
        if isinstance(index, slice):
            raise RuntimeError('slices are only supported in UntypedStorage.__getitem__')
        return self._flat[self._place(self._known(index))].item()

    def __setitem__(self, index, value):
        self._flat[index if isinstance(index, slice) else self._known(index)] = value

    def type(self):
        return f'torch.{self.pickle_storage_type()}'

    def pickle_storage_type(self):
        return f'{_types.SCALAR_NAMES[self.dtype]}Storage'


def _to(dtype):
    return lambda self: self if self.dtype is dtype else TypedStorage._over(self._flat.to(dtype))


for _name, _dtype in {'double': _types.float64, 'float': _types.float32, 'half': _types.float16, 'bfloat16': _types.bfloat16, 'long': _types.int64, 'int': _types.int32,
                      'short': _types.int16, 'char': _types.int8, 'byte': _types.uint8, 'bool': _types.bool_}.items():
    setattr(TypedStorage, _name, _to(_dtype))
UntypedStorage.__module__ = TypedStorage.__module__ = 'torch.storage'


def typed_storage(tensor):
    if not _warned:
        _warned.append(True)
        warnings.warn('TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage class. This should only matter to you if you are '
                      'using storages directly.  To access UntypedStorage directly, use tensor.untyped_storage() instead of tensor.storage()', stacklevel=3)
    return TypedStorage._over(tensor)


class _OldMeta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, TypedStorage) and value.dtype is cls.dtype


def storage_types():
    """torch.FloatStorage, torch.LongStorage, …: constructors, and types for isinstance."""
    def made(dtype, name):
        return _OldMeta(name, (), {'dtype': dtype, '__new__': lambda cls, *args, **options: TypedStorage(*args, dtype=dtype), '__module__': 'torch'})
    return {f'{name}Storage': made(dtype, f'{name}Storage') for dtype, name in _types.SCALAR_NAMES.items()}


def storage_bytes(tensor):
    """All bytes of the storage under a tensor, beyond what the tensor itself views."""
    parts = []
    start = 0
    while True:
        size = check(_storage_read(tensor._h, start))
        if size == 0:
            return b''.join(parts)
        parts.append(bytes(memoryview(_border.scratch)[:size]))
        start += size


def storage_key(tensor):
    """A number that names the storage under a tensor; never used again for another one."""
    return _facts(tensor._h, STORAGE)
