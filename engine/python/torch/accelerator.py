"""torch.accelerator as on a machine without one."""
from ._types import NO_ACCELERATOR


def is_available():
    return False


def device_count():
    return 0


def current_accelerator(check_available=False):
    return None


def _lazy(name):
    def call(*args, **kwargs):
        raise RuntimeError(NO_ACCELERATOR)
    call.__name__ = call.__qualname__ = name
    return call


current_device_index = _lazy('current_device_index')
current_stream = _lazy('current_stream')
empty_cache = _lazy('empty_cache')
set_device_index = _lazy('set_device_index')
synchronize = _lazy('synchronize')
