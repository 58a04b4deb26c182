"""One signature of PyTorch's argument parser: which values it takes, and what it says of others.

A signature is written as in PyTorch's generated bindings, `Tensor input, Scalar other, *, Tensor out=None`.
"""
from types import SimpleNamespace

from . import _names, _types

# The classes that are defined later: filled by _tensor.py and random.py.
kinds = SimpleNamespace(Tensor=None, Generator=None)

_NUMPY_NAMES = {'dim': ('axis',), 'keepdim': ('keepdims',), 'input': ('x', 'a', 'x1'), 'other': ('x2',)}
_TYPE_NAMES = {'Tensor': 'Tensor', 'Scalar': 'Number', 'int': 'int', 'float': 'float', 'bool': 'bool', 'str': 'str',
               'ScalarType': 'torch.dtype', 'Generator': 'torch.Generator', 'Device': 'torch.device', 'Layout': 'torch.layout',
               'MemoryFormat': 'torch.memory_format', 'Storage': 'torch.Storage'}
_LIST_NAMES = {'Tensor': 'tuple of Tensors', 'int': 'tuple of ints', 'float': 'tuple of floats', 'bool': 'tuple of bools', 'Scalar': 'tuple of Scalars'}


class Parameter:
    __slots__ = ('name', 'type', 'is_list', 'size', 'allows_none', 'keyword_only', 'optional', 'default_text', 'role', 'type_name')

    def __init__(self, text, keyword_only):
        text, equals, default = text.partition('=')
        type, self.name = text.split(' ')
        # `!` marks what follows no schema parameter: 'out' is passed last, an 'option' is checked and not passed.
        # `~` marks a parameter of the overload that this signature does not offer: it is passed as absent.
        self.role = 'out' if type.startswith('!out:') else 'option' if type.startswith('!') else 'absent' if type.startswith('~') else 'value'
        type = type.removeprefix('!out:').lstrip('!~')
        self.allows_none = type.endswith('?') or default == 'None'
        type = type.removesuffix('?')
        self.is_list = type.endswith(']')
        self.size = 0
        if self.is_list:
            type, _, size = type[:-1].partition('[')
            self.size = int(size or 0)
        self.type = type
        self.keyword_only = keyword_only
        self.optional = bool(equals)
        self.default_text = default
        self.type_name = (_LIST_NAMES if self.is_list else _TYPE_NAMES)[type]

    def __str__(self):
        return f'{self.type_name} {self.name}' + (f' = {self.default_text}' if self.optional else '')

    def accepts(self, value, numbers, place):
        """Whether PyTorch would take this value here, as the argument of that place; -1 for a list with an element of a wrong type is up to `encode`."""
        if self.is_list:
            return self._accepts_list(value, place)
        match self.type:
            case 'Tensor':
                return isinstance(value, kinds.Tensor) or (numbers and is_number(value))
            case 'Scalar' | 'float':
                return is_number(value) or is_scalar_tensor(value)
            case 'int':
                return is_int(value) or (is_scalar_tensor(value) and not value.is_floating_point() and value.dtype is not _types.bool_)
            case 'bool':
                return isinstance(value, bool) or getattr(value, '_is_numpy_bool', False)
            case 'str':
                return isinstance(value, str)
            case 'ScalarType':
                return isinstance(value, _types.dtype) or value in (float, int, bool)
            case 'Generator':
                return isinstance(value, kinds.Generator)
            case 'Device':
                return isinstance(value, (str, _types.device)) or is_int(value)
            case 'Layout':
                return isinstance(value, _types.layout)
            case 'MemoryFormat':
                return isinstance(value, _types.memory_format)
            case 'Storage':
                return hasattr(value, 'untyped')

    def _accepts_list(self, value, place):
        if isinstance(value, (tuple, list)):
            if self.type == 'Tensor':
                for position, item in enumerate(value):
                    if not isinstance(item, kinds.Tensor):
                        raise TypeError(f'expected Tensor as element {position} in argument {place}, but got {_types._type_name(item)}')
                return True
            if self.type == 'Scalar':
                return all(map(is_number, value))
            return not value or (is_int(value[0]) if self.type == 'int' else is_number(value[0])) or is_scalar_tensor(value[0])
        return self.size > 0 and (is_int(value) if self.type == 'int' else is_number(value))


# The default that PyTorch writes for a loss's reduction: its parser reads no number there, so that nothing is reduced.
_UNREAD = 'at::Reduction::Mean'


def is_number(value):
    return isinstance(value, (int, float)) or hasattr(value, '_numpy_item')


def is_int(value):
    return (isinstance(value, int) and not isinstance(value, bool)) or getattr(value, '_is_numpy_int', False)


def is_scalar_tensor(value):
    return isinstance(value, kinds.Tensor) and value.dim() == 0 and not value.requires_grad


class Signature:
    __slots__ = ('params', 'offered', 'overload', 'is_hidden', 'positional', 'least', 'most', 'takes_many_ints', 'returns')

    def __init__(self, text, overload, is_hidden, returns):
        self.params = []
        keyword_only = False
        for piece in text.split(', ') if text else ():
            if piece == '*':
                keyword_only = True
            else:
                self.params.append(Parameter(piece, keyword_only))
        self.overload = overload
        self.is_hidden = is_hidden
        self.returns = returns
        self.offered = [p for p in self.params if p.role != 'absent']
        self.positional = sum(not p.keyword_only for p in self.offered)
        self.least = sum(not p.optional for p in self.offered)
        self.most = len(self.offered)
        self.takes_many_ints = self.positional == 1 and self.offered[0].is_list and self.offered[0].type == 'int'

    def __str__(self):
        parts = []
        keyword_only = False
        for param in self.offered:
            if param.keyword_only and not keyword_only:
                parts.append('*')
                keyword_only = True
            parts.append(str(param))
        return f'({", ".join(parts)})'

    def parse(self, group, args, kwargs, raises):
        """One value (or None) for each parameter; None where the arguments don't fit and `raises` is false."""
        name = group.name
        count = len(args)
        if count > self.positional and not (self.takes_many_ints and (is_int(args[0]) or is_scalar_tensor(args[0]))):
            return _extra_args(name, self, count) if raises else None
        values = []
        at = 0
        left = len(kwargs)
        for index, param in enumerate(self.params):
            if param.role == 'absent':
                values.append(None)
                continue
            by_keyword = False
            value = None
            given = False
            if at < count:
                if param.keyword_only:
                    return _extra_args(name, self, count) if raises else None
                value = args[at]
                given = True
            elif kwargs:
                by_keyword = True
                for key in (param.name, *_NUMPY_NAMES.get(param.name, ())):
                    if key in kwargs:
                        value = kwargs[key]
                        given = True
                        break
            if not given and param.default_text == _UNREAD:
                values.append(0)
            elif (not given and param.optional) or (given and value is None and param.allows_none):
                values.append(None)
            elif not given:
                return _missing_args(name, self, index) if raises else None
            elif param.accepts(value, group.numbers, at):
                values.append(value)
            elif self.takes_many_ints and at == 0 and not by_keyword and (is_int(value) or is_scalar_tensor(value)):
                values.append(args)
                at = count
                continue
            elif raises:
                _names.refuse_lacking(value)
                place = '' if by_keyword else f' (position {at + 1})'
                wrong = f'but found element of type {_types._type_name(value[0])} at pos 0' if param.is_list and not by_keyword and isinstance(value, (tuple, list)) else f'not {_types._type_name(value)}'
                raise TypeError(f"{name}(): argument '{param.name}'{place} must be {param.type_name}, {wrong}")
            else:
                return None
            if not by_keyword:
                at += 1
            elif given:
                left -= 1
        if left > 0:
            return _extra_kwargs(name, self, kwargs, count) if raises else None
        return values


def _extra_args(name, signature, count):
    least, most = signature.least, signature.positional
    if least != most:
        raise TypeError(f'{name}() takes from {least} to {most} positional arguments but {count} were given')
    raise TypeError(f'{name}() takes {most} positional argument{"" if most == 1 else "s"} but {count} {"was" if count == 1 else "were"} given')


def _missing_args(name, signature, index):
    missing = [f'"{p.name}"' for p in signature.params[index:] if p.role != 'absent' and not p.optional]
    raise TypeError(f'{name}() missing {len(missing)} required positional argument{"s" if len(missing) == 1 else ""}: {", ".join(missing)}')


def _extra_kwargs(name, signature, kwargs, count):
    for key in kwargs:
        names = [p.name for p in signature.offered]
        place = next((i for i, n in enumerate(names) if key == n or key in _NUMPY_NAMES.get(n, ())), None)
        # What has its value by position is known by its own name alone.
        if place is None or (place < count and key != names[place]):
            raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
        if place < count:
            raise TypeError(f"{name}() got multiple values for argument '{key}'")
    raise TypeError('invalid keyword arguments')
