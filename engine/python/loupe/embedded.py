"""What the recorder asks of tensors and arrays, under the embedded engine's `torch` and `numpy`. PyTorch's answers are in `pytorch.py`.

It goes past the packages' public attributes, which a mode would see as calls, to the engine (engine/binding/describe.ts): one call for
all facts, with the storage's bytes where they were written since the last time. The stamp counts writes to the storage, so
that one through `.data` or an array is seen too; the engine never uses a storage's number again.
"""
import struct
import sys

torch_off = None

_HEADER = struct.Struct('<11d')
_DIMS = [struct.Struct(f'<{2 * ndim}d') for ndim in range(9)]
_HERE, _TOO_MANY = 1, 2


class Memory:
    """As `pytorch.Memory`."""

    #: A stamp is a call into the engine; it changes with the tensor's gradient too.
    cheap_stamp = False

    def __init__(self, limit):
        self._limit = limit
        self._nodes = {0: ''}
        self._dtypes = {}
        self._internals = None

    def _bound(self):
        """The engine's functions, which `torch` holds; torch may come later than this object."""
        internals = self._internals = sys.modules['torch._tensor']
        internals._describe(0)
        return internals

    def stamp(self, tensor):
        return (self._internals or self._bound())._stamp(tensor._h)

    def grad(self, tensor):
        return (self._internals or self._bound()).Tensor.__dict__['grad']._read(tensor)

    def look(self, tensor, _written):
        internals = self._internals or self._bound()
        internals._describe(tensor._h)
        scratch = internals._border.scratch
        stamp, storage, code, offset, flags, version, size, follows, node, _grad, ndim = _HEADER.unpack_from(scratch)
        ndim = int(ndim)
        dims = (_DIMS[ndim] if ndim < len(_DIMS) else struct.Struct(f'<{2 * ndim}d')).unpack_from(scratch, 88)
        data = False
        if follows == _HERE:
            start = 88 + 16 * ndim
            data = size, (bytes(memoryview(scratch)[start:start + int(size)]) if size <= self._limit else None)
        elif follows == _TOO_MANY:
            data = size, (sys.modules['torch._storage'].storage_bytes(tensor) if size <= self._limit else None)
        name = self._nodes.get(node)
        if name is None:
            name = self._nodes[node] = internals._describe(-int(node))
        dtype = self._dtypes.get(code)
        if dtype is None:
            dtype = self._dtypes[code] = str(internals.BY_CODE[int(code)]).removeprefix('torch.')
        return stamp, int(storage), dtype, offset, dims, int(flags), name, int(version), data

    def look_array(self, array):
        stamp, storage, dtype, offset, dims, _flags, _node, _version, data = self.look(array._t, False)
        return stamp, storage, dtype, offset, dims, data
