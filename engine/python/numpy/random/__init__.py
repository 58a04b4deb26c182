"""numpy.random: the functions are those of one RandomState; default_rng makes a Generator."""
from .. import _names
from ._generator import Generator, default_rng  # noqa: F401
from ._bits import MT19937, PCG64, PCG64DXSM, SFC64, BitGenerator, Philox  # noqa: F401
from ._legacy import RandomState
from ._seeding import SeedSequence  # noqa: F401

_rand = mtrand = RandomState()
_rand._number = 0
for _name in _names.NAMES['numpy.random.RandomState']['']:
    if hasattr(_rand, _name):
        globals()[_name] = getattr(_rand, _name)
ranf = sample = _rand.random_sample
