"""Parametrizations: a parameter of a module as what modules make of an original, which is what is trained."""
import contextlib
import copy
from collections.abc import Sequence

from ... import overrides
from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad
from ..modules.container import ModuleDict, ModuleList
from ..parameter import Parameter

# What is computed while `cached` is entered, by module and name.
_cache, _cached = {}, []


@contextlib.contextmanager
def cached():
    """Within it a parametrized tensor is computed once."""
    _cached.append(True)
    try:
        yield
    finally:
        _cached.pop()
        if not _cached:
            _cache.clear()


def _register(module, name, value):
    if isinstance(value, Parameter):
        module.register_parameter(name, value)
    else:
        module.register_buffer(name, value)


def _set(tensor, value):
    """Puts it on other bytes, which modes don't see in PyTorch."""
    with overrides.DisableTorchFunction():
        tensor.set_(value)


def _require_sequence(value, what):
    if not isinstance(value, Sequence):
        raise ValueError(f"'right_inverse' must return {what}. Got {type(value).__name__}")


def _require_same(before, after, what, names):
    if before != after:
        raise ValueError(f'Registering a parametrization may not change the {what} of the tensor, unless {names[2]} flag is enabled.\n'
                         f'{names[0]} {what}: {before}\n{names[1]} {what}: {after}')


class ParametrizationList(ModuleList):
    """The modules that a tensor goes through, after `original`, or `original0`, `original1` …, of which it is made."""

    def __init__(self, modules, original, unsafe=False):
        if len(modules) == 0:
            raise ValueError('ParametrizationList requires one or more modules.')
        super().__init__(modules)
        self.unsafe = unsafe
        shape, dtype = original.shape, original.dtype
        with no_grad():
            new = original
            for module in reversed(list(self)):
                if hasattr(module, 'right_inverse'):
                    with contextlib.suppress(NotImplementedError):
                        new = module.right_inverse(new)
        if not isinstance(new, Tensor):
            _require_sequence(new, 'a Tensor or a Sequence of tensors (list, tuple...)')
        self.is_tensor = isinstance(new, Tensor)
        self.ntensors = 1 if self.is_tensor else len(new)
        if self.is_tensor:
            self._begin_with_one(original, new)
        else:
            self._begin_with_several(original, new)
        if not unsafe:
            result = self()
            if not isinstance(result, Tensor):
                raise ValueError(f'A parametrization must return a tensor. Got {type(result).__name__}.')
            _require_same(dtype, result.dtype, 'dtype', ('unparametrized', 'parametrized', '`unsafe`'))
            _require_same(shape, result.shape, 'shape', ('unparametrized', 'parametrized', '`unsafe`'))

    def _begin_with_one(self, original, new):
        if original.dtype != new.dtype:
            raise ValueError('When `right_inverse` outputs one tensor, it may not change the dtype.\n'
                             f'original.dtype: {original.dtype}\nright_inverse(original).dtype: {new.dtype}')
        with no_grad():
            _set(original, new)
        _register(self, 'original', original)

    def _begin_with_several(self, original, new):
        for place, each in enumerate(new):
            if not isinstance(each, Tensor):
                raise ValueError("'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). "
                                 f'Got element {place} of the sequence with type {type(each).__name__}.')
            if isinstance(original, Parameter):
                each = Parameter(each, original.requires_grad)
            _register(self, f'original{place}', each.requires_grad_(original.requires_grad))

    def right_inverse(self, value):
        """Makes the originals such that `value` comes out."""
        with no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, 'right_inverse'):
                    raise RuntimeError(f'parametrization {type(module).__name__} does not implement right_inverse.')
                value = module.right_inverse(value)
            if self.is_tensor:
                if not isinstance(value, Tensor):
                    raise ValueError(f'`right_inverse` should return a tensor. Got {type(value).__name__}')
                if value.dtype != self.original.dtype:
                    raise ValueError(f'The tensor returned by `right_inverse` has dtype {value.dtype} while `original` has dtype {self.original.dtype}')
                _set(self.original, value)
            else:
                self._set_several(value)

    def _set_several(self, values):
        if not isinstance(values, Sequence):
            raise ValueError(f"'right_inverse' must return a sequence of tensors. Got {type(values).__name__}.")
        if len(values) != self.ntensors:
            raise ValueError(f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. Got a sequence of length {len(values)}.")
        for place, value in enumerate(values):
            own = getattr(self, f'original{place}')
            if not isinstance(value, Tensor):
                raise ValueError(f"'right_inverse' must return a sequence of tensors or reference-type opaques. Got element {place} of type {type(value).__name__}.")
            if value.dtype != own.dtype:
                raise ValueError(f'Tensor {place} returned by `right_inverse` has dtype {value.dtype} while `original{place}` has dtype {own.dtype}')
            _set(own, value)

    def forward(self):
        first, *rest = self
        value = first(self.original) if self.is_tensor else first(*(getattr(self, f'original{place}') for place in range(self.ntensors)))
        for module in rest:
            value = module(value)
        return value


def _own_class(module):
    """Gives the module a class of its own, which may have properties."""
    cls = type(module)

    def copied(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        replica = memo[id(self)] = object.__new__(type(self))
        replica.__dict__ = copy.deepcopy(self.__dict__, memo)
        return replica

    def refused(self):
        raise RuntimeError('Serialization of parametrized modules is only supported through state_dict(). See:\n'
                           'https://pytorch.org/tutorials/beginner/saving_loading_models.html#saving-loading-a-general-checkpoint-for-inference-and-or-resuming-training')
    methods = {'__getstate__': refused} if hasattr(cls, '__deepcopy__') else {'__getstate__': refused, '__deepcopy__': copied}
    module.__class__ = type(f'Parametrized{cls.__name__}', (cls,), methods)


def _add_property(module, name):
    def read(self):
        if not _cached:
            return self.parametrizations[name]()
        key = id(self), name
        if key not in _cache:
            _cache[key] = self.parametrizations[name]()
        return _cache[key]

    def write(self, value):
        self.parametrizations[name].right_inverse(value)
    setattr(type(module), name, property(read, write))


def _require_fit(module, name, parametrization):
    """What a further parametrization may not change."""
    before = getattr(module, name)
    after = parametrization(before)
    if not isinstance(after, Tensor):
        raise ValueError(f'A parametrization must return a tensor. Got {type(after).__name__}.')
    names = (f'module.{name}', f'parametrization(module.{name})')
    for what in ('dtype', 'shape'):
        one, other = getattr(before, what), getattr(after, what)
        if one != other:
            raise ValueError(f'Registering a parametrization may not change the {what} of the tensor, unless the `unsafe` flag is enabled.\n'
                             f'{names[0]}.{what}: {one}\n{names[1]}.{what}: {other}')
    if not hasattr(parametrization, 'right_inverse'):
        return
    try:
        back = parametrization.right_inverse(after)
    except NotImplementedError:
        return
    if not isinstance(back, Tensor):
        raise ValueError(f'parametrization.right_inverse must return a tensor. Got: {type(back).__name__}')
    for what in ('dtype', 'shape'):
        one, other = getattr(before, what), getattr(back, what)
        if one != other:
            raise ValueError(f'The tensor returned by parametrization.right_inverse must have the same {what} as module.{name}, unless the `unsafe` flag is enabled.\n'
                             f'module.{name}.{what}: {one}\nreturned {what}: {other}')


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            _require_fit(module, tensor_name, parametrization)
        module.parametrizations[tensor_name].append(parametrization)
        module.parametrizations[tensor_name].unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        made = ParametrizationList([parametrization], getattr(module, tensor_name), unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _own_class(module)
            module.parametrizations = ModuleDict()
        _add_property(module, tensor_name)
        module.parametrizations[tensor_name] = made
    else:
        raise ValueError(f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'")
    return module


def is_parametrized(module, tensor_name=None):
    made = getattr(module, 'parametrizations', None)
    if not isinstance(made, ModuleDict):
        return False
    return len(made) > 0 if tensor_name is None else tensor_name in made


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f'Module {module} does not have a parametrization on {tensor_name}')
    made = module.parametrizations[tensor_name]
    if made.is_tensor:
        original = made.original
        if leave_parametrized:
            with no_grad():
                _set(original, getattr(module, tensor_name))
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        original = Parameter(value) if value.requires_grad else value
    else:
        raise ValueError('Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a sequence of tensors.')
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    _register(module, tensor_name, original)
    if not is_parametrized(module):
        del module.parametrizations
        module.__class__ = type(module).__bases__[0]
    return module


def type_before_parametrizations(module):
    return type(module).__bases__[0] if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    if not is_parametrized(from_module):
        return to_module
    for name in from_module.parametrizations if tensor_name is None else [tensor_name]:
        made = from_module.parametrizations[name]
        if not hasattr(to_module, name):
            setattr(to_module, name, Parameter(getattr(from_module, name)))
        for parametrization in made:
            register_parametrization(to_module, name, parametrization)
        for own in ['original'] if made.is_tensor else [f'original{place}' for place in range(made.ntensors)]:
            setattr(to_module.parametrizations[name], own, getattr(made, own))
    return to_module
