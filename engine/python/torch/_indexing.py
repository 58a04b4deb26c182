"""tensor[index] and tensor[index] = value: Python's index objects flattened for the engine, which does the rest.

Codes: 0 int, 1 slice (start, stop, step; None where left out), 2 Ellipsis, 3 None, 4 tensor (its handle), 5 bool.
"""
from . import _border, _parse, _types
from ._border import check

_border.client(globals())


def _flatten(tensor, index, flat, kept):
    if type(index) is int:
        flat += (0, index)
    elif index is None:
        flat.append(3)
    elif index is Ellipsis:
        flat.append(2)
    elif isinstance(index, bool):
        flat += (5, index)
    elif isinstance(index, slice):
        parts = [None if part is None else _slice_part(part) for part in (index.start, index.stop, index.step)]
        if parts[2] is not None and parts[2] <= 0:
            raise ValueError('slice step cannot be zero' if parts[2] == 0 else 'step must be greater than zero')
        flat += (1, *parts)
    elif isinstance(index, _parse.Tensor):
        if index.dim() == 0 and not index.is_floating_point() and index.dtype is not _types.bool_ and index.dtype is not _types.uint8:
            flat += (0, int(index))
        else:
            flat += (4, index._h)
            kept.append(index)
    elif isinstance(index, (list, tuple, range)) or hasattr(index, '_h'):
        from ._creation import as_index
        inner = as_index(index)
        kept.append(inner)
        flat += (4, inner._h)
    elif hasattr(index, '__index__'):
        flat += (0, index.__index__())
    elif isinstance(index, str):
        raise TypeError("new(): invalid data type 'str'")
    else:
        raise IndexError('only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices '
                         f'(got {_types._type_name(index)})')


def _slice_part(part):
    if isinstance(part, int) or hasattr(part, '__index__'):
        return part.__index__()
    raise TypeError('slice indices must be integers or None or have an __index__ method')


def _is_tuple(index):
    """PyTorch takes a short list for a tuple where it holds more than numbers: NumPy once did so too."""
    return isinstance(index, tuple) or (isinstance(index, list) and len(index) < 32 and any(
        item is None or item is Ellipsis or isinstance(item, slice) or _is_sequence(item) for item in index))


def _is_sequence(item):
    """As PySequence_Check: a NumPy number can be indexed, and has no length."""
    return isinstance(item, _parse.Tensor) or (hasattr(type(item), '__getitem__') and hasattr(type(item), '__len__') and not isinstance(item, dict))


def _encode(tensor, index):
    flat = []
    kept = []
    for item in index if _is_tuple(index) else (index,):
        _flatten(tensor, item, flat, kept)
    return flat, kept


def get(tensor, index):
    flat, kept = _encode(tensor, index)
    return _parse.finish(_index(tensor._h, *flat), [tensor])


def set(tensor, index, value):
    flat, kept = _encode(tensor, index)
    head = []
    if isinstance(value, _parse.Tensor):
        head.append(value._h)
    elif _parse.is_number(value):
        _parse.encode_scalar(head, value)
        head[0] = -head[0]
    else:
        raise TypeError(f"can't assign a {_types._type_name(value)} to a {tensor.type()}")
    check(_index_put(tensor._h, *head, *flat))
