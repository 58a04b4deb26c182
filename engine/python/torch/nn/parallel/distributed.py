"""DistributedDataParallel, which asks for a process group first."""
from ... import distributed
from ..modules.module import Module


class DistributedDataParallel(Module):
    def __init__(self, module, *args, **kwargs):
        super().__init__()
        distributed.no_group()
