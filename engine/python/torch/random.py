"""torch.random and torch.Generator: the engine's Mersenne Twister, by handle. 0 is the default generator."""
import contextlib

from . import _border, _parse, _signature, _types
from ._border import check

_border.client(globals())


class Generator:
    """A stream of random numbers of its own."""
    __module__ = 'torch._C'

    def __new__(cls, device='cpu'):
        _types.require_cpu(device)
        self = object.__new__(cls)
        self._number = None
        return self

    @property
    def _h(self):
        if self._number is None:
            self._number = _generator('new', 0)
        return self._number

    @property
    def device(self):
        return _types.CPU

    def manual_seed(self, seed):
        seed = int(seed)
        if not -2 ** 63 <= seed < 2 ** 64:
            raise ValueError('Overflow when unpacking long long')
        check(_generator('manual_seed', self._h, seed))
        return self

    def seed(self):
        return int(_generator('seed', self._h)[1:])

    def initial_seed(self):
        return int(_generator('initial_seed', self._h)[1:])

    def get_state(self):
        from ._creation import make_from_bytes
        size = check(_generator('get_state', self._h))
        return _parse.wrap(make_from_bytes(_types.uint8, (size,), bytes(memoryview(_border.scratch)[:size])))

    def set_state(self, new_state):
        if not isinstance(new_state, _parse.Tensor):
            raise TypeError(f'expected a torch.ByteTensor, but got {_types._type_name(new_state)}')
        if new_state.dtype is not _types.uint8:
            raise TypeError('RNG state must be a torch.ByteTensor')
        data = _border.read_bytes(new_state._h)
        _border.scratch[:len(data)] = data
        check(_generator('set_state', self._h, len(data)))
        return self

    def clone_state(self):
        return Generator().set_state(self.get_state())


Generator._tp_name = 'torch._C.Generator'
_signature.kinds.Generator = Generator
default_generator = Generator()
default_generator._number = 0


def manual_seed(seed):
    """Starts the default generator's sequence of a seed; returns the generator."""
    return default_generator.manual_seed(int(seed))


def seed():
    return default_generator.seed()


def initial_seed():
    return default_generator.initial_seed()


def get_rng_state():
    return default_generator.get_state()


def set_rng_state(new_state):
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True, device_type='cuda'):
    state = get_rng_state() if enabled else None
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)
