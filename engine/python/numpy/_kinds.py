"""What dtypes are, what they are called, and which of them holds which."""
from torch._names import sentence

from ._core import ndarray
from ._types import CASTINGS, DTYPES, as_dtype, can_cast_same_kind, dtype as dtype_, generic, promote, scalar_types


def can_cast(from_, to, casting='safe'):
    if isinstance(from_, (int, float, complex)) and not isinstance(from_, (bool, generic)):
        raise TypeError('can_cast() does not support Python ints, floats, and complex because the result used to depend on the value.\n'
                        'This change was part of adopting NEP 50, we may explicitly allow them again in the future.')
    if casting not in CASTINGS:
        raise ValueError(f"casting must be one of {', '.join(map(repr, CASTINGS))} (got {casting!r})")
    from_, to = from_.dtype if isinstance(from_, (ndarray, generic)) else as_dtype(from_), as_dtype(to)
    return casting == 'unsafe' or from_ is to or casting == 'same_kind' and can_cast_same_kind(from_, to) or casting in ('safe', 'same_kind') and promote(from_, to) is to


def min_scalar_type(a, /):
    if isinstance(a, ndarray) and a.ndim:
        return a.dtype
    value = a.item() if isinstance(a, (ndarray, generic)) else a
    if isinstance(value, bool):
        return DTYPES['bool']
    if isinstance(value, int):
        kind = 'int' if value < 0 else 'uint'
        for bits in (8, 16, 32, 64):
            if -2 ** (bits - 1) <= value < 2 ** bits:
                # Of what is not here the name is said.
                return as_dtype(f'{kind}{bits}')
        raise NotImplementedError(sentence('numpy.object'))
    if isinstance(value, float):
        # Somewhat less than the largest that they hold.
        return DTYPES['float16' if value != value or abs(value) in (float('inf'), 0.0) or abs(value) < 65000 else 'float32' if abs(value) < 3.4e38 else 'float64']
    raise NotImplementedError(sentence(f'numpy.min_scalar_type of {type(value).__name__}'))


_KINDS = {'bool': 'b', 'signed integer': 'i', 'unsigned integer': 'u', 'integral': 'iu', 'real floating': 'f', 'complex floating': 'c', 'numeric': 'iufc'}


def isdtype(dtype, kind):
    if not isinstance(dtype, dtype_) and not (isinstance(dtype, type) and issubclass(dtype, generic)):
        raise TypeError(f'dtype argument must be a NumPy dtype, but it is a {type(dtype)}.')
    dtype = as_dtype(dtype)

    def fits(each):
        if isinstance(each, str):
            if each not in _KINDS:
                raise ValueError(f'kind argument is a string, but {each!r} is not a known kind name.')
            return dtype.kind in _KINDS[each]
        if isinstance(each, type) and issubclass(each, generic):
            return issubclass(dtype.type, each)
        if isinstance(each, dtype_):
            return dtype is each
        raise TypeError(f'kind argument must be comprised of NumPy dtypes or strings only, but is a {type(each)}.')
    return any([fits(each) for each in (kind if isinstance(kind, tuple) else (kind,))])


def mintypecode(typechars, typeset='GDFgdf', default='d'):
    """The least of `typeset` that holds all that are in it."""
    chars = {each if isinstance(each, str) else each.dtype.char for each in typechars}
    found = chars.intersection(typeset)
    if not found:
        return default
    if 'F' in found and 'd' in found:
        return 'D'
    return min(found, key='GDFgdf'.index)


_TYPENAMES = {'S1': 'character', '?': 'bool', 'b': 'signed char', 'B': 'unsigned char', 'h': 'short', 'H': 'unsigned short', 'i': 'integer', 'I': 'unsigned integer', 'l': 'long integer',
              'L': 'unsigned long integer', 'q': 'long long integer', 'Q': 'unsigned long long integer', 'f': 'single precision', 'd': 'double precision', 'g': 'long precision',
              'F': 'complex single precision', 'D': 'complex double precision', 'G': 'complex long double precision', 'S': 'string', 'U': 'unicode', 'V': 'void', 'O': 'object'}


def typename(char):
    return _TYPENAMES[char]


def astype(x, dtype, /, *, copy=True, device=None):
    if not isinstance(x, (ndarray, generic)):
        raise TypeError(f'Input should be a NumPy array or scalar. It is a {type(x)} instead.')
    if device not in (None, 'cpu'):
        raise ValueError(f"Device not understood. Only \"cpu\" is allowed, but received: {device}")
    return x.astype(dtype, copy=copy) if isinstance(x, ndarray) else x.astype(dtype)


#: NumPy's letters, of what is not here too.
typecodes = {'Character': 'c', 'Integer': 'bhilqnp', 'UnsignedInteger': 'BHILQNP', 'Float': 'efdg', 'Complex': 'FDG', 'AllInteger': 'bBhHiIlLqQnNpP', 'AllFloat': 'efdgFDG',
             'Datetime': 'Mm', 'All': '?bhilqnpBHILQNPefdgFDGSUVOMm'}
little_endian = True
ScalarType = (int, float, complex, bool, bytes, str, memoryview, *scalar_types.values())
#: By the names that NumPy has for them.
sctypeDict = {**scalar_types, **{alias: scalar_types[name] for name, aliases in {
    'bool': 'bool_', 'int8': 'byte', 'uint8': 'ubyte', 'int16': 'short', 'int32': 'intc', 'int64': 'int int_ long longlong intp', 'float16': 'half', 'float32': 'single',
    'float64': 'float double'}.items() for alias in aliases.split()}}
