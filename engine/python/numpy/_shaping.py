"""Other shapes and orders of arrays, and parts of them."""
import builtins
import math

from ._arguments import axes_of, axis_of, into
from ._core import array, as_array, of, of_backwards, run, shape_text, to_dtype, zeros
from ._types import DTYPES, generic


def reshape(a, /, shape, order='C', *, copy=None):
    return as_array(a).reshape(shape, order=order)


def ravel(a, order='C'):
    return as_array(a).ravel(order)


def transpose(a, axes=None):
    return as_array(a).transpose(axes) if axes is not None else as_array(a).transpose()


permute_dims = transpose


def matrix_transpose(x, /):
    return as_array(x).mT


def swapaxes(a, axis1, axis2):
    return as_array(a).swapaxes(axis1, axis2)


def moveaxis(a, source, destination):
    a = as_array(a)
    source, destination = ([axis_of(each, a.ndim, name) for each in (axes if isinstance(axes, (list, tuple)) else [axes])] for name, axes in (('source', source), ('destination', destination)))
    if len(source) != len(destination):
        raise ValueError('`source` and `destination` arguments must have the same number of elements')
    order = [axis for axis in range(a.ndim) if axis not in source]
    for to, axis in sorted(zip(destination, source)):
        order.insert(to, axis)
    return a.transpose(order)


def rollaxis(a, axis, start=0):
    a = as_array(a)
    axis, start = axis_of(axis, a.ndim), start + a.ndim if start < 0 else start
    return moveaxis(a, axis, start - (start > axis))


def squeeze(a, axis=None):
    return as_array(a).squeeze(axis)


def expand_dims(a, axis):
    a = as_array(a)
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    places = sorted(axis_of(each, a.ndim + len(axes)) for each in axes)
    if len(set(places)) < len(places):
        raise ValueError('repeated axis')
    for each in places:
        a = of(run('unsqueeze', a._t, each))
    return a


def broadcast_to(array, shape, subok=False):
    array = as_array(array)
    shape = tuple(shape) if hasattr(shape, '__iter__') else (shape,)
    try:
        return of(run('expand', array._t, list(shape)))
    except RuntimeError:
        if array.ndim > len(shape):
            raise ValueError('input operand has more dimensions than allowed by the axis remapping') from None
        raise ValueError('operands could not be broadcast together with remapped shapes [original->remapped]: '
                         f'{shape_text(array.shape)}  and requested shape {shape_text(shape)}') from None


def broadcast_shapes(*args):
    shapes = [(shape,) if isinstance(shape, int) else tuple(shape) for shape in args]
    ndim = builtins.max(map(len, shapes), default=0)
    found = [1] * ndim
    for at, shape in enumerate(shapes):
        for axis, size in enumerate(shape, ndim - len(shape)):
            if size != 1 and found[axis] not in (1, size):
                first = next(i for i, other in enumerate(shapes) if len(other) >= ndim - axis and other[axis - ndim] == found[axis])
                raise ValueError('shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between '
                                 f'arg {first} with shape {shapes[first]} and arg {at} with shape {shape}.')
            found[axis] = size if size != 1 else found[axis]
    return tuple(found)


def broadcast_arrays(*args, subok=False):
    arrays = [as_array(each) for each in args]
    shape = broadcast_shapes(*[each.shape for each in arrays])
    return tuple(broadcast_to(each, shape) for each in arrays)


def _at_least(ndim, grow):
    def function(*arys):
        found = tuple(grow(each) if each.ndim < ndim else each for each in map(as_array, arys))
        return found[0] if len(found) == 1 else found
    return function


atleast_1d = _at_least(1, lambda a: a.reshape(1))
atleast_2d = _at_least(2, lambda a: a.reshape(1, -1))
atleast_3d = _at_least(3, lambda a: a.reshape(1, -1, 1) if a.ndim < 2 else of(run('unsqueeze', a._t, 2)))


# In another order, repeated


def _pick(a, axis, index):
    return a[(slice(None),) * axis + (index,)]


def flip(m, axis=None):
    m = as_array(m)
    axes = axes_of(m, axis)
    return of_backwards(run('flip', m._t, axes), m, tuple(slice(None, None, -1 if at in axes else 1) for at in range(m.ndim)))


def fliplr(m):
    if as_array(m).ndim < 2:
        raise ValueError('Input must be >= 2-d.')
    return flip(m, 1)


def flipud(m):
    return flip(m, 0)


def rot90(m, k=1, axes=(0, 1)):
    m, axes = as_array(m), tuple(axes)
    if len(axes) != 2:
        raise ValueError('len(axes) must be 2.')
    if axes[0] == axes[1] or abs(axes[0] - axes[1]) == m.ndim:
        raise ValueError('Axes must be different.')
    if not builtins.all(-m.ndim <= each < m.ndim for each in axes):
        raise ValueError(f'Axes={axes} out of range for array of ndim={m.ndim}.')
    return of(run('rot90', m._t, k, list(axes)))


def roll(a, shift, axis=None):
    a = as_array(a)
    shifts = list(shift) if isinstance(shift, (list, tuple)) else [int(shift)]
    if axis is None:
        return of(run('roll', a._t, shifts))
    axes = [axis_of(each, a.ndim) for each in (axis if isinstance(axis, (list, tuple)) else [axis])]
    return of(run('roll', a._t, shifts * len(axes) if len(shifts) == 1 else shifts, axes))


def repeat(a, repeats, axis=None):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    counts = as_array(repeats).ravel()
    size = a.shape[axis]
    if counts.size not in (1, size):
        raise ValueError(f'operands could not be broadcast together with shape {shape_text((size,))} {shape_text((counts.size,))}')
    if size and bool((counts < 0).any()):
        raise ValueError('negative dimensions are not allowed' if counts.size == 1 else 'repeats may not contain negative values.')
    return of(run('repeat_interleave', a._t, builtins.max(int(counts[0]), 0) if counts.size == 1 else to_dtype(counts._t, DTYPES['int64']), axis))


def tile(A, reps):
    A = as_array(A)
    reps = (reps,) if isinstance(reps, (int, generic)) else tuple(reps)
    return of(run('clone', run('tile', A._t, [int(each) for each in (1,) * (A.ndim - len(reps)) + reps])))


def resize(a, new_shape):
    a = as_array(a).ravel()
    shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
    size = math.prod(shape)
    return tile(a, -(-size // builtins.max(a.size, 1)))[:size].reshape(shape) if a.size else zeros(shape, a.dtype)


def insert(arr, obj, values, axis=None):
    arr = as_array(arr)
    if axis is None:
        arr, axis = arr.ravel(), 0
    axis = axis_of(axis, arr.ndim)
    size = arr.shape[axis]
    one = isinstance(obj, (int, generic))
    if not isinstance(obj, slice) and as_array(obj).dtype.kind == 'b':
        obj = [at for at, each in enumerate(as_array(obj).ravel().tolist()) if each]
    places = list(range(*obj.indices(size))) if isinstance(obj, slice) else [int(each) for each in as_array(obj).ravel().tolist()]
    for place in places:
        if not -size <= place <= size:
            raise IndexError(f'index {place} is out of bounds for axis {axis} with size {size}')
    places = [place + size * (place < 0) for place in places]
    values = as_array(values).astype(arr.dtype)
    if one:
        # NumPy takes the first axis of what is inserted at one place for the one that grows.
        values = moveaxis(values.reshape((1,) * (arr.ndim - values.ndim) + values.shape), 0, axis) if values.ndim and arr.ndim > 1 else values
        count = values.shape[axis] if values.ndim == arr.ndim else 1
        places *= count
    shape = list(arr.shape)
    shape[axis] = len(places)
    order = sorted(range(len(places)), key=lambda at: places[at])
    grown = list(shape)
    grown[axis] = size + len(places)
    made, mask = zeros(grown, arr.dtype), [True] * (size + len(places))
    targets = [0] * len(places)
    for done, at in enumerate(order):
        targets[at] = places[at] + done
        mask[targets[at]] = False
    made[(slice(None),) * axis + (targets,)] = values
    made[(slice(None),) * axis + (array(mask, bool),)] = arr
    return made


def delete(arr, obj, axis=None):
    arr = as_array(arr)
    if axis is None:
        arr, axis = arr.ravel(), 0
    axis = axis_of(axis, arr.ndim)
    size = arr.shape[axis]
    if isinstance(obj, slice):
        gone = set(range(*obj.indices(size)))
    else:
        obj = as_array(obj)
        if obj.dtype.kind == 'b':
            if obj.shape != (size,):
                raise ValueError(f'boolean array argument obj to delete must be one dimensional and match the axis length of {size}')
            gone = {at for at, each in enumerate(obj.tolist()) if each}
        else:
            gone = set()
            for place in map(int, obj.ravel().tolist()):
                if not -size <= place < size:
                    raise IndexError(f'index {place} is out of bounds for axis {axis} with size {size}')
                gone.add(place % size)
    return _pick(arr, axis, array([at for at in range(size) if at not in gone], 'int64'))


def trim_zeros(filt, trim='fb', axis=None):
    if set(trim.lower()) - set('fb'):
        raise ValueError(f'unexpected character(s) in `trim`: {trim!r}')
    if as_array(filt).ndim != 1:
        # Of each axis what lies between the first and the last that is not zero.
        filt = as_array(filt)
        for each in axes_of(filt, axis):
            kept = of(run('nonzero', as_array((filt != 0).any(tuple(other for other in range(filt.ndim) if other != each)))._t)).ravel().tolist()
            filt = _pick(filt, each, slice(kept[0] if 'f' in trim.lower() else None, kept[-1] + 1 if 'b' in trim.lower() else None) if kept else slice(0, 0))
        return filt
    values = as_array(filt).tolist()
    start, stop = 0, len(values)
    while 'f' in trim.lower() and start < stop and not values[start]:
        start += 1
    while 'b' in trim.lower() and stop > start and not values[stop - 1]:
        stop -= 1
    return filt[start:stop]


# Diagonals


def diagonal(a, offset=0, axis1=0, axis2=1):
    a = as_array(a)
    if a.ndim < 2:
        raise ValueError('diag requires an array of at least two dimensions')
    return of(run('diagonal', a._t, offset, axis1, axis2))


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    from ._reductions import sum
    return into(out, sum(diagonal(a, offset, axis1, axis2), -1, dtype))


def diag(v, k=0):
    v = as_array(v)
    if v.ndim == 2:
        return of(run('diagonal', v._t, k))
    if v.ndim != 1:
        raise ValueError('Input must be 1- or 2-d.')
    return of(run('diag_embed', v._t, k))


def diagflat(v, k=0):
    return diag(ravel(v), k)


def _square(m):
    m = as_array(m)
    return m if m.ndim != 1 else broadcast_to(m, (len(m), len(m)))


def tril(m, k=0):
    return of(run('tril', _square(m)._t, k))


def triu(m, k=0):
    return of(run('triu', _square(m)._t, k))
