"""torch.nn.Parameter and Buffer: tensors that a Module registers when they are assigned to it."""
from .. import _border, _names, _ops, overrides
from .._tensor import Tensor, _new

_border.client(globals())


class _ParameterMeta(type(Tensor)):
    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or (cls is Parameter and isinstance(instance, Tensor) and getattr(instance, '_is_param', False))


class Parameter(Tensor, metaclass=_ParameterMeta):
    """A leaf tensor that requires grad, on the bytes of `data`."""

    __slots__ = ()
    __torch_function__ = overrides._disabled_torch_function_impl

    def __new__(cls, data=None, requires_grad=True):
        if data is None:
            from .._creation import legacy_new
            data = legacy_new(Tensor, (), {})
        # No call of the user's: PyTorch makes the subclass in C, where modes don't see it.
        with overrides.DisableTorchFunction():
            source = data.detach()
        if requires_grad and not source.is_floating_point():
            raise RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
        self = _new(cls)
        self._h = 0
        self._grad = None
        self._h = source._take()
        if requires_grad:
            self._set_requires_grad(True)
        return self

    def __init__(self, data=None, requires_grad=True):
        pass

    def __repr__(self):
        if overrides.modes:
            return overrides.dispatch(Parameter.__repr__, (self,), (self,), None)
        return _text(self._h, 'Parameter')

    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        import torch
        result = type(self)(self.data.clone(memory_format=torch.preserve_format), self.requires_grad)
        memo[id(self)] = result
        return result


class _BufferMeta(type(Tensor)):
    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or (cls is Buffer and isinstance(instance, Tensor) and getattr(instance, '_is_buffer', False))


class Buffer(Tensor, metaclass=_BufferMeta):
    """A tensor that a Module registers as a buffer when it is assigned."""

    def __new__(cls, data=None, *, persistent=True):
        if data is None:
            from .._creation import legacy_new
            data = legacy_new(Tensor, (), {})
        result = data.detach().requires_grad_(data.requires_grad)
        result._is_buffer = True
        result.persistent = persistent
        return result


def is_lazy(param):
    return False


Parameter.__module__ = Buffer.__module__ = 'torch.nn.parameter'
_ops.exact.add(Parameter)
overrides.plain.add(Parameter)
__getattr__, __dir__ = _names.lacking('torch.nn.parameter', globals())
