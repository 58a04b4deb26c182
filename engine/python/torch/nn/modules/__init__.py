"""torch.nn.modules."""
from ... import _names
from .container import ModuleDict, ModuleList, ParameterDict, ParameterList, Sequential
from .layers import (BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, Dropout, Embedding, Flatten, GELU, Identity, L1Loss, LeakyReLU, Linear, LogSoftmax,
                     MSELoss, NLLLoss, ReLU, Sigmoid, SiLU, Softmax, Tanh, Unflatten)
from .module import Module

__getattr__, __dir__ = _names.lacking('torch.nn.modules', globals())
