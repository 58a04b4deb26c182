"""Functions of torch.special that are one operator: a file that has one names it here."""
from .._ops import SPECIAL as _operators

globals().update(_operators)
