"""torch.nn.parallel."""
from ... import _names
from .data_parallel import DataParallel, data_parallel
from .distributed import DistributedDataParallel

__getattr__, __dir__ = _names.lacking('torch.nn.parallel', globals())
