"""Modules that hold modules: Sequential, ModuleList and ModuleDict."""
import operator
import warnings
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from itertools import islice

from .module import Module


def _place(index, length):
    index = operator.index(index)
    if not -length <= index < length:
        raise IndexError(f'index {index} is out of range')
    return index % length


def pairs(given, cls_name, method_name):
    """Keys and values of a mapping, or of pairs."""
    if not isinstance(given, Iterable):
        raise TypeError(f'{method_name}.update should be called with an iterable of key/value pairs, but got {type(given).__name__}')
    for place, pair in enumerate(given):
        if not isinstance(pair, Iterable):
            raise TypeError(f'{cls_name} update sequence element #{place} should be Iterable; is{type(pair).__name__}')
        if len(pair) != 2:
            raise ValueError(f'{cls_name} update sequence element #{place} has length {len(pair)}; 2 is required')
        yield pair[0], pair[1]


class Container(Module):
    def __init__(self, **kwargs):
        warnings.warn('`nn.Container` is deprecated. All of its functionality is now implemented in `nn.Module`. Subclass that instead.', FutureWarning, stacklevel=2)
        super().__init__()
        for name, module in kwargs.items():
            self.add_module(name, module)


class _Row(Module):
    """Modules by the numbers of their places."""

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def _number(self):
        """Names again by place."""
        self._modules = OrderedDict((str(i), module) for i, module in enumerate(self._modules.values()))

    def _shift(self, index, module):
        for i in range(len(self), index, -1):
            self._modules[str(i)] = self._modules[str(i - 1)]
        self._modules[str(index)] = module

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def pop(self, key):
        module = self[key]
        del self[key]
        return module


class Sequential(_Row):
    """Calls its modules in order, each on what the one before returned."""

    def __init__(self, *args):
        super().__init__()
        named = args[0].items() if len(args) == 1 and isinstance(args[0], OrderedDict) else ((str(i), module) for i, module in enumerate(args))
        for name, module in named:
            self.add_module(name, module)

    def _key(self, index):
        return next(islice(self._modules, _place(index, len(self)), None))

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return type(self)(OrderedDict(list(self._modules.items())[idx]))
        return self._modules[self._key(idx)]

    def __setitem__(self, idx, module):
        setattr(self, self._key(idx), module)

    def __delitem__(self, idx):
        for key in list(self._modules)[idx] if isinstance(idx, slice) else [self._key(idx)]:
            delattr(self, key)
        self._number()

    def __add__(self, other):
        _require_sequential(other)
        return Sequential().extend(self).extend(other)

    def __iadd__(self, other):
        _require_sequential(other)
        return self.extend(list(other))

    def __mul__(self, other):
        self._require_count(other)
        return Sequential(*list(self) * other)

    __rmul__ = __mul__

    def __imul__(self, other):
        self._require_count(other)
        return self.extend(list(self) * (other - 1))

    def _require_count(self, count):
        if not isinstance(count, int):
            raise TypeError(f'unsupported operand type(s) for *: {type(self)} and {type(count)}')
        if count <= 0:
            raise ValueError(f'Non-positive multiplication factor {count} for {type(self)}')

    def forward(self, input):
        for module in self._modules.values():
            input = module(input)
        return input

    def extend(self, sequential):
        for module in sequential:
            self.append(module)
        return self

    def insert(self, index, module):
        if not isinstance(module, Module):
            raise AssertionError(f'module should be of type: {Module}')
        count = len(self)
        if not -count <= index <= count:
            raise IndexError(f'Index out of range: {index}')
        self._shift(index + count if index < 0 else index, module)
        return self


def _require_sequential(other):
    if not isinstance(other, Sequential):
        raise ValueError(f'add operator supports only objects of Sequential class, but {type(other)} is given.')


class ModuleList(_Row):
    """A list whose modules are registered."""

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self += modules

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return type(self)(list(self._modules.values())[idx])
        return self._modules[str(_place(idx, len(self)))]

    def __setitem__(self, idx, module):
        setattr(self, str(_place(idx, len(self))), module)

    def __delitem__(self, idx):
        for place in range(len(self))[idx] if isinstance(idx, slice) else [_place(idx, len(self))]:
            delattr(self, str(place))
        self._number()

    def __add__(self, other):
        return ModuleList([*self, *other])

    def __iadd__(self, modules):
        return self.extend(modules)

    def extend(self, modules):
        if not isinstance(modules, Iterable):
            raise TypeError(f'ModuleList.extend should be called with an iterable, but got {type(modules).__name__}')
        start = len(self)
        for i, module in enumerate(modules):
            self.add_module(str(start + i), module)
        return self

    def insert(self, index, module):
        self._shift(index, module)

    def __repr__(self):
        """Modules that look alike stand once, with how many there are."""
        runs = []
        for i, text in enumerate(map(repr, self)):
            if runs and runs[-1][2] == text:
                runs[-1][1] = i
            else:
                runs.append([i, i, text])
        if not runs:
            return f'{self._get_name()}()'
        lines = [f'({first}): {text}' if first == last else f'({first}-{last}): {last - first + 1} x {text}' for first, last, text in runs]
        return self._get_name() + '(\n  ' + '\n  '.join(line.replace('\n', '\n  ') for line in lines) + '\n)'


class ModuleDict(Module):
    """A dictionary whose modules are registered."""

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key):
        return self._modules[key]

    def __setitem__(self, key, module):
        self.add_module(key, module)

    def __delitem__(self, key):
        del self._modules[key]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, key):
        return key in self._modules

    def clear(self):
        self._modules.clear()

    def pop(self, key):
        module = self[key]
        del self[key]
        return module

    def keys(self):
        return self._modules.keys()

    def items(self):
        return self._modules.items()

    def values(self):
        return self._modules.values()

    def update(self, modules):
        named = modules.items() if isinstance(modules, (Mapping, ModuleDict)) else pairs(modules, 'ModuleDict', 'ModuleDict')
        for key, module in named:
            self[key] = module


# What holds parameters lies beside, and is found here as in PyTorch.
from .parameters import ParameterDict, ParameterList  # noqa: E402, F401
