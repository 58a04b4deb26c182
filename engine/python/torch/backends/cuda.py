"""torch.backends.cuda as PyTorch for processors has it."""
from types import SimpleNamespace as _Settings

from .. import _names

matmul = _Settings(allow_tf32=False, allow_fp16_reduced_precision_reduction=True, allow_bf16_reduced_precision_reduction=True)


def is_built():
    return False


__getattr__, __dir__ = _names.lacking('torch.backends.cuda', globals())
