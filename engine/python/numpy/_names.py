"""NumPy's public names, so that those that are not here exist and raise when called."""
import os

from torch._names import read

NAMES = read(os.path.join(os.path.dirname(__file__), '_names.txt'))
