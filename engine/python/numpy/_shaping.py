"""Other shapes of arrays, joining and splitting them."""
import builtins
import functools
import itertools
import math
import warnings

from ._arguments import axes_of, axis_of, into
from ._core import array, as_array, ndarray, of, of_backwards, result, run, shape_text, to_dtype, zeros
from ._types import DTYPES, as_dtype, generic, promote


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


def _pick(a, axis, index):
    return a[(slice(None),) * axis + (index,)]


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


# In another order, repeated


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


# Functions of Python's


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = as_array(arr)
    axis = axis_of(axis, arr.ndim)
    moved = moveaxis(arr, axis, -1)
    rows = moved.reshape(-1, arr.shape[axis]) if arr.size else moved.reshape(math.prod(moved.shape[:-1]), arr.shape[axis])
    answers = [as_array(func1d(row, *args, **kwargs)) for row in rows]
    if not answers:
        raise ValueError('Cannot apply_along_axis when any iteration dimensions are 0')
    made = stack(answers).reshape(moved.shape[:-1] + answers[0].shape)
    return moveaxis(made, list(range(arr.ndim - 1, made.ndim)), list(range(axis, axis + made.ndim - arr.ndim + 1))) if answers[0].ndim else result(made._t)


def apply_over_axes(func, a, axes):
    value = a = as_array(a)
    for axis in (axes,) if isinstance(axes, int) else axes:
        found = as_array(func(value, axis_of(axis, a.ndim)))
        if found.ndim != value.ndim:
            found = expand_dims(found, axis_of(axis, a.ndim))
            if found.ndim != value.ndim:
                raise ValueError('function is not returning an array of the correct shape')
        value = found
    return value


# At the ends


#: Of each mode what it takes beside the widths.
_TAKEN = {'constant': 'constant_values', 'linear_ramp': 'end_values', 'maximum': 'stat_length', 'mean': 'stat_length', 'median': 'stat_length', 'minimum': 'stat_length',
          'reflect': 'reflect_type', 'symmetric': 'reflect_type', 'edge': '', 'wrap': '', 'empty': ''}
_VALUES = {'maximum': 'max', 'minimum': 'min', 'mean': 'mean', 'median': 'median'}


def _pairs(value, ndim):
    return broadcast_to(as_array(value), (ndim, 2)).tolist()


def _source(place, size, mode):
    """Which element stands at a place beyond the ends."""
    if mode == 'edge' or size == 1 and mode == 'reflect':
        return builtins.min(builtins.max(place, 0), size - 1)
    if mode == 'wrap':
        return place % size
    period = 2 * size - (2 if mode == 'reflect' else 0)
    place %= period
    return place if place < size else period - place - (mode == 'symmetric')


def _oddly(a, axis, before, after, mode):
    """Mirrored at a point: what stands as far beyond an end is twice the end, less what stands within."""
    size, is_around = a.shape[axis], mode == 'symmetric'
    while before or after:
        room = builtins.max(a.shape[axis] - (not is_around), 1)
        parts = []
        for count, end, inside in ((builtins.min(before, room), 0, lambda n: range(n - is_around, -is_around, -1)), (builtins.min(after, room), -1, lambda n: range(-2 + is_around, -2 + is_around - n, -1))):
            places = [builtins.max(at, -a.shape[axis]) for at in inside(count)]
            parts.append(2 * _pick(a, axis, slice(0, 1) if end == 0 else slice(-1, None)) - _pick(a, axis, array(places, 'int64') if size > 1 else array([0] * count, 'int64')) if count else _pick(a, axis, slice(0, 0)))
        a, before, after = concatenate([parts[0], a, parts[1]], axis), before - parts[0].shape[axis], after - parts[1].shape[axis]
    return a


def _by_function(a, widths, function, kwargs):
    made = zeros([size + before + after for size, (before, after) in zip(a.shape, widths)], a.dtype)
    made[tuple(slice(before, before + size) for size, (before, _) in zip(a.shape, widths))] = a
    for axis, width in enumerate(widths):
        rows = moveaxis(made, axis, -1)
        for place in itertools.product(*map(range, rows.shape[:-1])):
            function(rows[place], tuple(width), axis, kwargs)
    return made


def pad(array, pad_width, mode='constant', **kwargs):
    a = as_array(array)
    if isinstance(pad_width, dict):
        pad_width = [pad_width.get(axis, pad_width.get(axis - a.ndim, (0, 0))) for axis in range(a.ndim)]
        pad_width = [(each, each) if isinstance(each, int) else each for each in pad_width]
    if as_array(pad_width).dtype.kind not in 'iu':
        raise TypeError('`pad_width` must be of integral type.')
    widths = _pairs(pad_width, a.ndim)
    if builtins.any(width < 0 for pair in widths for width in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode):
        return _by_function(a, widths, mode, kwargs)
    if mode not in _TAKEN:
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - {_TAKEN[mode]}
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    values, length, reflect_type = _pairs(kwargs.get(_TAKEN[mode], 0) if mode in ('constant', 'linear_ramp') else 0, a.ndim), kwargs.get('stat_length'), kwargs.get('reflect_type', 'even')
    lengths = [(None, None)] * a.ndim if length is None else _pairs(length, a.ndim)
    if length is not None and builtins.any(each < 0 for pair in lengths for each in pair):
        raise ValueError("index can't contain negative values")
    for axis, (before, after) in enumerate(widths):
        size = a.shape[axis]
        if mode in ('edge', 'reflect', 'symmetric', 'wrap'):
            if not size and before + after:
                raise ValueError(f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'")
            if reflect_type == 'odd' and size > 1 and mode != 'wrap':
                a = _oddly(a, axis, before, after, mode)
                continue
            a = _pick(a, axis, as_array([_source(place, size, mode) for place in range(-before, size + after)], 'int64')) if before + after else a
            continue
        shape = list(a.shape)
        ends = []
        for side, count in enumerate((before, after)):
            shape[axis] = count
            if mode == 'linear_ramp':
                edge, end = _pick(a, axis, slice(0, 1) if side == 0 else slice(size - 1, size)), values[axis][side]
                steps = as_array([(at if side == 0 else count - at) / count if side == 0 else (count - at - 1) / count for at in range(count)], float).reshape([-1 if each == axis else 1 for each in range(a.ndim)])
                end = end + (edge - end) * steps
                ends.append((end if a.dtype.kind == 'f' else of(run('trunc', end._t))).astype(a.dtype))
            elif mode in _VALUES:
                from . import _reductions, _statistics
                taken = lengths[axis][side]
                taken = size if taken is None else builtins.min(taken, size)
                if not taken and mode in ('maximum', 'minimum'):
                    raise ValueError('stat_length of 0 yields no value for padding')
                part = _pick(a, axis, slice(0, taken) if side == 0 else slice(size - taken, size))
                whole = getattr(_statistics if mode == 'median' else _reductions, _VALUES[mode])(part, axis, keepdims=True)
                whole = of(run('round', whole._t)) if a.dtype.kind in 'iu' and whole.dtype.kind == 'f' else whole
                ends.append(broadcast_to(whole.astype(a.dtype), shape))
            else:
                made = zeros(shape, a.dtype)
                if mode == 'constant':
                    made[...] = as_array(values[axis][side]).astype(a.dtype)
                ends.append(made)
        a = concatenate([ends[0], a, ends[1]], axis)
    return a if isinstance(array, ndarray) is False or builtins.any(map(builtins.any, widths)) else a.copy()
