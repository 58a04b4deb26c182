"""torch.tensor and its kin: Python data becomes shape, dtype and packed bytes here, and crosses the border in one piece."""
import struct

from . import _border, _names, _parse, _types, overrides
from ._border import check, write_bytes
from ._elements import only
from ._tensor import Tensor, _new, wrap
from .storage import TypedStorage

_border.client(globals())


def make_from_bytes(dtype, shape, data):
    """The engine's handle of a new tensor with these packed row-major bytes."""
    handle = check(_make(dtype.code, len(shape), *shape))
    write_bytes(handle, data)
    return handle


def _shape_of(data, numbers=Tensor):
    """Sizes by the first item of each level. To PyTorch, unlike NumPy, a tensor inside of lists is one number."""
    shape = []
    while isinstance(data, (list, tuple, range)) or (hasattr(data, '__len__') and hasattr(data, '__getitem__') and not isinstance(data, (str, bytes, dict, numbers))):
        if hasattr(data, '_h'):
            return shape + list(data.shape)
        shape.append(len(data))
        if not len(data):
            break
        data = data[0]
    if shape and isinstance(data, str):
        raise ValueError("too many dimensions 'str'")
    return shape


def _flatten(data, shape, level, flat):
    """Appends the numbers in row-major order, and raises as PyTorch does on ragged data."""
    if level == len(shape):
        if isinstance(data, (list, tuple)):
            raise TypeError(f"'{type(data).__name__}' object cannot be interpreted as an integer")
        flat.append(data)
        return
    if not hasattr(data, '__len__'):
        raise TypeError('not a sequence')
    if len(data) != shape[level]:
        raise ValueError(f'expected sequence of length {shape[level]} at dim {level} (got {len(data)})')
    if level == len(shape) - 1 and type(data) in (list, tuple):
        for item in data:
            if type(item) is list or type(item) is tuple:
                raise TypeError(f"'{type(item).__name__}' object cannot be interpreted as an integer")
        flat.extend(data)
        return
    for item in data.tolist() if hasattr(data, '_h') else data:
        _flatten(item, shape, level + 1, flat)


_KINDS = {bool: 0, int: 1, float: 2}


def _infer(flat):
    """The dtype that PyTorch infers; 0-d tensors and NumPy scalars bring their own."""
    if not flat:
        return default_dtype()
    kinds = set(map(type, flat))
    if kinds <= _KINDS.keys():
        return (_types.bool_, _types.int64, default_dtype())[max(map(_KINDS.get, kinds))]
    found = None
    for item in flat:
        if isinstance(item, Tensor):
            own = item.dtype
        elif hasattr(item, '_numpy_item'):
            own = _types.DTYPES[item.dtype.name]
        elif isinstance(item, bool):
            own = _types.bool_
        elif isinstance(item, int):
            own = _types.int64
        elif isinstance(item, float):
            own = default_dtype()
        elif isinstance(item, complex):
            raise NotImplementedError('`torch.complex64` is not in the embedded engine yet; the python runtime has it')
        elif isinstance(item, (str, bytes)):
            raise TypeError(f"new(): invalid data type '{type(item).__name__}'")
        else:
            raise RuntimeError(f'Could not infer dtype of {type(item).__name__}')
        found = own if found is None or found.code < own.code else found
    return found


def _number(item, dtype):
    if isinstance(item, Tensor) and item.numel() != 1:
        return only(item) if dtype.is_floating_point else item.__index__()
    value = item.item() if hasattr(item, 'item') else item
    if not isinstance(value, (int, float)):
        raise TypeError(f"must be real number, not {type(value).__name__}" if dtype.is_floating_point
                        else f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value


def _pack(flat, dtype):
    if dtype is _types.bfloat16:
        return _pack_bfloat16(flat)
    try:
        return struct.pack(f'<{len(flat)}{dtype.format}', *flat)
    except (struct.error, OverflowError, TypeError, ValueError):
        pass
    values = [_number(item, dtype) for item in flat]
    if dtype.kind == 'b':
        values = [bool(value) for value in values]
    elif dtype.kind in 'iu':
        values = [_integer(value, dtype) for value in values]
    else:
        values = [_rounded(float(value), dtype) for value in values]
    return struct.pack(f'<{len(values)}{dtype.format}', *values)


def _integer(value, dtype):
    bits = dtype.itemsize * 8
    signed = dtype.kind == 'i'
    if isinstance(value, float):
        # Before it is cut off: -0.5 is below what uint8 holds, and NaN is nowhere.
        if not (-2 ** (bits - 1) if signed else 0) <= value <= 2 ** (bits - signed) - 1:
            raise RuntimeError(f'value cannot be converted to type {dtype._name} without overflow')
        return int(value)
    if not -2 ** 63 <= value < 2 ** 63:
        raise ValueError('Overflow when unpacking long long')
    if not -2 ** (bits - 1) <= value < 2 ** (bits - signed):
        raise RuntimeError(f'value cannot be converted to type {dtype._name} without overflow')
    return value if signed else value % 2 ** bits


def _rounded(value, dtype):
    """A float that struct can pack: beyond the dtype's range it becomes infinite."""
    try:
        struct.pack('<' + dtype.format, value)
        return value
    except OverflowError:
        return float('inf') if value > 0 else float('-inf')


def _pack_bfloat16(flat):
    halves = []
    for item in flat:
        bits, = struct.unpack('<I', struct.pack('<f', _rounded(float(_number(item, _types.bfloat16)), _types.float32)))
        if bits & 0x7fffffff > 0x7f800000:
            halves.append(0x7fc0)
        else:
            halves.append((bits + 0x7fff + (bits >> 16 & 1)) >> 16)
    return struct.pack(f'<{len(halves)}H', *halves)


def default_dtype():
    return _types.BY_CODE[_default_dtype(-1)]


def from_data(data, dtype):
    """A new tensor from nested sequences or a number."""
    shape = _shape_of(data)
    flat = []
    _flatten(data, shape, 0, flat)
    if dtype is None:
        dtype = _infer(flat)
    _types.engine_code(dtype)
    return wrap(make_from_bytes(dtype, shape, _pack(flat, dtype)))


def _signature(name, args, kwargs, allowed):
    """torch.tensor(data, *, ...): the parser's messages for what is written in C in PyTorch."""
    if len(args) > 1:
        raise TypeError(f'{name}() takes 1 positional argument but {len(args)} were given')
    if args:
        data = args[0]
    elif 'data' in kwargs:
        data = kwargs.pop('data')
    else:
        raise TypeError(f'{name}() missing 1 required positional arguments: "data"')
    for key in kwargs:
        if key not in allowed:
            raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
    dtype = kwargs.get('dtype')
    if dtype is not None:
        dtype = _types.PYTHON_TYPES.get(dtype, dtype)
        if not isinstance(dtype, _types.dtype):
            _names.refuse_lacking(dtype)
            raise TypeError(f"{name}(): argument 'dtype' must be torch.dtype, not {_types._type_name(dtype)}")
    if kwargs.get('device') is not None:
        _types.require_cpu(kwargs['device'])
    return data, dtype


def _is_array(data):
    return getattr(type(data), '_is_numpy_array', False)


def _on_array(array):
    """A tensor on the bytes of an array, unless it stands for one whose elements lie backwards."""
    if hasattr(array, '_backwards'):
        raise ValueError('At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. '
                         '(You can probably work around this by making a copy of your array  with array.copy().) ')
    return wrap(check(_alias(array._h, 0)))


def tensor(*args, **kwargs):
    """A new tensor (a copy) from a number, nested lists, an array or a tensor."""
    if overrides.modes:
        return overrides.dispatch(tensor, (), args, kwargs or None)
    data, dtype = _signature('tensor', args, kwargs, ('dtype', 'device', 'requires_grad', 'pin_memory', 'names'))
    if isinstance(data, Tensor):
        import warnings
        warnings.warn('To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() '
                      'or sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).', stacklevel=2)
        result = data.detach().clone() if dtype is None else data.detach().to(dtype, copy=True)
    elif _is_array(data):
        result = _on_array(data).clone()
        result = result if dtype is None else result.to(dtype)
    else:
        result = from_data(data, dtype)
    if kwargs.get('requires_grad'):
        if not result.is_floating_point():
            raise RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
        result.requires_grad_()
    return result


def as_tensor(*args, **kwargs):
    """The same tensor, or one on the same bytes as an array, where dtype allows; else a copy."""
    if overrides.modes:
        return overrides.dispatch(as_tensor, (), args, kwargs or None)
    if len(args) > 1:
        kwargs['dtype'] = args[1]
        args = args[:1]
    data, dtype = _signature('as_tensor', args, kwargs, ('dtype', 'device'))
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if _is_array(data):
        result = _on_array(data)
        return result if dtype is None else result.to(dtype)
    return from_data(data, dtype)


def asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=None):
    """As `as_tensor`; `copy=False` refuses what would need one, and a tensor keeps its history unless `requires_grad=False`."""
    is_shared = isinstance(obj, Tensor) or _is_array(obj)
    result = as_tensor(obj, dtype=dtype, device=device)
    if copy is False:
        if not is_shared:
            raise ValueError("can't alias arbitrary sequence into a tensor.")
        if dtype is not None and isinstance(obj, Tensor) and obj.dtype is not dtype:
            raise ValueError(f"can't alias tensor with dtype '{_types.SCALAR_NAMES[obj.dtype]}' into dtype '{_types.SCALAR_NAMES[dtype]}'.")
    if copy and is_shared and result.data_ptr() == as_tensor(obj).data_ptr():
        result = result.clone()
    if requires_grad is None or requires_grad == result.requires_grad:
        return result
    if requires_grad and not result.is_floating_point():
        raise RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
    return result.requires_grad_(requires_grad) if result.is_leaf else result.detach()


def from_numpy(array):
    """A tensor on the array's bytes."""
    if not _is_array(array):
        raise TypeError(f'expected np.ndarray (got {type(array).__name__})')
    return _on_array(array)


def frombuffer(*args, **kwargs):
    """A tensor of the values that lie in a buffer: a copy, as the engine's memory is its own."""
    if args and 'buffer' in kwargs or len(args) > 1:
        raise TypeError(f'frombuffer() takes 1 positional argument but {len(args)} were given')
    for position, key in enumerate(('buffer', 'dtype')):
        if key not in kwargs and not (key == 'buffer' and args):
            raise TypeError(f'frombuffer() missing {2 - position} required positional arguments: "{key}"' + (', "dtype"' if position == 0 else ''))
    buffer = args[0] if args else kwargs['buffer']
    dtype, count, offset = kwargs['dtype'], kwargs.get('count', -1), kwargs.get('offset', 0)
    try:
        data = bytes(memoryview(buffer))
    except TypeError:
        raise ValueError('object does not implement Python buffer protocol.') from None
    length, size = len(data), dtype.itemsize
    if length == 0 or count == 0:
        raise ValueError(f'both buffer length ({length}) and count ({count}) must not be 0')
    if not 0 <= offset < length:
        raise ValueError(f'offset ({offset} bytes) must be non-negative and no greater than buffer length ({length} bytes) minus 1')
    if count < 0:
        if (length - offset) % size:
            raise ValueError(f'buffer length ({length - offset} bytes) after offset ({offset} bytes) must be a multiple of element size ({size})')
        count = (length - offset) // size
    elif offset + count * size > length:
        raise ValueError(f'requested buffer length ({count} * {size} bytes) after offset ({offset} bytes) must not be greater than actual buffer length ({length} bytes)')
    result = wrap(make_from_bytes(dtype, [count], data[offset:offset + count * size]))
    return result.requires_grad_() if kwargs.get('requires_grad') else result


def as_index(index):
    """A list used as an index: int64 or bool."""
    if hasattr(index, '_h'):
        return index
    result = from_data(list(index) if isinstance(index, range) else index, None)
    return result.long() if result.numel() == 0 else result


def legacy_new(cls, args, kwargs, dtype=None):
    """torch.Tensor(2, 3), torch.Tensor([1, 2]), torch.FloatTensor(...): the old constructor, without initialisation."""
    dtype = dtype or getattr(cls, '_legacy_dtype', None) or default_dtype()
    if len(args) == 1 and isinstance(args[0], Tensor):
        source = args[0].detach()
        handle = _alias(source._h, 1)
    elif len(args) == 1 and isinstance(args[0], TypedStorage):
        handle = args[0].over(dtype)._take()
    elif len(args) == 1 and _is_array(args[0]):
        handle = from_numpy(args[0]).to(dtype, copy=True)._take()
    elif len(args) == 1 and isinstance(args[0], (list, tuple, range)) and not isinstance(args[0], _types.Size):
        handle = from_data(args[0], dtype)._take()
    elif len(args) == 1 and (args[0] is None or isinstance(args[0], (bool, float))):
        raise TypeError(f'new(): data must be a sequence (got {type(args[0]).__name__})')
    else:
        sizes = args[0] if len(args) == 1 and isinstance(args[0], _types.Size) else args or (0,)
        for place, size in enumerate(sizes):
            if not _parse.is_int(size):
                raise TypeError(f"new(): invalid data type '{type(size).__name__}'" if place == 0 else
                                f"new(): argument 'size' failed to unpack the object at pos {place + 1} with error "
                                f'"type must be tuple of ints,but got {_types._type_name(size)}"')
        handle = check(_make(dtype.code, len(sizes), *sizes))
    result = _new(cls if issubclass(cls, Tensor) else Tensor)
    result._h = 0
    result._grad = None
    result._h = check(handle)
    return result


class _LegacyMeta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, Tensor) and value.dtype is cls._legacy_dtype


def legacy_types():
    """torch.FloatTensor, torch.LongTensor, …: constructors, and types for isinstance."""
    result = {}
    for dtype, name in _types.SCALAR_NAMES.items():
        def build(cls, *args, **kwargs):
            return legacy_new(cls, args, kwargs)
        result[f'{name}Tensor'] = _LegacyMeta(f'{name}Tensor', (), {'_legacy_dtype': dtype, 'dtype': dtype, '__new__': build, '__module__': 'torch'})
    return result
