"""Joining and splitting arrays."""
import builtins
import functools
import warnings

from ._arguments import axis_of, into
from ._core import as_array, of, run, to_dtype
from ._shaping import _pick, atleast_1d, atleast_2d, atleast_3d, moveaxis, ravel
from ._types import as_dtype, promote


def _joined(arrays, empty, dtype=None, casting='unsafe'):
    if isinstance(arrays, (int, float)):
        raise TypeError('dispatcher for __array_function__ did not return an iterable')
    arrays = [as_array(a) for a in arrays]
    if not arrays:
        raise ValueError(empty)
    d = as_dtype(dtype) if dtype is not None else functools.reduce(promote, (a.dtype for a in arrays))
    if dtype is not None:
        arrays = [a.astype(d, casting=casting, copy=False) for a in arrays]
    return [to_dtype(a._t, d) for a in arrays]


def concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind'):
    tensors = _joined(arrays, 'need at least one array to concatenate', dtype, casting)
    if axis is None:
        tensors, axis = [run('reshape', t, [-1]) for t in tensors], 0
    if builtins.any(t.ndim == 0 for t in tensors):
        raise ValueError('zero-dimensional arrays cannot be concatenated')
    first = tensors[0]
    axis = axis_of(axis, first.ndim)
    for at, t in enumerate(tensors[1:], 1):
        if t.ndim != first.ndim:
            raise ValueError('all the input arrays must have same number of dimensions, but the array at index 0 has '
                             f'{first.ndim} dimension(s) and the array at index {at} has {t.ndim} dimension(s)')
        for each in range(t.ndim):
            if each != axis and t.shape[each] != first.shape[each]:
                raise ValueError(f'all the input array dimensions except for the concatenation axis must match exactly, but along dimension {each}, '
                                 f'the array at index 0 has size {first.shape[each]} and the array at index {at} has size {t.shape[each]}')
    return into(out, of(run('cat', tensors, axis)))


concat = concatenate


def stack(arrays, axis=0, out=None, *, dtype=None, casting='same_kind'):
    tensors = _joined(arrays, 'need at least one array to stack', dtype, casting)
    if len({tuple(t.shape) for t in tensors}) > 1:
        raise ValueError('all input arrays must have the same shape')
    return into(out, of(run('stack', tensors, axis_of(axis, tensors[0].ndim + 1))))


def unstack(x, /, *, axis=0):
    x = moveaxis(as_array(x), axis, 0)
    return tuple(x[i] for i in range(len(x)))


def vstack(tup, *, dtype=None, casting='same_kind'):
    return concatenate([atleast_2d(a) for a in tup], 0, dtype=dtype, casting=casting)


def row_stack(tup, *, dtype=None, casting='same_kind'):
    warnings.warn('`row_stack` alias is deprecated. Use `np.vstack` directly.', DeprecationWarning, stacklevel=2)
    return vstack(tup, dtype=dtype, casting=casting)


def hstack(tup, *, dtype=None, casting='same_kind'):
    arrays = [atleast_1d(a) for a in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1, dtype=dtype, casting=casting)


def dstack(tup):
    return concatenate([atleast_3d(a) for a in tup], 2)


def column_stack(tup):
    return concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in map(as_array, tup)], 1)


def _depth(each, place=()):
    """How deep the lists are, and where the first array stands."""
    name = 'arrays' + ''.join(f'[{at}]' for at in place)
    if isinstance(each, tuple):
        raise TypeError(f'{name} is a tuple. Only lists can be used to arrange blocks, and np.block does not allow implicit conversion from tuple to ndarray.')
    if not isinstance(each, list):
        return len(place), place
    if not each:
        raise ValueError(f'List at {name} cannot be empty')
    found = [_depth(one, (*place, at)) for at, one in enumerate(each)]
    for depth, other in found:
        if depth != found[0][0]:
            raise ValueError(f'List depths are mismatched. First element was at depth {found[0][0]}, but there is an element at depth {depth} (arrays{"".join(f"[{at}]" for at in other)})')
    return found[0]


def block(arrays):
    levels = _depth(arrays)[0]
    leaves = []

    def collect(each):
        [collect(one) for one in each] if isinstance(each, list) else leaves.append(as_array(each))
    collect(arrays)
    ndim = builtins.max(levels, *[leaf.ndim for leaf in leaves])

    def joined(each, level):
        if not isinstance(each, list):
            leaf = as_array(each)
            return leaf.reshape((1,) * (ndim - leaf.ndim) + leaf.shape)
        return concatenate([joined(one, level + 1) for one in each], ndim - levels + level)
    return joined(arrays, 0)


def append(arr, values, axis=None):
    if axis is None:
        arr, values, axis = ravel(arr), ravel(values), 0
    return concatenate((arr, values), axis)


# Splitting


def array_split(ary, indices_or_sections, axis=0):
    ary = as_array(ary)
    axis = axis_of(axis, ary.ndim)
    size = ary.shape[axis]
    if hasattr(indices_or_sections, '__iter__'):
        bounds = [0, *[int(each) for each in indices_or_sections], size]
    else:
        sections = int(indices_or_sections)
        if sections <= 0:
            raise ValueError('number sections must be larger than 0.')
        each, more = divmod(size, sections)
        bounds = [at * each + builtins.min(at, more) for at in range(sections + 1)]
    return [_pick(ary, axis, slice(start, stop)) for start, stop in zip(bounds, bounds[1:])]


def split(ary, indices_or_sections, axis=0):
    ary = as_array(ary)
    if not hasattr(indices_or_sections, '__iter__') and ary.shape[axis] % indices_or_sections:
        raise ValueError('array split does not result in an equal division')
    return array_split(ary, indices_or_sections, axis)


def hsplit(ary, indices_or_sections):
    ary = as_array(ary)
    if not ary.ndim:
        raise ValueError('hsplit only works on arrays of 1 or more dimensions')
    return split(ary, indices_or_sections, 1 if ary.ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    if as_array(ary).ndim < 2:
        raise ValueError('vsplit only works on arrays of 2 or more dimensions')
    return split(ary, indices_or_sections, 0)


def dsplit(ary, indices_or_sections):
    if as_array(ary).ndim < 3:
        raise ValueError('dsplit only works on arrays of 3 or more dimensions')
    return split(ary, indices_or_sections, 2)
