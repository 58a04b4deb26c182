"""Padding arrays at their ends."""
import builtins
import itertools

from ._core import array, as_array, ndarray, of, run, zeros
from ._joining import concatenate
from ._shaping import _pick, broadcast_to, moveaxis

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
