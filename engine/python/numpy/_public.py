"""Which of the files' functions are NumPy's own names, and which of those are ndarray's methods too."""
from . import _comparing, _core, _making, _names, _operators  # noqa: F401
from . import _applying, _bits, _calculus, _einsum_path, _files, _indices, _iterating, _joining, _kinds, _layout, _limits, _missing, _padding, _polynomials, _printing, _products, _reductions, _searching, _shaping, _statistics, _ufunc, _ufuncs, _vectorize, _warnings
from ._core import ndarray

FILES = (_core, _limits, _ufunc, _warnings, _making, _ufuncs, _reductions, _shaping, _joining, _padding, _applying, _searching, _indices, _kinds, _comparing, _layout, _iterating, _bits, _vectorize, _statistics, _missing, _products, _einsum_path, _calculus, _polynomials, _files, _printing)
PUBLIC = {name: value for file in FILES for name, value in vars(file).items() if name in _names.NAMES['numpy'][''] and callable(value) or name in ('mgrid', 'ogrid', 'r_', 'c_', 's_', 'index_exp', 'sctypeDict', 'typecodes', 'little_endian', 'ScalarType')}


def _method(name, function):
    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)
    method.__name__ = name
    setattr(ndarray, name, method)


for _name in ('sum', 'mean', 'var', 'std', 'prod', 'max', 'min', 'argmax', 'argmin', 'any', 'all', 'cumsum', 'cumprod', 'round', 'clip', 'dot', 'nonzero', 'take', 'argsort', 'trace', 'repeat', 'searchsorted', 'diagonal', 'choose', 'put', 'argpartition', 'conj', 'conjugate'):
    _method(_name, PUBLIC[_name])
