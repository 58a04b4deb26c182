"""numpy.random.RandomState, the legacy generator, whose numbers are NumPy's own for a seed."""
from torch import _border
from torch._border import check

from .._core import as_array, ndarray
from .._core import array as _array
from .._types import as_dtype, scalar
from .._ufuncs import exp
from ._distributions import Distributions

_border.client(globals())


#: Of the engine's draws the parameters of standard ones.
_STANDARD = {'normal': (0.0, 1.0), 'exponential': (1.0,)}


class RandomState(Distributions):
    """A Mersenne Twister of its own. Seeds are integers below 2**32, or a sequence of such."""

    def __init__(self, seed=None):
        self._number = None
        self._first = seed
        if seed is not None:
            self.seed(seed)

    @property
    def _state(self):
        if self._number is None:
            self._number = _legacy_random('new', 0)
        return self._number

    def _draw(self, action, *args):
        """A flat array from the engine."""
        args = (*args, *_STANDARD.get(action, ())) if len(args) == 1 else args
        return ndarray._adopt(check(_legacy_random(action, self._state, *args)))

    def seed(self, seed=None):
        if seed is None:
            words = ()
        elif hasattr(seed, '__index__') and not (isinstance(seed, ndarray) and seed.ndim):
            words = (seed.__index__(),)
        elif hasattr(seed, '__iter__'):
            words = (-1, *[int(word) for word in seed])
        else:
            raise TypeError(f"Cannot cast scalar from dtype('float64') to dtype('int64') according to the rule 'safe'")
        check(_legacy_random('seed', self._state, *words))

    def random_sample(self, size=None):
        return self._sized(size, lambda count: self._draw('random', count))

    random = ranf = sample = random_sample

    def rand(self, *shape):
        return self.random_sample(shape or None)

    def standard_normal(self, size=None):
        return self._sized(size, lambda count: self._draw('normal', count, 0.0, 1.0))

    def randn(self, *shape):
        return self.standard_normal(shape or None)

    def standard_exponential(self, size=None):
        return self._sized(size, lambda count: self._draw('exponential', count))

    def pareto(self, a, size=None):
        return self._continuous('exponential', size, (a,), lambda e, a: exp(e / a) - 1)

    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low
        d = as_dtype(dtype)
        answer = self._sized(size, lambda count: self._draw('randint', count, int(low), int(high), d.name))
        return answer if size is not None or dtype is int or dtype is bool else scalar(d, answer)

    random_integers = None

    def permutation(self, x):
        if hasattr(x, '__index__') and not (isinstance(x, ndarray) and x.ndim):
            return self._draw('permutation', x.__index__())
        x = as_array(x)
        return x[self._draw('permutation', len(x))]

    def shuffle(self, x):
        order = self._draw('permutation', len(x))
        if isinstance(x, ndarray):
            x[...] = x[order]
        elif hasattr(x, 'index_select'):
            x.copy_(x[order._t])
        else:
            x[:] = [x[i] for i in order.tolist()]

    def choice(self, a, size=None, replace=True, p=None):
        population = None
        if hasattr(a, '__index__') and not (isinstance(a, ndarray) and a.ndim):
            n = a.__index__()
        else:
            population = as_array(a)
            if population.ndim != 1:
                raise ValueError('a must be 1-dimensional')
            n = len(population)
        weights = None if p is None else as_array(p, 'float64').copy()
        picked = self._sized(size, lambda count: self._draw('choice', n, count, bool(replace), 0 if weights is None else weights._h))
        if population is None:
            return picked
        return population[picked]

    def get_state(self, legacy=True):
        import struct
        position, has_gauss, cached = check_text(_legacy_random('get_state', self._state)).split(' ')
        words = struct.unpack('<624I', bytes(memoryview(_border.scratch)[:2496]))
        return ('MT19937', _array(list(words), 'int64'), int(position), int(has_gauss), float(cached))

    def set_state(self, state):
        import struct
        name, words, position, *rest = state
        _border.scratch[:2496] = struct.pack('<624I', *[int(word) for word in words])
        has_gauss, cached = rest if rest else (0, 0.0)
        check(_legacy_random('set_state', self._state, int(position), int(has_gauss), float(cached)))

    def __repr__(self):
        return f'RandomState(MT19937) at {hex(id(self)).upper().replace("X", "x")}'


def check_text(answer):
    return answer if type(answer) is str else check(answer)


RandomState.__module__ = 'numpy.random.mtrand'
del RandomState.random_integers
