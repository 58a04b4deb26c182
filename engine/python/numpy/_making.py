"""Arrays from nothing: ranges, grids, arrays like others, from bytes and texts."""
import builtins
import itertools
import math

from torch import _creation
from torch._names import sentence

from ._arithmetic import operand_kind
from ._core import array, as_array, float64, full, ndarray, of, ones, run, to_dtype, zeros
from ._types import DTYPES, as_dtype, result_dtype, scalar


def asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None):
    a = as_array(a, dtype) if not copy else array(a, dtype)
    if order in ('C', 'F') and not (a.flags.f_contiguous if order == 'F' else a.flags.c_contiguous):
        return asfortranarray(a) if order == 'F' else ascontiguousarray(a)
    return a


asanyarray = asarray


def ascontiguousarray(a, dtype=None, *, like=None):
    a = as_array(a, dtype)
    # One that stands for a view with a negative step is contiguous only here.
    return a.copy() if hasattr(a, '_backwards') else of(run('contiguous', a._t))


def asfortranarray(a, dtype=None, *, like=None):
    a = as_array(a, dtype)
    return of(run('permute', run('contiguous', a.T._t), list(range(a.ndim))[::-1])) if a.ndim else a


_REQUIRED = object()


def arange(start=_REQUIRED, stop=None, step=1, dtype=None, *, device=None, like=None):
    if start is _REQUIRED:
        if stop is None:
            raise TypeError('arange() requires stop to be specified.')
        start = 0
    elif stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    for value in (start, stop, step):
        if isinstance(value, str):
            raise TypeError("arange() not supported for inputs with DType <class 'numpy.dtypes.StrDType'>.")
    # Python's numbers count as arrays' here.
    d = as_dtype(dtype) if dtype is not None else result_dtype([(as_dtype(kind) if is_weak else kind, False) for kind, is_weak in map(operand_kind, (start, stop, step))])
    start, stop, step = (value.item() if hasattr(value, 'item') else value for value in (start, stop, step))
    d = DTYPES['int64'] if d.kind == 'b' and dtype is None else d
    if step == 0:
        raise ZeroDivisionError('division by zero')
    count = builtins.max(0, math.ceil((stop - start) / step))
    if d.kind == 'f':
        first, second = float(start), float(start + step)
        return of(to_dtype(_line(to_dtype(run('arange', count), float64), second - first, first), d))
    return of(to_dtype(_line(run('arange', count), int(step), int(start)), d))


def _line(counted, step, start):
    scaled = counted if step == 1 else run('mul', counted, step)
    return scaled if start == 0 and step > 0 else run('add', scaled, start)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    if not hasattr(num, '__index__'):
        raise TypeError(f"'{type(num).__name__}' object cannot be interpreted as an integer")
    num = num.__index__()
    if num < 0:
        raise ValueError(f'Number of samples, {num}, must be non-negative.')
    start, stop = as_array(start), as_array(stop)
    kind = DTYPES['float64'] if 'f' not in (start.dtype.kind, stop.dtype.kind) else result_dtype([(start.dtype, False), (stop.dtype, False), (float, True)])
    start, stop = start * 1.0, stop * 1.0
    parts = num - 1 if endpoint else num
    spread = as_array(stop - start)
    made = of(to_dtype(run('arange', num), DTYPES['float64'])).reshape((-1,) + (1,) * spread.ndim)
    step = spread / parts if parts > 0 else math.nan
    values = (made * step if bool((as_array(step) != 0).all()) else made / parts * spread) if parts > 0 else made * spread
    answer = as_array(values + start)
    if endpoint and num > 1:
        answer[-1] = stop
    if axis:
        answer = of(run('movedim', answer._t, 0, axis))
    wanted = as_dtype(dtype) if dtype is not None else kind
    answer = (of(run('floor', answer._t)) if wanted.kind in 'iu' else answer).astype(wanted, copy=False)
    return (answer, step if isinstance(step, ndarray) else scalar(float64, step)) if retstep else answer


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    answer = base ** linspace(start, stop, num, endpoint, axis=axis)
    return answer if dtype is None else answer.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    from ._ufuncs import log10, sign
    start, stop = as_array(start, float), as_array(stop, float)
    if not (bool(start.all()) and bool(stop.all())):
        raise ValueError('Geometric sequence cannot include zero')
    signs = sign(start)
    start, stop = start / signs, stop / signs
    answer = logspace(log10(start), log10(stop), num, endpoint)
    if num > 0:
        answer[0] = start
        if num > 1 and endpoint:
            answer[-1] = stop
    answer = answer * signs
    answer = of(run('movedim', answer._t, 0, axis)) if axis else answer
    return answer if dtype is None else answer.astype(dtype)


def eye(N, M=None, k=0, dtype=float, order='C', *, device=None, like=None):
    made = zeros((N, N if M is None else M), dtype)
    run('fill_', run('diagonal', made._t, k), 1)
    return asfortranarray(made) if order == 'F' else made


def identity(n, dtype=None, *, like=None):
    return eye(n, dtype=dtype or float)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    return of(run('tril', ones((N, N if M is None else M), dtype)._t, k))


def vander(x, N=None, increasing=False):
    x = as_array(x)
    if x.ndim != 1:
        raise ValueError('x must be a one-dimensional array or sequence.')
    N = len(x) if N is None else N
    made = x.reshape(-1, 1) ** arange(N)
    return made if increasing else made[:, ::-1]


def _like(a, value, dtype, shape):
    a = as_array(a)
    return full(a.shape if shape is None else shape, value, dtype or a.dtype)


def zeros_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None):
    return _like(a, 0, dtype, shape)


def ones_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None):
    return _like(a, 1, dtype, shape)


def full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None):
    return _like(a, fill_value, dtype, shape)


empty_like = zeros_like


def copy(a, order='K', subok=False):
    return array(a, order=order)


def isfortran(a):
    return a.flags.fnc


def asarray_chkfinite(a, dtype=None, order=None):
    from ._ufuncs import isfinite
    a = asarray(a, dtype, order)
    if a.dtype.kind == 'f' and not bool(isfinite(a).all()):
        raise ValueError('array must not contain infs or NaNs')
    return a


def frombuffer(buffer, dtype=float, count=-1, offset=0, *, like=None):
    d = as_dtype(dtype)
    data = bytes(buffer)[offset:]
    if count < 0:
        if len(data) % d.itemsize:
            raise ValueError('buffer size must be a multiple of element size')
        count = len(data) // d.itemsize
    if count * d.itemsize > len(data):
        raise ValueError('buffer is smaller than requested size')
    return ndarray._adopt(_creation.make_from_bytes(d._torch, [count], data[:count * d.itemsize]))


def fromiter(iter, dtype, count=-1, *, like=None):
    values = list(iter if count < 0 else itertools.islice(iter, count))
    if len(values) < count:
        raise ValueError(f'iterator too short: Expected {count} but iterator had only {len(values)} items.')
    return array(values, dtype)


def fromstring(string, dtype=float, count=-1, *, sep, like=None):
    kind = as_dtype(dtype)
    try:
        return array([(float if kind.kind == 'f' else int)(word) for word in (string.split(sep) if sep.strip() else string.split())], kind)
    except ValueError:
        raise ValueError('string or file could not be read to its end due to unmatched data') from None


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*indices(shape, dtype), **kwargs)


# Grids


def meshgrid(*xi, copy=True, sparse=False, indexing='xy'):
    arrays = [as_array(x).reshape(-1) for x in xi]
    if indexing not in ('xy', 'ij'):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    places = list(range(len(arrays)))
    if indexing == 'xy' and len(arrays) > 1:
        places[0], places[1] = 1, 0
    shape = [len(arrays[places.index(place)]) for place in range(len(arrays))]
    open_grid = [a.reshape([-1 if axis == place else 1 for axis in range(len(arrays))]) for a, place in zip(arrays, places)]
    return tuple(a if sparse else of(run('clone', run('expand', a._t, shape))) for a in open_grid)


def indices(dimensions, dtype=int, sparse=False):
    grid = meshgrid(*[arange(size, dtype=dtype) for size in dimensions], indexing='ij', sparse=sparse)
    return grid if sparse else of(run('stack', [each._t for each in grid])) if grid else zeros((0,), dtype)


def _range(index):
    start, step = index.start or 0, 1 if index.step is None else index.step
    return linspace(start, index.stop, int(abs(step))) if isinstance(step, complex) else arange(start, index.stop, step)


class _Grid:
    """mgrid and ogrid: grids by slices."""

    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        if isinstance(key, slice):
            return _range(key)
        ranges = [_range(each) for each in key]
        d = result_dtype([(each.dtype, False) for each in ranges])
        grid = meshgrid(*[each.astype(d) for each in ranges], indexing='ij', sparse=self._sparse)
        return grid if self._sparse else of(run('stack', [each._t for each in grid]))


class _Joined:
    """r_ and c_: pieces one after another, as rows or as columns."""

    def __init__(self, columns):
        self._columns = columns

    def __getitem__(self, key):
        from ._joining import concatenate
        key = key if isinstance(key, tuple) else (key,)
        if isinstance(key[0], str):
            return self._directed(key[0], key[1:])
        pieces = [_range(each) if isinstance(each, slice) else as_array(each) for each in key]
        pieces = [each.reshape(1) if not each.ndim else each for each in pieces]
        return concatenate([each.reshape(-1, 1) if each.ndim < 2 else each for each in pieces], 1) if self._columns else concatenate(pieces)


    @staticmethod
    def _directed(words, key):
        """'axis,ndim,place': along which axis, at least so many dimensions, and from which of them on those that are there stand."""
        from ._joining import concatenate
        if words in ('r', 'c'):
            raise NotImplementedError(sentence('numpy.matrix'))
        try:
            axis, ndim, place = ([int(each) for each in words.split(',')] + [1, -1])[:3] if ',' in words else (int(words), 1, -1)
        except ValueError:
            raise ValueError('unknown special directive') from None
        pieces = []
        for each in key:
            each = _range(each) if isinstance(each, slice) else as_array(each)
            more = max(ndim - each.ndim, 0)
            before = (more if place < 0 else min(place, more)) if each.ndim else more
            pieces.append(each.reshape((1,) * before + each.shape + (1,) * (more - before)))
        return concatenate(pieces, axis)


class IndexExpression:
    """s_ and index_exp: the index that stands between the brackets."""

    def __init__(self, maketuple):
        self.maketuple = maketuple

    def __getitem__(self, item):
        return (item,) if self.maketuple and not isinstance(item, tuple) else item


IndexExpression.__module__ = 'numpy.lib._index_tricks_impl'
s_, index_exp = IndexExpression(False), IndexExpression(True)
mgrid, ogrid, r_, c_ = _Grid(False), _Grid(True), _Joined(False), _Joined(True)
