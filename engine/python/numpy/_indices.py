"""Elements by index: taking, putting, choosing, and indices themselves."""
import builtins
import functools
import itertools

from ._arguments import axis_of, into
from ._arithmetic import operand_kind
from ._core import as_array, ndarray, of, ones, result, run, to_dtype, zeros
from ._making import arange, indices
from ._searching import nonzero, where
from ._shaping import broadcast_arrays, broadcast_to
from ._types import DTYPES, as_dtype, can_cast_same_kind, promote


def _wrapped(indices, size, mode, axis):
    indices = as_array(indices)
    indices = indices.astype('int64') if indices.dtype.kind in 'bu' or not indices.size else indices
    if mode == 'wrap':
        return indices % size
    if mode == 'clip':
        return of(run('clamp', indices._t, 0, size - 1))
    outside = _first(indices, -size, size)
    if outside is not None:
        raise IndexError(f'index {outside} is out of bounds for axis {axis} with size {size}')
    return indices


def _first(indices, low, high):
    """The first that is not within [low, high), or None."""
    flat = indices.ravel()
    outside = flat[(flat < low) | (flat >= high)]
    return outside[0] if outside.size else None


def take(a, indices, axis=None, out=None, mode='raise'):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    return into(out, a[(slice(None),) * axis + (_wrapped(indices, a.shape[axis], mode, axis),)])


def take_along_axis(arr, indices, axis=-1):
    arr, indices = as_array(arr), as_array(indices)
    if axis is None:
        arr, axis = arr.ravel(), 0
    elif arr.ndim != indices.ndim:
        raise ValueError('`indices` and `arr` must have the same number of dimensions')
    return of(run('take_along_dim', arr._t, to_dtype(indices._t, DTYPES['int64']), axis_of(axis, arr.ndim)))


def put_along_axis(arr, indices, values, axis):
    indices = as_array(indices)
    axis = axis_of(axis, arr.ndim)
    grid = list(of(run('arange', size)).reshape([-1 if each == at else 1 for each in range(arr.ndim)]) for at, size in enumerate(arr.shape))
    grid[axis] = indices
    arr[tuple(grid)] = values


def put(a, ind, v, mode='raise'):
    places = _wrapped(ind, a.size, mode, 0).ravel()
    values = as_array(v).ravel()
    if not places.size or not values.size:
        return
    values = values[arange(places.size) % values.size].astype(a.dtype)
    a[tuple(unravel_index(places % a.size, a.shape))] = values


def putmask(a, mask, values):
    mask, values = as_array(mask), as_array(values).ravel()
    a[mask] = values[nonzero(mask.ravel())[0] % values.size]


def place(arr, mask, vals):
    if not isinstance(arr, ndarray):
        raise TypeError(f'place() argument 1 must be numpy.ndarray, not {type(arr).__name__}')
    mask, values = as_array(mask), as_array(vals).ravel()
    if not values.size:
        raise ValueError('Cannot insert from an empty array!')
    mask = mask if mask.dtype.kind == 'b' else mask != 0
    arr[mask] = values[arange(int(mask.sum())) % values.size]


def copyto(dst, src, casting='same_kind', where=True):
    if not isinstance(dst, ndarray):
        raise TypeError(f'copyto() argument 1 must be a numpy.ndarray, not {type(dst).__name__}')
    kind, is_weak = operand_kind(src if isinstance(src, (bool, int, float)) else as_array(src))
    if casting != 'unsafe' and not (can_cast_same_kind if casting == 'same_kind' else lambda a, b: promote(a, b) is b)(as_dtype(kind), dst.dtype) and not (is_weak and dst.dtype.kind in 'iuf' and kind is int):
        raise TypeError(f"Cannot cast {'scalar' if is_weak else 'array data'} from {as_dtype(kind)!r} to {dst.dtype!r} according to the rule '{casting}'")
    dst[... if where is True else as_array(where)] = src if where is True else broadcast_to(as_array(src), dst.shape)[as_array(where)]


def fill_diagonal(a, val, wrap=False):
    if a.ndim != 2:
        _equal_sides(a, 'array must be at least 2-d')
    rows, columns = a.shape[0], a.shape[-1]
    at = arange(builtins.min(a.shape))
    if wrap and a.ndim == 2 and rows > columns:
        # The diagonal begins anew one row below its end.
        at = arange(rows)[arange(rows) % (columns + 1) < columns]
        a[at, at % (columns + 1)] = as_array(val).ravel()[arange(len(at)) % as_array(val).size]
        return
    val = as_array(val)
    a[(at,) * a.ndim] = val if not val.ndim else val.ravel()[at % val.size]


def choose(a, choices, out=None, mode='raise'):
    a = as_array(a)
    if mode == 'raise' and bool(((a < 0) | (a >= len(choices))).any()):
        raise ValueError('invalid entry in choice array')
    index, *choices = broadcast_arrays(_wrapped(a, len(choices), mode, 0), *choices)
    return into(out, take_along_axis(of(run('stack', [each._t for each in choices])), of(run('unsqueeze', index._t, 0)), 0)[0])


def compress(condition, a, axis=None, out=None):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    return into(out, a[(slice(None),) * axis_of(axis, a.ndim) + (nonzero(as_array(condition))[0],)])


def extract(condition, arr):
    return as_array(arr).ravel()[nonzero(as_array(condition).ravel())[0]]


def select(condlist, choicelist, default=0):
    if len(condlist) != len(choicelist):
        raise ValueError('list of cases must be same length as list of conditions')
    if not len(condlist):
        raise ValueError('select with an empty condition list is not possible')
    condlist = [as_array(each) for each in condlist]
    for at, each in enumerate(condlist):
        if each.dtype.kind != 'b':
            raise TypeError(f'invalid entry {at} in condlist: should be boolean ndarray')
    return functools.reduce(lambda rest, pair: where(pair[0], pair[1], rest), reversed(list(zip(condlist, choicelist))), default)


def piecewise(x, condlist, funclist, *args, **kw):
    x = as_array(x)
    conditions = [as_array(each) for each in condlist]
    if len(funclist) not in (len(conditions), len(conditions) + 1):
        raise ValueError(f'with {len(conditions)} condition(s), either {len(conditions)} or {len(conditions) + 1} functions are expected')
    if len(funclist) == len(conditions) + 1:
        conditions.append(~functools.reduce(lambda a, b: a | b, conditions))
    y = zeros(x.shape, x.dtype)
    for condition, function in zip(conditions, funclist):
        y[condition] = function(x[condition], *args, **kw) if callable(function) else function
    return y


# Indices


def unravel_index(indices, shape, order='C'):
    indices = as_array(indices)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    size = functools.reduce(lambda a, b: a * b, shape, 1)
    outside = _first(indices, 0, size)
    if outside is not None:
        raise ValueError(f'index {outside} is out of bounds for array with size {size}')
    found = []
    for length in (reversed(shape) if order == 'C' else shape):
        found.append(result(as_array(indices % length)._t))
        indices = as_array(indices // length)
    return tuple(found[::-1] if order == 'C' else found)


def ravel_multi_index(multi_index, dims, mode='raise', order='C'):
    place = 0
    pairs = list(zip(multi_index, dims))
    for index, size in pairs if order == 'C' else pairs[::-1]:
        index = as_array(index)
        if mode == 'raise' and bool(((index < 0) | (index >= size)).any()):
            raise ValueError('invalid entry in coordinates array')
        place = place * size + (index % size if mode == 'wrap' else of(run('clamp', index._t, 0, size - 1)))
    return result(as_array(place)._t)


def shares_memory(a, b, max_work=None):
    """Whether the elements of both lie within the same bytes."""
    def ends(each):
        tensor = each._t
        return tensor.data_ptr(), tensor.data_ptr() + (sum((size - 1) * step for size, step in zip(tensor.shape, tensor.stride())) + 1) * tensor.itemsize
    (first, last), (start, stop) = ends(as_array(a)), ends(as_array(b))
    return bool(as_array(a).size and as_array(b).size) and first < stop and start < last


may_share_memory = shares_memory


def diag_indices(n, ndim=2):
    return (arange(n),) * ndim


def _equal_sides(arr, refusal):
    if arr.ndim < 2:
        raise ValueError(refusal)
    if len(set(arr.shape)) > 1:
        raise ValueError('All dimensions of input must be of equal length')


def diag_indices_from(arr):
    _equal_sides(arr, 'input array must be at least 2-d')
    return diag_indices(arr.shape[0], arr.ndim)


def tril_indices(n, k=0, m=None):
    return nonzero(of(run('tril', run('ones', n, n if m is None else m), k)))


def triu_indices(n, k=0, m=None):
    return nonzero(of(run('triu', run('ones', n, n if m is None else m), k)))


def tril_indices_from(arr, k=0):
    return tril_indices(*arr.shape[-2:-1], k, arr.shape[-1])


def triu_indices_from(arr, k=0):
    return triu_indices(*arr.shape[-2:-1], k, arr.shape[-1])


def mask_indices(n, mask_func, k=0):
    return nonzero(mask_func(ones((n, n), int), k) != 0)


def ix_(*args):
    if builtins.any(as_array(each).ndim != 1 for each in args):
        raise ValueError('Cross index must be 1 dimensional')
    arrays = [nonzero(each)[0] if each.dtype.kind == 'b' else each for each in map(as_array, args)]
    return tuple(each.reshape([-1 if at == axis else 1 for axis in range(len(arrays))]) for at, each in enumerate(arrays))


class ndindex:
    """All index tuples of a shape."""

    def __init__(self, *shape):
        shape = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        self._left = itertools.product(*map(range, shape))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._left)


class ndenumerate:
    """Index tuples, and the elements there."""

    def __init__(self, arr):
        arr = as_array(arr)
        self._left = zip(ndindex(arr.shape), arr.flat)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._left)


ndindex.__module__ = ndenumerate.__module__ = 'numpy'
