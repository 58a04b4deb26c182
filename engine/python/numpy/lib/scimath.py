"""numpy.lib.scimath (numpy.emath): functions that go on into the complex numbers where the real ones end. There are none here, which is said there."""
from torch._names import sentence

from .. import _ufuncs
from .._core import as_array

__all__ = ['sqrt', 'log', 'log2', 'logn', 'log10', 'power', 'arccos', 'arcsin', 'arctanh']


def _within(name, is_real):
    def function(x):
        if not bool(is_real(as_array(x)).all()):
            raise NotImplementedError(sentence(f'numpy.emath.{name} of what has a complex value'))
        return getattr(_ufuncs, name)(x)
    function.__name__ = function.__qualname__ = name
    return function


sqrt, log, log2, log10 = (_within(name, lambda x: ~(x < 0)) for name in ('sqrt', 'log', 'log2', 'log10'))
arccos, arcsin, arctanh = (_within(name, lambda x: ~(_ufuncs.abs(x) > 1)) for name in ('arccos', 'arcsin', 'arctanh'))


def logn(n, x):
    return log(x) / log(n)


def power(x, p):
    x, p = as_array(x), as_array(p)
    if bool((x < 0).any()):
        raise NotImplementedError(sentence('numpy.emath.power of negative numbers'))
    return _ufuncs.power(x, p * 1.0 if bool((p < 0).any()) else p)
