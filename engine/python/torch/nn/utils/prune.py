"""Pruning: a parameter with some of its cells, or of its rows, made zeros by a mask, before each forward."""
import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterable

from .convert_parameters import parameters_to_vector


def _torch():
    import torch
    return torch


class BasePruningMethod(ABC):
    """Subclass it with `compute_mask`, and with PRUNING_TYPE: 'unstructured', 'structured' or 'global'."""

    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t, default_mask):
        """1 for what stays, of what `default_mask` has left."""

    def apply_mask(self, module):
        if self._tensor_name is None:
            raise AssertionError(f'Module {module} has to be pruned')
        original = getattr(module, f'{self._tensor_name}_orig')
        return getattr(module, f'{self._tensor_name}_mask').to(dtype=original.dtype) * original

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        before = [(key, hook) for key, hook in module._forward_pre_hooks.items() if isinstance(hook, BasePruningMethod) and hook._tensor_name == name]
        if len(before) > 1:
            raise AssertionError(f'Avoid adding multiple pruning hooks to the same tensor {name} of module {module}. Use a PruningContainer.')
        for key, _ in before:
            del module._forward_pre_hooks[key]
        method = cls(*args, **kwargs)
        method._tensor_name = name
        if before:
            # On what is pruned already.
            container = before[0][1] if isinstance(before[0][1], PruningContainer) else PruningContainer(before[0][1])
            container.add_pruning_method(method)
            method = container
        original = getattr(module, name)
        if importance_scores is None:
            importance_scores = original
        elif importance_scores.shape != original.shape:
            raise AssertionError(f'importance_scores should have the same shape as parameter {name} of {module}, got {importance_scores.shape} vs {original.shape}')
        is_first = not isinstance(method, PruningContainer)
        if is_first:
            module.register_parameter(f'{name}_orig', original)
            del module._parameters[name]
            default = _torch().ones_like(original)
        else:
            default = getattr(module, f'{name}_mask').detach().clone()
        try:
            module.register_buffer(f'{name}_mask', method.compute_mask(importance_scores, default_mask=default))
            setattr(module, name, method.apply_mask(module))
            module.register_forward_pre_hook(method)
        except Exception:
            if is_first:
                module.register_parameter(name, getattr(module, f'{name}_orig'))
                del module._parameters[f'{name}_orig']
            raise
        return method

    def prune(self, t, default_mask=None, importance_scores=None):
        """A tensor that belongs to no module."""
        if importance_scores is None:
            importance_scores = t
        elif importance_scores.shape != t.shape:
            raise AssertionError(f'importance_scores should have the same shape as tensor t, got {importance_scores.shape} vs {t.shape}')
        return t * self.compute_mask(importance_scores, default_mask=_torch().ones_like(t) if default_mask is None else default_mask)

    def remove(self, module):
        """Makes the pruned parameter one again."""
        if self._tensor_name is None:
            raise AssertionError(f'Module {module} has to be pruned before pruning can be removed')
        name, weight = self._tensor_name, self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        original = module._parameters.pop(f'{name}_orig')
        original.data = weight.data
        del module._buffers[f'{name}_mask']
        setattr(module, name, original)


class PruningContainer(BasePruningMethod):
    """Several methods one after the other, each on what the ones before left."""

    def __init__(self, *args):
        self._pruning_methods = ()
        if len(args) == 1:
            self._tensor_name = args[0]._tensor_name
        for method in args:
            self.add_pruning_method(method)

    def add_pruning_method(self, method):
        if not isinstance(method, BasePruningMethod) and method is not None:
            raise TypeError(f'{type(method)} is not a BasePruningMethod subclass')
        if method is not None and self._tensor_name != method._tensor_name:
            raise ValueError(f"Can only add pruning methods acting on the parameter named '{self._tensor_name}' to PruningContainer {self}. Found '{method._tensor_name}'")
        self._pruning_methods += (method,)

    def __len__(self):
        return len(self._pruning_methods)

    def __iter__(self):
        return iter(self._pruning_methods)

    def __getitem__(self, idx):
        return self._pruning_methods[idx]

    def compute_mask(self, t, default_mask):
        """The last method's, of what is left."""
        method = self._pruning_methods[-1]
        kind, dims = method.PRUNING_TYPE, t.dim()
        if kind == 'unstructured':
            left = default_mask == 1
        elif kind == 'global':
            left = (slice(None),) * dims
        elif kind == 'structured':
            if not hasattr(method, 'dim'):
                raise AttributeError('Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim` defined.')
            dim = method.dim + dims if method.dim < 0 else method.dim
            if dim < 0:
                raise IndexError(f'Index is out of bounds for tensor with dimensions {dims}')
            is_left = default_mask.sum(dim=[d for d in range(dims) if d != dim]) != 0
            left = tuple(is_left if d == dim else slice(None) for d in range(dims))
        else:
            raise ValueError(f'Unrecognized PRUNING_TYPE {kind}')
        mask = default_mask.to(dtype=t.dtype)
        mask[left] = method.compute_mask(t[left], default_mask=default_mask[left]).to(dtype=mask.dtype)
        return mask


class Identity(BasePruningMethod):
    """Prunes nothing."""

    PRUNING_TYPE = 'unstructured'

    def compute_mask(self, t, default_mask):
        return default_mask

    @classmethod
    def apply(cls, module, name):
        return super().apply(module, name)


def _cells(amount, t):
    """How many of its cells."""
    count = _compute_nparams_toprune(amount, t.nelement())
    _validate_pruning_amount(count, t.nelement())
    return count


def _without(default_mask, places):
    mask = default_mask.clone()
    mask.view(-1)[places] = 0
    return mask


class _Unstructured(BasePruningMethod):
    """Single cells, wherever they are: those that `_places` finds, so many of them."""

    PRUNING_TYPE = 'unstructured'

    def compute_mask(self, t, default_mask):
        count = _cells(self.amount, t)
        return default_mask.clone() if count == 0 else _without(default_mask, self._places(t, count))


class RandomUnstructured(_Unstructured):
    def __init__(self, amount):
        _validate_pruning_amount_init(amount)
        self.amount = amount

    @staticmethod
    def _places(t, count):
        return _torch().rand_like(t).view(-1).topk(count).indices

    @classmethod
    def apply(cls, module, name, amount):
        return super().apply(module, name, amount=amount)


class L1Unstructured(_Unstructured):
    """The cells that are nearest to zero."""

    def __init__(self, amount):
        _validate_pruning_amount_init(amount)
        self.amount = amount

    @staticmethod
    def _places(t, count):
        return t.abs().view(-1).topk(count, largest=False).indices

    @classmethod
    def apply(cls, module, name, amount, importance_scores=None):
        return super().apply(module, name, amount=amount, importance_scores=importance_scores)


def _rows(method, t):
    """How many there are along its dimension, and how many go."""
    _validate_structured_pruning(t)
    _validate_pruning_dim(t, method.dim)
    size = t.shape[method.dim]
    count = _compute_nparams_toprune(method.amount, size)
    _validate_pruning_amount(count, size)
    return size, count


def _only(t, dim, places, default_mask):
    """A mask of ones at these places along a dimension."""
    mask = _torch().zeros_like(t)
    index = [slice(None)] * t.dim()
    index[dim] = places
    mask[tuple(index)] = 1
    mask *= default_mask.to(dtype=mask.dtype)
    return mask


class RandomStructured(BasePruningMethod):
    PRUNING_TYPE = 'structured'

    def __init__(self, amount, dim=-1):
        _validate_pruning_amount_init(amount)
        self.amount = amount
        self.dim = dim

    def compute_mask(self, t, default_mask):
        size, count = _rows(self, t)
        if count == 0:
            return default_mask
        chances = _torch().rand(size)
        return _only(t, self.dim, chances > chances.kthvalue(count).values, default_mask)

    @classmethod
    def apply(cls, module, name, amount, dim=-1):
        return super().apply(module, name, amount=amount, dim=dim)


class LnStructured(BasePruningMethod):
    """The rows with the smallest norms."""

    PRUNING_TYPE = 'structured'

    def __init__(self, amount, n, dim=-1):
        _validate_pruning_amount_init(amount)
        self.amount = amount
        self.n = n
        self.dim = dim

    def compute_mask(self, t, default_mask):
        size, count = _rows(self, t)
        kept = _compute_norm(t, self.n, self.dim).topk(size - count, largest=True).indices
        return default_mask if count == 0 else _only(t, self.dim, kept, default_mask)

    @classmethod
    def apply(cls, module, name, amount, n, dim, importance_scores=None):
        return super().apply(module, name, amount=amount, n=n, dim=dim, importance_scores=importance_scores)


class CustomFromMask(BasePruningMethod):
    PRUNING_TYPE = 'global'

    def __init__(self, mask):
        self.mask = mask

    def compute_mask(self, t, default_mask):
        if default_mask.shape != self.mask.shape:
            raise AssertionError(f'default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}')
        return default_mask * self.mask.to(dtype=default_mask.dtype)

    @classmethod
    def apply(cls, module, name, mask):
        return super().apply(module, name, mask=mask)


def identity(module, name):
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    L1Unstructured.apply(module, name, amount=amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs):
    """Cells of several parameters, as if they were one."""
    if not isinstance(parameters, Iterable):
        raise TypeError('global_unstructured(): parameters is not an Iterable')
    scores = {} if importance_scores is None else importance_scores
    if not isinstance(scores, dict):
        raise TypeError('global_unstructured(): importance_scores must be of type dict')
    whole = parameters_to_vector([scores.get((module, name), getattr(module, name)) for module, name in parameters])
    default = parameters_to_vector([getattr(module, f'{name}_mask', _torch().ones_like(getattr(module, name))) for module, name in parameters])
    container = PruningContainer()
    method = pruning_method(**kwargs)
    container._tensor_name = method._tensor_name = 'temp'
    if method.PRUNING_TYPE != 'unstructured':
        raise TypeError(f'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. Found method {pruning_method} of type {method.PRUNING_TYPE}')
    container.add_pruning_method(method)
    mask, at = container.compute_mask(whole, default), 0
    for module, name in parameters:
        parameter = getattr(module, name)
        custom_from_mask(module, name, mask=mask[at:at + parameter.numel()].view_as(parameter))
        at += parameter.numel()


def custom_from_mask(module, name, mask):
    CustomFromMask.apply(module, name, mask)
    return module


def remove(module, name):
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
            hook.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")


def is_pruned(module):
    return any(isinstance(hook, BasePruningMethod) for _, each in module.named_modules() for hook in each._forward_pre_hooks.values())


def _validate_pruning_amount_init(amount):
    if not isinstance(amount, numbers.Real):
        raise TypeError(f'Invalid type for amount: {amount}. Must be int or float.')
    if amount < 0 or (not isinstance(amount, numbers.Integral) and float(amount) > 1.0):
        raise ValueError(f'amount={amount} should either be a float in the range [0, 1] or a non-negative integer')


def _validate_pruning_amount(amount, tensor_size):
    if amount > tensor_size:
        raise ValueError(f'amount={amount} should be smaller than the number of parameters to prune={tensor_size}')


def _validate_structured_pruning(t):
    if t.dim() <= 1:
        raise ValueError(f'Structured pruning can only be applied to multidimensional tensors. Found tensor of shape {t.shape} with {t.dim()} dims')


def _compute_nparams_toprune(amount, tensor_size):
    return amount if isinstance(amount, numbers.Integral) else round(amount * tensor_size)


def _validate_pruning_dim(t, dim):
    if dim >= t.dim():
        raise IndexError(f'Invalid index {dim} for tensor of size {t.shape}')


def _compute_norm(t, n, dim):
    dims = list(range(t.dim()))
    dims.remove(dims[dim])
    return _torch().norm(t, p=n, dim=dims)
