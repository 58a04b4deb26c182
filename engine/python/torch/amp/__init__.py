"""torch.amp where there is no accelerator: what is written for one changes nothing, as in PyTorch; autocast on the CPU is not here."""
from .. import _names
from .autocast_mode import autocast
from .grad_scaler import GradScaler

__getattr__, __dir__ = _names.lacking('torch.amp', globals())
