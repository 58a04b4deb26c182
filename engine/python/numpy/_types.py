"""numpy.dtype, the scalar types and NumPy's promotion. The engine computes in the ten dtypes of PyTorch that NumPy has too."""
import operator
import re
import struct

from torch import _types as _torch_types
from torch._names import sentence

from ._warnings import warn

_KINDS = {'bool': 'b', 'uint8': 'u', 'int8': 'i', 'int16': 'i', 'int32': 'i', 'int64': 'i', 'float16': 'f', 'float32': 'f', 'float64': 'f'}
_CHARS = {'bool': '?', 'uint8': 'B', 'int8': 'b', 'int16': 'h', 'int32': 'i', 'int64': 'l', 'float16': 'e', 'float32': 'f', 'float64': 'd'}
_NUMBERS = {'bool': 0, 'int8': 1, 'uint8': 2, 'int16': 3, 'int32': 5, 'int64': 7, 'float16': 23, 'float32': 11, 'float64': 12}
_RANK = list(_KINDS)


class dtype:
    """One of the engine's dtypes under NumPy's name; there is one object for each."""

    def __new__(cls, dtype, align=False, copy=False):
        return as_dtype(dtype)

    @property
    def name(self):
        return self._name

    @property
    def kind(self):
        return _KINDS[self._name]

    @property
    def char(self):
        return _CHARS[self._name]

    @property
    def itemsize(self):
        return self._torch.itemsize

    @property
    def str(self):
        return ('|' if self.itemsize == 1 else '<') + self.kind + f'{self.itemsize}'

    @property
    def type(self):
        return scalar_types[self._name]

    @property
    def num(self):
        return _NUMBERS[self._name]

    @property
    def byteorder(self):
        return '|' if self.itemsize == 1 else '='

    names = fields = subdtype = metadata = None
    isnative, isbuiltin, isalignedstruct, flags = True, 1, False, 0
    shape = ()
    alignment = itemsize
    base = property(lambda self: self)

    @property
    def descr(self):
        return [('', self.str)]

    def newbyteorder(self, new_order='S', /):
        if self.itemsize == 1 or new_order[:1] in '=<LNln|I':
            return self
        raise NotImplementedError(sentence(f"numpy.dtype('>{self.str[1:]}')"))

    def __lt__(self, other):
        return self <= other and self != other

    def __le__(self, other):
        other = as_dtype(other)
        return promote(self, other) is other

    def __gt__(self, other):
        return as_dtype(other) < self

    def __ge__(self, other):
        return as_dtype(other) <= self

    ndim = 0
    hasobject = False

    def __repr__(self):
        return f"dtype('{self._name}')"

    def __str__(self):
        return self._name

    def __eq__(self, other):
        try:
            return as_dtype(other) is self
        except (TypeError, NotImplementedError):
            return False

    def __hash__(self):
        return hash(self._name)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _make_dtype(name):
    self = object.__new__(dtype)
    self._name = name
    self._torch = _torch_types.DTYPES[name]
    return self


DTYPES = {name: _make_dtype(name) for name in _KINDS}
BY_TORCH = {d._torch: d for d in DTYPES.values()}
_ALIASES = {'?': 'bool', 'bool_': 'bool', 'b1': 'bool', 'u1': 'uint8', 'B': 'uint8', 'i1': 'int8', 'b': 'int8', 'i2': 'int16', 'h': 'int16', 'i4': 'int32', 'i': 'int32',
            'i8': 'int64', 'l': 'int64', 'q': 'int64', 'int': 'int64', 'p': 'int64', 'f2': 'float16', 'e': 'float16', 'half': 'float16', 'f4': 'float32',
            'f': 'float32', 'single': 'float32', 'f8': 'float64', 'd': 'float64', 'float': 'float64', 'u2': 'uint16', 'u4': 'uint32', 'u8': 'uint64', 'double': 'float64', 'long': 'int64'}
_OTHERS = {'complex64', 'complex128', 'uint16', 'uint32', 'uint64', 'object', 'str', 'bytes', 'longdouble', 'datetime64', 'timedelta64', 'complex', 'O', 'U', 'S'}


def as_dtype(value):
    """numpy.dtype(value). TypeError with NumPy's message for what is none."""
    if isinstance(value, dtype):
        return value
    if value is None:
        return DTYPES['float64']
    if isinstance(value, type):
        if issubclass(value, generic) and value.__name__ in _NAMES_OF_TYPES:
            return DTYPES[_NAMES_OF_TYPES[value.__name__]]
        name = {bool: 'bool', int: 'int64', float: 'float64', complex: 'complex128', str: 'str', object: 'object'}.get(value)
        if name is None:
            raise TypeError(f"Cannot interpret '{value}' as a data type")
        value = name
    if isinstance(value, str):
        bare = value.lstrip('<=|')
        bare = _ALIASES.get(bare, bare)
        if bare in DTYPES:
            return DTYPES[bare]
        if bare in _OTHERS:
            raise NotImplementedError(sentence(f'numpy.{bare}'))
        if re.fullmatch(r'[<>=|]?([SUVaO]\d*|[Mm](8|8?\[.*\])|datetime64.*|timedelta64.*|c8|c16|c32|f16|float128|complex256)|>[iuf]\d', value):
            raise NotImplementedError(sentence(f'numpy.dtype({value!r})'))
        raise TypeError(f"data type '{value}' not understood")
    if isinstance(value, (list, dict)):
        raise NotImplementedError(sentence('numpy.dtype of fields'))
    if getattr(value, '__module__', None) == 'numpy' and getattr(value, '__name__', None) in _OTHERS:
        raise NotImplementedError(sentence(f'numpy.{value.__name__}'))
    raise TypeError(f"Cannot interpret '{value!r}' as a data type")


def promote(a, b):
    """NumPy's result_type of two dtypes."""
    if a is b:
        return a
    if _RANK.index(a.name) > _RANK.index(b.name):
        a, b = b, a
    if a.kind == 'b':
        return b
    if a.kind == 'u' and b.kind == 'i':
        return DTYPES['int16'] if b.name == 'int8' else b
    if b.kind == 'f' and a.kind in 'iu':
        need = 'float16' if a.itemsize == 1 else 'float32' if a.itemsize == 2 else 'float64'
        return promote(DTYPES[need], b)
    return b


CASTINGS = ('no', 'equiv', 'safe', 'same_kind', 'unsafe')


def can_cast_same_kind(a, b):
    """Whether a ufunc may write elements of a to an array of b."""
    return 'buif'.index(a.kind) <= 'buif'.index(b.kind) or a.kind == 'i' and b.kind == 'i'


def result_dtype(operands):
    """The common dtype of (dtype or Python number's type, is_weak) pairs: Python numbers only raise the kind."""
    strong = None
    weak = None
    for value, is_weak in operands:
        if is_weak:
            weak = value if weak is None or _WEAK.index(value) > _WEAK.index(weak) else weak
        else:
            strong = value if strong is None else promote(strong, value)
    if strong is weak is None:
        raise ValueError('at least one array or dtype is required')
    if strong is None:
        return DTYPES[{bool: 'bool', int: 'int64', float: 'float64'}[weak]]
    if weak is float and strong.kind != 'f':
        return DTYPES['float64']
    if weak is int and strong.kind == 'b':
        return DTYPES['int64']
    return strong


_WEAK = [bool, int, float]


class generic:
    """A NumPy scalar: one value with its dtype. float64 is a Python float as well."""

    __slots__ = ()
    _numpy_item = True
    _is_numpy_int = False
    _is_numpy_bool = False
    ndim = 0
    shape = ()
    size = 1

    @property
    def dtype(self):
        return DTYPES[_NAMES_OF_TYPES[type(self).__name__]]

    @property
    def T(self):
        return self

    @property
    def nbytes(self):
        return self.dtype.itemsize

    itemsize = nbytes

    def item(self):
        return self._value

    tolist = item

    def astype(self, dtype):
        return scalar(as_dtype(dtype), self.item())

    def _array(self):
        from ._core import array
        return array(self)

    def _method(name):
        def call(self, *args, **kwargs):
            return getattr(self._array(), name)(*args, **kwargs)
        call.__name__ = name
        return call

    (sum, mean, max, min, std, var, prod, any, all, round, reshape, copy, argmax, argmin, squeeze, flatten, ravel, clip, cumsum, cumprod, repeat, take, nonzero, argsort, sort, fill,
     tobytes, view, transpose, swapaxes, searchsorted, byteswap, put, choose, compress, diagonal, trace, dot) = map(
        _method, 'sum mean max min std var prod any all round reshape copy argmax argmin squeeze flatten ravel clip cumsum cumprod repeat take nonzero argsort sort fill tobytes view transpose '
                 'swapaxes searchsorted byteswap put choose compress diagonal trace dot'.split())
    del _method

    real = property(lambda self: self)
    imag = property(lambda self: scalar(self.dtype, 0))
    flat = property(lambda self: self._array().flat)
    flags = property(lambda self: self._array().flags)
    strides, base, device = (), None, 'cpu'

    def conjugate(self):
        return self

    conj = conjugate

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __getitem__(self, index):
        if index is Ellipsis or index is None:
            return self._array()[index]
        if index == ():
            return self
        raise IndexError(f'invalid index to scalar variable.')

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __bool__(self):
        return bool(self.item())

    def __hash__(self):
        return hash(self.item())

    def __repr__(self):
        return f'np.{self._value}_' if self._is_numpy_bool else f'np.{type(self).__name__}({_text(self)})'

    def __str__(self):
        return _text(self)

    def __format__(self, spec):
        return format(self.item(), spec)

    def __round__(self, ndigits=None):
        if self._is_numpy_bool:
            raise TypeError("type numpy.bool doesn't define __round__ method")
        return round(self.item()) if ndigits is None else scalar(self.dtype, round(self.item(), ndigits))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _text(self):
    from ._core import array
    return array(self)._text('scalar str')


class _Held(generic):
    __slots__ = ('_value',)

    def __new__(cls, value=0):
        if hasattr(value, '_h') and value.ndim:
            return value.astype(cls)
        if isinstance(value, (list, tuple)):
            from ._core import array
            return array(value, cls)
        self = object.__new__(cls)
        self._value = _fit(DTYPES[_NAMES_OF_TYPES[cls.__name__]], value.item() if hasattr(value, 'item') else value)
        return self

    def is_integer(self):
        return float(self._value).is_integer()

    def as_integer_ratio(self):
        return self._value.as_integer_ratio()

    def bit_count(self):
        return abs(self._value).bit_count()

    def __index__(self):
        if self.dtype.kind == 'f':
            raise TypeError(f"'{type(self).__name__}' object cannot be interpreted as an integer")
        return int(self._value)


def _fit(d, value):
    """A Python number as an element of the dtype holds it."""
    if isinstance(value, str):
        value = float(value) if d.kind == 'f' else int(value)
    if d.kind == 'b':
        return bool(value)
    if d.kind == 'f':
        value = float(value)
        try:
            return struct.unpack(d._torch.format, struct.pack(d._torch.format, value))[0]
        except OverflowError:
            return float('inf') if value > 0 else float('-inf')
    value = int(value)
    bits = 8 * d.itemsize
    low, high = (0, 2 ** bits) if d.kind == 'u' else (-2 ** (bits - 1), 2 ** (bits - 1))
    if not low <= value < high:
        raise OverflowError(f'Python integer {value} out of bounds for {d.name}')
    return value


class number(generic):
    __slots__ = ()


class integer(number):
    __slots__ = ()


class signedinteger(integer):
    __slots__ = ()


class unsignedinteger(integer):
    __slots__ = ()


class inexact(number):
    __slots__ = ()


class floating(inexact):
    __slots__ = ()


class float64(floating, float):
    __slots__ = ()

    def __new__(cls, value=0.0):
        if hasattr(value, '_h') and value.ndim:
            return value.astype(cls)
        if isinstance(value, (list, tuple)):
            from ._core import array
            return array(value, cls)
        return float.__new__(cls, value.item() if hasattr(value, '_h') else value)

    def item(self):
        return float.__add__(self, -0.0)

    tolist = __float__ = item

    def __repr__(self):
        return f'np.float64({float.__repr__(self)})'

    def __str__(self):
        return float.__repr__(self)

    def __bool__(self):
        return float.__ne__(self, 0.0)

    def __int__(self):
        return float.__int__(self)


def _held(name, base, **extra):
    return type(name, (_Held, base), {'__slots__': (), '__module__': 'numpy', **extra})


bool_ = _held('bool', generic, _is_numpy_bool=True)
int8, int16, int32, int64 = (_held(f'int{bits}', signedinteger, _is_numpy_int=True) for bits in (8, 16, 32, 64))
uint8 = _held('uint8', unsignedinteger, _is_numpy_int=True)
float16, float32 = (_held(f'float{bits}', floating) for bits in (16, 32))
scalar_types = {'bool': bool_, 'uint8': uint8, 'int8': int8, 'int16': int16, 'int32': int32, 'int64': int64, 'float16': float16, 'float32': float32, 'float64': float64}
_NAMES_OF_TYPES = {name: name for name in scalar_types}
for _cls in (generic, number, integer, signedinteger, unsignedinteger, inexact, floating, float64, dtype):
    _cls.__module__ = 'numpy'
for _name, _cls in scalar_types.items():
    _cls._tp_name = f'numpy.{_name}'


def scalar(d, value):
    """A NumPy scalar of the dtype."""
    return float.__new__(float64, value) if d.name == 'float64' else scalar_types[d.name](value)


def _wrapped_integer(d, value):
    bits = 8 * d.itemsize
    value %= 2 ** bits
    return value - 2 ** bits if d.kind == 'i' and value >= 2 ** (bits - 1) else value


def _operand(value):
    """(dtype or Python type, is_weak) of a number; None for anything else."""
    if isinstance(value, generic):
        return value.dtype, False
    for python_type in _WEAK:
        if type(value) is python_type:
            return python_type, True
    return None


def _arithmetic(name, compute, reflected):
    def operate(self, other):
        kind = _operand(other)
        if other is None:
            # In Python's words for its own numbers, as NumPy has them.
            return compute(other, self.item()) if reflected else compute(self.item(), other)
        if kind is None:
            return NotImplemented
        d = result_dtype([(self.dtype, False), kind])
        a, b = self.item(), other.item() if isinstance(other, generic) else other
        if kind[1] and d.kind in 'iu' and isinstance(b, int):
            _fit(d, b)
        if reflected:
            a, b = b, a
        if name == 'truediv':
            d = d if d.kind == 'f' else DTYPES['float64']
        elif d.kind == 'b' and name in ('floordiv', 'mod', 'pow'):
            d = DTYPES['int8']
        if d.kind == 'f':
            if name in _BITWISE:
                raise TypeError(f"ufunc '{_BITWISE[name]}' not supported for the input types, and the inputs could not be safely coerced to any supported types "
                                "according to the casting rule ''safe''")
            a, b = float(a), float(b)
        try:
            value = compute(a, b)
        except ZeroDivisionError:
            warn('invalid' if d.kind == 'f' and a == 0 else 'divide', f'scalar {_NAMES.get(name, name)}')
            if d.kind != 'f':
                return scalar(d, 0)
            value = float('inf') if name == 'pow' else float('nan') if a == 0 or a != a or name == 'mod' else float('inf') if (a > 0) == (str(b)[0] != '-') else float('-inf')
        except OverflowError:
            value = float('inf')
        if isinstance(value, complex):
            value = float('nan')
        if d.kind in 'iu' and _wrapped_integer(d, int(value)) != value and name not in ('lshift', 'rshift'):
            warn('over', f'scalar {_NAMES.get(name, name)}')
        return scalar(d, value if d.kind == 'f' else bool(value) if d.kind == 'b' else _wrapped_integer(d, int(value)))
    return operate


_BITWISE = {'and': 'bitwise_and', 'or': 'bitwise_or', 'xor': 'bitwise_xor', 'lshift': 'left_shift', 'rshift': 'right_shift'}
_NAMES = {'sub': 'subtract', 'mul': 'multiply', 'pow': 'power', 'truediv': 'divide', 'floordiv': 'floor_divide', 'mod': 'remainder'}


def _comparison(compute):
    def operate(self, other):
        if other is None:
            return compute(self.item(), other)
        if _operand(other) is None:
            return NotImplemented
        return bool_(compute(self.item(), other.item() if isinstance(other, generic) else other))
    return operate


for _name in ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'and', 'or', 'xor', 'lshift', 'rshift'):
    _compute = getattr(operator, f'__{_name}__')
    for _cls in (float64, _Held):
        setattr(_cls, f'__{_name}__', _arithmetic(_name, _compute, False))
        setattr(_cls, f'__r{_name}__', _arithmetic(_name, _compute, True))
for _name in ('eq', 'ne', 'lt', 'le', 'gt', 'ge'):
    for _cls in (float64, _Held):
        setattr(_cls, f'__{_name}__', _comparison(getattr(operator, f'__{_name}__')))


def _negative(self):
    if self._is_numpy_bool:
        raise TypeError('The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.')
    return scalar(self.dtype, -self.item() if self.dtype.kind == 'f' else _wrapped_integer(self.dtype, -self.item()))


for _cls in (float64, _Held):
    _cls.__neg__ = _negative
    _cls.__pos__ = lambda self: self
    _cls.__abs__ = lambda self: scalar(self.dtype, abs(self.item()))
_Held.__invert__ = lambda self: bool_(not self.item()) if self.dtype.kind == 'b' else scalar(self.dtype, _wrapped_integer(self.dtype, ~self.item()))
_Held.__hash__ = lambda self: hash(self.item())
float64.__hash__ = float.__hash__
