"""torch.Tensor: a handle to the engine's tensor, with PyTorch's methods, operators and properties.

Most methods are generated from the op table (_ops.py); here is what it is and what Python itself asks of an object. Operators are in
_operators.py, and parts of the class in files of their own: its gradients, conversions, copies, and what maps a Python function over it.
"""
import gc
import sys
import warnings

from . import _border, _conversions, _copies, _gradients, _indexing, _mapped, _names, _operators, _ops, _parse, _removed, _signature, _types, overrides
from ._border import check, dead, drain
from ._facts import CHANNELS_LAST, CHANNELS_LAST_3D, CONTIGUOUS, DTYPE, IS_LEAF, IS_VIEW, NDIM, NUMEL, OFFSET, OUTPUT, POINTER, RETAINS, VERSION
from ._method import bare, put_on, seen
from .storage import TypedStorage, UntypedStorage, typed_storage
from ._types import BY_CODE, Size
from .overrides import dispatch, modes, needs_dispatch

_border.client(globals())
_new = object.__new__


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
    def imag(self):
        raise RuntimeError('imag is not implemented for tensors with non-complex dtypes.')

    @property
    def grad_dtype(self):
        if not self.is_leaf:
            raise RuntimeError('grad_dtype can only be accessed on leaf tensors.')
        return self.dtype

    @grad_dtype.setter
    def grad_dtype(self, value):
        if value is not self.dtype:
            raise NotImplementedError(_names.sentence('torch.Tensor.grad_dtype of another dtype'))

    @property
    def volatile(self):
        warnings.warn('volatile was removed (Variable.volatile is always False)', stacklevel=2)
        return False

    @property
    def __cuda_array_interface__(self):
        raise AttributeError(f"Can't get __cuda_array_interface__ on non-CUDA tensor type: {self.type()} If CUDA data is required use tensor.cuda() to copy tensor to device memory.")

    @property
    def _base(self):
        """The tensor that it is a view of: the program's own object, where it still has it."""
        handle = check(_base(self._h, False))
        if handle == 0:
            return None
        own = next((each for each in gc.get_objects() if issubclass(type(each), Tensor) and each._h == handle), None)
        base = wrap(handle)
        return base if own is None else own

    @bare
    def _is_view(self):
        return _facts(self._h, IS_VIEW) == 1

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
        return UntypedStorage._over(self)

    def storage(self):
        return typed_storage(self)

    def set_(self, *args, **kwargs):
        if args and isinstance(args[0], (TypedStorage, UntypedStorage)):
            args = args[0].over(self.dtype), *args[1:]
        return _ops.METHODS['set_'](self, *args, **kwargs)

    def storage_type(self):
        return getattr(sys.modules['torch'], typed_storage(self).pickle_storage_type())

    def is_contiguous(self, *args, memory_format=_types.MEMORY_FORMATS['contiguous_format']):
        if args:
            raise TypeError(f'is_contiguous() takes 0 positional arguments but {len(args)} {"was" if len(args) == 1 else "were"} given')
        if not isinstance(memory_format, _types.memory_format):
            raise TypeError(f"is_contiguous(): argument 'memory_format' must be torch.memory_format, not {_types._type_name(memory_format)}")
        return _facts(self._h, _LYING.get(memory_format._name, CONTIGUOUS)) == 1

    @bare
    def is_floating_point(self):
        return _facts(self._h, DTYPE) >= 6

    @bare
    def is_complex(self):
        return False

    @bare
    def is_conj(self):
        return False

    is_neg = is_conj

    @bare
    def dense_dim(self):
        return self.ndim

    @bare
    def sparse_dim(self):
        return 0

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

    def dim_order(self, *, ambiguity_check=False):
        """The dimensions from the outermost in memory to the innermost; with a check, where that is one of some formats alone."""
        strides = self.stride()
        if not isinstance(ambiguity_check, bool) and not (isinstance(ambiguity_check, list) and all(isinstance(each, _types.memory_format) for each in ambiguity_check)):
            raise TypeError('The ambiguity_check argument must be a bool or a list of memory formats.')
        # Where a dimension has one element, or neighbours the same stride, other orders are as true.
        if ambiguity_check and (1 in self.shape or any(one == next_one for one, next_one in zip(strides, strides[1:]))):
            formats = ambiguity_check if isinstance(ambiguity_check, list) else ()
            if sum(self.is_contiguous(memory_format=each) for each in formats) != 1:
                raise RuntimeError('The tensor does not have unique dim order, or cannot map to exact one of the given memory formats.')
        return tuple(sorted(range(self.ndim), key=lambda d: -strides[d]))

    def is_pinned(self):
        return False

    def is_same_size(self, other):
        return self.shape == other.shape

    @bare
    def get_device(self):
        return -1

    def type(self, dtype=None, non_blocking=False, *, memory_format=None):
        if dtype is None:
            return f'torch.{_types.SCALAR_NAMES[self.dtype]}Tensor'
        if isinstance(dtype, str):
            dtype = next((t for t, n in _types.SCALAR_NAMES.items() if dtype == f'torch.{n}Tensor'), None)
        return self.to(getattr(dtype, 'dtype', dtype), memory_format=memory_format)

    # As a sequence

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

    # Others like it

    @seen
    def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
        from ._creation import tensor
        return tensor(data, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)

    @seen
    def new(self, *args, **kwargs):
        from ._creation import legacy_new
        kwargs.pop('device', None)
        return legacy_new(type(self), args, kwargs, self.dtype)

    @seen
    def cuda(self, device=None, non_blocking=False, memory_format=None):
        raise AssertionError('Torch not compiled with CUDA enabled')

    def xpu(self, device=None, non_blocking=False, memory_format=None):
        raise AssertionError('Torch not compiled with XPU enabled')

    def pin_memory(self, device=None):
        raise RuntimeError('Cannot access accelerator device when none is available.')

    @seen
    def cpu(self, memory_format=None):
        return self if memory_format is None else self.to(memory_format=memory_format)

    @seen
    def to(self, *args, **kwargs):
        signature, (_, first, *values) = _parse.choose(_TO, (self, *args), kwargs)
        dtype, _, copy, memory_format = (first, *values) if signature.overload != _TO_DEVICE else values
        if signature.overload == _TO_DEVICE and first is not None:
            _types.require_cpu(first)
        elif isinstance(dtype, Tensor):
            dtype = dtype.dtype
        elif signature.overload == _TO_TENSOR:
            # A number stands for a tensor.
            dtype = type(dtype)
        dtype = _types.PYTHON_TYPES.get(dtype, dtype) or self.dtype
        if memory_format is not None:
            return _ops.METHODS['to'](self, dtype, False, bool(copy), memory_format=memory_format)
        if dtype is self.dtype and not copy:
            return self
        return _ops.METHODS['to'](self, dtype, False, bool(copy))

    @seen
    def split(self, split_size, dim=0):
        if isinstance(split_size, Tensor) and split_size.numel() == 1:
            split_size = int(split_size)
        return _ops.FUNCTIONS['split' if isinstance(split_size, int) else 'split_with_sizes'](self, split_size, dim)


_LYING = {'channels_last': CHANNELS_LAST, 'channels_last_3d': CHANNELS_LAST_3D}
_TO_DEVICE, _TO_DTYPE, _TO_TENSOR = range(3)
_TO_OPTIONS = 'bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None'
_TO = _parse.Group('to', True, True, False, [(f'{first}, {_TO_OPTIONS}', overload, False, '') for overload, first in (
    (_TO_DEVICE, 'Device? device=None, ScalarType? dtype=None'), (_TO_DTYPE, 'ScalarType dtype'), (_TO_TENSOR, 'Tensor tensor'))])


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


def _rebuild_from_type_v2(func, new_type, args, state):
    """A tensor of a class of its own or with attributes; saved files name this function."""
    made = func(*args)
    if type(made) is not new_type:
        made = made.as_subclass(new_type)
    if hasattr(made, '__setstate__'):
        made.__setstate__(state)
    else:
        made.__dict__.update(state)
    return made


def _wrapped_dim(dim, ndim):
    dim = int(dim)
    if ndim == 0:
        raise IndexError(f'Dimension specified as {dim} but tensor has no dimensions')
    if not -ndim <= dim < ndim:
        raise IndexError(f'Dimension out of range (expected to be in range of [{-ndim}, {ndim - 1}], but got {dim})')
    return dim if dim >= 0 else dim + ndim


for _part in (_gradients.Gradients, _conversions.Conversions, _copies.Copies, _mapped.Mapped):
    put_on(Tensor, _part)
for _name, _function in _removed.METHODS.items():
    setattr(Tensor, _name, _function)
Tensor.__module__ = 'torch'
_operators.install(Tensor)
_parse.Tensor = _signature.kinds.Tensor = _operators.Tensor = _gradients.Tensor = _conversions.Tensor = _mapped.Tensor = Tensor
_parse.wrap = _ops.wrap = _gradients.wrap = _copies.wrap = wrap
_ops.exact.add(Tensor)
overrides.plain.add(Tensor)
