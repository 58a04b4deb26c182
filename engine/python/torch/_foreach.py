"""`torch._foreach_*`: what the op of a name does, to each tensor of a list in one call. Here are those by which averages of weights are kept."""
from . import overrides

__all__ = ['_foreach_add_', '_foreach_lerp_', '_foreach_mul_']


def _pairs(self, others):
    if len(self) == 0:
        raise RuntimeError('Tensor list must have at least one tensor.')
    if len(self) != len(others):
        raise RuntimeError(f'Tensor lists must have the same number of tensors, got {len(self)} and {len(others)}')
    return zip(self, others)


@overrides.overridable(2)
def _foreach_lerp_(self, tensors1, weight):
    for tensor, other in _pairs(self, tensors1):
        tensor.lerp_(other, weight)
    return list(self)


@overrides.overridable(2)
def _foreach_mul_(self, other):
    for tensor, factor in _pairs(self, other if isinstance(other, (list, tuple)) else [other] * len(self)):
        tensor.mul_(factor)
    return list(self)


@overrides.overridable(2)
def _foreach_add_(self, other, alpha=1):
    for tensor, added in _pairs(self, other if isinstance(other, (list, tuple)) else [other] * len(self)):
        tensor.add_(added, alpha=alpha)
    return list(self)
