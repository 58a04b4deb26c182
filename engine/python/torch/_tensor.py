"""torch.Tensor: a handle to the engine's tensor, with PyTorch's methods, operators and properties.

Most methods are generated from the op table (_ops.py); here is what Python itself asks of an object. Operators are in _operators.py.
"""
import weakref

from . import _border, _indexing, _names, _operators, _ops, _parse, _signature, _types, overrides
from ._border import check, dead, drain
from ._elements import elements, nested, only
from ._facts import CONTIGUOUS, DTYPE, IS_LEAF, NDIM, NUMEL, OFFSET, OUTPUT, POINTER, REQUIRES_GRAD, RETAINS, STORAGE, VERSION
from ._hooks import registered
from ._method import attribute, bare, seen
from ._storage import UntypedStorage
from ._types import BY_CODE, Size
from .overrides import dispatch, modes, needs_dispatch

_border.client(globals())
_new = object.__new__
# Tensors that were made to require grad, by handle: an AccumulateGrad node's `variable` is the tensor that the user has.
leaves = weakref.WeakValueDictionary()

_C_NAMES = {_types.bool_: 'bool', _types.uint8: 'unsigned char', _types.int8: 'signed char', _types.int16: 'short int', _types.int32: 'int', _types.int64: 'long int',
            _types.float16: 'c10::Half', _types.bfloat16: 'c10::BFloat16', _types.float32: 'float', _types.float64: 'double'}
class Tensor:
    """An n-dimensional array of one dtype. `_h` is the engine's handle."""

    __slots__ = ('_h', '_grad', '__dict__', '__weakref__')

    def __new__(cls, *args, **kwargs):
        from ._creation import legacy_new
        kwargs.pop('device', None)
        return legacy_new(cls, args, kwargs)

    def __init__(self, *args, **kwargs):
        pass

    def __del__(self, append=dead.append):
        append(self._h)

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if not all(issubclass(cls, t) for t in types):
            return NotImplemented
        result = overrides._disabled_torch_function_impl(func, types, args, kwargs)
        return result if cls is Tensor else _converted(result, cls)

    @staticmethod
    def _make_subclass(cls, data, require_grad=False, **_):
        """A tensor of class `cls` on the same bytes, a leaf."""
        result = _new(cls)
        result._h = 0
        result._grad = None
        result._h = check(_alias(data._h, 0))
        if require_grad:
            result._set_requires_grad(True)
        return result

    @seen
    def as_subclass(self, cls):
        result = _new(cls)
        result._h = 0
        result._grad = None
        result._h = self.view_as(self)._take()
        return result

    def _take(self):
        """Gives the handle away; this object then holds none."""
        handle, self._h = self._h, 0
        return handle

    # What it is

    @property
    def dtype(self):
        return BY_CODE[_facts(self._h, DTYPE)]

    @property
    def shape(self):
        text = _shape(self._h)
        return tuple.__new__(Size, map(int, text.split(','))) if text else tuple.__new__(Size)

    @property
    def ndim(self):
        return _facts(self._h, NDIM)

    @property
    def device(self):
        return _types.CPU

    @property
    def layout(self):
        return _types.LAYOUTS['strided']

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.numel() * self.dtype.itemsize

    @property
    def is_leaf(self):
        return _facts(self._h, IS_LEAF) == 1

    @property
    def output_nr(self):
        return _facts(self._h, OUTPUT)

    @property
    def _version(self):
        return _facts(self._h, VERSION)

    @property
    def retains_grad(self):
        return _facts(self._h, RETAINS) == 1

    @property
    def is_cpu(self):
        return True

    @property
    def name(self):
        return None

    @property
    def names(self):
        return (None,) * self.ndim

    @property
    def _base(self):
        return None

    _is_never = property(lambda self: False)
    is_cuda = is_sparse = is_quantized = is_meta = is_mkldnn = is_mps = is_xpu = is_xla = is_nested = is_sparse_csr = is_vulkan = is_ipu = _is_never
    is_maia = is_mtia = _is_never
    del _is_never

    @bare
    def dim(self):
        if modes:
            return dispatch(Tensor.dim, (self,), (self,), None)
        return _facts(self._h, NDIM)

    ndimension = dim

    @bare
    def numel(self):
        return _facts(self._h, NUMEL)

    nelement = numel

    def size(self, dim=None):
        if modes:
            return dispatch(Tensor.size, (self,), (self,) if dim is None else (self, dim), None)
        if dim is None:
            return self.shape
        if not _parse.is_int(dim):
            raise TypeError(f"size(): argument 'dim' (position 1) must be int, not {_types._type_name(dim)}")
        return self.shape[_wrapped_dim(dim, self.ndim)]

    def stride(self, dim=None):
        if modes:
            return dispatch(Tensor.stride, (self,), (self,) if dim is None else (self, dim), None)
        text = _stride(self._h)
        strides = tuple(map(int, text.split(','))) if text else ()
        return strides if dim is None else strides[_wrapped_dim(dim, len(strides))]

    @bare
    def storage_offset(self):
        return _facts(self._h, OFFSET)

    @bare
    def data_ptr(self):
        return _facts(self._h, POINTER) + _facts(self._h, OFFSET) * self.dtype.itemsize

    @bare
    def element_size(self):
        return self.dtype.itemsize

    def untyped_storage(self):
        return UntypedStorage(self)

    def storage(self):
        return UntypedStorage(self)

    def is_contiguous(self, memory_format=None):
        return _facts(self._h, CONTIGUOUS) == 1

    @bare
    def is_floating_point(self):
        return _facts(self._h, DTYPE) >= 6

    @bare
    def is_complex(self):
        return False

    @bare
    def is_signed(self):
        return _facts(self._h, DTYPE) > 1

    @bare
    def is_inference(self):
        return False

    def is_shared(self):
        return False

    def share_memory_(self):
        return self

    def dim_order(self):
        """The dimensions from the outermost in memory to the innermost."""
        strides = self.stride()
        return tuple(sorted(range(self.ndim), key=lambda d: -strides[d]))

    def is_pinned(self):
        return False

    def is_same_size(self, other):
        return self.shape == other.shape

    @bare
    def get_device(self):
        return -1

    def type(self, dtype=None, non_blocking=False):
        if dtype is None:
            return f'torch.{_types.SCALAR_NAMES[self.dtype]}Tensor'
        if isinstance(dtype, str):
            dtype = next((t for t, n in _types.SCALAR_NAMES.items() if dtype == f'torch.{n}Tensor'), None)
        return self.to(getattr(dtype, 'dtype', dtype))

    # Autograd

    @property
    def requires_grad(self):
        return _facts(self._h, REQUIRES_GRAD) == 1

    @requires_grad.setter
    def requires_grad(self, value):
        if modes:
            return dispatch(_SetRequiresGrad, (self,), (self, value), None)
        self._set_requires_grad(value)

    def _set_requires_grad(self, value):
        if not isinstance(value, bool):
            raise RuntimeError('requires_grad must be a bool')
        check(_set_requires_grad(self._h, value))
        if value:
            leaves[self._h] = self

    @seen
    def requires_grad_(self, requires_grad=True):
        if not isinstance(requires_grad, bool):
            raise TypeError(f"requires_grad_(): argument 'requires_grad' (position 1) must be bool, not {_types._type_name(requires_grad)}")
        self._set_requires_grad(requires_grad)
        return self

    @seen
    @bare
    def detach_(self):
        check(_detach_in_place(self._h))
        return self

    @attribute
    def grad(self):
        handle = _grad(self._h)
        if handle == 0:
            self._grad = None
            return None
        kept = self._grad
        if kept is None or kept._h != handle:
            kept = self._grad = wrap(handle)
        else:
            _release(handle)
        return kept

    @grad.setter
    def grad(self, value):
        if value is None:
            check(_set_grad(self._h, 0))
            self._grad = None
            return
        if not isinstance(value, Tensor):
            raise TypeError(f'assigned grad expected to be a Tensor or None but got grad of type {_types._type_name(value)}')
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value.dtype is not self.dtype:
            raise RuntimeError(f"attempting to assign a gradient with dtype '{_C_NAMES[value.dtype]}' to a tensor with grad_dtype "
                               f"'{_types.SCALAR_NAMES[self.dtype]}'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can "
                               "set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging "
                               'the dtypes of a tensor and its gradient may break downstream systems that assume they match.')
        if value.shape != self.shape:
            raise RuntimeError(f"attempting to assign a gradient of size '{list(value.shape)}' to a tensor of size '{list(self.shape)}'. "
                               'Please ensure that the gradient and the tensor are the same size')
        check(_set_grad(self._h, value._h))
        self._grad = value

    @grad.deleter
    def grad(self):
        check(_set_grad(self._h, 0))
        self._grad = None

    @property
    def grad_fn(self):
        from .autograd.graph import node_of
        return node_of(self)

    @attribute
    def data(self):
        return wrap(check(_alias(self._h, 0)))

    @data.setter
    def data(self, value):
        if not isinstance(value, Tensor):
            raise TypeError(f'Variable data has to be a tensor, but got {_types._type_name(value)}')
        check(_set_data(self._h, value._h))

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        """The gradients of this tensor with respect to the graph's leaves, added to their `.grad`."""
        if needs_dispatch((self,)):
            return dispatch(Tensor.backward, (self,), (self,), dict(gradient=gradient, retain_graph=retain_graph, create_graph=create_graph, inputs=inputs))
        from .autograd import backward
        backward(self, gradient, retain_graph, create_graph, inputs=inputs)

    @bare
    def retain_grad(self):
        check(_retain_grad(self._h))

    def register_hook(self, hook):
        """`hook(grad)` during backward; what it returns, if anything, takes the gradient's place."""
        number = check(_register_hook(self._h))

        def run(handle):
            result = hook(wrap(handle))
            if result is None:
                return _border.NONE
            if not isinstance(result, Tensor):
                raise TypeError(f'hook for tensor returned a {_types._type_name(result)}, expected a Tensor or None')
            return result._h

        return registered(number, hook, run)

    def register_post_accumulate_grad_hook(self, hook):
        """`hook(self)` each time that this leaf has got its gradient."""
        number = check(_register_post_accumulate_grad_hook(self._h))

        def run(handle):
            _release(handle)
            hook(self)
            return _border.NONE

        return registered(number, hook, run)

    # To Python and NumPy

    @seen
    @bare
    def item(self):
        if _facts(self._h, NUMEL) != 1:
            raise RuntimeError(f'a Tensor with {self.numel()} elements cannot be converted to Scalar')
        return elements(self)[0]

    @seen
    @bare
    def tolist(self):
        return nested(elements(self), self.shape)

    @seen
    def numpy(self, *args, force=False):
        import numpy
        if args:
            raise TypeError(f'numpy() takes 0 positional arguments but {len(args)} {"was" if len(args) == 1 else "were"} given')
        if self.requires_grad and not force:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        if self.dtype is _types.bfloat16:
            raise TypeError('Got unsupported ScalarType BFloat16')
        return numpy.ndarray._adopt(check(_alias(self._h, 0)))

    @seen
    def __array__(self, dtype=None):
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=False)

    @seen
    def __bool__(self):
        count = _facts(self._h, NUMEL)
        if count == 0:
            raise RuntimeError('Boolean value of Tensor with no values is ambiguous')
        if count > 1:
            raise RuntimeError('Boolean value of Tensor with more than one value is ambiguous')
        return bool(elements(self)[0])

    @seen
    def __float__(self):
        return float(only(self))

    @seen
    def __int__(self):
        return int(only(self))

    @seen
    def __index__(self):
        if self.is_floating_point() or self.numel() != 1:
            raise TypeError('only integer tensors of a single element can be converted to an index')
        return int(only(self))

    @seen
    def __complex__(self):
        return complex(only(self))

    def __repr__(self, *, tensor_contents=None):
        if needs_dispatch((self,)):
            return dispatch(Tensor.__repr__, (self,), (self,), {'tensor_contents': tensor_contents})
        return _text(self._h, type(self).__name__ if type(self) is not Tensor and type(self).__name__ != 'Parameter' else 'tensor')

    def __str__(self):
        return self.__repr__()

    @seen
    def __format__(self, spec):
        if self.dim() == 0 and type(self) is Tensor:
            return format(self.item(), spec)
        return object.__format__(self, spec) if spec else str(self)

    @seen
    def __len__(self):
        if self.dim() == 0:
            raise TypeError('len() of a 0-d tensor')
        return self.shape[0]

    def __iter__(self):
        if self.dim() == 0:
            raise TypeError('iteration over a 0-d tensor')
        return iter(self.unbind(0))

    @seen
    def __reversed__(self):
        return self if self.dim() == 0 else self.flip(0)

    @seen
    def __contains__(self, element):
        if isinstance(element, (Tensor, int, float)):
            return bool((element == self).any())
        raise RuntimeError(f'Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}.')

    def __hash__(self):
        return id(self)

    def __dir__(self):
        return sorted({*dir(type(self)), *self.__dict__})

    def __getitem__(self, index):
        if needs_dispatch((self,)):
            return dispatch(Tensor.__getitem__, (self,), (self, index), None)
        return _indexing.get(self, index)

    def __setitem__(self, index, value):
        if needs_dispatch((self,)):
            return dispatch(Tensor.__setitem__, (self,), (self, index, value), None)
        _indexing.set(self, index, value)

    def __delitem__(self, index):
        raise TypeError('Tensor does not support deleting items')

    # Copies

    def __copy__(self):
        result = _new(type(self))
        result._h = 0
        result._grad = None
        result._h = check(_alias(self._h, 0))
        if self.requires_grad:
            result._set_requires_grad(True)
        result.__dict__.update(self.__dict__)
        return result

    def __reduce_ex__(self, protocol):
        return (_rebuilt, (type(self), self.dtype, tuple(self.shape), _border.read_bytes(self._h), self.requires_grad, self.__dict__))

    @seen
    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        if not self.is_leaf:
            raise RuntimeError('Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  '
                               'If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, '
                               'see https://github.com/pytorch/pytorch/pull/103001')
        key = ('torch.storage', _facts(self._h, STORAGE))
        whole = memo.get(key)
        if whole is None:
            whole = memo[key] = wrap(check(_storage(self._h)))
        result = _new(type(self))
        result._h = 0
        result._grad = None
        result._h = check(_alias(whole._h, 2, self._h))
        if self.requires_grad:
            result._set_requires_grad(True)
        memo[id(self)] = result
        grad = self.grad
        if grad is not None:
            result.grad = grad.__deepcopy__(memo)
        if self.__dict__:
            import copy
            result.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return result

    @seen
    def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
        from ._creation import tensor
        return tensor(data, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)

    @seen
    def new(self, *args, **kwargs):
        from ._creation import legacy_new
        kwargs.pop('device', None)
        return legacy_new(type(self), args, kwargs, self.dtype)

    # By a Python function, element by element

    @seen
    def apply_(self, *args):
        if len(args) != 1:
            raise TypeError(f'TensorBase.apply_() takes exactly one argument ({len(args)} given)')
        return self._computed('apply_', *args)

    @seen
    def map_(self, other, callable):
        if not isinstance(other, Tensor):
            raise TypeError(f"map_(): argument 'other' (position 1) must be Tensor, not {_types._type_name(other)}")
        return self._computed('map_', callable, other)

    @seen
    def map2_(self, x, y, callable):
        return self._computed('map2_', callable, x, y)

    def _computed(self, name, callable, *others):
        """Each element by `callable` of it and of those of `others` in its place."""
        if self.requires_grad or any(other.requires_grad for other in others):
            raise RuntimeError(f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead.")
        for other in others:
            if other.dtype is not self.dtype:
                label = 'other' if name == 'map_' else 'argument'
                raise TypeError(f"{name}: expected {self.type()} for '{label}' (got {other.type()})")
        values = zip(elements(self), *(elements(other.expand(self.shape)) for other in others))
        from ._creation import from_data
        self.copy_(from_data([self._cast(callable(*each)) for each in values], self.dtype).reshape(self.shape))
        return self

    def _cast(self, value):
        return float(value) if self.is_floating_point() else bool(value) if self.dtype is _types.bool_ else int(value)

    @seen
    def cuda(self, device=None, non_blocking=False, memory_format=None):
        raise AssertionError('Torch not compiled with CUDA enabled')

    @seen
    def cpu(self, memory_format=None):
        return self

    @seen
    def to(self, *args, dtype=None, device=None, other=None, non_blocking=False, copy=False, memory_format=None):
        for value in args:
            if isinstance(value, _types.dtype) or value in (float, int, bool):
                dtype = value
            elif isinstance(value, Tensor):
                dtype = value.dtype
            elif isinstance(value, (str, _types.device, int)) and not isinstance(value, bool):
                device = value
            elif isinstance(value, _names.LackingValue):
                dtype = value
        if other is not None:
            dtype = other.dtype
        if device is not None:
            _types.require_cpu(device)
        dtype = _types.PYTHON_TYPES.get(dtype, dtype)
        if dtype is None or dtype is self.dtype:
            return self.clone() if copy else self
        return _ops.METHODS['to'](self, dtype)

    @seen
    def split(self, split_size, dim=0):
        return _ops.METHODS['split'](self, split_size, dim)


class _SetRequiresGradType:
    """`Tensor.requires_grad.__set__`, as modes see it."""
    __name__ = '__set__'

    def __call__(self, tensor, value):
        tensor._set_requires_grad(value)


_SetRequiresGrad = _SetRequiresGradType()


def _rebuilt(cls, dtype, shape, data, requires_grad, fields):
    """What pickle calls."""
    from ._creation import make_from_bytes
    result = _new(cls)
    result._h = 0
    result._grad = None
    result._h = make_from_bytes(dtype, shape, data)
    if requires_grad:
        result._set_requires_grad(True)
    result.__dict__.update(fields)
    return result


def wrap(handle):
    """A new Tensor for a handle that the engine gave."""
    tensor = _new(Tensor)
    tensor._h = handle
    tensor._grad = None
    if len(dead) > 64:
        drain()
    return tensor


def _converted(result, cls):
    if isinstance(result, Tensor) and not isinstance(result, cls):
        converted = _new(cls)
        converted._grad = None
        converted._h = result._take()
        return converted
    if isinstance(result, (tuple, list)):
        return type(result)(_converted(item, cls) for item in result) if not hasattr(result, '_fields') else result
    return result


def _wrapped_dim(dim, ndim):
    least = max(ndim, 1)
    dim = int(dim)
    if not -least <= dim < least:
        raise IndexError(f'Dimension out of range (expected to be in range of [{-least}, {least - 1}], but got {dim})')
    return dim if dim >= 0 else dim + least


Tensor.__module__ = 'torch'
_operators.install(Tensor)
_parse.Tensor = _signature.kinds.Tensor = _operators.Tensor = Tensor
_parse.wrap = wrap
_ops.wrap = wrap
_ops.exact.add(Tensor)
overrides.plain.add(Tensor)
