"""torch.dtype, torch.device, torch.layout, torch.memory_format, torch.Size, finfo and iinfo: values without data."""
import math


class _Named:
    """Compared by identity, printed as `torch.NAME`, copied and pickled as itself."""

    __slots__ = ('_name', '__weakref__')

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f'torch.{self._name}'

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return self._name


class dtype(_Named):
    """`code` is the engine's number for it; None for the types that the engine does not compute with."""

    __slots__ = ('code', 'itemsize', 'is_floating_point', 'is_complex', 'is_signed', 'kind', 'format')

    def __init__(self, name, code, itemsize, kind, format):
        super().__init__(name)
        self.code = code
        self.itemsize = itemsize
        self.kind = kind
        self.format = format
        self.is_floating_point = kind == 'f'
        self.is_complex = kind == 'c'
        self.is_signed = kind in 'ifc'

    def to_real(self):
        return _REAL.get(self, self)

    def to_complex(self):
        if self not in _COMPLEX:
            raise RuntimeError(f'Unknown Complex ScalarType for {SCALAR_NAMES[self]}')
        return _COMPLEX[self]


# name, engine's code, bytes, kind, struct's letter, other names
_TABLE = (
    ('bool', 0, 1, 'b', '?', ()),
    ('uint8', 1, 1, 'u', 'B', ()),
    ('int8', 2, 1, 'i', 'b', ()),
    ('int16', 3, 2, 'i', 'h', ('short',)),
    ('int32', 4, 4, 'i', 'i', ('int',)),
    ('int64', 5, 8, 'i', 'q', ('long',)),
    ('float16', 6, 2, 'f', 'e', ('half',)),
    ('bfloat16', 7, 2, 'f', 'H', ()),
    ('float32', 8, 4, 'f', 'f', ('float',)),
    ('float64', 9, 8, 'f', 'd', ('double',)),
    ('complex32', None, 4, 'c', '', ('chalf',)),
    ('complex64', None, 8, 'c', '', ('cfloat',)),
    ('complex128', None, 16, 'c', '', ('cdouble',)),
    ('uint16', None, 2, 'u', 'H', ()),
    ('uint32', None, 4, 'u', 'I', ()),
    ('uint64', None, 8, 'u', 'Q', ()),
)

DTYPES = {}
BY_CODE = []
for _name, _code, _size, _kind, _format, _others in _TABLE:
    _type = dtype(_name, _code, _size, _kind, _format)
    if _code is not None:
        BY_CODE.append(_type)
    for _each in (_name, *_others):
        DTYPES[_each] = _type
bool_, uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64 = BY_CODE
_REAL = {DTYPES['complex32']: float16, DTYPES['complex64']: float32, DTYPES['complex128']: float64}
_COMPLEX = {value: key for key, value in _REAL.items()}

# What Python's own types stand for where a dtype is expected.
PYTHON_TYPES = {bool: bool_, int: int64, float: float64}

# The names in PyTorch's messages and of its legacy types: 'Float' of torch.FloatTensor.
SCALAR_NAMES = {bool_: 'Bool', uint8: 'Byte', int8: 'Char', int16: 'Short', int32: 'Int', int64: 'Long', float16: 'Half',
                bfloat16: 'BFloat16', float32: 'Float', float64: 'Double'}


def engine_code(value):
    """The engine's number for a dtype (or float, int, bool)."""
    value = PYTHON_TYPES.get(value, value)
    if value.code is None:
        raise NotImplementedError(f'`{value!r}` is not in the embedded engine yet; the python runtime has it')
    return value.code


class layout(_Named):
    __slots__ = ()

    def __reduce__(self):
        from .serialization import _get_layout
        return _get_layout, (repr(self),)


class memory_format(_Named):
    __slots__ = ()


class qscheme(_Named):
    __slots__ = ()


LAYOUTS = {name: layout(name) for name in ('strided', 'sparse_coo', 'sparse_csr', 'sparse_csc', 'sparse_bsr', 'sparse_bsc', 'jagged')}
LAYOUTS['_mkldnn'] = layout('_mkldnn')
MEMORY_FORMATS = {name: memory_format(name) for name in ('contiguous_format', 'preserve_format', 'channels_last', 'channels_last_3d')}

NO_ACCELERATOR = 'Cannot access accelerator device when none is available.'
DEVICE_TYPES = ('cpu', 'cuda', 'ipu', 'xpu', 'mkldnn', 'opengl', 'opencl', 'ideep', 'hip', 've', 'fpga', 'maia', 'xla', 'lazy',
                'vulkan', 'mps', 'meta', 'hpu', 'mtia', 'privateuseone')


class device:
    """torch.device('cpu'), torch.device('cuda:0'), torch.device('cuda', 0)."""

    __slots__ = ('type', 'index', '__weakref__')

    def __new__(cls, type='cpu', index=None):
        if isinstance(type, device):
            return type
        if isinstance(type, int) and not isinstance(type, bool):
            raise RuntimeError(NO_ACCELERATOR)
        if not isinstance(type, str):
            raise TypeError(f'device() received an invalid combination of arguments - got ({_type_name(type)}), but expected one of:\n'
                            f" * (torch.device device)\n      didn't match because some of the arguments have invalid types: (!{_type_name(type)}!)\n"
                            ' * (str type, int index = -1)\n')
        name, colon, number = type.partition(':')
        if not name.replace('_', 'a').isalpha():
            raise RuntimeError(f"Invalid device string: '{type}'")
        if name not in DEVICE_TYPES:
            raise RuntimeError(f'Expected one of {", ".join(DEVICE_TYPES)} device type at start of device string: {name}')
        if colon:
            if not number.isdigit() or number != str(int(number)):
                raise RuntimeError(f"Invalid device string: '{type}'")
            if index is not None:
                raise RuntimeError(f'type (string) must not include an index because index was passed explicitly: {type}')
            index = int(number)
        self = object.__new__(cls)
        object.__setattr__(self, 'type', name)
        object.__setattr__(self, 'index', index)
        return self

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of 'torch.device' objects is not writable")

    def __repr__(self):
        return f"device(type='{self.type}')" if self.index is None else f"device(type='{self.type}', index={self.index})"

    def __str__(self):
        return self.type if self.index is None else f'{self.type}:{self.index}'

    def __eq__(self, other):
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self):
        return hash((self.type, self.index))

    def __reduce__(self):
        return (device, (str(self),))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __enter__(self):
        require_cpu(self)
        return self

    def __exit__(self, *exception):
        return None


CPU = device('cpu')


def require_cpu(value):
    """Only the CPU is here; the others answer as a PyTorch that was built without them."""
    value = device(value)
    if value.type == 'cpu':
        return CPU
    if value.type == 'cuda':
        raise AssertionError('Torch not compiled with CUDA enabled')
    raise NotImplementedError(f'`torch.device({str(value)!r})` is not in the embedded engine yet; the python runtime has it')


class Size(tuple):
    """The shape of a tensor: a tuple of ints."""

    __slots__ = ()

    def __new__(cls, sizes=()):
        self = tuple.__new__(cls, sizes)
        for position, item in enumerate(self):
            if not isinstance(item, int):
                if not hasattr(item, '__index__'):
                    raise TypeError(f"torch.Size() takes an iterable of 'int' (item {position} is '{_type_name(item)}')")
                return Size([int(each) for each in self])
        return self

    def numel(self):
        return math.prod(self)

    def __repr__(self):
        return f'torch.Size([{", ".join(map(repr, self))}])'

    def __getitem__(self, index):
        item = tuple.__getitem__(self, index)
        return tuple.__new__(Size, item) if isinstance(index, slice) else item

    def __add__(self, other):
        if not isinstance(other, tuple):
            return NotImplemented
        return Size(tuple.__add__(self, other))

    def __radd__(self, other):
        if not isinstance(other, tuple):
            return NotImplemented
        return Size(tuple.__add__(other, self))

    def __mul__(self, count):
        return Size(tuple.__mul__(self, count))

    __rmul__ = __mul__

    def __reduce__(self):
        return (Size, (tuple(self),))


def _type_name(value):
    return type_name(type(value))


def type_name(cls):
    """A type's name as C code sees it (tp_name): with the module for PyTorch's and NumPy's own types."""
    return getattr(cls, '_tp_name', None) or cls.__name__


for _cls in (dtype, device, layout, memory_format, Size):
    _cls.__module__ = 'torch'
dtype._tp_name, device._tp_name, layout._tp_name, memory_format._tp_name, Size._tp_name = (
    'torch.dtype', 'torch.device', 'torch.layout', 'torch.memory_format', 'torch.Size')


class finfo:
    """Limits of a floating dtype."""

    def __init__(self, type=None):
        type = type or float32
        if not type.is_floating_point:
            raise TypeError(f'torch.finfo() requires a floating point input type. Use torch.iinfo to handle \'torch.{type._name}\'')
        digits, exponent = {'float16': (10, 15), 'bfloat16': (7, 127), 'float32': (23, 127), 'float64': (52, 1023)}[type._name]
        self.dtype = type._name
        self.bits = type.itemsize * 8
        self.eps = 2.0 ** -digits
        self.max = (2.0 - 2.0 ** -digits) * 2.0 ** exponent
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0 ** (1 - exponent)
        self.resolution = 10.0 ** -math.floor(digits * math.log10(2))

    def __repr__(self):
        return (f'finfo(resolution={self.resolution:g}, min={self.min:g}, max={self.max:g}, eps={self.eps:g}, '
                f'smallest_normal={self.smallest_normal:g}, tiny={self.tiny:g}, dtype={self.dtype})')


class iinfo:
    """Limits of an integer dtype."""

    def __init__(self, type):
        if type.is_floating_point or type.is_complex:
            raise TypeError(f'torch.iinfo() requires an integer input type. Use torch.finfo to handle \'torch.{type._name}\'')
        self.dtype = type._name
        self.bits = type.itemsize * 8
        signed = type.kind == 'i'
        self.min = -2 ** (self.bits - 1) if signed else 0
        self.max = 2 ** (self.bits - signed) - 1

    def __repr__(self):
        return f'iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})'
