"""torch.optim."""
from .. import _names
from . import optimizer, swa_utils
from .adam import Adam
from .adamw import AdamW
from .optimizer import Optimizer
from .sgd import SGD

__getattr__, __dir__ = _names.lacking('torch.optim', globals())
