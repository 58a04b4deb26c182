"""The bytes under tensors, as Python sees them."""
from . import _border, _types
from ._border import check
from ._facts import NBYTES, POINTER, STORAGE

_border.client(globals())


class UntypedStorage:
    """The bytes under a tensor. Holds the tensor, so that the bytes stay."""

    def __init__(self, tensor):
        self._tensor = tensor

    def data_ptr(self):
        return _facts(self._tensor._h, POINTER)

    @property
    def _cdata(self):
        return _facts(self._tensor._h, STORAGE)

    def nbytes(self):
        return _facts(self._tensor._h, NBYTES)

    size = nbytes
    __len__ = nbytes

    @property
    def device(self):
        return _types.CPU

    def untyped(self):
        return self

    def __bytes__(self):
        return storage_bytes(self._tensor)

    def tolist(self):
        return list(storage_bytes(self._tensor))

    def __eq__(self, other):
        return isinstance(other, UntypedStorage) and self._cdata == other._cdata

    def __hash__(self):
        return self._cdata


UntypedStorage.__module__ = 'torch'


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
