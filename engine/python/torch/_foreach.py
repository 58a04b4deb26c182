"""`torch._foreach_*`: what the op of a name does, to each tensor of a list in one call. Here are those by which averages of weights are kept."""
from . import _functions, overrides
from ._parse import Group, choose

_TENSORS = 'Tensor[] self, Tensor[] other'
_ALPHA = ', *, Scalar alpha=1'
_NUMBERS = ('Tensor[] self, Scalar scalar', 'Tensor[] self, Scalar[] scalars')
_SCALES = ('Tensor[] self, Scalar[] scalars', 'Tensor[] self, Tensor other', _TENSORS, 'Tensor[] self, Scalar scalar')
_BOUNDS = (*_NUMBERS, _TENSORS)
_LERP = ('Tensor[] self, Tensor[] tensors1, Scalar weight', 'Tensor[] self, Tensor[] tensors1, Scalar[] weight', 'Tensor[] self, Tensor[] tensors1, Tensor[] weights')


def _method(name):
    def call(tensor, *values, **named):
        return getattr(tensor, name)(*values, **named)
    return call


def _norm(tensor, ord=2, dtype=None):
    if tensor.numel() == 0 and ord == float('inf'):
        raise RuntimeError('_foreach_norm cannot compute the infinity norm on an empty tensor because the operation does not have an identity')
    return _functions.norm(tensor, ord, dtype=dtype)


#: What is done to each tensor, and PyTorch's signatures, in its order.
_CALLS = {
    **{f'_foreach_{name}': (_method(name), signatures) for base, signatures in (
        ('add', (*_NUMBERS, f'Tensor[] self, Tensor other{_ALPHA}', f'{_TENSORS}{_ALPHA}')), ('sub', (*_NUMBERS, f'{_TENSORS}{_ALPHA}')),
        ('mul', _SCALES), ('div', _SCALES), ('lerp', _LERP),
    ) for name in (base, f'{base}_')},
    **{f'_foreach_{name}_': (_method(f'{name}_'), _BOUNDS) for name in ('clamp_min', 'clamp_max')},
    '_foreach_copy_': (_method('copy_'), ('Tensor[] self, Tensor[] src, bool non_blocking=False',)),
    '_foreach_zero_': (_method('zero_'), ('Tensor[] self',)),
    '_foreach_norm': (_norm, ('Tensor[] self, Scalar ord=2, ScalarType? dtype=None',)),
}
__all__ = list(_CALLS)


def _check(self, params, values):
    """PyTorch asks for as many of each before it begins."""
    for param, value in zip(params, values):
        if param.type == 'Tensor' and not param.is_list and value.dim() > 0:
            raise RuntimeError(f'scalar tensor expected to be 0 dim but it has {value.dim()} dimensions and {value.numel()} elements.')
    lists = [(param.type, value) for param, value in zip(params, values) if param.is_list]
    if not self and not any(type == 'Tensor' and value for type, value in lists):
        raise RuntimeError('Tensor list must have at least one tensor.')
    for type, value in lists:
        if len(value) != len(self):
            raise RuntimeError(f'Tensor lists must have the same number of tensors, got {len(self)} and {len(value)}' if type == 'Tensor'
                               else 'Tensor list must have same number of elements as scalar list.')


def _foreach(name, of_one, signatures):
    # Each is one that there is; which of them is told by its parameters.
    group = Group(name, False, False, False, [(text, name, False, None) for text in signatures])

    def call(*args, **kwargs):
        if overrides.needs_dispatch((*args, *kwargs.values())):
            return overrides.dispatch(call, (*args, *kwargs.values()), args, kwargs)
        signature, (self, *values) = choose(group, args, kwargs)
        params = signature.params[1:]
        _check(self, params, values)
        made = []
        for i, tensor in enumerate(self):
            own = [(param, value[i] if param.is_list else value) for param, value in zip(params, values) if value is not None]
            made.append(of_one(tensor, *(value for param, value in own if not param.keyword_only), **{param.name: value for param, value in own if param.keyword_only}))
        return self if name.endswith('_') else tuple(made)
    call.__name__ = call.__qualname__ = name
    return call


globals().update({name: _foreach(name, *each) for name, each in _CALLS.items()})
