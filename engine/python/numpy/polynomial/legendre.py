"""Legendre series."""
from fractions import Fraction

from ._family import functions
from ._series import series

globals().update(functions(__name__, 'leg', lambda x: x, lambda x, one, two, n: (one * x * (2 * n - 1) - two * (n - 1)) / n,
                           lambda n: (Fraction(1, 2 * n + 1), 0, Fraction(-1, 2 * n + 1)), [-1., 1.], {'weight': lambda x: x * 0.0 + 1.0, 'total': 2.0},
                           value_recur=lambda x, one, two, n: one * x * ((2 * n - 1) / n) - two * ((n - 1) / n)))
Legendre = series(__name__, 'Legendre', 'P', 'leg', globals())
