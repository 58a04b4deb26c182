"""NumPy's functions that go element by element, and products."""
import builtins

from torch._tensor import Tensor

from ._arguments import into
from ._arithmetic import divide, elementwise, float_dtype, matmul, operand_kind, power, prepared
from ._core import as_array, result, run, shape_text, to_dtype
from ._types import result_dtype


def _binary(name, op):
    def function(x1, x2, /, out=None, **kwargs):
        return into(out, op(x1, x2))
    function.__name__ = name
    return function


def _simple(op):
    return lambda a, b: elementwise(op, (a, b))


add = _binary('add', _simple('add'))
subtract = _binary('subtract', _simple('sub'))
multiply = _binary('multiply', _simple('mul'))
divide = true_divide = _binary('divide', divide)
floor_divide = _binary('floor_divide', _simple('floor_divide'))
mod = remainder = _binary('remainder', _simple('remainder'))
power = pow = _binary('power', power)
maximum = _binary('maximum', _simple('maximum'))
minimum = _binary('minimum', _simple('minimum'))
equal = _binary('equal', _simple('eq'))
not_equal = _binary('not_equal', _simple('ne'))
less = _binary('less', _simple('lt'))
less_equal = _binary('less_equal', _simple('le'))
greater = _binary('greater', _simple('gt'))
greater_equal = _binary('greater_equal', _simple('ge'))
logical_and = _binary('logical_and', _simple('logical_and'))
logical_or = _binary('logical_or', _simple('logical_or'))
logical_xor = _binary('logical_xor', _simple('logical_xor'))
bitwise_and = _binary('bitwise_and', _simple('bitwise_and'))
bitwise_or = _binary('bitwise_or', _simple('bitwise_or'))
bitwise_xor = _binary('bitwise_xor', _simple('bitwise_xor'))
arctan2 = _binary('arctan2', lambda a, b: elementwise('atan2', (a, b), compute=float_dtype(result_dtype([operand_kind(v) for v in prepared((a, b))]))))
matmul = _binary('matmul', matmul)


def dot(a, b, out=None):
    a, b = as_array(a), as_array(b)
    if not a.ndim or not b.ndim:
        return into(out, a * b)
    left, right = a.shape[-1], b.shape[0] if b.ndim == 1 else b.shape[-2]
    if left != right:
        place = 0 if b.ndim == 1 else b.ndim - 2
        raise ValueError(f'shapes {shape_text(a.shape)} and {shape_text(b.shape)} not aligned: {left} (dim {a.ndim - 1}) != {right} (dim {place})')
    if a.ndim > 2 or b.ndim > 2:
        raise NotImplementedError('`numpy.dot` of more than two dimensions is not in the embedded engine yet; the python runtime has it')
    return into(out, matmul(a, b))


def vdot(a, b):
    return dot(as_array(a).ravel(), as_array(b).ravel())


inner = dot


def outer(a, b):
    return as_array(a).reshape(-1, 1) * as_array(b).reshape(1, -1)


def _unary(name, op=None, floating=True):
    def function(x, /, out=None, **kwargs):
        array = as_array(x)
        tensor = run(op or name, to_dtype(array._t, float_dtype(array.dtype)) if floating else array._t)
        return tensor if isinstance(x, Tensor) and out is None else into(out, result(tensor))
    function.__name__ = name
    return function


for _name, _op in (('exp', None), ('exp2', None), ('expm1', None), ('log', None), ('log2', None), ('log10', None), ('log1p', None), ('sqrt', None), ('sin', None), ('cos', None),
                   ('tan', None), ('arcsin', 'asin'), ('arccos', 'acos'), ('arctan', 'atan'), ('sinh', None), ('cosh', None), ('tanh', None)):
    globals()[_name] = _unary(_name, _op)
for _name, _op in (('abs', None), ('absolute', 'abs'), ('fabs', 'abs'), ('negative', 'neg'), ('positive', 'clone'), ('sign', None), ('square', None), ('floor', None), ('ceil', None),
                   ('trunc', None), ('rint', 'round'), ('isnan', None), ('isinf', None), ('isfinite', None), ('logical_not', None), ('invert', 'bitwise_not'),
                   ('bitwise_not', None)):
    globals()[_name] = _unary(_name, _op, floating=False)


def reciprocal(x):
    return divide(1, x) if as_array(x).dtype.kind == 'f' else 1 // as_array(x)


def round(a, decimals=0, out=None):
    a = as_array(a)
    if a.dtype.kind in 'biu':
        return result(a._t)
    if decimals == 0:
        return result(run('round', a._t))
    factor = 10.0 ** builtins.abs(decimals)
    scaled = run('mul', a._t, factor) if decimals > 0 else run('div', a._t, factor)
    rounded = run('round', scaled)
    return result(run('div', rounded, factor) if decimals > 0 else run('mul', rounded, factor))


around = round


def clip(a, a_min=None, a_max=None, out=None, **kwargs):
    answer = as_array(a)
    if a_min is not None:
        answer = maximum(answer, a_min)
    if a_max is not None:
        answer = minimum(answer, a_max)
    return into(out, answer)
