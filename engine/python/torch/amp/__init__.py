"""torch.amp: mixed precision on the CPU; what is written for an accelerator changes nothing where there is none, as in PyTorch."""
from .autocast_mode import autocast, is_autocast_available  # noqa: F401
from .grad_scaler import GradScaler  # noqa: F401
