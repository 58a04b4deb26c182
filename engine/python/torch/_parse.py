"""Python arguments to one overload of an operator: order, conversions and messages are those of PyTorch's own parser.

A signature is written as in PyTorch's generated bindings, `Tensor input, Scalar other, *, Tensor out=None`. Signatures
are tried in order; the first whose parameters all accept their arguments wins. What the messages say and when was
found by asking PyTorch (test/conformance/python/).
"""
from . import _border, _types, overrides
from ._border import ERROR, FLOAT, INT, TAGS

_border.client(globals())

_NUMPY_NAMES = {'dim': ('axis',), 'keepdim': ('keepdims',), 'input': ('x', 'a', 'x1'), 'other': ('x2',)}
_TYPE_NAMES = {'Tensor': 'Tensor', 'Scalar': 'Number', 'int': 'int', 'float': 'float', 'bool': 'bool', 'str': 'str',
               'ScalarType': 'torch.dtype', 'Generator': 'torch.Generator', 'Device': 'torch.device', 'Layout': 'torch.layout',
               'MemoryFormat': 'torch.memory_format'}
_LIST_NAMES = {'Tensor': 'tuple of Tensors', 'int': 'tuple of ints', 'float': 'tuple of floats', 'bool': 'tuple of bools', 'Scalar': 'tuple of Scalars'}

# Filled by _tensor.py: the class, and how a handle becomes one.
Tensor = None
Generator = None
wrap = None
_LEAST, _MOST = -2 ** 63, 2 ** 64 - 1


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

    def accepts(self, value, numbers):
        """Whether PyTorch would take this value here; -1 for a list with an element of a wrong type is up to `encode`."""
        if self.is_list:
            return self._accepts_list(value)
        match self.type:
            case 'Tensor':
                return isinstance(value, Tensor) or (numbers and is_number(value))
            case 'Scalar' | 'float':
                return is_number(value) or _is_scalar_tensor(value)
            case 'int':
                return is_int(value) or (_is_scalar_tensor(value) and not value.is_floating_point())
            case 'bool':
                return isinstance(value, bool) or getattr(value, '_is_numpy_bool', False)
            case 'str':
                return isinstance(value, str)
            case 'ScalarType':
                return isinstance(value, _types.dtype) or value in (float, int, bool)
            case 'Generator':
                return isinstance(value, Generator)
            case 'Device':
                return isinstance(value, (str, _types.device)) or is_int(value)
            case 'Layout':
                return isinstance(value, _types.layout)
            case 'MemoryFormat':
                return isinstance(value, _types.memory_format)

    def _accepts_list(self, value):
        if isinstance(value, (tuple, list)):
            if self.type == 'Tensor':
                for position, item in enumerate(value):
                    if not isinstance(item, Tensor):
                        raise TypeError(f'expected Tensor as element {position} in argument 0, but got {_types._type_name(item)}')
                return True
            return not value or (is_int(value[0]) if self.type == 'int' else is_number(value[0])) or _is_scalar_tensor(value[0])
        return self.size > 0 and (is_int(value) if self.type == 'int' else is_number(value))


def is_number(value):
    return isinstance(value, (int, float)) or hasattr(value, '_numpy_item')


def is_int(value):
    return (isinstance(value, int) and not isinstance(value, bool)) or getattr(value, '_is_numpy_int', False)


def _is_scalar_tensor(value):
    return isinstance(value, Tensor) and value.dim() == 0 and not value.requires_grad


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
        if count > self.positional and not self.takes_many_ints:
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
            if (not given and param.optional) or (given and value is None and param.allows_none):
                values.append(None)
            elif not given:
                return _missing_args(name, self, index) if raises else None
            elif param.accepts(value, group.numbers):
                values.append(value)
            elif self.takes_many_ints and at == 0 and not by_keyword and (is_int(value) or _is_scalar_tensor(value)):
                values.append(args)
                at = count
                continue
            elif raises:
                place = '' if by_keyword else f' (position {at + 1})'
                raise TypeError(f"{name}(): argument '{param.name}'{place} must be {param.type_name}, not {_types._type_name(value)}")
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
    least, most = sum(not p.optional and not p.keyword_only for p in signature.offered), signature.positional
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
        if place is None:
            raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
        if place < count:
            raise TypeError(f"{name}() got multiple values for argument '{key}'")
    raise TypeError('invalid keyword arguments')


class Group:
    """All signatures under one name. `numbers`: a Python number may stand for a Tensor. `has_hidden`: PyTorch has
    deprecated signatures beside the one that it lists, and so words its messages as for several."""

    __slots__ = ('name', 'is_method', 'numbers', 'has_hidden', 'function', '_texts', '_signatures')

    def __init__(self, name, is_method, numbers, has_hidden, texts):
        self.name = name
        self.is_method = is_method
        self.numbers = numbers
        self.has_hidden = has_hidden
        self.function = None
        self._texts = texts
        self._signatures = None

    @property
    def signatures(self):
        if self._signatures is None:
            self._signatures = [Signature(*text) for text in self._texts]
        return self._signatures


def run(group, args, kwargs):
    """The general way of a call: modes and subclasses first, then the first signature that fits."""
    if overrides.modes or overrides.needs_dispatch(args) or (kwargs and overrides.overriding(kwargs.values())):
        return overrides.dispatch(group.function, (*args, *kwargs.values()), args, kwargs or None)
    signature, values = choose(group, args, kwargs)
    return invoke(signature, values)


def choose(group, args, kwargs):
    if group.is_method:
        if not args or not isinstance(args[0], Tensor):
            got = _types._type_name(args[0]) if args else None
            raise TypeError(f"descriptor '{group.name}' for 'torch._C.TensorBase' objects doesn't apply to a '{got}' object" if args
                            else f'unbound method TensorBase.{group.name}() needs an argument')
        rest = args[1:]
        if len(group.signatures) == 1 and not group.signatures[0].params:
            if kwargs:
                raise TypeError(f'TensorBase.{group.name}() takes no keyword arguments')
            if rest:
                raise TypeError(f'TensorBase.{group.name}() takes no arguments ({len(rest)} given)')
    else:
        rest = args
    signatures = group.signatures
    if len(signatures) == 1 and not group.has_hidden:
        values = signatures[0].parse(group, rest, kwargs, True)
        return signatures[0], ([args[0], *values] if group.is_method else values)
    for signature in signatures:
        if signature.overload is not None:
            values = signature.parse(group, rest, kwargs, False)
            if values is not None:
                return signature, ([args[0], *values] if group.is_method else values)
    for signature in signatures:
        if signature.overload is None and signature.parse(group, rest, kwargs, False) is not None:
            name = f'torch.{"Tensor." if group.is_method else ""}{group.name}{signature}'
            raise NotImplementedError(f'`{name}` is not in the embedded engine yet; the python runtime has it')
    _complain(group, rest, kwargs)


def _complain(group, args, kwargs):
    count = len(args) + len(kwargs)
    plausible = [s for s in group.signatures if s.least <= count <= s.most and not s.is_hidden]
    if len(plausible) == 1:
        plausible[0].parse(group, args, kwargs, True)
    options = [s for s in group.signatures if not s.is_hidden]
    text = f'{group.name}() received an invalid combination of arguments - got '
    if len(options) == 1:
        only = options[0]
        got = _marked(only, args, kwargs) if len(str(only).split(', ')) == count else _described(args, kwargs)
        raise TypeError(f'{text}{got}, but expected {only}')
    lines = [f'{text}{_described(args, kwargs)}, but expected one of:\n']
    for option in options:
        lines.append(f' * {option}\n')
        pieces = str(option)[1:-1].split(', ')
        if len(pieces) != count:
            continue
        names = [piece.rpartition(' ')[2] for piece in pieces]
        start = max(len(pieces) - len(kwargs), 0)
        unmatched = [key for key in kwargs if key not in names[start:]]
        if unmatched:
            lines.append(f"      didn't match because some of the keywords were incorrect: {', '.join(unmatched)}\n")
        else:
            lines.append(f"      didn't match because some of the arguments have invalid types: {_marked(option, args, kwargs)}\n")
    raise TypeError(''.join(lines))


def _described(args, kwargs):
    text = ''.join(f'{_types._type_name(a)}, ' for a in args) + ''.join(f'{k}={_types._type_name(v)}, ' for k, v in kwargs.items())
    return f'({text[:-2] if args else text})'


def _marked(option, args, kwargs):
    """The arguments' types, those between `!` that don't match what PyTorch's reader of signatures makes of them."""
    pieces = [piece.rpartition(' ') for piece in str(option)[1:-1].split(', ')]
    values = [*args, *kwargs.values()]
    keys = [None] * len(args) + list(kwargs)
    parts = []
    for index, value in enumerate(values):
        type, _, name = pieces[index] if index < len(pieces) else ('', '', '')
        if keys[index] is not None:
            type = next((t for t, _, n in pieces if n == keys[index]), '')
        text = _types._type_name(value)
        mark = '' if type == text or (type == 'float' and text == 'int') else '!'
        if isinstance(value, (tuple, list)):
            inner = ', '.join(map(_types._type_name, value))
            comma = ',' if isinstance(value, tuple) and len(value) == 1 else ''
            text = f'{text} of ({inner}{comma})' if isinstance(value, tuple) else f'{text} of [{inner}]'
        key = f'{keys[index]}=' if keys[index] is not None else ''
        parts.append(f'{mark}{key}{text}{mark}, ')
    text = ''.join(parts)
    return f'({text[:-2] if args else text})'


def encode_scalar(flat, value):
    """Tag and value of a Python number, a NumPy scalar or a 0-d tensor."""
    tag = TAGS.get(type(value))
    if tag is None:
        value = value.item() if hasattr(value, 'item') else bool(value) if isinstance(value, bool) else int(value) if isinstance(value, int) else float(value)
        tag = TAGS[type(value)]
    if tag == INT and not _LEAST <= value <= _MOST:
        raise RuntimeError('Overflow when unpacking long long')
    flat.append(tag)
    flat.append(value)


def _ints(param, value, group_name):
    if not isinstance(value, (tuple, list)):
        return [int(value)] * (param.size or 1)
    result = []
    for position, item in enumerate(value):
        if type(item) is int or is_int(item) or _is_scalar_tensor(item):
            result.append(int(item))
        else:
            raise TypeError(f"{group_name}(): argument '{param.name}' failed to unpack the object at pos {position + 1} with error "
                            f'"type must be tuple of ints,but got {_types._type_name(item)}"')
    return result


_SELF = Parameter('Tensor self', False)


def invoke(signature, values):
    """Sends a parsed call over the border."""
    overload, form, name, self_place = signature.overload
    flat = [overload * 4 + form]
    tensors = []
    requires_grad = False
    out = None
    params = signature.params
    if self_place >= 0:
        own, *values = values
        params = [*params[:self_place], _SELF, *params[self_place:]]
        values.insert(self_place, own)
    for param, value in zip(params, values):
        if param.role == 'out' or param.role == 'option':
            if param.role == 'out':
                out = value
            elif param.name == 'requires_grad':
                requires_grad = bool(value)
            elif value is not None:
                _check_option(param, value)
            continue
        kind = param.type
        if param.is_list:
            if value is None:
                flat.append(-1)
            elif kind == 'Tensor':
                flat.append(len(value))
                for item in value:
                    flat.append(item._h)
                    tensors.append(item)
            elif kind == 'int':
                numbers = _ints(param, value, name)
                flat.append(len(numbers))
                flat.extend(numbers)
            else:
                numbers = [value] if is_number(value) else value
                flat.append(len(numbers))
                flat.extend(map(float, numbers))
        elif kind == 'Tensor':
            if value is None:
                flat.append(0)
            elif isinstance(value, Tensor):
                flat.append(value._h)
                tensors.append(value)
            else:
                encode_scalar(flat, value)
                flat[-2] = -flat[-2]
        elif kind == 'Scalar':
            if value is None:
                flat.append(0)
            else:
                encode_scalar(flat, value)
        elif value is None:
            flat.append(None)
        elif kind == 'int':
            flat.append(int(value))
        elif kind == 'float':
            flat.append(float(value))
        elif kind == 'bool':
            flat.append(bool(value))
        elif kind == 'str':
            flat.append(str(value))
        elif kind == 'ScalarType':
            flat.append(_types.engine_code(value))
        elif kind == 'Generator':
            flat.append(value._h)
        else:
            _check_option(param, value)
    if form == 2:
        if out is None:
            flat[0] -= 2
        elif isinstance(out, (tuple, list)):
            return _into(out, finish(_call(flat[0] - 2, *flat[1:]), tensors, signature))
        else:
            flat.append(out._h)
            tensors.append(out)
    result = finish(_call(*flat), tensors, signature)
    if requires_grad:
        if not result.is_floating_point():
            raise RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
        result._set_requires_grad(True)
    return result


def _into(out, results):
    for target, result in zip(out, results):
        target.resize_(result.shape) if hasattr(target, 'resize_') and target.shape != result.shape else None
        target.copy_(result)
    return type(results)(*out) if hasattr(results, '_fields') else tuple(out)


def _check_option(param, value):
    """Options that change nothing here, where their value is one that the engine has."""
    if param.type == 'Device':
        _types.require_cpu(value)
    elif param.type == 'Layout' and value is not _types.LAYOUTS['strided'] or param.type == 'MemoryFormat' and value._name.startswith('channels'):
        raise NotImplementedError(f'`{value!r}` is not in the embedded engine yet; the python runtime has it')
    elif param.name == 'pin_memory' and value:
        raise RuntimeError('Cannot access accelerator device when none is available.')


def finish(answer, tensors, signature=None):
    """What the engine answered, as Python sees it."""
    if type(answer) is int or type(answer) is float:
        answer = int(answer)
        if answer > 0:
            return wrap(answer)
        if answer == ERROR:
            _border.raise_error()
        return None if answer == 0 else tensors[-2 - answer]
    kind, rest = answer[0], answer[1:]
    if kind == 't':
        results = [wrap(int(item)) for item in rest.split(',')] if rest else []
        returns = signature.returns if signature is not None else None
        return _types_of_results(returns)(*results) if returns else tuple(results)
    if kind == 'b':
        return rest == '1'
    if kind == 'i':
        return int(rest)
    return float(rest)


_result_types = {}


def _types_of_results(returns):
    """torch.return_types.max and the like: a named tuple, printed one field a line."""
    name, *fields = returns.split(' ')
    cls = _result_types.get(returns)
    if cls is None:
        import collections
        cls = collections.namedtuple(name, fields, module='torch.return_types')
        cls.__repr__ = lambda self: f'torch.return_types.{name}(\n' + ',\n'.join(f'{f}={v!r}' for f, v in zip(fields, self)) + ')'
        cls.__qualname__ = name
        _result_types[returns] = cls
    return cls
