"""numpy.lib.stride_tricks: views whose elements may lie in several places of them."""
from .._arguments import axis_of
from .._core import as_array, of, run


def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    x = as_array(x)
    shape = x.shape if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    strides = x.strides if strides is None else tuple(strides)
    return of(run('as_strided', x._t, list(shape), [step // x.itemsize for step in strides], x._t.storage_offset()))


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    window_shape = tuple(window_shape) if hasattr(window_shape, '__iter__') else (window_shape,)
    x = as_array(x)
    if any(size < 0 for size in window_shape):
        raise ValueError('`window_shape` cannot contain negative values')
    if axis is None:
        axes = list(range(x.ndim))
        if len(window_shape) != len(axes):
            raise ValueError(f'Since axis is `None`, must provide window_shape for all dimensions of `x`; got {len(window_shape)} window_shape elements and `x.ndim` is {x.ndim}.')
    else:
        axes = [axis_of(each, x.ndim) for each in (axis if isinstance(axis, tuple) else (axis,))]
        if len(window_shape) != len(axes):
            raise ValueError(f'Must provide matching length window_shape and axis; got {len(window_shape)} window_shape elements and {len(axes)} axes elements.')
    shape = list(x.shape)
    for each, size in zip(axes, window_shape):
        if shape[each] < size:
            raise ValueError('window shape cannot be larger than input array shape')
        shape[each] -= size - 1
    return as_strided(x, (*shape, *window_shape), (*x.strides, *(x.strides[each] for each in axes)))
