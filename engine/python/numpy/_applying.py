"""Functions of the program's along axes."""
import math

from ._arguments import axis_of
from ._core import as_array, result
from ._joining import stack
from ._shaping import expand_dims, moveaxis


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
