"""Hermite series, as probability has them."""
from fractions import Fraction

import numpy as np

from ._family import functions
from ._series import series

globals().update(functions(__name__, 'herme', lambda x: x, lambda x, one, two, n: one * x - two * (n - 1), lambda n: (Fraction(1, n + 1), 0, 0), [-1., 1.],
                           {'weight': lambda x: np.exp(-.5 * x**2), 'total': np.sqrt(2 * np.pi)}))
HermiteE = series(__name__, 'HermiteE', 'He', 'herme', globals())
