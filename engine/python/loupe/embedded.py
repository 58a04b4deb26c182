"""What the recorder asks of a tensor, under the embedded engine's `torch` and `numpy`. PyTorch's answers are in `pytorch.py`.

It goes past the package's public attributes, which a mode would see as calls, to the engine (engine/binding/describe.ts): one call for
all facts, with the storage's bytes where they were written since the last time. The stamp counts writes to the storage, so
that one through `.data` or an array is seen too; a storage's number is never used again.
"""
import struct
import sys

torch_off = None

#: A tensor's stamp changes with its gradient too.
STAMP_HAS_GRADIENT = True

_HEADER = struct.Struct('<11d')
_DIMS = [struct.Struct(f'<{2 * ndim}d') for ndim in range(9)]
_HERE, _TOO_MANY = 1, 2
_nodes = {0: ''}
_dtypes = {}


def begin():
    """A new trace knows no bytes yet."""
    internals = sys.modules.get('torch._tensor')
    if internals is not None:
        internals._describe(0)


def stamp(tensor):
    return sys.modules['torch._tensor']._stamp(tensor._h)


def grad(tensor):
    return sys.modules['torch._tensor'].Tensor.__dict__['grad']._read(tensor)


def look(tensor, limit):
    """(stamp, storage's key, None, dtype, offset, sizes and strides, flags, grad_fn's name, version, new bytes)

    The new bytes are (size, bytes), None in the place of bytes above `limit`, or False where the trace has them already.
    """
    internals = sys.modules['torch._tensor']
    describe = internals._describe
    handle = tensor._h
    describe(handle)
    scratch = internals._border.scratch
    stamp, storage, code, offset, flags, version, size, follows, node, _grad, ndim = _HEADER.unpack_from(scratch)
    ndim = int(ndim)
    dims = (_DIMS[ndim] if ndim < len(_DIMS) else struct.Struct(f'<{2 * ndim}d')).unpack_from(scratch, 88)
    data = False
    if follows == _HERE:
        start = 88 + 16 * ndim
        data = size, (bytes(memoryview(scratch)[start:start + int(size)]) if size <= limit else None)
    elif follows == _TOO_MANY:
        data = size, (internals.storage_bytes(tensor) if size <= limit else None)
    name = _nodes.get(node)
    if name is None:
        name = _nodes[node] = describe(-int(node))
    dtype = _dtypes.get(code)
    if dtype is None:
        dtype = _dtypes[code] = str(internals.BY_CODE[int(code)]).removeprefix('torch.')
    return stamp, storage, None, dtype, offset, dims, int(flags), name, int(version), data


def look_array(array, limit):
    """(stamp, storage's key, None, dtype, offset, sizes and strides, new bytes, None)"""
    stamp, key, guard, dtype, offset, dims, _flags, _node, _version, data = look(array._t, limit)
    return stamp, key, guard, dtype, offset, dims, data, None
