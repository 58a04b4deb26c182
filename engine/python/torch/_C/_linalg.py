"""Functions of torch.linalg that are one operator: a file that has one names it here."""
from .._ops import LINALG as _operators

globals().update(_operators)
