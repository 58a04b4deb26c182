"""NumPy's functions over arrays: reductions, element functions, joining, searching. Each is one or a few operators of the table."""
import builtins
import math

from torch import _border
from torch._border import check
from torch._tensor import Tensor, wrap

from ._arithmetic import as_operand, divide, elementwise, float_dtype, matmul, operand_kind, power, prepared
from ._core import array, as_array, float64, full, ndarray, of, ones, result, run, shape_text, to_dtype, zeros
from ._types import DTYPES, as_dtype, generic, promote, result_dtype, scalar


_border.client(globals())

# Making arrays


def asarray(a, dtype=None, order=None, copy=None):
    return as_array(a, dtype) if not copy else array(a, dtype)


asanyarray = ascontiguousarray = asarray


def arange(start, stop=None, step=1, dtype=None, **_):
    if stop is None:
        start, stop = 0, start
    start, stop, step = (value.item() if hasattr(value, 'item') else value for value in (start, stop, step))
    d = as_dtype(dtype) if dtype is not None else result_dtype([operand_kind(value) for value in (start, stop, step)])
    d = DTYPES['int64'] if d.kind == 'b' else d
    if step == 0:
        raise ZeroDivisionError('division by zero')
    count = builtins.max(0, math.ceil((stop - start) / step))
    if d.kind == 'f':
        first, second = float(start), float(start + step)
        return of(to_dtype(run('add', run('mul', to_dtype(run('arange', count), float64), second - first), first), d))
    return of(to_dtype(run('add', run('mul', run('arange', count), int(step)), int(start)), d))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts > 0 else math.nan
    made = run('arange', num)
    values = run('add', run('mul', to_dtype(made, float64), step), start) if parts > 0 else to_dtype(made, float64)
    if parts <= 0 and num:
        values = run('add', values, start)
    answer = of(values)
    if endpoint and num > 1:
        answer[-1] = stop
    answer = answer if dtype is None else answer.astype(dtype)
    return (answer, scalar(float64, step)) if retstep else answer


def eye(N, M=None, k=0, dtype=float, **_):
    if k:
        raise NotImplementedError('`numpy.eye(k=...)` is not in the embedded engine yet; the python runtime has it')
    return of(to_dtype(run('eye', N, N if M is None else M), as_dtype(dtype)))


def identity(n, dtype=None, **_):
    return eye(n, dtype=dtype or float)


def zeros_like(a, dtype=None, **_):
    a = as_array(a)
    return zeros(a.shape, dtype or a.dtype)


def ones_like(a, dtype=None, **_):
    a = as_array(a)
    return ones(a.shape, dtype or a.dtype)


def full_like(a, fill_value, dtype=None, **_):
    a = as_array(a)
    return full(a.shape, fill_value, dtype or a.dtype)


empty_like = zeros_like


def copy(a, **_):
    return array(a)


def meshgrid(*xi, indexing='xy', **_):
    arrays = [as_array(x).reshape(-1) for x in xi]
    shape = [len(a) for a in arrays]
    places = list(range(len(arrays)))
    if indexing == 'xy' and len(arrays) > 1:
        shape[0], shape[1] = shape[1], shape[0]
        places[0], places[1] = 1, 0
    out = []
    for a, place in zip(arrays, places):
        sizes = [1] * len(arrays)
        sizes[place] = len(a)
        out.append(of(run('clone', run('expand', a.reshape(sizes)._t, shape))))
    return tuple(out)


# Arithmetic by name


def _binary(name, op):
    def function(x1, x2, /, out=None, **kwargs):
        return _into(out, op(x1, x2))
    function.__name__ = name
    return function


def _into(out, answer):
    if out is None:
        return answer
    out[...] = answer
    return out


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
        return _into(out, a * b)
    left, right = a.shape[-1], b.shape[0] if b.ndim == 1 else b.shape[-2]
    if left != right:
        place = 0 if b.ndim == 1 else b.ndim - 2
        raise ValueError(f'shapes {shape_text(a.shape)} and {shape_text(b.shape)} not aligned: {left} (dim {a.ndim - 1}) != {right} (dim {place})')
    if a.ndim > 2 or b.ndim > 2:
        raise NotImplementedError('`numpy.dot` of more than two dimensions is not in the embedded engine yet; the python runtime has it')
    return _into(out, matmul(a, b))


def vdot(a, b):
    return dot(as_array(a).ravel(), as_array(b).ravel())


inner = dot


def outer(a, b):
    return as_array(a).reshape(-1, 1) * as_array(b).reshape(1, -1)


def _unary(name, op=None, floating=True):
    def function(x, /, out=None, **kwargs):
        array = as_array(x)
        tensor = run(op or name, to_dtype(array._t, float_dtype(array.dtype)) if floating else array._t)
        return tensor if isinstance(x, Tensor) and out is None else _into(out, result(tensor))
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
    return _into(out, answer)


def where(condition, x=None, y=None):
    condition = as_array(condition)
    if x is None:
        return nonzero(condition)
    x, y = prepared((x, y))
    d = result_dtype([operand_kind(x), operand_kind(y)])
    mask = to_dtype(condition._t, DTYPES['bool'])
    return result(run('where', mask, as_operand(x, d), as_operand(y, d)))


def nonzero(a):
    found = run('nonzero', as_array(a)._t)
    return tuple(of(run('clone', run('select', found, 1, axis))) for axis in range(found.shape[1]))


def argwhere(a):
    return of(run('nonzero', as_array(a)._t))


# Reductions


def _axes(a, axis):
    if axis is None:
        return list(range(a.ndim))
    axes = [axis] if isinstance(axis, (int, generic)) else list(axis)
    for each in axes:
        if not -a.ndim <= int(each) < a.ndim:
            raise AxisError(f'axis {each} is out of bounds for array of dimension {a.ndim}')
    return [int(each) % a.ndim for each in axes]


class AxisError(ValueError, IndexError):
    pass


AxisError.__module__ = 'numpy.exceptions'


def _reduce(op, a, axis, keepdims, prepare=lambda a: a._t):
    a = as_array(a)
    axes = _axes(a, axis)
    tensor = prepare(a)
    if not axes:
        return result(run('clone', tensor))
    return result(run(op, tensor, axes, bool(keepdims)))


def _add_up(tensor, axes, keepdims):
    """The sum of a floating tensor, rounded as NumPy rounds it: in the order in which the elements lie in memory."""
    shape = list(tensor.shape)
    order = sorted(range(len(shape)), key=lambda axis: -tensor.stride()[axis]) if 0 not in shape else list(range(len(shape)))
    dense = run('contiguous', run('permute', tensor, order) if order != sorted(order) else tensor)
    if len(axes) == len(shape):
        total = wrap(check(_numpy_sum(dense._h, -1)))
    else:
        total = dense
        for place in sorted((order.index(axis) for axis in axes), reverse=True):
            total = wrap(check(_numpy_sum(total._h, place)))
        left = [axis for axis in order if axis not in axes]
        if left != sorted(left):
            total = run('permute', total, [left.index(axis) for axis in sorted(left)])
    return run('reshape', total, [1 if axis in axes else size for axis, size in enumerate(shape)]) if keepdims else total


def _total(a, axis, keepdims, tensor):
    axes = _axes(a, axis)
    if tensor.dtype.itemsize < 4 or not tensor.is_floating_point() or not axes:
        return _reduce('sum', a, axis, keepdims, lambda a: tensor)
    return result(_add_up(tensor, axes, keepdims))


def _summed(a, dtype=None):
    d = as_dtype(dtype) if dtype is not None else DTYPES['int64'] if a.dtype.kind in 'biu' else a.dtype
    return to_dtype(a._t, d)


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, **_):
    a = as_array(a)
    answer = _total(a, axis, keepdims, _summed(a, dtype))
    return _into(out, answer if initial is None else answer + initial)


def _averaged(a, dtype=None):
    return to_dtype(a._t, as_dtype(dtype) if dtype is not None else a.dtype if a.dtype.kind == 'f' else float64)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, **_):
    a = as_array(a)
    count = math.prod(a.shape[each] for each in _axes(a, axis))
    if count == 0:
        import warnings
        warnings.warn('Mean of empty slice.', RuntimeWarning, stacklevel=2)
    total = _total(a, axis, keepdims, _averaged(a, dtype))
    return _into(out, total / count if isinstance(total, ndarray) else scalar(total.dtype, total.item() / count if count else math.nan))


def average(a, axis=None, weights=None):
    if weights is None:
        return mean(a, axis)
    weights = as_array(weights)
    return sum(as_array(a) * weights, axis) / sum(weights, axis)


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **_):
    a = of(_averaged(as_array(a), dtype))
    axes = _axes(a, axis)
    centred = a - mean(a, tuple(axes), keepdims=True)
    count = math.prod(a.shape[axis] for axis in axes)
    return _into(out, sum(centred * centred, tuple(axes), keepdims=keepdims) / builtins.max(count - ddof, 0))


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **_):
    return _into(out, globals()['sqrt'](var(a, axis, dtype, None, ddof, keepdims)))


def prod(a, axis=None, dtype=None, out=None, keepdims=False, **_):
    a = as_array(a)
    tensor = _summed(a, dtype)
    for each in sorted(_axes(a, axis), reverse=True):
        tensor = run('prod', tensor, each, bool(keepdims))
    return _into(out, result(tensor))


def _extreme(op, what):
    def function(a, axis=None, out=None, keepdims=False, **_):
        a = as_array(a)
        if a.size == 0 and axis is None:
            raise ValueError(f'zero-size array to reduction operation {what} which has no identity')
        return _into(out, _reduce(op, a, axis, keepdims))
    function.__name__ = op.removeprefix('a')
    return function


max = amax = _extreme('amax', 'maximum')
min = amin = _extreme('amin', 'minimum')


def ptp(a, axis=None):
    return max(a, axis) - min(a, axis)


def _place(op):
    def function(a, axis=None, out=None, keepdims=False):
        a = as_array(a)
        if a.size == 0:
            raise ValueError(f'attempt to get {op} of an empty sequence')
        return _into(out, result(run(op, a._t) if axis is None else run(op, a._t, _axes(a, axis)[0], bool(keepdims))))
    function.__name__ = op
    return function


argmax, argmin = _place('argmax'), _place('argmin')


def any(a, axis=None, out=None, keepdims=False, **_):
    return _into(out, _truth('any', a, axis, keepdims))


def all(a, axis=None, out=None, keepdims=False, **_):
    return _into(out, _truth('all', a, axis, keepdims))


def _truth(op, a, axis, keepdims):
    a = as_array(a)
    tensor = to_dtype(a._t, DTYPES['bool'])
    if axis is None and not keepdims:
        return result(run(op, tensor))
    for each in sorted(_axes(a, axis), reverse=True):
        tensor = run(op, tensor, each, bool(keepdims))
    return result(tensor)


def cumsum(a, axis=None, dtype=None, out=None):
    a = as_array(a)
    a = a if axis is not None else a.ravel()
    return _into(out, of(run('cumsum', _summed(a, dtype), _axes(a, 0 if axis is None else axis)[0])))


def cumprod(a, axis=None, dtype=None, out=None):
    a = as_array(a)
    a = a if axis is not None else a.ravel()
    return _into(out, of(run('cumprod', _summed(a, dtype), _axes(a, 0 if axis is None else axis)[0])))


def count_nonzero(a, axis=None):
    answer = sum(as_array(a) != 0, axis)
    return int(answer) if axis is None else answer


def diff(a, n=1, axis=-1):
    a = as_array(a)
    for _ in range(n):
        size = a.shape[axis]
        low = [slice(None)] * a.ndim
        high = list(low)
        low[axis], high[axis] = slice(0, size - 1), slice(1, size)
        a = a[tuple(high)] - a[tuple(low)]
    return a


# Shapes


def reshape(a, shape, order='C', **_):
    return as_array(a).reshape(shape)


def ravel(a, order='C'):
    return as_array(a).ravel()


def transpose(a, axes=None):
    return as_array(a).transpose(axes) if axes is not None else as_array(a).transpose()


def swapaxes(a, axis1, axis2):
    return as_array(a).swapaxes(axis1, axis2)


def squeeze(a, axis=None):
    return as_array(a).squeeze(axis)


def expand_dims(a, axis):
    return of(run('unsqueeze', as_array(a)._t, axis))


def broadcast_to(array, shape, subok=False):
    return of(run('expand', as_array(array)._t, list(shape) if hasattr(shape, '__iter__') else [shape]))


def atleast_1d(a):
    a = as_array(a)
    return a if a.ndim else a.reshape(1)


def atleast_2d(a):
    a = as_array(a)
    return a if a.ndim > 1 else a.reshape(1, -1)


def _joined(arrays):
    arrays = [as_array(a) for a in arrays]
    if not arrays:
        raise ValueError('need at least one array to concatenate')
    d = arrays[0].dtype
    for a in arrays[1:]:
        d = promote(d, a.dtype)
    return [to_dtype(a._t, d) for a in arrays]


def concatenate(arrays, axis=0, out=None, **_):
    tensors = _joined(arrays)
    if axis is None:
        tensors, axis = [run('reshape', t, [-1]) for t in tensors], 0
    if builtins.any(t.ndim == 0 for t in tensors):
        raise ValueError('zero-dimensional arrays cannot be concatenated')
    for at, t in enumerate(tensors[1:], 1):
        if t.ndim != tensors[0].ndim:
            raise ValueError('all the input arrays must have same number of dimensions, but the array at index 0 has '
                             f'{tensors[0].ndim} dimension(s) and the array at index {at} has {t.ndim} dimension(s)')
    return _into(out, of(run('cat', tensors, axis)))


def stack(arrays, axis=0, out=None, **_):
    tensors = _joined(arrays)
    if len({tuple(t.shape) for t in tensors}) > 1:
        raise ValueError('all input arrays must have the same shape')
    return _into(out, of(run('stack', tensors, axis)))


def vstack(tup, **_):
    return concatenate([atleast_2d(a) for a in tup], 0)


def hstack(tup, **_):
    arrays = [atleast_1d(a) for a in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def column_stack(tup):
    return concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in map(as_array, tup)], 1)


def split(ary, indices_or_sections, axis=0):
    ary = as_array(ary)
    size = ary.shape[axis]
    if isinstance(indices_or_sections, int):
        if size % indices_or_sections:
            raise ValueError('array split does not result in an equal division')
        step = size // indices_or_sections
        bounds = list(range(0, size + 1, step))
    else:
        bounds = [0, *indices_or_sections, size]
    picks = []
    for start, stop in zip(bounds, bounds[1:]):
        index = [slice(None)] * ary.ndim
        index[axis] = slice(start, stop)
        picks.append(ary[tuple(index)])
    return picks


def flip(m, axis=None):
    m = as_array(m)
    return of(run('flip', m._t, _axes(m, axis)))


def repeat(a, repeats, axis=None):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    index = [i for i in range(a.shape[axis]) for _ in range(repeats if isinstance(repeats, (int, generic)) else repeats[i])]
    pick = [slice(None)] * a.ndim
    pick[axis] = array(index, 'int64')
    return a[tuple(pick)]


def tile(A, reps):
    A = as_array(A)
    reps = (reps,) if isinstance(reps, (int, generic)) else tuple(reps)
    A = A.reshape((1,) * (len(reps) - A.ndim) + A.shape)
    reps = (1,) * (A.ndim - len(reps)) + reps
    for axis, count in enumerate(reps):
        A = concatenate([A] * count, axis) if count != 1 else A
    return A


def take(a, indices, axis=None, **_):
    a = as_array(a)
    if axis is None:
        return a.ravel()[indices]
    return a[(slice(None),) * (axis % a.ndim) + (indices,)]


def sort(a, axis=-1, **_):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    return of(run('sort', a._t, axis)[0])


def argsort(a, axis=-1, **_):
    return of(run('sort', as_array(a)._t, axis)[1])


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None):
    if return_index or return_inverse or axis is not None:
        raise NotImplementedError('`numpy.unique` with return_index, return_inverse or axis is not in the embedded engine yet; the python runtime has it')
    ar = as_array(ar)
    counts = {}
    for value in ar.ravel().tolist():
        counts[value] = counts.get(value, 0) + 1
    values = sorted(counts)
    found = array(values, ar.dtype)
    return (found, array([counts[value] for value in values], 'int64')) if return_counts else found


def trace(a, offset=0):
    return sum(of(run('diagonal', as_array(a)._t, offset)))


def diag(v, k=0):
    v = as_array(v)
    if v.ndim == 2:
        return of(run('clone', run('diagonal', v._t, k)))
    made = zeros((v.size, v.size), v.dtype)
    for i in range(v.size):
        made[i, i] = v[i]
    return made


# Comparisons of whole arrays


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    a, b = as_array(a), as_array(b)
    near = globals()['abs'](a - b) <= atol + rtol * globals()['abs'](b)
    answer = logical_or(logical_and(near, globals()['isfinite'](b)), equal(a, b))
    return logical_or(answer, logical_and(globals()['isnan'](a), globals()['isnan'](b))) if equal_nan else answer


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(all(isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a1, a2, equal_nan=False):
    a1, a2 = as_array(a1), as_array(a2)
    return a1.shape == a2.shape and bool(all(a1 == a2))


def isscalar(element):
    return isinstance(element, (int, float, complex, str, bytes, generic))


def result_type(*arrays_and_dtypes):
    return result_dtype([(as_dtype(v), False) if isinstance(v, (type, str)) or type(v).__name__ == 'dtype' else operand_kind(v) for v in arrays_and_dtypes])


promote_types = lambda type1, type2: promote(as_dtype(type1), as_dtype(type2))  # noqa: E731


def can_cast(from_, to, casting='safe'):
    return promote(as_dtype(from_), as_dtype(to)) is as_dtype(to)


def shape(a):
    return as_array(a).shape


def ndim(a):
    return as_array(a).ndim


def size(a, axis=None):
    return as_array(a).size if axis is None else as_array(a).shape[axis]


def _method(name, function):
    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)
    method.__name__ = name
    setattr(ndarray, name, method)


for _name in ('sum', 'mean', 'var', 'std', 'prod', 'max', 'min', 'argmax', 'argmin', 'any', 'all', 'cumsum', 'cumprod', 'round', 'clip', 'dot', 'nonzero', 'take', 'argsort', 'trace'):
    _method(_name, globals()[_name])
