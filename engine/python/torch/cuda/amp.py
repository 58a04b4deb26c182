"""torch.cuda.amp of old notes."""
import warnings

from .. import amp


class autocast(amp.autocast):
    def __init__(self, enabled=True, dtype=None, cache_enabled=True):
        warnings.warn("`torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead.", FutureWarning, stacklevel=2)
        super().__init__('cuda', dtype, enabled, cache_enabled)


class GradScaler(amp.GradScaler):
    def __init__(self, *args, **kwargs):
        warnings.warn("`torch.cuda.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cuda', args...)` instead.", FutureWarning, stacklevel=2)
        super().__init__('cuda', *args, **kwargs)
