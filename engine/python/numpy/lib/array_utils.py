"""numpy.lib.array_utils."""
from .._arguments import axis_of


def normalize_axis_index(axis, ndim, msg_prefix=None):
    return axis_of(axis, ndim, msg_prefix)


def normalize_axis_tuple(axis, ndim, argname=None, allow_duplicate=False):
    axes = tuple(axis_of(each, ndim, argname) for each in (axis if hasattr(axis, '__iter__') else (axis,)))
    if not allow_duplicate and len(set(axes)) < len(axes):
        raise ValueError(f'repeated axis in `{argname}` argument' if argname else 'repeated axis')
    return axes
