"""torch.nn.parallel.DataParallel, which on a machine without a GPU calls the module that it wraps."""
from ... import _names
from ..modules.module import Module


class DataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.device_ids = []
        self.dim = dim
        self.module = module

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


__getattr__, __dir__ = _names.lacking('torch.nn.parallel', globals())
