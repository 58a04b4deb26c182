"""Power series: P_n = x^n."""
from fractions import Fraction

import numpy as np

from . import polyutils as pu
from ._family import functions
from ._series import RAISED, series


def _mul(c1, c2):
    return pu.trimseq(np.convolve(*pu.as_series([c1, c2])))


def _div(c1, c2):
    c1, c2 = pu.as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    size, more = len(c2) - 1, len(c1) - len(c2)
    if more < 0:
        return c1[:1] * 0, c1
    if not size:
        return c1 / c2[-1], c1[:1] * 0
    below = c2[:-1] / c2[-1]
    for place in range(more, -1, -1):
        c1[place:place + size] -= below * c1[place + size]
    return c1[size:] / c2[-1], pu.trimseq(c1[:size])


def _valfromroots(x, r, tensor=True):
    r = np.array(r, ndmin=1, copy=None)
    r = r if r.dtype.kind == 'f' else r.astype(float)
    if isinstance(x, (tuple, list)):
        x = np.asarray(x)
    if isinstance(x, np.ndarray):
        if not tensor and x.ndim >= r.ndim:
            raise ValueError('x.ndim must be < r.ndim when tensor == False')
        r = r.reshape(r.shape + (1,) * x.ndim) if tensor else r
    return np.prod(x - r, axis=0)


def _term(self, power, argument, is_unicode):
    if is_unicode:
        return f'·{argument}{power.translate(RAISED) if power != "1" else ""}'
    return f' {argument}{"**" + power if power != "1" else ""}'


def _latex_term(self, power, argument, is_more):
    argument = rf'\left({argument}\right)' if is_more else argument
    return argument + (f'^{{{power}}}' if power > 1 else '') if power else '1'


globals().update(functions(__name__, 'poly', lambda x: x, lambda x, one, two, n: one * x, lambda n: (Fraction(1, n + 1), 0, 0), [-1., 1.],
                           {'mul': _mul, 'div': _div, 'valfromroots': _valfromroots}, maxpower=None))
Polynomial = series(__name__, 'Polynomial', None, 'poly', globals(), _term=_term, _latex_term=_latex_term)
