"""numpy.ndarray over the engine's tensors: the same bytes as a torch tensor's, NumPy's dtypes, promotion and messages.

An array holds a tensor without history. Its arithmetic is the op table's, called below torch's own functions, so that
torch's modes don't see it.
"""
import builtins

from torch import _border, _creation, _ops, _parse, _types as _torch_types
from torch._border import check
from torch._names import sentence
from torch._elements import elements, nested
from torch._tensor import Tensor, wrap

from ._types import BY_TORCH, DTYPES, as_dtype, generic, promote, scalar, scalar_types

_border.client(globals())
float64 = DTYPES['float64']
_WRITABLE = 1


def run(name, *args, **kwargs):
    """An operator of the table on tensors, without torch's modes."""
    table = _ops.METHODS if name.endswith('_') else _ops.FUNCTIONS
    function = table.get(name) or _ops.METHODS.get(name) or _ops.NN.get(name) or _ops.LINALG.get(name)
    if function is None:
        raise NotImplementedError(sentence(f'numpy.{name}'))
    signature, values = _parse.choose(function.group, args, kwargs)
    return _parse.invoke(signature, values)


def shape_text(shape):
    return f'({",".join(map(str, shape))}{"," if len(shape) == 1 else ""})'


class ndarray:
    """An n-dimensional array. `_t` is the tensor that holds it."""

    __slots__ = ('_t', '__weakref__')
    _is_numpy_array = True
    __array_priority__ = 0.0
    _tp_name = 'numpy.ndarray'

    def __new__(cls, shape, dtype=float, buffer=None, offset=0, strides=None, order=None):
        if buffer is not None:
            raise NotImplementedError(sentence('numpy.ndarray(buffer=...)'))
        return empty(shape, dtype)

    @staticmethod
    def _adopt(handle):
        return of(wrap(handle))

    @property
    def _h(self):
        return self._t._h

    # What it is

    @property
    def dtype(self):
        return BY_TORCH[self._t.dtype]

    @property
    def shape(self):
        return tuple(self._t.shape)

    @shape.setter
    def shape(self, value):
        self._t = self.reshape(value)._t

    @property
    def ndim(self):
        return self._t.ndim

    @property
    def size(self):
        return self._t.numel()

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.size * self.itemsize

    @property
    def strides(self):
        return tuple(step * self.itemsize for step in self._t.stride())

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return iter(self.reshape(-1))

    @property
    def real(self):
        return self

    @property
    def base(self):
        return None

    @property
    def data(self):
        return memoryview(self)

    @property
    def flags(self):
        return Flags(self)

    # To Python

    def item(self, *index):
        if index:
            return (self if len(index) > 1 else self.reshape(-1))[index].item()
        if self.size != 1:
            raise ValueError('can only convert an array of size 1 to a Python scalar')
        return elements(self._t)[0]

    def tolist(self):
        return nested(elements(self._t), self.shape)

    def tobytes(self, order='C'):
        return _border.read_bytes(self._h)

    def __buffer__(self, flags):
        """memoryview(array), bytes(array), array.array(...): a copy, read only, because the engine's memory is not Python's."""
        if flags & _WRITABLE:
            raise BufferError("an array's bytes lie in the engine's memory: Python's buffers can read a copy of them, not write to them")
        view = memoryview(self.tobytes())
        format = self.dtype._torch.format
        return view.cast(format, self.shape) if self.ndim and self.size else view.cast(format)

    def _only(self, what):
        if self.ndim:
            raise TypeError('only 0-dimensional arrays can be converted to Python scalars')
        return elements(self._t)[0]

    def __float__(self):
        return float(self._only('float'))

    def __int__(self):
        return int(self._only('int'))

    def __index__(self):
        if self.ndim or self.dtype.kind not in 'iu':
            raise TypeError('only integer scalar arrays can be converted to a scalar index')
        return int(self._only('int'))

    def __bool__(self):
        if self.size == 0:
            raise ValueError('The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.')
        if self.size > 1:
            raise ValueError('The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()')
        return bool(elements(self._t)[0])

    def __len__(self):
        if not self.ndim:
            raise TypeError('len() of unsized object')
        return self.shape[0]

    def __iter__(self):
        if not self.ndim:
            raise TypeError('iteration over a 0-d array')
        return (self[i] for i in builtins.range(len(self)))

    def __contains__(self, value):
        return bool((self == value).any())

    def __hash__(self):
        raise TypeError("unhashable type: 'numpy.ndarray'")

    def _text(self, what):
        return _array_text(self._h, what)

    def __repr__(self):
        return self._text('repr')

    def __str__(self):
        return self._text('str')

    def __format__(self, spec):
        if not self.ndim:
            return format(self.item(), spec)
        if spec:
            raise TypeError('unsupported format string passed to numpy.ndarray.__format__')
        return str(self)

    def __array__(self, dtype=None, copy=None):
        return self if dtype is None else self.astype(dtype)

    def __reduce__(self):
        return (array, (self.tolist(), self.dtype))

    # Elements

    def __getitem__(self, index):
        from ._index import encode_index
        flat, kept, flips, is_scalar = encode_index(self, index)
        result = _parse.finish(_index(self._h, *flat), [self._t])
        if flips:
            result = run('flip', result, flips)
        return as_scalar(result) if is_scalar else of(result)

    def __setitem__(self, index, value):
        from ._index import encode_index
        flat, kept, flips, _ = encode_index(self, index)
        head = []
        if isinstance(value, (int, float, generic)):
            _parse.encode_scalar(head, value)
            head[0] = -head[0]
            if self.dtype.kind in 'iu' and isinstance(value, float) and value != value:
                raise ValueError('cannot convert float NaN to integer')
        else:
            value = as_array(value)
            if flips:
                value = of(run('flip', run('broadcast_to', value._t, self[index].shape), flips))
            head.append(value._h)
        try:
            check(_index_put(self._h, *head, *flat))
        except RuntimeError as error:
            if isinstance(value, ndarray):
                raise ValueError(f'could not broadcast input array from shape {shape_text(value.shape)} into shape {shape_text(self[index].shape)}') from None
            raise error

    # Other forms of it

    def copy(self, order='C'):
        return of(run('clone', self._t))

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()

    def astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True):
        wanted = as_dtype(dtype)
        if wanted is self.dtype:
            return self.copy() if copy else self
        return of(to_dtype(self._t, wanted))

    def view(self, dtype=None):
        if dtype is None or as_dtype(dtype) is self.dtype:
            return ndarray._adopt(check(_alias(self._h, 1)))
        raise NotImplementedError(sentence('numpy.ndarray.view(dtype)'))

    def reshape(self, *shape, order='C', copy=None):
        if len(shape) == 1 and not isinstance(shape[0], (int, generic)):
            shape = shape[0]
        shape = [int(size) for size in (shape if hasattr(shape, '__iter__') else (shape,))]
        try:
            return of(run('reshape', self._t, shape))
        except RuntimeError:
            raise ValueError(f'cannot reshape array of size {self.size} into shape {shape_text(shape)}') from None

    def ravel(self, order='C'):
        return self.reshape(-1)

    def flatten(self, order='C'):
        return self.reshape(-1).copy()

    def transpose(self, *axes):
        if len(axes) == 1 and (axes[0] is None or hasattr(axes[0], '__iter__')):
            axes = axes[0] or ()
        axes = [int(axis) for axis in axes] or list(builtins.range(self.ndim - 1, -1, -1))
        if len(axes) != self.ndim:
            raise ValueError("axes don't match array")
        return of(run('permute', self._t, axes)) if axes else self

    def swapaxes(self, axis1, axis2):
        return of(run('transpose', self._t, axis1, axis2))

    def squeeze(self, axis=None):
        return of(run('squeeze', self._t) if axis is None else run('squeeze', self._t, axis))

    def fill(self, value):
        self[...] = value

    def sort(self, axis=-1):
        self[...] = of(run('sort', self._t, axis)[0])

    def tofile(self, *args, **kwargs):
        raise PermissionError(1, 'files can be read here but not written')


class Flags:
    def __init__(self, array):
        self.c_contiguous = self.contiguous = array._t.is_contiguous()
        self.writeable = self.owndata = self.aligned = True

    def __getitem__(self, name):
        return getattr(self, name.lower())


ndarray.__module__ = 'numpy'


def of(tensor):
    """The array of a tensor."""
    result = object.__new__(ndarray)
    result._t = tensor
    return result


def as_scalar(tensor):
    """A NumPy scalar of a tensor with one element."""
    return scalar(BY_TORCH[tensor.dtype], elements(tensor)[0])


def result(tensor, is_scalar=None):
    """An array, or a scalar where it has no dimensions: what NumPy's functions return."""
    return as_scalar(tensor) if tensor.ndim == 0 else of(tensor)


def to_dtype(tensor, d):
    if tensor.dtype is d._torch:
        return tensor
    signature, values = _parse.choose(_ops.METHODS['to'].group, (tensor, d._torch), {})
    return _parse.invoke(signature, values)


# Making arrays


def as_array(value, dtype=None):
    """An array of anything: itself where it is one of that dtype."""
    if isinstance(value, ndarray):
        return value if dtype is None else value.astype(dtype, copy=False)
    return array(value, dtype)


def array(object, dtype=None, copy=True, order='K', subok=False, ndmin=0, like=None):
    """A new array from a number, nested sequences, an array or a tensor."""
    if isinstance(object, Tensor):
        object = object.numpy()
    if isinstance(object, ndarray):
        made = object.astype(object.dtype if dtype is None else dtype, copy=copy is not False and copy is not None)
    else:
        made = _from_data(object, None if dtype is None else as_dtype(dtype))
    while made.ndim < ndmin:
        made = of(run('unsqueeze', made._t, 0))
    return made


def _from_data(data, wanted):
    if isinstance(data, (range, map, filter, zip)) or type(data).__name__ in ('dict_keys', 'dict_values'):
        data = list(data) if isinstance(data, range) or type(data).__name__.startswith('dict_') else data
    if isinstance(data, (str, bytes, dict, set, complex)) or not isinstance(data, (list, tuple, int, float, generic)) and not hasattr(data, '__len__'):
        if hasattr(data, '__array__'):
            return as_array(data.__array__(), wanted)
        raise NotImplementedError(sentence(f'numpy.array of {type(data).__name__}'))
    shape = _creation._shape_of(data, numbers=())
    flat = []
    _flatten(data, shape, 0, flat)
    if wanted is None:
        wanted = _infer(flat)
    if any(isinstance(item, str) for item in flat):
        if wanted.kind not in 'fiu':
            raise NotImplementedError(sentence('numpy.array of str'))
        flat = [float(item) if wanted.kind == 'f' else int(item) for item in flat]
    for item in flat:
        if type(item) is int and wanted.kind in 'iu' and not -2 ** 63 <= item < 2 ** 63:
            raise OverflowError('Python int too large to convert to C long')
    try:
        packed = _creation._pack(flat, wanted._torch)
    except RuntimeError as error:
        value = next((item for item in flat if type(item) is int), 0)
        raise OverflowError(f'Python integer {value} out of bounds for {wanted.name}') from None
    return ndarray._adopt(_creation.make_from_bytes(wanted._torch, shape, packed))


def _flatten(data, shape, level, flat):
    if level == len(shape):
        if isinstance(data, (list, tuple)):
            raise _ragged(shape)
        flat += _nested_flat(data) if isinstance(data, Tensor) else [data]
        return
    if not hasattr(data, '__len__') or len(data) != shape[level]:
        raise _ragged(shape[:level])
    if hasattr(data, '_h'):
        flat.extend(_nested_flat(data))
        return
    for item in data:
        _flatten(item, shape, level + 1, flat)


def _nested_flat(data):
    tensor = data._t if isinstance(data, ndarray) else data
    values = elements(tensor)
    return [scalar(BY_TORCH[tensor.dtype], value) for value in values] if tensor.dtype is not _torch_types.float64 else values


def _ragged(shape):
    return ValueError('setting an array element with a sequence. The requested array has an inhomogeneous shape after '
                      f'{len(shape)} dimensions. The detected shape was {shape_text(shape).replace(",", ", ").replace(", )", ",)")} + inhomogeneous part.')


def _infer(flat):
    found = None
    for kind in set(map(type, flat)):
        if issubclass(kind, generic):
            own = scalar_dtype(kind)
        elif kind is bool:
            own = DTYPES['bool']
        elif issubclass(kind, int):
            own = DTYPES['int64']
        elif issubclass(kind, float):
            own = float64
        else:
            raise NotImplementedError(sentence(f'numpy.array of {kind.__name__}'))
        found = own if found is None else promote(found, own)
    return found or float64


def scalar_dtype(kind):
    return next(DTYPES[name] for name, cls in scalar_types.items() if issubclass(kind, cls))


def _sizes(shape):
    return [int(shape)] if isinstance(shape, (int, generic)) or hasattr(shape, '__index__') else [int(size) for size in shape]


def empty(shape, dtype=float, order='C', **_):
    return zeros(shape, dtype)


def zeros(shape, dtype=float, order='C', **_):
    return full(shape, 0, dtype)


def ones(shape, dtype=None, order='C', **_):
    return full(shape, 1, float if dtype is None else dtype)


def full(shape, fill_value, dtype=None, order='C', **_):
    d = as_dtype(dtype) if dtype is not None else as_array(fill_value).dtype
    sizes = _sizes(shape)
    if builtins.any(size < 0 for size in sizes):
        raise ValueError('negative dimensions are not allowed')
    made = ndarray._adopt(check(_make(d._torch.code, len(sizes), *sizes)))
    made[...] = fill_value
    return made
