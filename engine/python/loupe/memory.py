"""How bytes of tensors and arrays are reached under real PyTorch and numpy: by address, with ctypes.

The embedded engine's way is `embedded_memory.py`; both have the same methods.
"""
import ctypes
import sys

modules = sys.modules


def storage_bytes(storage, size):
    """A copy of a storage's bytes; None where they are on no device that can be read."""
    if storage.device.type != 'cpu':
        if storage.device.type == 'meta':
            return None
        storage = storage.cpu()
    return ctypes.string_at(storage.data_ptr(), size) if size else b''


def array_bytes(array, size):
    return ctypes.string_at(address(array), size) if size else b''


def address(array):
    return array.__array_interface__['data'][0]


def is_array(value):
    numpy = modules.get('numpy')
    return numpy is not None and isinstance(value, numpy.ndarray)


def is_tensor(value):
    torch = modules.get('torch')
    return torch is not None and isinstance(value, torch.Tensor)
