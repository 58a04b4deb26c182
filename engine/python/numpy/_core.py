"""numpy.ndarray over the engine's tensors: the same bytes as a torch tensor's, NumPy's dtypes, promotion and messages.

An array holds a tensor without history. Its arithmetic is the op table's, called below torch's own functions, so that
torch's modes don't see it.
"""
import builtins
import math
import operator
import pickle
import re

from torch import _border, _creation, _ops, _parse, _types as _torch_types
from torch._border import check
from torch._names import sentence
from torch._elements import elements, nested
from torch._tensor import Tensor, wrap

from ._arguments import axes_of, axis_of
from ._types import BY_TORCH, DTYPES, as_dtype, can_cast_same_kind, generic, promote, scalar, scalar_types

_border.client(globals())
float64 = DTYPES['float64']
_WRITABLE = 1
#: Of an argument that NumPy asks for in words of its own.
_MISSING = object()
_new = object.__new__


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
    """An n-dimensional array. `_h` is the engine's handle, and `_t` the tensor that then owns it, made when it is first asked for.

    What of the class is done the most often `_native.py` gives to the engine, which reads these slots; `_t`, `dtype`, `shape`, `ndim`,
    `size` and `T` are the engine's alone. It makes `_h` a bare number, 0 in an object that was made without an array, which `_t` refuses.
    """

    __slots__ = ('_h', '_tensor', '_backwards', '__weakref__')
    _is_numpy_array = True
    __array_priority__ = 0.0
    _tp_name = 'numpy.ndarray'

    def __new__(cls, shape, dtype=float, buffer=None, offset=0, strides=None, order=None):
        if buffer is not None:
            raise NotImplementedError(sentence('numpy.ndarray(buffer=...)'))
        return empty(shape, dtype)

    @staticmethod
    def _adopt(handle):
        result = _new(ndarray)
        result._h = handle
        return result

    def _become(self, other):
        """Lies where another array does; its own tensor, made where there was none, gives back what it had."""
        before, self._tensor, self._h = self._t, other._t, other._h
        del before

    # What it is

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
    def flat(self):
        return flatiter(self)

    @flat.setter
    def flat(self, value):
        self[...] = as_array(value).ravel() if self.ndim == 1 else of(run('reshape', run('expand', as_array(value)._t, [self.size]), list(self.shape)))

    @property
    def mT(self):
        if self.ndim < 2:
            raise ValueError('matrix transpose with ndim < 2 is undefined')
        return self.swapaxes(-1, -2)

    @property
    def real(self):
        return self

    @real.setter
    def real(self, value):
        self[...] = value

    @property
    def imag(self):
        return of(run('zeros_like', self._t))

    @imag.setter
    def imag(self, value):
        raise TypeError('array does not have imaginary part to set')

    @property
    def data(self):
        return memoryview(self)

    # To Python

    def item(self, *index):
        if index:
            index = index[0] if len(index) == 1 else index
            if not isinstance(index, tuple) and not -self.size <= index < self.size:
                raise IndexError(f'index {index} is out of bounds for {"axis 0 with " * (self.ndim == 1)}size {self.size}')
            return (self if isinstance(index, tuple) else self.reshape(-1))[index].item()
        if self.size != 1:
            raise ValueError('can only convert an array of size 1 to a Python scalar')
        return elements(self._t)[0]

    def tolist(self):
        return nested(elements(self._t), self.shape)

    def tobytes(self, order='C'):
        return _border.read_bytes(self.T._t._h if order == 'F' or order == 'A' and self.flags.fnc else self._t._h)

    def dumps(self):
        return pickle.dumps(self)

    def dump(self, file):
        if hasattr(file, 'write'):
            pickle.dump(self, file)
            return
        with open(file, 'wb') as stream:
            pickle.dump(self, stream)

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

    def compress(self, condition, axis=None, out=None):
        from ._indices import compress
        return compress(condition, self, axis, out)

    def __contains__(self, value):
        return bool((self == value).any())

    def __hash__(self):
        raise TypeError("unhashable type: 'numpy.ndarray'")

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

    # Elements

    def __getitem__(self, index):
        from ._index import encode_index
        flat, kept, flips, is_scalar = encode_index(self, index)
        try:
            result = _parse.finish(_index(self._h, *flat), [self._t])
        except IndexError as error:
            raise IndexError(_of_arrays(str(error))) from None
        if flips:
            result = run('flip', result, flips)
        if is_scalar:
            return as_scalar(result)
        return of_backwards(result, self, index) if (flips or hasattr(self, '_backwards')) and not kept else of(result)

    def __delitem__(self, index):
        raise ValueError('cannot delete array elements')

    def __setitem__(self, index, value):
        from ._index import encode_index
        flat, kept, flips, _ = encode_index(self, index)
        base, place, version = getattr(self, '_backwards', (None, None, None))
        if base is not None and base._t._version != version:
            raise NotImplementedError('writing into a view with a negative step, as `a[::-1]` is one, whose array has changed since it was taken, is not in the embedded engine yet; '
                                      'the python runtime has it')
        head = []
        if overlaps(self):
            raise ValueError('assignment destination is read-only')
        if isinstance(value, str) and self.dtype.kind in 'fiu':
            value = (float if self.dtype.kind == 'f' else int)(value)
        if value is None:
            raise TypeError(f"{'float' if self.dtype.kind == 'f' else 'int'}() argument must be a string{', a bytes-like object' * (self.dtype.kind != 'f')} or a real number, not 'NoneType'")
        if isinstance(value, (int, float, generic)):
            if type(value) is int:
                check_range(value, self.dtype)
            _parse.encode_scalar(head, value)
            head[0] = -head[0]
            if self.dtype.kind in 'iu' and isinstance(value, float) and value != value:
                raise ValueError('cannot convert float NaN to integer')
            if self.dtype.kind in 'iu' and isinstance(value, float) and value in (float('inf'), float('-inf')):
                raise OverflowError('cannot convert float infinity to integer')
        else:
            given, value = type(value).__name__, as_array(value)
            if isinstance(index, int) and self.ndim == 1 and value.ndim:
                if self.dtype.kind in 'iu':
                    raise TypeError(f"int() argument must be a string, a bytes-like object or a real number, not '{given}'")
                raise ValueError('setting an array element with a sequence.')
            value = value.astype(self.dtype, copy=False)
            while value.ndim and value.shape[0] == 1 and value.ndim > self.ndim:
                value = value[0]
            if flips:
                value = of(run('flip', run('broadcast_to', value._t, self[index].shape), flips))
            head.append(value._h)
        try:
            check(_index_put(self._h, *head, *flat))
        except IndexError as error:
            raise IndexError(_of_arrays(str(error))) from None
        except RuntimeError as error:
            if isinstance(value, ndarray) and isinstance(index, ndarray) and index.dtype.kind == 'b' and index.ndim == self.ndim:
                raise ValueError(f'NumPy boolean array indexing assignment cannot assign {value.size} input values to the {int(index.sum())} output values where the mask is true') from None
            if isinstance(value, ndarray) and _has_arrays(index):
                raise ValueError(f'shape mismatch: value array of shape {shape_text(value.shape)} could not be broadcast to indexing result of shape {shape_text(self[index].shape)}') from None
            if isinstance(value, ndarray):
                raise ValueError(f'could not broadcast input array from shape {shape_text(value.shape)} into shape {shape_text(self[index].shape)}') from None
            raise error
        if base is not None:
            base[place] = self
            self._backwards = base, place, base._t._version

    # Other forms of it

    def copy(self, order='C'):
        return of(run('clone', self._t) if order == 'K' or self._t.is_contiguous() else run('contiguous', self._t))

    def __array_namespace__(self, *, api_version=None):
        import numpy
        return numpy

    def __copy__(self):
        return self.copy('K')

    def __deepcopy__(self, memo):
        return self.copy()

    def __delitem__(self, index):
        raise ValueError('cannot delete array elements')

    def astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True):
        wanted = as_dtype(dtype)
        if casting != 'unsafe' and not (promote(self.dtype, wanted) is wanted or casting == 'same_kind' and can_cast_same_kind(self.dtype, wanted)):
            raise TypeError(f"Cannot cast array data from {self.dtype!r} to {wanted!r} according to the rule '{casting}'")
        made = self if wanted is self.dtype else of(to_dtype(self._t, wanted))
        if order == 'F' and not made.flags.f_contiguous or order == 'C' and not made.flags.c_contiguous:
            return array(made, order=order) if order == 'F' else made.copy()
        return made.copy('K') if copy and made is self else made

    def view(self, dtype=None, type=None):
        if isinstance(dtype, builtins.type) and issubclass(dtype, ndarray):
            dtype = None
        if dtype is None or as_dtype(dtype) is self.dtype:
            return ndarray._adopt(check(_alias(self._t._h, 1)))
        wanted = as_dtype(dtype)
        if wanted.itemsize != self.itemsize and not self.ndim:
            raise ValueError('Changing the dtype of a 0d array is only supported if the itemsize is unchanged')
        if wanted.itemsize != self.itemsize and self.shape[-1] != 1 and self._t.stride(-1) != 1:
            raise ValueError('To change to a dtype of a different size, the last axis must be contiguous')
        if self.ndim and wanted.itemsize > self.itemsize and self.shape[-1] * self.itemsize % wanted.itemsize:
            raise ValueError('When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of the array.')
        return of(run('view', self._t, wanted._torch))

    def _order(self, order):
        """An order of the memory's as one of the elements': F where they lie so and not otherwise."""
        return 'F' if order == 'F' or order == 'A' and self.flags.fnc else 'C'

    def reshape(self, *shape, order='C', copy=None):
        if not shape:
            raise TypeError('reshape() takes exactly 1 argument (0 given)')
        shape = _sizes(shape[0] if len(shape) == 1 else shape)
        if shape.count(-1) > 1:
            raise ValueError('can only specify one unknown dimension')
        try:
            if order != 'C' and self._order(order) == 'F':
                return of(run('reshape', self.T._t, shape[::-1])).T
            return of(run('reshape', self._t, shape))
        except RuntimeError:
            raise ValueError(f'cannot reshape array of size {self.size} into shape {shape_text(shape).replace("-1", "newaxis")}') from None

    def ravel(self, order='C'):
        if order == 'C' or self.ndim < 2:
            return self.reshape(-1)
        if order == 'K':
            steps = self._t.stride()
            return self.transpose(sorted(builtins.range(self.ndim), key=lambda axis: -steps[axis])).reshape(-1)
        return self.reshape(-1, order=order)

    def flatten(self, order='C'):
        return self.ravel(order).copy()

    def transpose(self, *axes):
        if len(axes) == 1 and (axes[0] is None or hasattr(axes[0], '__iter__')):
            axes = axes[0] or ()
        axes = [int(axis) for axis in axes] or list(builtins.range(self.ndim - 1, -1, -1))
        if len(axes) != self.ndim:
            raise ValueError("axes don't match array")
        axes = [axis_of(axis, self.ndim) for axis in axes]
        if len(set(axes)) < len(axes):
            raise ValueError('repeated axis in transpose')
        return of(run('permute', self._t, axes)) if axes else self

    def swapaxes(self, axis1, axis2):
        return of(run('transpose', self._t, axis_of(axis1, self.ndim, 'axis1'), axis_of(axis2, self.ndim, 'axis2')))

    def squeeze(self, axis=None):
        if axis is None:
            return of(run('squeeze', self._t))
        axes = axes_of(self, axis)
        if builtins.any(self.shape[each] != 1 for each in axes):
            raise ValueError('cannot select an axis to squeeze out which has size not equal to one')
        return of(run('squeeze', self._t, axes))

    def resize(self, *shape, refcheck=True):
        shape = _sizes(shape[0] if len(shape) == 1 else shape)
        if builtins.any(size < 0 for size in shape):
            raise ValueError('negative dimensions not allowed')
        if math.prod(shape) != self.size and not self.flags.owndata:
            raise ValueError('cannot resize this array: it does not own its data')
        made, kept = zeros(shape, self.dtype).reshape(-1), self.reshape(-1)[:math.prod(shape)]
        made[:kept.size] = kept
        self._become(made.reshape(shape))

    def partition(self, kth, axis=-1, kind='introselect', order=None):
        self.sort(axis)

    def setflags(self, write=None, align=None, uic=None):
        raise NotImplementedError(sentence('numpy.ndarray.setflags'))

    def fill(self, value):
        self[...] = value

    def sort(self, axis=-1, kind=None, order=None, *, stable=None):
        check_sort(kind, order, stable)
        self[...] = ndarray._adopt(check(_numpy_sort(self._h, axis_of(axis, self.ndim))))

    def tofile(self, fid, sep='', format='%s'):
        data = self.tobytes() if sep == '' else sep.join(str(each) if format == '%s' else format % each for each in elements(self._t)).encode()
        if hasattr(fid, 'write'):
            fid.write(data)
        else:
            with open(fid, 'wb') as file:
                file.write(data)


class flatiter:
    """An array's elements in their order, which can be set too."""

    def __init__(self, base):
        self.base, self.index = base, 0
        self._left = iter(base.reshape(-1))

    def __iter__(self):
        return self

    def __next__(self):
        found = next(self._left)
        self.index += 1
        return found

    @property
    def coords(self):
        places, left = [], self.index
        for size in self.base.shape[::-1]:
            left, place = divmod(left, size)
            places.append(place)
        return tuple(places[::-1])

    def copy(self):
        return self.base.flatten()

    def __array__(self, dtype=None, copy=None):
        return self.copy() if dtype is None else self.copy().astype(dtype)

    def __eq__(self, other):
        return self.copy() == other

    __hash__ = None

    def __len__(self):
        return self.base.size

    def __getitem__(self, index):
        found = self.base.reshape(-1)[index]
        return found.copy() if isinstance(found, ndarray) else found

    def __delitem__(self, index):
        raise ValueError('cannot delete array elements')

    def __setitem__(self, index, value):
        flat = self.base.reshape(-1)
        flat[index] = value
        if not self.base._t.is_contiguous():
            self.base[...] = flat.reshape(self.base.shape)


def check_sort(kind, order, stable):
    """All sorts are stable here; what asks for one is looked at all the same, of `kind` the first letter."""
    if kind is not None and stable is not None:
        raise ValueError("`kind` and keyword parameters can't be provided at the same time. Use only one of them.")
    if kind is not None and (not isinstance(kind, str) or kind[:1] not in 'qhsm' or not kind):
        raise ValueError(f"sort kind must be one of 'quick', 'heap', or 'stable' (got {kind!r})")
    if order is not None:
        raise ValueError('Cannot specify order when the array has no fields.')


def check_range(value, d):
    """A Python integer must be one that the dtype has."""
    if d.kind in 'iu':
        bits = 8 * d.itemsize
        if not (0 if d.kind == 'u' else -2 ** (bits - 1)) <= value < 2 ** (bits - (d.kind == 'i')):
            raise OverflowError(f'Python integer {value} out of bounds for {d.name}')


def _has_arrays(index):
    return builtins.any(isinstance(each, (ndarray, list)) for each in (index if isinstance(index, tuple) else (index,)))


def _of_arrays(message):
    """The engine's words about an index, in NumPy's."""
    if 'shape mismatch' in message:
        shapes = re.findall(r'\[([\d, ]*)\]', message)
        return 'shape mismatch: indexing arrays could not be broadcast together with shapes ' + ''.join(f'({shape.replace(" ", "")}{"," * ("," not in shape)}) ' for shape in shapes)
    return message.replace('for dimension', 'for axis')


ndarray.__module__ = flatiter.__module__ = 'numpy'


def of(tensor):
    """The array of a tensor."""
    result = _new(ndarray)
    result._tensor = tensor
    result._h = tensor._h
    return result


def overlaps(array):
    """An element lies in several places, so nothing is written."""
    reach = 0
    for step, size in sorted((step, size) for step, size in zip(array._t.stride(), array.shape) if size > 1):
        if step <= reach and array.size:
            return True
        reach += step * (size - 1)
    return False


def of_backwards(tensor, base, index):
    """The array of a copy that stands for a view with a negative step: what is written into it is written into its base too."""
    result = of(tensor)
    result._backwards = base, index, base._t._version
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


def array(object=_MISSING, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None, ndmax=0):
    """A new array from a number, nested sequences, an array or a tensor."""
    if object is _MISSING:
        raise TypeError("array() missing required argument 'object' (pos 0)")
    if isinstance(object, Tensor):
        object = object.numpy()
    if copy is False and (not isinstance(object, ndarray) or dtype is not None and as_dtype(dtype) is not object.dtype):
        raise ValueError('Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed '
                         '(no behavior change in NumPy 1.x).\nFor more details, see https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.')
    if isinstance(object, ndarray):
        made = object.astype(object.dtype if dtype is None else dtype, copy=copy is not False and copy is not None)
    else:
        made = _from_data(object, None if dtype is None else as_dtype(dtype))
    while made.ndim < ndmin:
        made = of(run('unsqueeze', made._t, 0))
    if order == 'F' and made.ndim > 1:
        return of(run('permute', run('contiguous', made.T._t), list(builtins.range(made.ndim))[::-1]))
    return made


def _from_data(data, wanted):
    if isinstance(data, (range, map, filter, zip)) or type(data).__name__ in ('dict_keys', 'dict_values'):
        data = list(data) if isinstance(data, range) or type(data).__name__.startswith('dict_') else data
    if isinstance(data, (str, bytes, dict, set, complex)) or not isinstance(data, (list, tuple, int, float, generic)) and not hasattr(data, '__len__'):
        if hasattr(data, '__array__'):
            return as_array(data.__array__(), wanted)
        raise NotImplementedError(sentence(f'numpy.array of {type(data).__name__}'))
    shape = _shape_of(data)
    flat = []
    _flatten(data, shape, 0, flat)
    if wanted is None:
        wanted = _infer(flat)
        if wanted.kind == 'i' and any(type(item) is int and not -2 ** 63 <= item < 2 ** 63 for item in flat):
            raise NotImplementedError(sentence('numpy.array of numbers beyond int64'))
    if any(isinstance(item, str) for item in flat):
        if wanted.kind not in 'fiu':
            raise NotImplementedError(sentence('numpy.array of str'))
        flat = [float(item) if wanted.kind == 'f' else int(item) for item in flat]
    for item in flat:
        if type(item) is int and wanted.kind in 'iu':
            if not -2 ** 63 <= item < 2 ** 63:
                raise OverflowError('Python int too large to convert to C long')
            check_range(item, wanted)
    try:
        packed = _creation._pack(flat, wanted._torch)
    except RuntimeError as error:
        value = next((item for item in flat if type(item) is int), 0)
        raise OverflowError(f'Python integer {value} out of bounds for {wanted.name}') from None
    return ndarray._adopt(_creation.make_from_bytes(wanted._torch, shape, packed))


def _shape_of(data):
    """The shape that nested sequences have by their first elements."""
    if isinstance(data, (ndarray, Tensor)):
        return list(data.shape)
    return [len(data), *(_shape_of(data[0]) if len(data) else [])] if isinstance(data, (list, tuple)) or hasattr(data, '__len__') and hasattr(data, '__getitem__') and not isinstance(data, (str, bytes, dict, generic)) else []


def _flatten(data, shape, level, flat):
    if level == len(shape):
        if isinstance(data, (list, tuple)):
            raise _ragged(shape)
        flat += _nested_flat(data) if isinstance(data, (ndarray, Tensor)) else [data]
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
    if not hasattr(shape, '__iter__') and not hasattr(shape, '__index__'):
        raise TypeError(f"expected a sequence of integers or a single integer, got '{shape}'")
    if isinstance(shape, ndarray) and not shape.ndim or not hasattr(shape, '__iter__'):
        return [shape.__index__()]
    return [operator.index(size) for size in shape]


def empty(shape=_MISSING, dtype=float, order='C', *, device=None, like=None):
    if shape is _MISSING:
        raise TypeError("empty() missing required argument 'shape' (pos 0)")
    return zeros(shape, dtype, order)


def zeros(shape=_MISSING, dtype=float, order='C', *, device=None, like=None):
    if shape is _MISSING:
        raise TypeError("zeros() missing required argument 'shape' (pos 0)")
    return full(shape, 0, float if dtype is None else dtype, order)


def ones(shape, dtype=None, order='C', *, device=None, like=None):
    return full(shape, 1, float if dtype is None else dtype, order)


def full(shape, fill_value, dtype=None, order='C', *, device=None, like=None):
    if order == 'F':
        return full(_sizes(shape)[::-1], fill_value, dtype).T if not as_array(fill_value).ndim else full(shape, fill_value, dtype).copy()
    d = as_dtype(dtype) if dtype is not None else as_array(fill_value).dtype
    sizes = _sizes(shape)
    if builtins.any(size < 0 for size in sizes):
        raise ValueError('negative dimensions are not allowed')
    made = ndarray._adopt(check(_make(d._torch.code, len(sizes), *sizes)))
    made[...] = fill_value
    return made
