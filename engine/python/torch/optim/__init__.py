"""torch.optim."""
from .. import _names
from . import optimizer
from .optimizer import Optimizer
from .sgd import SGD

__getattr__, __dir__ = _names.lacking('torch.optim', globals())
