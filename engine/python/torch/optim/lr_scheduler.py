"""torch.optim.lr_scheduler: learning rates that change with the epochs, or with what was measured in them."""
from bisect import bisect_right  # noqa: F401

from .._tensor import Tensor  # noqa: F401
from ._by_epoch import (ConstantLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, ExponentialLR, LambdaLR, LinearLR, MultiplicativeLR, MultiStepLR, PolynomialLR,
                        StepLR)
from ._cycles import CyclicLR, OneCycleLR
from ._of_schedulers import ChainedScheduler, SequentialLR
from ._plateau import ReduceLROnPlateau
from ._scheduler import EPOCH_DEPRECATION_WARNING, LRScheduler, _LRScheduler  # noqa: F401
from .optimizer import Optimizer  # noqa: F401

__all__ = ['LambdaLR', 'MultiplicativeLR', 'StepLR', 'MultiStepLR', 'ConstantLR', 'LinearLR', 'ExponentialLR', 'SequentialLR', 'CosineAnnealingLR', 'ChainedScheduler',
           'ReduceLROnPlateau', 'CyclicLR', 'CosineAnnealingWarmRestarts', 'OneCycleLR', 'PolynomialLR', 'LRScheduler']

# Where PyTorch has them.
for _cls in (*(globals()[name] for name in __all__), _LRScheduler):
    _cls.__module__ = __name__
