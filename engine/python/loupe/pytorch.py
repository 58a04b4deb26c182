"""What the recorder asks of a tensor, under real PyTorch and numpy. The embedded engine's answers are in `embedded.py`."""
import ctypes
import sys

from .schema import TENSOR_LEAF, TENSOR_REQUIRESGRAD

#: A tensor's stamp says nothing of its gradient.
STAMP_HAS_GRADIENT = False

_dtypes = {}
_ARRAY_DTYPES = frozenset(('bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64'))


def torch_off():
    """A context manager under which reading a tensor's facts is no call that a mode sees."""
    return sys.modules['torch']._C.DisableTorchFunction()


def begin():
    """Nothing is kept from trace to trace."""


def stamp(tensor):
    """Changes when the tensor is written to."""
    return tensor._version


def grad(tensor):
    return tensor.grad


def look(tensor, _limit):
    """(stamp, storage's key, what lives as long as the storage, dtype, offset, sizes and strides, flags, grad_fn's name, version, None)

    None in the place of new bytes: whether there are any is the caller's to find out, by `copy`.
    """
    dtype = tensor.dtype
    name = _dtypes.get(dtype)
    if name is None:
        name = _dtypes[dtype] = str(dtype).removeprefix('torch.')
    try:
        storage = tensor.untyped_storage()
        key = id(storage)
        dims = (*tensor.shape, *tensor.stride())
        offset = tensor.storage_offset()
    except (RuntimeError, NotImplementedError):
        # Sparse layouts have neither.
        storage, key, offset = None, 0, 0
        dims = (*tensor.shape, *(0 for _ in tensor.shape))
    if tensor.requires_grad:
        flags = TENSOR_REQUIRESGRAD | TENSOR_LEAF if tensor.is_leaf else TENSOR_REQUIRESGRAD
    else:
        flags = TENSOR_LEAF
    node = tensor.grad_fn
    version = tensor._version
    return version, key, storage, name, offset, dims, flags, '' if node is None else type(node).__name__, version, None


def copy(tensor, limit):
    """(size of the tensor's storage, a copy of its bytes); None for the bytes above `limit` or where they can't be read."""
    storage = tensor.untyped_storage()
    size = storage.nbytes()
    if size > limit or storage.device.type == 'meta':
        return size, None
    if storage.device.type != 'cpu':
        storage = storage.cpu()
    return size, ctypes.string_at(storage.data_ptr(), size) if size else b''


def address(tensor):
    """Of the storage's first byte."""
    return tensor.untyped_storage().data_ptr()


def look_array(array, _limit):
    """(stamp, memory's key, what lives as long as the memory, dtype, offset, sizes and strides, None, the tensor that owns the memory)

    The tensor is None where an array owns it. None instead of everything for an array whose elements are no numbers that a
    tensor could have. numpy counts no writes: the stamp is None.
    """
    dtype = array.dtype
    if dtype.name not in _ARRAY_DTYPES or not dtype.isnative:
        return None
    root = array
    while isinstance(root.base, sys.modules['numpy'].ndarray):
        root = root.base
    torch = sys.modules.get('torch')
    if torch is not None and isinstance(root.base, torch.Tensor):
        tensor = root.base
        guard = tensor.untyped_storage()
        key, start = id(guard), address(tensor)
    else:
        tensor, guard = None, root
        key = start = _array_address(root)
    size = dtype.itemsize
    dims = (*array.shape, *(stride // size for stride in array.strides))
    return None, key, guard, dtype.name, (_array_address(array) - start) // size, dims, None, tensor


def array_copy(array):
    return ctypes.string_at(_array_address(array), array.nbytes) if array.nbytes else b''


def _array_address(array):
    return array.__array_interface__['data'][0]
