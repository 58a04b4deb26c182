"""What the recorder asks of a tensor, under the embedded engine's `torch` and `numpy`. PyTorch's answers are in `pytorch.py`.

It goes past the package's public attributes, which a mode would see as calls, to the engine's own facts. The stamp is the
storage's count of writes, so that a write through `.data` or an array is seen too; a storage's number is never used again.
"""
import sys

from .schema import TENSOR_LEAF, TENSOR_REQUIRESGRAD

torch_off = None


def _internals():
    return sys.modules['torch._tensor']


def stamp(tensor):
    internals = _internals()
    return internals._facts(tensor._h, internals.WRITES)


def grad(tensor):
    return _internals().Tensor.__dict__['grad']._read(tensor)


def look(tensor):
    internals = _internals()
    facts, handle = internals._facts, tensor._h
    flags = TENSOR_REQUIRESGRAD if facts(handle, internals.REQUIRES_GRAD) else 0
    if facts(handle, internals.IS_LEAF):
        flags |= TENSOR_LEAF
    node = internals._node(-handle, 0)
    return (facts(handle, internals.WRITES), facts(handle, internals.STORAGE), None, str(internals.BY_CODE[facts(handle, internals.DTYPE)]).removeprefix('torch.'),
            facts(handle, internals.OFFSET), _sizes(internals._shape(handle)) + _sizes(internals._stride(handle)), flags,
            node.split(' ')[1] if node else '', facts(handle, internals.VERSION))


def _sizes(text):
    return tuple(map(int, text.split(','))) if text else ()


def copy(tensor, limit):
    internals = _internals()
    size = internals._facts(tensor._h, internals.NBYTES)
    return size, internals.storage_bytes(tensor) if size <= limit else None


def look_array(array):
    """(stamp, storage's key, None, the tensor that holds the array, dtype, offset, sizes and strides)"""
    tensor = array._t
    stamp, key, guard, dtype, offset, dims, _flags, _node, _version = look(tensor)
    return stamp, key, guard, tensor, dtype, offset, dims
