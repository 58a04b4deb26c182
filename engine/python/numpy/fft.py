"""numpy.fft: what of it has real numbers alone. Transforms have complex ones, which are not here."""
import operator

from ._arguments import axes_of
from ._core import as_array
from ._making import arange
from ._joining import concatenate
from ._shaping import roll


def _count(n):
    try:
        return operator.index(n)
    except TypeError:
        raise ValueError('n should be an integer') from None


def fftfreq(n, d=1.0, device=None):
    n = _count(n)
    return concatenate([arange((n - 1) // 2 + 1), arange(-(n // 2), 0)]) * (1.0 / (n * d))


def rfftfreq(n, d=1.0, device=None):
    n = _count(n)
    return arange(n // 2 + 1) * (1.0 / (n * d))


def _turned(x, axes, by):
    x = as_array(x)
    axes = axes_of(x, axes if axes is None or isinstance(axes, int) else tuple(axes))
    return roll(x, [by(x.shape[each]) for each in axes], axes)


def fftshift(x, axes=None):
    return _turned(x, axes, lambda size: size // 2)


def ifftshift(x, axes=None):
    return _turned(x, axes, lambda size: -(size // 2))
