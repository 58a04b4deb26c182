"""torch.backends.cuda as PyTorch for processors has it, and by which ways attention may be computed, on a processor too."""
import contextlib
import warnings
from types import SimpleNamespace as _Settings

from .. import _border

_border.client(globals())

matmul = _Settings(allow_tf32=False, allow_fp16_reduced_precision_reduction=True, allow_bf16_reduced_precision_reduction=True)

_attention_by = dict.fromkeys(('cudnn', 'flash', 'mem_efficient', 'math', 'overrideable'), True)


def is_built():
    return False


def is_flash_attention_available():
    return False


def _allow(**ways):
    for enabled in ways.values():
        if not isinstance(enabled, bool):
            raise RuntimeError(f'set_sdp_use_math expects a bool, but got {type(enabled).__name__}')
    _attention_by.update(ways)
    _border.check(_allow_attention(_attention_by['math'], _attention_by['flash']))


def enable_flash_sdp(enabled):
    _allow(flash=enabled)


def enable_mem_efficient_sdp(enabled):
    _allow(mem_efficient=enabled)


def enable_math_sdp(enabled):
    _allow(math=enabled)


def enable_cudnn_sdp(enabled):
    _allow(cudnn=enabled)


def flash_sdp_enabled():
    return _attention_by['flash']


def mem_efficient_sdp_enabled():
    return _attention_by['mem_efficient']


def math_sdp_enabled():
    return _attention_by['math']


def cudnn_sdp_enabled():
    return _attention_by['cudnn']


@contextlib.contextmanager
def sdp_kernel(enable_flash=True, enable_math=True, enable_mem_efficient=True, enable_cudnn=True):
    warnings.warn('`torch.backends.cuda.sdp_kernel()` is deprecated. In the future, this context manager will be removed. '
                  'Please see `torch.nn.attention.sdpa_kernel()` for the new context manager, with updated signature.', FutureWarning, stacklevel=3)
    before = dict(_attention_by)
    try:
        _allow(flash=enable_flash, math=enable_math, mem_efficient=enable_mem_efficient, cudnn=enable_cudnn)
        yield {}
    finally:
        _allow(**before)
