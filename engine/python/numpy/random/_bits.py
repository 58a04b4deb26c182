"""NumPy's bit generators: algorithms of the engine, and their states as NumPy shows them."""
import math
import threading

from torch import _border
from torch._names import sentence

from .._core import array, ndarray
from ._checks import shape_of
from ._seeding import SeedSequence

_border.client(globals())
_LONG = (1 << 64) - 1


def _joined(longs):
    """One whole number, of which the first 64 bits are the lowest."""
    return sum(long << 64 * at for at, long in enumerate(longs))


def _parted(value, count):
    return [value >> 64 * at & _LONG for at in range(count)]


class BitGenerator:
    _WRONG = 'state must be for a {} PRNG'

    def __init__(self, seed=None):
        if type(self) is BitGenerator:
            raise NotImplementedError('BitGenerator is a base class and cannot be instantized')
        if isinstance(seed, (bool, str, float)) and seed is not True:
            raise TypeError(f'SeedSequence expects int or sequence of ints for entropy not {seed}')
        self._seed_seq = seed if hasattr(seed, 'generate_state') else SeedSequence(seed)
        self.lock = threading.Lock()
        self._handle = None

    @property
    def seed_seq(self):
        return self._seed_seq

    @property
    def _number(self):
        # Importing makes no call to the engine.
        if self._handle is None:
            self._set([0, 0, *self._first()])
        return self._handle

    def _set(self, words):
        """Two words for what is left of a draw, and those of the algorithm's state."""
        self._handle = _numpy_generator('new', -1 if self._handle is None else self._handle, type(self).__name__, ' '.join(map(str, words)))

    def _words(self):
        return [int(word) for word in _numpy_generator('state', self._number).split(' ')]

    @property
    def state(self):
        left, spare, *words = self._words()
        return {'bit_generator': type(self).__name__, **self._shown(words), 'has_uint32': left, 'uinteger': spare}

    @state.setter
    def state(self, value):
        if not isinstance(value, dict):
            raise TypeError('state must be a dict')
        if value.get('bit_generator', '') != type(self).__name__:
            raise ValueError(self._WRONG.format(type(self).__name__))
        self._set([value.get('has_uint32', 0), value.get('uinteger', 0), *self._told(value)])

    def random_raw(self, size=None, output=True):
        shape = shape_of(size)
        count = math.prod(shape or ())
        made = [int(each) for each in _numpy_generator('raw', self._number, count).split(' ')] if count else []
        if not output:
            return None
        if shape is None:
            return made[0]
        if any(each >> 63 for each in made):
            raise NotImplementedError(sentence('numpy.uint64'))
        return array(made, 'int64').reshape(shape)

    def spawn(self, n_children):
        if not hasattr(self._seed_seq, 'spawn'):
            raise TypeError('The underlying SeedSequence does not implement spawning.')
        return [type(self)(seed) for seed in self._seed_seq.spawn(n_children)]

    def __reduce__(self):
        return _restored, (type(self), self.state, self._seed_seq)


def _restored(cls, state, seed_seq):
    made = cls(seed_seq)
    made.state = state
    return made


#: By it the state of either PCG64 is made of a seed.
_MULTIPLIER = 0x2360ed051fc65da44385df649fccf645


class PCG64(BitGenerator):
    _WRONG = 'state must be for a {} RNG'
    #: Of a step.
    _multiplier = _MULTIPLIER

    def _first(self):
        # Of each 128 bits the upper 64 come first.
        longs = self._seed_seq._longs(4)
        state, increment = (_joined(each) for each in (longs[1::-1], longs[:1:-1]))
        increment = (increment << 1 | 1) & (1 << 128) - 1
        return [(increment + state) * _MULTIPLIER + increment & (1 << 128) - 1, increment]

    def _shown(self, words):
        return {'state': dict(zip(('state', 'inc'), words))}

    def _told(self, value):
        return [value['state']['state'], value['state']['inc']]

    def advance(self, delta):
        state, increment = self._words()[2:]
        # As many steps as one: each power of 2 of them is a multiplication and an addition.
        by, plus, whole = self._multiplier, increment, (1 << 128) - 1
        delta &= whole
        while delta:
            if delta & 1:
                state = state * by + plus & whole
            by, plus = by * by & whole, (by + 1) * plus & whole
            delta >>= 1
        self._set([0, 0, state, increment])
        return self

    def jumped(self, jumps=1):
        made = type(self)(self._seed_seq)
        made.state = self.state
        return made.advance(0x9e3779b97f4a7c15f39cc0605cedc835 * jumps)


class PCG64DXSM(PCG64):
    _multiplier = 0xda942042e4dd58b5


class Philox(BitGenerator):
    def __init__(self, seed=None, counter=None, key=None):
        if seed is not None and key is not None:
            raise ValueError('seed and key cannot be both used')
        super().__init__(seed)
        self._begin = [_whole('counter', counter or 0, 4), None if key is None else _whole('key', key, 2)]

    def _first(self):
        counter, key = self._begin
        return [counter, _joined(self._seed_seq._longs(2)) if key is None else key, 4, 0, 0, 0, 0]

    def _shown(self, words):
        counter, key, at, *made = words
        return {'state': {'counter': _parted(counter, 4), 'key': _parted(key, 2)}, 'buffer': made, 'buffer_pos': at}

    def _told(self, value):
        return [_joined(value['state']['counter']), _joined(value['state']['key']), value['buffer_pos'], *value['buffer']]

    def advance(self, delta):
        counter, key = self._words()[2:4]
        self._set([0, 0, counter + delta & (1 << 256) - 1, key, 4, 0, 0, 0, 0])
        return self

    def jumped(self, jumps=1):
        made = Philox()
        made.state = self.state
        return made.advance(jumps << 128)


def _whole(name, value, count):
    """A counter or a key, which may be given as its words."""
    if isinstance(value, (list, tuple, ndarray)):
        if len(value) != count:
            raise ValueError(f'{name} must have {count} elements when using array form')
        return _joined(int(each) for each in value)
    if not 0 <= value < 1 << 64 * count:
        raise ValueError(f'{name} must be positive and less than 2**{64 * count}.')
    return int(value)


class SFC64(BitGenerator):
    # NumPy's own has no name in it.
    _WRONG = 'state must be for a {{self.__class__.__name__}} RNG'

    def _first(self):
        return [*self._seed_seq._longs(3), 1]

    @property
    def _number(self):
        if self._handle is None:
            _numpy_generator('raw', super()._number, 12)
        return self._handle

    def _shown(self, words):
        return {'state': {'state': words}}

    def _told(self, value):
        return value['state']['state']


class MT19937(BitGenerator):
    def _first(self):
        return [0x80000000, *self._seed_seq._state(624)[1:], 623]

    @property
    def state(self):
        *key, position = self._words()[2:]
        return {'bit_generator': 'MT19937', 'state': {'key': array(key, 'int64'), 'pos': position}}

    @state.setter
    def state(self, value):
        BitGenerator.state.fset(self, value)

    def _told(self, value):
        return [*map(int, value['state']['key']), value['state']['pos']]

    def jumped(self, jumps=1):
        raise NotImplementedError(sentence('numpy.random.MT19937.jumped'))


for _cls in (BitGenerator, PCG64, PCG64DXSM, Philox, SFC64, MT19937):
    _cls.__module__ = 'numpy.random'
