"""numpy.emath."""
from .lib.scimath import arccos, arcsin, arctanh, log, log2, log10, logn, power, sqrt
