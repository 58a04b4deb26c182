"""Chebyshev series: cosines of multiples of an angle, by the angle's cosine. Of the two powers of e that a cosine is, products are convolutions."""
from fractions import Fraction

import numpy as np

from . import polyutils as pu
from ._family import functions
from ._series import series


def _mirrored(c):
    half = c / 2
    return np.concatenate([half[:0:-1], c[:1], half[1:]])


def _mul(c1, c2):
    c1, c2 = pu.as_series([c1, c2])
    made = np.convolve(_mirrored(c1), _mirrored(c2))[len(c1) + len(c2) - 2:]
    made[1:] *= 2
    return pu.trimseq(made)


def _gauss(deg):
    deg = pu._as_int(deg, 'deg')
    if deg <= 0:
        raise ValueError('deg must be a positive integer')
    return np.cos(np.pi * np.arange(1, 2 * deg, 2) / (2.0 * deg)), np.ones(deg) * (np.pi / deg)


def _weight(x):
    return 1. / (np.sqrt(1. + x) * np.sqrt(1. - x))


def _count(npts, least):
    count = int(npts)
    if count != npts:
        raise ValueError('npts must be integer')
    if count < least:
        raise ValueError(f'npts must be >= {least}')
    return count


def _pts1(npts):
    count = _count(npts, 1)
    return np.sin(0.5 * np.pi / count * np.arange(-count + 1, count + 1, 2))


def _pts2(npts):
    return np.cos(np.linspace(-np.pi, 0, _count(npts, 2)))


def _interpolate(func, deg, args=()):
    deg = np.asarray(deg)
    if deg.ndim or deg.dtype.kind not in 'iu':
        raise TypeError('deg must be an int')
    if deg < 0:
        raise ValueError('expected deg >= 0')
    count = int(deg) + 1
    x = _pts1(count)
    c = np.dot(chebvander(x, count - 1).T, func(x, *args))  # noqa: F821
    c[0] /= count
    c[1:] /= 0.5 * count
    return c


def _interpolated(cls, func, deg, domain=None, args=()):
    domain = cls.domain if domain is None else domain
    return cls(_interpolate(lambda x: func(pu.mapdomain(x, cls.window, domain), *args), deg), domain=domain)


def _integral(n):
    return (1, 0, 0) if not n else (Fraction(1, 2 * (n + 1)), 0, Fraction(-1, 2 * (n - 1)) if n > 1 else 0)


globals().update(functions(__name__, 'cheb', lambda x: x, lambda x, one, two, n: one * (2 * x) - two, _integral, [-1., 1.],
                           {'mul': _mul, 'gauss': _gauss, 'weight': _weight, 'pts1': _pts1, 'pts2': _pts2, 'interpolate': _interpolate}))
Chebyshev = series(__name__, 'Chebyshev', 'T', 'cheb', globals(), interpolate=classmethod(_interpolated))
