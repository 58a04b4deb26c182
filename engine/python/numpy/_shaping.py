"""Other shapes of arrays, joining and splitting them."""
import builtins

from ._arguments import axes_of, into
from ._core import array, as_array, of, run, to_dtype, zeros
from ._reductions import sum
from ._types import generic, promote


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
    return into(out, of(run('cat', tensors, axis)))


def stack(arrays, axis=0, out=None, **_):
    tensors = _joined(arrays)
    if len({tuple(t.shape) for t in tensors}) > 1:
        raise ValueError('all input arrays must have the same shape')
    return into(out, of(run('stack', tensors, axis)))


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
    return of(run('flip', m._t, axes_of(m, axis)))


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
