"""torch.backends: what a program asks before it chooses a device, and switches that change nothing here."""
from . import cuda, cudnn, mps  # noqa: F401
