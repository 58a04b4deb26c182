"""Items become a batch: tensors stacked, numbers made tensors, containers item by item, as PyTorch's own functions do."""
import collections.abc
import copy

from ...._tensor import Tensor

_UNFIT = 'default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {}'


def _of_text(array):
    return any(letter in array.dtype.str for letter in 'SaUO')


def _mapping(like, made):
    """A mapping as `like`: a copy that keeps what else a subclass has, or one that its class makes, or a dict."""
    try:
        if not isinstance(like, collections.abc.MutableMapping):
            return type(like)(made)
        clone = copy.copy(like)
        clone.update(made)
        return clone
    except TypeError:
        return made


def _sequence(like, made):
    try:
        if not isinstance(like, collections.abc.MutableSequence):
            return type(like)(made)
        clone = copy.copy(like)
        for place, item in enumerate(made):
            clone[place] = item
        return clone
    except TypeError:
        return made


def default_convert(data):
    """NumPy's arrays and numbers as tensors, in containers too; everything else as it is."""
    import torch
    if isinstance(data, Tensor):
        return data
    if getattr(type(data), '_is_numpy_array', False):
        return data if _of_text(data) else torch.as_tensor(data)
    if hasattr(data, '_numpy_item'):
        return torch.as_tensor(data)
    if isinstance(data, collections.abc.Mapping):
        return _mapping(data, {key: default_convert(data[key]) for key in data})
    if isinstance(data, tuple):
        made = [default_convert(item) for item in data]
        return type(data)(*made) if hasattr(data, '_fields') else made
    if isinstance(data, collections.abc.Sequence) and not isinstance(data, (str, bytes)):
        return _sequence(data, [default_convert(item) for item in data])
    return data


def collate(batch, *, collate_fn_map=None):
    """By the function that `collate_fn_map` has for the class of the first item; containers item by item."""
    first = batch[0]
    kinds = collate_fn_map or {}
    # A class that is named itself goes before those that it derives from.
    for kind in (type(first), *kinds):
        if kind in kinds and isinstance(first, kind):
            return kinds[kind](batch, collate_fn_map=kinds)

    def joined(items):
        return collate(items, collate_fn_map=collate_fn_map)

    if isinstance(first, collections.abc.Mapping):
        return _mapping(first, {key: joined([item[key] for item in batch]) for key in first})
    if isinstance(first, tuple) and hasattr(first, '_fields'):
        return type(first)(*map(joined, zip(*batch)))
    if isinstance(first, collections.abc.Sequence):
        if any(len(item) != len(first) for item in batch):
            raise RuntimeError('each element in list of batch should be of equal size')
        made = [joined(column) for column in zip(*batch)]
        return made if isinstance(first, tuple) else _sequence(first, made)
    raise TypeError(_UNFIT.format(type(first)))


def collate_tensor_fn(batch, *, collate_fn_map=None):
    import torch
    return torch.stack(batch, 0)


def collate_numpy_array_fn(batch, *, collate_fn_map=None):
    import torch
    if _of_text(batch[0]):
        raise TypeError(_UNFIT.format(batch[0].dtype))
    return collate([torch.as_tensor(item) for item in batch], collate_fn_map=collate_fn_map)


def collate_numpy_scalar_fn(batch, *, collate_fn_map=None):
    import torch
    return torch.as_tensor(batch)


def collate_float_fn(batch, *, collate_fn_map=None):
    import torch
    return torch.tensor(batch, dtype=torch.float64)


def collate_int_fn(batch, *, collate_fn_map=None):
    import torch
    return torch.tensor(batch)


def collate_str_fn(batch, *, collate_fn_map=None):
    return batch


# NumPy adds its arrays and numbers when it is imported.
default_collate_fn_map = {Tensor: collate_tensor_fn, float: collate_float_fn, int: collate_int_fn, str: collate_str_fn, bytes: collate_str_fn}


def default_collate(batch):
    return collate(batch, collate_fn_map=default_collate_fn_map)
