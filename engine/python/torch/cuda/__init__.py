"""torch.cuda as on a machine without a GPU."""

_MISSING = 'Torch not compiled with CUDA enabled'


def is_available():
    return False


def device_count():
    return 0


def is_initialized():
    return False


def is_bf16_supported(including_emulation=True):
    return False


def manual_seed(seed):
    pass


def manual_seed_all(seed):
    pass


def seed():
    pass


def seed_all():
    pass


def empty_cache():
    pass


def memory_allocated(device=None):
    return 0


def max_memory_allocated(device=None):
    return 0


def _lazy(name):
    def call(*args, **kwargs):
        raise AssertionError(_MISSING)
    call.__name__ = call.__qualname__ = name
    return call


current_device = _lazy('current_device')
get_device_name = _lazy('get_device_name')
get_device_properties = _lazy('get_device_properties')
get_device_capability = _lazy('get_device_capability')
set_device = _lazy('set_device')
synchronize = _lazy('synchronize')
init = _lazy('init')

from . import amp  # noqa: E402, F401
