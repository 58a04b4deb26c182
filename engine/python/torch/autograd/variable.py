"""torch.autograd.Variable of old notes: a tensor on the bytes of another."""
import warnings

from .. import _parse


class VariableMeta(type):
    def __instancecheck__(cls, other):
        return isinstance(other, _parse.Tensor)


class Variable(metaclass=VariableMeta):
    def __new__(cls, data=None, requires_grad=False, volatile=None):
        import torch
        if volatile:
            warnings.warn('volatile was removed and now has no effect. Use `with torch.no_grad():` instead.', stacklevel=2)
        if data is None:
            data = torch.empty(0)
        if not isinstance(data, _parse.Tensor):
            raise TypeError(f'Variable data has to be a tensor, but got {type(data).__name__}')
        if requires_grad and not data.is_floating_point():
            raise RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
        return data.detach().requires_grad_(requires_grad)
