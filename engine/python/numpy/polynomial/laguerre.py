"""Laguerre series."""
import numpy as np

from ._family import functions
from ._series import series

globals().update(functions(__name__, 'lag', lambda x: 1 - x, lambda x, one, two, n: (one * ((2 * n - 1) - x) - two * (n - 1)) / n, lambda n: (-1, 1, 0), [0., 1.],
                           {'weight': lambda x: np.exp(-x), 'total': 1.0}))
Laguerre = series(__name__, 'Laguerre', 'L', 'lag', globals())
