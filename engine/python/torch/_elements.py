"""A tensor's elements as Python numbers."""
import struct

from . import _border, _types


#: Elements that a list may have: more have no room.
MOST = 2**28


def elements(tensor):
    """All elements in row-major order, as Python numbers."""
    if tensor.numel() > MOST:
        raise MemoryError
    data = _border.read_bytes(tensor._h)
    dtype = tensor.dtype
    if dtype is _types.bfloat16:
        halves = struct.unpack(f'<{len(data) // 2}H', data)
        return struct.unpack(f'<{len(halves)}f', struct.pack(f'<{len(halves)}I', *[half << 16 for half in halves]))
    return struct.unpack(f'<{len(data) // dtype.itemsize}{dtype.format}', data)


def nested(flat, shape):
    if not shape:
        return flat[0]
    if len(shape) == 1:
        return list(flat)
    if shape[0] > MOST:
        raise MemoryError
    step = len(flat) // shape[0] if shape[0] else 0
    return [nested(flat[i * step:(i + 1) * step], shape[1:]) for i in range(shape[0])]


def only(tensor):
    if tensor.numel() != 1:
        raise ValueError('only one element tensors can be converted to Python scalars')
    return elements(tensor)[0]
