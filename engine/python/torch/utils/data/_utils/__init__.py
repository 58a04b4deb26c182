"""Where PyTorch keeps how items become a batch."""
from . import collate  # noqa: F401
