"""What modules share: their new parameters, sizes as they keep them, fields as they print them; and prefixes of a state dict."""
from collections.abc import Iterable

from ..parameter import Parameter


def empty(size, device=None, dtype=None):
    import torch
    return torch.empty(size, device=device, dtype=dtype)


def empty_parameter(module, name, size, device=None, dtype=None, is_wanted=True):
    """Registers one that is filled later, or None."""
    if is_wanted:
        setattr(module, name, Parameter(empty(size, device, dtype)))
    else:
        module.register_parameter(name, None)


def _ntuple(count, name='parse'):
    def parse(value):
        return tuple(value) if isinstance(value, Iterable) else (value,) * count
    parse.__name__ = name
    return parse


_single = _ntuple(1, '_single')
_pair = _ntuple(2, '_pair')
_triple = _ntuple(3, '_triple')
_quadruple = _ntuple(4, '_quadruple')


def shown(module, *names):
    """`kernel_size=3, stride=1`, as in the text of a module."""
    return ', '.join(f'{name}={getattr(module, name)}' for name in names)


def consume_prefix_in_state_dict_if_present(state_dict, prefix):
    """Takes the prefix off the keys that have it, in place."""
    for key in list(state_dict):
        if key.startswith(prefix):
            state_dict[key[len(prefix):]] = state_dict.pop(key)
    metadata = getattr(state_dict, '_metadata', {})
    for key in list(metadata):
        if key and (key == prefix.replace('.', '') or key.startswith(prefix)):
            metadata[key[len(prefix):]] = metadata.pop(key)
