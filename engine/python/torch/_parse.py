"""Python arguments to one overload of an operator: order, conversions and messages are those of PyTorch's own parser.

Signatures are tried in order; the first whose parameters all accept their arguments wins.
"""
from . import _border, _types, overrides
from ._border import ERROR, TAGS
from ._complaint import complain
from ._signature import Parameter, Signature, is_scalar_tensor, is_int, is_number

_border.client(globals())

# Filled by _tensor.py: the class, and how a handle becomes one.
Tensor = None
wrap = None


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


def observed(group, args, flat):
    """A call of tensors and numbers by position while there is a mode; `flat` is what then goes over the border."""
    observer = overrides.observer
    return overrides.dispatch(group.function, args, args, None) if observer is None else observer(group.function, args, flat)


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
    complain(group, rest, kwargs)


def encode_scalar(flat, value):
    """Tag and value of a Python number, a NumPy scalar or a 0-d tensor."""
    tag = TAGS.get(type(value))
    if tag is None:
        value = value.item() if hasattr(value, 'item') else bool(value) if isinstance(value, bool) else int(value) if isinstance(value, int) else float(value)
        tag = TAGS[type(value)]
    flat.append(tag)
    flat.append(value)


def _ints(param, value, group_name):
    if not isinstance(value, (tuple, list)):
        return [int(value)] * (param.size or 1)
    result = []
    for position, item in enumerate(value):
        if isinstance(item, int) or is_int(item) or is_scalar_tensor(item):
            number = int(item)
            if not -2**63 <= number < 2**63:
                raise TypeError(f"{group_name}(): argument '{param.name}' failed to unpack the object at pos {position + 1} with error \"Overflow when unpacking long long\"")
            result.append(number)
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
        elif kind == 'MemoryFormat':
            flat.append(value._name)
        else:
            _check_option(param, value)
    if form == 2:
        if out is None:
            flat[0] -= 2
        elif isinstance(out, (tuple, list)):
            if any(tensor.requires_grad for tensor in tensors) and _grad_mode(-1):
                raise RuntimeError(f"{name}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.")
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
    elif param.type == 'Layout' and value is not _types.LAYOUTS['strided']:
        raise NotImplementedError(f'`{value!r}` is not in the embedded engine yet; the python runtime has it')
    elif param.name == 'pin_memory' and value:
        raise RuntimeError(_types.NO_ACCELERATOR)


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
        return types_of_results(returns)(*results) if returns else tuple(results)
    if kind == 'b':
        return rest == '1'
    if kind == 'i':
        return int(rest)
    return float(rest)


_result_types = {}


def types_of_results(returns):
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
