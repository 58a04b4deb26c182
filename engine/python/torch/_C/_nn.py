"""Functions of torch.nn.functional that are one operator: a file that has one names it here."""
from .._ops import NN as _operators

globals().update(_operators)
