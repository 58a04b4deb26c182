"""torch.nn."""
from .. import _names
from . import functional, init, modules, parallel, parameter, utils
from .modules import (BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, Dropout, ELU, Embedding, Flatten, HuberLoss, Identity, L1Loss, LeakyReLU, Linear, LogSoftmax,
                      Module, ModuleDict, ModuleList, MSELoss, NLLLoss, ParameterDict, ParameterList, ReLU, Sequential, Sigmoid, SiLU, SmoothL1Loss, Softmax,
                      Softplus, Tanh, Unflatten)
from .parallel import DataParallel
from .parameter import Buffer, Parameter

__getattr__, __dir__ = _names.lacking('torch.nn', globals())
