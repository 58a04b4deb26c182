"""What NumPy's functions take alike: `axis` and `out`."""
from ._types import generic


def into(out, answer):
    if out is None:
        return answer
    out[...] = answer
    return out


def axes_of(a, axis):
    if axis is None:
        return list(range(a.ndim))
    axes = [axis] if isinstance(axis, (int, generic)) else list(axis)
    for each in axes:
        if not -a.ndim <= int(each) < a.ndim:
            raise AxisError(f'axis {each} is out of bounds for array of dimension {a.ndim}')
    return [int(each) % a.ndim for each in axes]


class AxisError(ValueError, IndexError):
    pass


AxisError.__module__ = 'numpy.exceptions'
