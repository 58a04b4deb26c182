"""numpy.random.RandomState, the legacy generator, whose numbers are NumPy's own for a seed."""
import math
import warnings

from torch import _border
from torch._border import check

from .._core import as_array, ndarray
from .._core import array as _array
from .._types import as_dtype, scalar
from . import _checks
from ._bits import MT19937, BitGenerator
from ._checks import checked, shape_of
from ._distributions import Distributions, by_svd, bytes_of, chances_of, row_of

_border.client(globals())


#: Of the engine's draws the parameters of standard ones.
_STANDARD = {'normal': (0.0, 1.0), 'exponential': (1.0,)}


class RandomState(Distributions):
    """A Mersenne Twister of its own. Seeds are integers below 2**32, or a sequence of such."""

    def __init__(self, seed=None):
        self._number = None
        if isinstance(seed, BitGenerator):
            if not isinstance(seed, MT19937):
                raise NotImplementedError(f'`numpy.random.RandomState({type(seed).__name__})` is not in the embedded engine yet; the python runtime has it')
            self.set_state(seed.state)
        elif seed is not None:
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
        elif hasattr(seed, '__iter__') and not isinstance(seed, str):
            if as_array(seed).ndim > 1:
                raise ValueError('Seed array must be 1-d')
            words = (-1, *[int(word) for word in seed])
            if len(words) == 1:
                raise ValueError('Seed must be non-empty')
        else:
            kind = f'<U{len(seed)}' if isinstance(seed, str) else 'float64'
            raise TypeError(f"Cannot cast scalar from dtype('{kind}') to dtype('int64') according to the rule 'safe'")
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

    def uniform(self, low=0.0, high=1.0, size=None):
        low, high = checked('low', low, _checks.free), checked('high', high, _checks.free)
        spread = high - low
        if not all(math.isfinite(each) for each in as_array(spread).ravel().tolist()):
            raise OverflowError('Range exceeds valid bounds')
        return self._continuous('random', size, lambda u, low, high: low + spread * u, ('low', low, _checks.free), ('high', high, _checks.free))

    _of_sample = staticmethod(_checks.at_least_1)

    def negative_binomial(self, n, p, size=None):
        return self._named('negative_binomial', size, ('n', n, _checks.positive), ('p', p, _checks.chance))

    def multinomial(self, n, pvals, size=None):
        if not isinstance(n, (int, float)) and not hasattr(n, '__index__'):
            raise TypeError('an integer is required')
        if not hasattr(pvals, '__len__'):
            raise TypeError('pvals must be a 1-d sequence')
        pvals, n = row_of(pvals), int(n)
        chances_of(pvals)
        _checks.not_negative('n', [n], None)
        return self._vectors('multinomial', shape_of(size) or (), n, pvals).astype(int)

    def dirichlet(self, alpha, size=None):
        len(alpha)
        alpha = row_of(alpha)
        if bool((alpha <= 0).any()):
            raise ValueError('alpha <= 0')
        return self._vectors('dirichlet', shape_of(size) or (), 0, alpha)

    def multivariate_normal(self, mean, cov, size=None, check_valid='warn', tol=1e-8):
        return self._normals(mean, cov, size, check_valid, tol, by_svd(tol))

    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low
        d, shape = as_dtype(dtype), shape_of(size)
        if shape is not None and 0 in shape:
            return _array([], d).reshape(shape)
        *bounds, shape = _checks.bounds_of(low, high, shape)
        answer = self._draw('randint', math.prod(shape or ()), *[' '.join(map(str, each)) for each in bounds], d.name)
        if shape is not None:
            return answer.reshape(shape)
        return answer.item() if dtype is int or dtype is bool else scalar(d, answer.item())

    def random_integers(self, low, high=None, size=None):
        low, high = (1, low) if high is None else (low, high)
        warnings.warn(f'This function is deprecated. Please call randint({low}, {high} + 1) instead', DeprecationWarning, stacklevel=2)
        return self.randint(int(low), int(high) + 1, size, 'int64')

    def tomaxint(self, size=None):
        def draw(count):
            pairs = self._draw('words', 2 * count).reshape(-1, 2)
            return pairs[:, 0] * 2 ** 31 + pairs[:, 1] // 2
        return self._sized(size, draw)

    def bytes(self, length):
        return bytes_of(length, lambda count: self._draw('words', count))

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
            if isinstance(a, (float, str)):
                raise ValueError('a must be 1-dimensional or an integer')
            population = as_array(a)
            if population.ndim != 1:
                raise ValueError('a must be 1-dimensional')
            n = len(population)
            if not n and (size is None or math.prod(shape_of(size))):
                raise ValueError("'a' cannot be empty unless no samples are taken")
        if p is not None and as_array(p).ndim != 1:
            raise ValueError("'p' must be 1-dimensional")
        weights = None if p is None else as_array(p, 'float64').copy()
        picked = self._sized(size, lambda count: self._draw('choice', n, count, bool(replace), 0 if weights is None else weights._h))
        if population is None:
            return picked
        return population[picked]

    def get_state(self, legacy=True):
        import struct
        position, has_gauss, cached = check_text(_legacy_random('get_state', self._state)).split(' ')
        words = struct.unpack('<624I', bytes(memoryview(_border.scratch)[:2496]))
        words = _array(list(words), 'int64')
        if legacy:
            return ('MT19937', words, int(position), int(has_gauss), float(cached))
        return {'bit_generator': 'MT19937', 'state': {'key': words, 'pos': int(position)}, 'has_gauss': int(has_gauss), 'gauss': float(cached)}

    def set_state(self, state):
        import struct
        if isinstance(state, dict):
            if 'bit_generator' not in state or 'state' not in state:
                raise ValueError('state dictionary is not valid.')
            state = (state['bit_generator'], *state['state'].values(), state.get('has_gauss', 0), state.get('gauss', 0.0))
        elif not isinstance(state, (tuple, list)):
            raise TypeError('state must be a dict or a tuple.')
        name, words, position, *rest = state
        if name != 'MT19937':
            raise ValueError('set_state can only be used with legacy MT19937 state instances.')
        _border.scratch[:2496] = struct.pack('<624I', *[int(word) for word in words])
        has_gauss, cached = rest if rest else (0, 0.0)
        check(_legacy_random('set_state', self._state, int(position), int(has_gauss), float(cached)))

    def __reduce__(self):
        return _restored, (self.get_state(),)

    def __repr__(self):
        return f'RandomState(MT19937) at {hex(id(self)).upper().replace("X", "x")}'


def _restored(state):
    made = RandomState()
    made.set_state(state)
    return made


def check_text(answer):
    return answer if type(answer) is str else check(answer)


RandomState.__module__ = 'numpy.random.mtrand'
