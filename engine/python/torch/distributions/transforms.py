"""Functions of what a distribution gives, with their inverses and the logarithms of their slopes."""
from . import constraints  # noqa: F401
from ._elementwise import (AbsTransform, AffineTransform, CumulativeDistributionTransform, ExpTransform, PowerTransform, SigmoidTransform, SoftplusTransform,
                           TanhTransform)
from ._of_transforms import CatTransform, ComposeTransform, IndependentTransform, StackTransform, identity_transform
from ._transform import Transform, _InverseTransform
from ._vectors import CorrCholeskyTransform, LowerCholeskyTransform, PositiveDefiniteTransform, ReshapeTransform, SoftmaxTransform, StickBreakingTransform
from .utils import broadcast_all, lazy_property, tril_matrix_to_vec, vec_to_tril_matrix  # noqa: F401

__all__ = ['AbsTransform', 'AffineTransform', 'CatTransform', 'ComposeTransform', 'CorrCholeskyTransform', 'CumulativeDistributionTransform', 'ExpTransform',
           'IndependentTransform', 'LowerCholeskyTransform', 'PositiveDefiniteTransform', 'PowerTransform', 'ReshapeTransform', 'SigmoidTransform', 'SoftmaxTransform',
           'SoftplusTransform', 'StackTransform', 'StickBreakingTransform', 'TanhTransform', 'Transform', 'identity_transform']

# Where PyTorch has them.
for _cls in (*(globals()[name] for name in __all__ if name != 'identity_transform'), _InverseTransform):
    _cls.__module__ = __name__
