"""What NumPy's functions take alike: `axis` and `out`."""
import operator

from .exceptions import AxisError


def into(out, answer):
    if out is None:
        return answer
    out[...] = answer
    return out


def axes_of(a, axis):
    if axis is None:
        return list(range(a.ndim))
    axes = [axis_of(each, a.ndim) for each in (axis if isinstance(axis, tuple) else (axis,))]
    if len(set(axes)) < len(axes):
        raise ValueError("duplicate value in 'axis'")
    return axes


def axis_of(axis, ndim, name=None):
    """An axis counted from the first."""
    axis = operator.index(axis)
    if not -ndim <= axis < ndim:
        raise AxisError(axis, ndim, name)
    return axis % ndim
