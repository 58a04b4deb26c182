"""NumPy's ufuncs, and roundings."""
import builtins

from torch._elements import elements

from ._arguments import into
from ._core import as_array, result, run, to_dtype
from ._limits import iinfo
from ._types import DTYPES
from ._ufunc import bool_of, ufunc
from ._warnings import warn

# What the table has under another name, or not as NumPy has it


def _guarded(op, name):
    """Whole numbers divided by zero are zero, with a warning."""
    def divide(a, b):
        if a.is_floating_point():
            return run(op, a, b)
        none = run('eq', b, 0)
        if not bool_of(run('any', none)):
            return run(op, a, b)
        warn('divide', name)
        return run('where', none, run('zeros_like', b), run(op, a, run('where', none, run('ones_like', b), b)))
    return divide


def _subtract(a, b):
    if a.dtype is DTYPES['bool']._torch:
        raise TypeError('numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.')
    return run('sub', a, b)


def _negative(a):
    if a.dtype is DTYPES['bool']._torch:
        raise TypeError('The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.')
    return run('neg', a)


def _power(a, b):
    if not a.is_floating_point() and bool_of(run('any', run('lt', b, 0))):
        raise ValueError('Integers to negative integer powers are not allowed.')
    is_square = not b.ndim and a.is_floating_point() and elements(b)[0] == 2
    return run('square', a) if is_square else run('pow', a, b)


def _sign(a):
    return run('where', run('isnan', a), a, run('sign', a)) if a.is_floating_point() else run('sign', a)


def _kept(op):
    """Whole numbers are as they are."""
    return lambda a: run(op, a) if a.is_floating_point() else run('clone', a)


def _absolute(a):
    return run('clone', a) if a.dtype is DTYPES['bool']._torch else run('abs', a)


def _remainder(a, b):
    rest = _guarded('remainder', 'remainder')(a, b)
    return run('where', run('eq', rest, 0), run('copysign', run('zeros_like', rest), b), rest) if rest.is_floating_point() else rest


def _cbrt(a):
    root = run('mul', run('sign', a), run('pow', run('abs', a), 1 / 3))
    better = run('sub', root, run('div', run('sub', run('mul', run('mul', root, root), root), a), run('mul', run('mul', root, root), 3)))
    return run('where', run('logical_and', run('ne', a, 0), run('isfinite', a)), better, a)


def _spacing(a):
    a = run('where', run('eq', a, 0), run('abs', a), a)
    step = run('sub', run('nextafter', a, run('copysign', run('full_like', a, float('inf')), a)), a)
    # Of halves it has no sign.
    return run('abs', step) if a.dtype is DTYPES['float16']._torch else step


def _bits(a):
    """How many of them are ones, of its absolute value."""
    wide = run('abs', run('to', a, DTYPES['int64']._torch)) if a.dtype is not DTYPES['bool']._torch else run('to', a, DTYPES['int64']._torch)
    # The least of its dtype's numbers is none that has an absolute value: a single one and zeros it is all the same.
    counted = run('zeros_like', wide)
    for shift in range(64 if a.dtype.itemsize == 8 else 8 * a.dtype.itemsize + 1):
        counted = run('add', counted, run('bitwise_and', run('bitwise_right_shift', wide, shift), 1))
    return run('to', counted, DTYPES['uint8']._torch)


def _modf(a):
    whole = run('trunc', a)
    return run('copysign', run('where', run('isinf', a), run('zeros_like', a), run('sub', a, whole)), a), whole


def _integer_exponent(a, b):
    return run('mul', a, run('pow', 2.0, b))


_floor_divide = _guarded('floor_divide', 'floor_divide')

_PLAIN = {'subtract': ('sub', 'if'), 'negative': ('neg', 'if'), 'absolute': ('abs', 'if'), 'floor_divide': ('floor_divide', 'if'), 'power': ('pow', 'f'), 'floor': ('floor', 'f'), 'ceil': ('ceil', 'f'),
          'trunc': ('trunc', 'f'), 'sign': ('sign', 'i'), 'reciprocal': ('reciprocal', 'f')}

for _name, _op, _loops in (
        *((_name, _name, 'f') for _name in 'exp exp2 expm1 log log2 log10 log1p sqrt sin cos tan sinh cosh tanh deg2rad rad2deg'.split()),
        ('arcsin', 'asin', 'f'), ('arccos', 'acos', 'f'), ('arctan', 'atan', 'f'), ('arcsinh', 'asinh', 'f'), ('arccosh', 'acosh', 'f'), ('arctanh', 'atanh', 'f'),
        ('degrees', 'rad2deg', 'f'), ('radians', 'deg2rad', 'f'), ('cbrt', _cbrt, 'f'), ('fabs', 'abs', 'f'), ('rint', 'round', 'f'), ('spacing', _spacing, 'f'),
        ('floor', _kept('floor'), 'bif'), ('ceil', _kept('ceil'), 'bif'), ('trunc', _kept('trunc'), 'bif'), ('reciprocal', lambda a: run('reciprocal', a) if a.is_floating_point() else _floor_divide(run('ones_like', a), a), 'if'),
        ('negative', _negative, 'bif'), ('positive', 'clone', 'if'), ('absolute', _absolute, 'bif'), ('sign', _sign, 'if'), ('square', 'square', 'if'), ('conjugate', 'clone', 'if'),
        ('invert', 'bitwise_not', 'bi'), ('isnan', 'isnan', 'bif'), ('isinf', 'isinf', 'bif'), ('isfinite', 'isfinite', 'bif'), ('signbit', 'signbit', 'f'), ('logical_not', 'logical_not', 'bif')):
    globals()[_name] = ufunc(_name, _op, 1, _loops, plain=_PLAIN.get(_name))
for _name, _op, _loops in (
        ('add', 'add', 'bif'), ('subtract', _subtract, 'bif'), ('multiply', 'mul', 'bif'), ('divide', 'div', 'F'), ('floor_divide', _floor_divide, 'if'), ('remainder', _remainder, 'if'),
        ('power', _power, 'if'), ('float_power', 'pow', 'd'), ('fmod', _guarded('fmod', 'fmod'), 'if'), ('maximum', 'maximum', 'bif'), ('minimum', 'minimum', 'bif'), ('fmax', 'fmax', 'bif'),
        ('fmin', 'fmin', 'bif'), ('arctan2', 'atan2', 'f'), ('hypot', 'hypot', 'f'), ('copysign', 'copysign', 'f'), ('nextafter', 'nextafter', 'f'), ('logaddexp', 'logaddexp', 'f'),
        ('logaddexp2', 'logaddexp2', 'f'), ('heaviside', 'heaviside', 'f'), ('gcd', 'gcd', 'i'), ('lcm', 'lcm', 'i'), ('bitwise_and', 'bitwise_and', 'bi'), ('bitwise_or', 'bitwise_or', 'bi'),
        ('bitwise_xor', 'bitwise_xor', 'bi'), ('left_shift', 'bitwise_left_shift', 'i'), ('right_shift', 'bitwise_right_shift', 'i'), ('logical_and', 'logical_and', 'bif'),
        ('logical_or', 'logical_or', 'bif'), ('logical_xor', 'logical_xor', 'bif'), ('ldexp', _integer_exponent, 'f')):
    globals()[_name] = ufunc(_name, _op, 2, _loops, plain=_PLAIN.get(_name))
for _name, _op in (('equal', 'eq'), ('not_equal', 'ne'), ('less', 'lt'), ('less_equal', 'le'), ('greater', 'gt'), ('greater_equal', 'ge')):
    globals()[_name] = ufunc(_name, _op, 2, 'bif', truth='compared')
bitwise_count = ufunc('bitwise_count', _bits, 1, 'bi')
modf = ufunc('modf', _modf, 1, 'f', 2)
frexp = ufunc('frexp', 'frexp', 1, 'f', 2)
divmod = ufunc('divmod', lambda a, b: (_floor_divide(a, b), _remainder(a, b)), 2, 'if', 2)
abs, conj, bitwise_not, bitwise_invert, true_divide, mod, pow = absolute, conjugate, invert, invert, divide, remainder, power  # noqa: F821
bitwise_left_shift, bitwise_right_shift = left_shift, right_shift  # noqa: F821
acos, acosh, asin, asinh, atan, atan2, atanh = arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh  # noqa: F821


def round(a, decimals=0, out=None):
    a = as_array(a)
    if a.dtype.kind in 'biu':
        return into(out, result(a._t) if decimals >= 0 else result(to_dtype(rint(a / 10 ** -decimals)._t, a.dtype)) * 10 ** -decimals)  # noqa: F821
    if decimals == 0:
        return result(run('round', a._t))
    factor = 10.0 ** builtins.abs(decimals)
    scaled = run('mul', a._t, factor) if decimals > 0 else run('div', a._t, factor)
    rounded = run('round', scaled)
    return result(run('div', rounded, factor) if decimals > 0 else run('mul', rounded, factor))


around = round


def fix(x, out=None):
    return trunc(x, out=out)  # noqa: F821


def clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs):
    answer, low, high = as_array(a), a_min if a_min is not None else min, a_max if a_max is not None else max
    if answer.dtype.kind in 'iu':
        # A Python number beyond the dtype's own bounds nothing.
        bounds = iinfo(answer.dtype)
        low, high = (builtins.max(builtins.min(each, bounds.max), bounds.min) if type(each) is int else each for each in (low, high))
    if low is not None:
        answer = maximum(answer, low)  # noqa: F821
    if high is not None:
        answer = minimum(answer, high)  # noqa: F821
    answer = as_array(answer, kwargs.get('dtype'))
    if out is not None:
        return into(out, answer)
    return result(run('clone', answer._t)) if answer is a else result(answer._t)
