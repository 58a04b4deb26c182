"""numpy.random.SeedSequence: from a seed to the state of a generator."""
import itertools

from .._core import array, ndarray
from .._types import as_dtype

_WORD = 0xffffffff
_POOL = 4


def _words(entropy, is_inner=False):
    """Words of 32 bits, the lowest first."""
    if isinstance(entropy, ndarray):
        entropy = entropy.tolist()
    if isinstance(entropy, (list, tuple)):
        return [word for each in entropy for word in _words(each, True)]
    if not hasattr(entropy, '__index__'):
        raise TypeError('seed must be integer' if is_inner else f'SeedSequence expects int or sequence of ints for entropy not {entropy}')
    entropy = entropy.__index__()
    if entropy < 0:
        raise ValueError('expected non-negative integer')
    words = [entropy & _WORD]
    while entropy := entropy >> 32:
        words.append(entropy & _WORD)
    return words


class _Hash:
    def __init__(self, start, step):
        self._constant, self._step = start, step

    def __call__(self, value):
        value ^= self._constant
        self._constant = self._constant * self._step & _WORD
        value = value * self._constant & _WORD
        return value ^ value >> 16


def _mixed(x, y):
    value = 0xca01f9dd * x - 0x4973f715 * y & _WORD
    return value ^ value >> 16


class SeedSequence:
    def __init__(self, entropy=None, *, spawn_key=(), pool_size=_POOL, n_children_spawned=0):
        if pool_size < _POOL:
            raise ValueError(f'The size of the entropy pool should be at least {_POOL}')
        if entropy is None:
            import secrets
            entropy = secrets.randbits(32 * pool_size)
        self.entropy, self.spawn_key, self.pool_size, self.n_children_spawned = entropy, tuple(spawn_key), pool_size, n_children_spawned
        words = _words(entropy)
        if self.spawn_key:
            words += [0] * (pool_size - len(words)) + _words(list(self.spawn_key))
        hashed = _Hash(0x43b0d7e5, 0x931e8875)
        pool = [hashed(word) for word in (words + [0] * pool_size)[:pool_size]]
        for source in range(pool_size):
            for to in range(pool_size):
                if source != to:
                    pool[to] = _mixed(pool[to], hashed(pool[source]))
        for word in words[pool_size:]:
            for to in range(pool_size):
                pool[to] = _mixed(pool[to], hashed(word))
        self._pool = pool

    @property
    def pool(self):
        return array(self._pool, 'int64')

    @property
    def state(self):
        return {'entropy': self.entropy, 'spawn_key': self.spawn_key, 'pool_size': self.pool_size, 'n_children_spawned': self.n_children_spawned}

    def _state(self, count):
        hashed = _Hash(0x8b51f9dd, 0x58f38ded)
        return [hashed(word) for word in itertools.islice(itertools.cycle(self._pool), count)]

    def _longs(self, count):
        """Words of 64 bits."""
        return [low | high << 32 for low, high in itertools.batched(self._state(2 * count), 2)]

    def generate_state(self, n_words, dtype=None):
        if dtype is not None and 'uint32' not in str(dtype):
            as_dtype(dtype)
        return array(self._state(n_words), 'int64')

    def spawn(self, n_children):
        if n_children < 0:
            raise OverflowError("can't convert negative value to uint32_t")
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [SeedSequence(self.entropy, spawn_key=(*self.spawn_key, at), pool_size=self.pool_size) for at in range(first, first + n_children)]

    def __repr__(self):
        lines = [f'    {name}={value!r},' for name, value in self.state.items() if name == 'entropy' or value != {'spawn_key': (), 'pool_size': _POOL, 'n_children_spawned': 0}[name]]
        return '\n'.join(['SeedSequence(', *lines, ')'])


SeedSequence.__module__ = 'numpy.random'
