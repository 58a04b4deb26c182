"""torch.nn.attention: by which ways `scaled_dot_product_attention` may be computed. Of those PyTorch has two on a processor: MATH and FLASH_ATTENTION."""
import contextlib
from enum import Enum

from ...backends import cuda

WARN_FOR_UNFUSED_KERNELS = False


class SDPBackend(Enum):
    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4

    def __int__(self):
        return self.value

    __index__ = __int__


_NAMED = {'cudnn': SDPBackend.CUDNN_ATTENTION, 'flash': SDPBackend.FLASH_ATTENTION, 'mem_efficient': SDPBackend.EFFICIENT_ATTENTION, 'math': SDPBackend.MATH,
          'overrideable': SDPBackend.OVERRIDEABLE}


@contextlib.contextmanager
def sdpa_kernel(backends, set_priority=False):
    """Allows these ways alone. An order among them is taken and changes nothing: where both can be taken the fused one is."""
    if not isinstance(backends, (list, SDPBackend)):
        raise AssertionError(f'Backend must be an instance of SDPBackend or a list of SDPBackend instances, got {type(backends).__name__}')
    chosen = [backends] if isinstance(backends, SDPBackend) else backends
    before = dict(cuda._attention_by)
    try:
        cuda._allow(**{name: backend in chosen for name, backend in _NAMED.items()})
        yield {}
    finally:
        cuda._allow(**before)
