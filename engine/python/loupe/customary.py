"""Names that notes leave undefined because everybody knows them: `torch`, `nn`, `np`, `deepcopy`…

They are provided where a cell loads one that neither it nor a cell before it has defined, and the user is told.
"""
from .bytecode import instructions

_IMPORTS = {
    'torch': 'import torch', 'nn': 'from torch import nn', 'F': 'import torch.nn.functional as F', 'optim': 'from torch import optim',
    'np': 'import numpy as np', 'numpy': 'import numpy', 'math': 'import math', 'random': 'import random', 'os': 'import os', 'sys': 'import sys',
    'time': 'import time', 'deepcopy': 'from copy import deepcopy', 'copy': 'import copy',
    'DataLoader': 'from torch.utils.data import DataLoader', 'Dataset': 'from torch.utils.data import Dataset',
    'TensorDataset': 'from torch.utils.data import TensorDataset',
}
#: What the notes on exponential moving averages take from YOLO's `torch_utils`: the model inside a DataParallel wrapper,
#: and the copying of plain attributes.
_FUNCTIONS = {
    'de_parallel': '''
def de_parallel(model):
    from torch import nn
    wrappers = tuple(getattr(nn.parallel, name) for name in ('DataParallel', 'DistributedDataParallel') if hasattr(nn.parallel, name))
    return model.module if isinstance(model, wrappers) else model
''',
    'copy_attr': '''
def copy_attr(target, source, include=(), exclude=()):
    for name, value in source.__dict__.items():
        if not name.startswith('_') and name not in exclude and (not include or name in include):
            setattr(target, name, value)
''',
}


def provide(namespace, code):
    """Defines the customary names that `code` needs in `namespace`; returns a description of each."""
    loaded, stored = _names(code)
    said = []
    for name in (*_IMPORTS, *_FUNCTIONS):
        if name not in loaded or name in stored or name in namespace:
            continue
        source = _IMPORTS.get(name)
        try:
            scope = {}
            exec(source or _FUNCTIONS[name], scope)
        except ImportError:
            continue
        namespace[name] = scope[name]
        said.append(source or name)
    return said


def _names(code):
    """Global names that the code and what is nested in it load, and those that it stores."""
    loaded, stored = set(), set()
    todo = [code]
    while todo:
        part = todo.pop()
        for _offset, _line, opname, names in instructions(part):
            if opname in ('LOAD_NAME', 'LOAD_GLOBAL'):
                loaded.update(names)
            elif opname == 'STORE_GLOBAL' or (opname == 'STORE_NAME' and part is code):
                stored.update(names)
        todo += [constant for constant in part.co_consts if isinstance(constant, type(part))]
    return loaded, stored
