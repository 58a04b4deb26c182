"""Hermite series, as physicists have them."""
from fractions import Fraction

import numpy as np

from ._family import functions
from ._series import series

globals().update(functions(__name__, 'herm', lambda x: x * 2, lambda x, one, two, n: one * (2 * x) - two * (2 * (n - 1)), lambda n: (Fraction(1, 2 * (n + 1)), 0, 0), [-1., 1.],
                           {'weight': lambda x: np.exp(-x**2), 'total': np.sqrt(np.pi)}))
Hermite = series(__name__, 'Hermite', 'H', 'herm', globals())
