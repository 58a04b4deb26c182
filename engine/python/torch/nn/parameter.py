"""torch.nn.Parameter and Buffer: tensors that a Module registers when they are assigned to it."""
from .. import _border, _ops, overrides
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


_UNKNOWN_SHAPE = ("Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter "
                  'into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.')


class UninitializedTensorMixin:
    """A tensor whose shape is not known yet: `materialize` gives it one, and its class."""

    __slots__ = ()
    # What may be asked of it before: nothing that looks at its elements.
    _allowed = frozenset(('__hash__', 'size', 'copy_', 'is_complex', 'is_floating_point', 'half', 'float', 'double', 'char', 'short', 'int', 'long', 'cuda', 'cpu', 'to',
                          'get_device', 'bfloat16', 'detach', 'type', '__get__', '__set__', 'requires_grad_'))

    def materialize(self, shape, device=None, dtype=None):
        import torch
        known = torch.empty(shape, dtype=self.dtype if dtype is None else dtype)
        cls = self.cls_to_become
        if known.dtype is self.dtype:
            self.data = known
        else:
            made = cls(known) if cls is not Tensor else known
            self._h, made._h = made._h, self._h
        self.__class__ = cls

    @property
    def shape(self):
        raise RuntimeError(_UNKNOWN_SHAPE)

    def share_memory_(self):
        raise RuntimeError("Can't share memory on an uninitialized parameter or buffer. Call `forward` to initialize the parameters before calling `module.share_memory()`.")

    def __repr__(self):
        return f'<{type(self).__name__}>'

    def __reduce_ex__(self, protocol):
        return type(self), (self.requires_grad,)

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in cls._allowed:
            return overrides._disabled_torch_function_impl(func, types, args, kwargs)
        what = func if func.__name__.startswith('__') else f"<method '{func.__name__}' of 'torch._C.TensorBase' objects>"
        raise ValueError(f'Attempted to use an uninitialized parameter in {what}. This error happens when you are using a `LazyModule` or explicitly manipulating '
                         f'`torch.nn.parameter.{cls.__name__}` objects. When using LazyModules Call `forward` with a dummy batch to initialize the parameters before calling torch functions')


def is_lazy(param):
    return isinstance(param, UninitializedTensorMixin)


def _unshaped(cls, requires_grad, device, dtype):
    import torch
    return Tensor._make_subclass(cls, torch.empty(0, device=device, dtype=dtype), requires_grad)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    __slots__ = ()
    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        return _unshaped(cls, requires_grad, device, dtype)

    def __init__(self, requires_grad=True, device=None, dtype=None):
        pass

    def __deepcopy__(self, memo):
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, self.device, self.dtype)
        return memo[id(self)]


class UninitializedBuffer(UninitializedTensorMixin, Tensor):
    __slots__ = ()
    cls_to_become = Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None, persistent=True):
        result = _unshaped(cls, requires_grad, device, dtype)
        result.persistent = persistent
        result._is_buffer = True
        return result

    def __init__(self, requires_grad=False, device=None, dtype=None, persistent=True):
        pass


Parameter.__module__ = Buffer.__module__ = 'torch.nn.parameter'
_ops.exact.add(Parameter)
overrides.plain.add(Parameter)
