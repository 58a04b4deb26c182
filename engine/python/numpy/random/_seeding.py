"""numpy.random.SeedSequence and PCG64: from a seed to the state of a generator."""
import itertools

from torch import _border

from .._core import array, ndarray

_border.client(globals())
_WORD = 0xffffffff
_POOL = 4


def _words(entropy):
    """Words of 32 bits, the lowest first."""
    if isinstance(entropy, ndarray):
        entropy = entropy.tolist()
    if isinstance(entropy, (list, tuple)):
        return [word for each in entropy for word in _words(each)]
    if not hasattr(entropy, '__index__'):
        raise TypeError(f'SeedSequence expects int or sequence of ints for entropy not {entropy}')
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
    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if entropy is None:
            import secrets
            entropy = secrets.randbits(128)
        self.entropy, self.spawn_key, self.pool_size, self.n_children_spawned = entropy, tuple(spawn_key), pool_size, n_children_spawned
        words = _words(entropy)
        if self.spawn_key:
            words += [0] * (_POOL - len(words)) + _words(list(self.spawn_key))
        hashed = _Hash(0x43b0d7e5, 0x931e8875)
        pool = [hashed(word) for word in (words + [0] * _POOL)[:_POOL]]
        for source in range(_POOL):
            for to in range(_POOL):
                if source != to:
                    pool[to] = _mixed(pool[to], hashed(pool[source]))
        for word in words[_POOL:]:
            for to in range(_POOL):
                pool[to] = _mixed(pool[to], hashed(word))
        self._pool = pool

    def _state(self, count):
        hashed = _Hash(0x8b51f9dd, 0x58f38ded)
        return [hashed(word) for word in itertools.islice(itertools.cycle(self._pool), count)]

    def generate_state(self, n_words, dtype=None):
        return array(self._state(n_words), 'int64')

    def spawn(self, n_children):
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [SeedSequence(self.entropy, spawn_key=(*self.spawn_key, at)) for at in range(first, first + n_children)]

    def __repr__(self):
        return f'SeedSequence(\n    entropy={self.entropy},\n)'


_MULTIPLIER = 0x2360ed051fc65da44385df649fccf645
_WHOLE = (1 << 128) - 1


class PCG64:
    def __init__(self, seed=None):
        if isinstance(seed, bool) or isinstance(seed, (str, float)):
            raise TypeError(f'SeedSequence expects int or sequence of ints for entropy not {seed}')
        self.seed_seq = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        low, high = (sum(word << 32 * at for at, word in enumerate(words)) for words in itertools.batched(self.seed_seq._state(8), 4))
        # Of each 128 bits the upper 64 come first.
        state, increment = ((each << 64 | each >> 64) & _WHOLE for each in (low, high))
        increment = (increment << 1 | 1) & _WHOLE
        self._first = ((increment + state) * _MULTIPLIER + increment & _WHOLE, increment, -1)
        self._handle = None

    @property
    def _number(self):
        # Importing makes no call to the engine.
        if self._handle is None:
            self._handle = _numpy_generator('new', -1, *map(str, self._first))
        return self._handle

    @property
    def state(self):
        state, increment, spare = _numpy_generator('state', self._number).split()
        return {'bit_generator': 'PCG64', 'state': {'state': int(state), 'inc': int(increment)}, 'has_uint32': int(spare != '-1'), 'uinteger': max(int(spare), 0)}

    @state.setter
    def state(self, value):
        inner = value['state']
        _numpy_generator('new', self._number, str(inner['state']), str(inner['inc']), str(value['uinteger'] if value['has_uint32'] else -1))

    def spawn(self, n_children):
        return [PCG64(seed) for seed in self.seed_seq.spawn(n_children)]


for _cls in (SeedSequence, PCG64):
    _cls.__module__ = 'numpy.random'
