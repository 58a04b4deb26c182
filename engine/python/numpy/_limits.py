"""numpy.iinfo and numpy.finfo: what numbers a dtype has."""
import builtins

from ._types import as_dtype


_LINE = '-' * 63 + '\n'


class iinfo:
    def __init__(self, type):
        self.dtype = as_dtype(type if not hasattr(type, 'dtype') or isinstance(type, builtins.type) else type.dtype)
        self.kind, self.bits = self.dtype.kind, 8 * self.dtype.itemsize
        if self.kind not in 'iu':
            raise ValueError(f'Invalid integer data type {self.kind!r}.')
        self.min = 0 if self.kind == 'u' else -2 ** (self.bits - 1)
        self.max = 2 ** (self.bits - (self.kind == 'i')) - 1

    def __str__(self):
        return f'Machine parameters for {self.dtype}\n{_LINE}min = {self.min}\nmax = {self.max}\n{_LINE}'

    def __repr__(self):
        return f'iinfo(min={self.min}, max={self.max}, dtype={self.dtype})'


#: Digits of the fraction, the exponent's least, decimal digits.
_FLOATS = {'float16': (10, -14, 3), 'float32': (23, -126, 6), 'float64': (52, -1022, 15)}


class finfo:
    def __init__(self, dtype):
        self.dtype = as_dtype(dtype if not hasattr(dtype, 'dtype') or isinstance(dtype, builtins.type) else dtype.dtype)
        if self.dtype.kind != 'f':
            raise ValueError(f'data type {self.dtype.type!r} not inexact')
        self.bits, self.nmant, self.minexp, self.precision = 8 * self.dtype.itemsize, *_FLOATS[self.dtype.name]
        self.maxexp, make = 2 - self.minexp, self.dtype.type
        self.eps, self.epsneg = make(2.0 ** -self.nmant), make(2.0 ** (-self.nmant - 1))
        self.max, self.min = make((2.0 - 2.0 ** -self.nmant) * 2.0 ** (self.maxexp - 1)), make((2.0 ** -self.nmant - 2.0) * 2.0 ** (self.maxexp - 1))
        self.tiny = self.smallest_normal = make(2.0 ** self.minexp)
        self.smallest_subnormal, self.resolution = make(2.0 ** (self.minexp - self.nmant)), make(10.0 ** -self.precision)

    def __str__(self):
        return (f'Machine parameters for {self.dtype}\n{_LINE}precision = {self.precision}   resolution = {self.resolution!s}\nmachep = {-self.nmant}   eps =        {self.eps!s}\n'
                f'negep =  {-self.nmant - 1}   epsneg =     {self.epsneg!s}\nminexp = {self.minexp}   tiny =       {self.tiny!s}\nmaxexp = {self.maxexp}   max =        {self.max!s}\n'
                f'nexp =   {self.bits - self.nmant - 1}   min =        -max\nsmallest_normal = {self.smallest_normal!s}   smallest_subnormal = {self.smallest_subnormal!s}\n{_LINE}')

    def __repr__(self):
        return f'finfo(resolution={self.resolution!s}, min={self.min!s}, max={self.max!s}, dtype={self.dtype})'


iinfo.__module__ = finfo.__module__ = 'numpy'
