"""A module's state dict: what it writes into one, and what it takes out of one."""
import warnings
from collections import OrderedDict, namedtuple
from collections.abc import Mapping

from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad
from ..parameter import Parameter, is_lazy

EXTRA = '_extra_state'


class _IncompatibleKeys(namedtuple('IncompatibleKeys', ['missing_keys', 'unexpected_keys'])):
    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if self.missing_keys or self.unexpected_keys else '<All keys matched successfully>'

    __str__ = __repr__


def persistent(module):
    """Its own parameters and buffers that are saved, by name."""
    kept = {name: buffer for name, buffer in module._buffers.items() if name not in module._non_persistent_buffers_set}
    return {name: value for name, value in (*module._parameters.items(), *kept.items()) if value is not None}


def has_own(module, name, base):
    """Whether its class has a method of its own in the place of Module's."""
    return getattr(type(module), name, None) is not getattr(base, name)


def state_dict(module, args, destination, prefix, keep_vars):
    if args:
        warnings.warn('Positional args are being deprecated, use kwargs instead. Refer to https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.state_dict'
                      ' for details.', FutureWarning, stacklevel=3)
        destination = args[0] if destination is None else destination
        prefix = args[1] if len(args) > 1 and prefix == '' else prefix
        keep_vars = args[2] if len(args) > 2 and keep_vars is False else keep_vars
    if destination is None:
        destination = OrderedDict()
        destination._metadata = OrderedDict()
    metadata = {'version': module._version}
    if hasattr(destination, '_metadata'):
        destination._metadata[prefix[:-1]] = metadata
    for hook in module._state_dict_pre_hooks.values():
        hook(module, prefix, keep_vars)
    module._save_to_state_dict(destination, prefix, keep_vars)
    for name, child in module._modules.items():
        if child is not None:
            child.state_dict(destination=destination, prefix=f'{prefix}{name}.', keep_vars=keep_vars)
    for hook in module._state_dict_hooks.values():
        given = hook(module, destination, prefix, metadata)
        if given is not None:
            if getattr(hook, '_from_public_api', False):
                raise RuntimeError('state_dict post-hook must return None')
            destination = given
    return destination


def load_state_dict(module, given, strict, assign):
    if not isinstance(given, Mapping):
        raise TypeError(f'Expected state_dict to be dict-like, got {type(given)}.')
    missing, unexpected, problems = [], [], []
    metadata = getattr(given, '_metadata', None)
    state = OrderedDict(given)
    if metadata is not None:
        state._metadata = metadata

    def load(module, state, prefix=''):
        own = {} if metadata is None else metadata.get(prefix[:-1], {})
        if assign:
            own['assign_to_params_buffers'] = assign
        module._load_from_state_dict(state, prefix, own, True, missing, unexpected, problems)
        for name, child in module._modules.items():
            if child is not None:
                path = f'{prefix}{name}.'
                load(child, {key: value for key, value in state.items() if key.startswith(path)}, path)
        for hook in module._load_state_dict_post_hooks.values():
            if hook(module, _IncompatibleKeys(missing, unexpected)) is not None:
                raise AssertionError('Hooks registered with ``register_load_state_dict_post_hook`` are not expected to return new values, '
                                     'if incompatible_keys need to be modified, it should be done inplace.')

    load(module, state)
    if strict:
        for what, keys in (('Unexpected', unexpected), ('Missing', missing)):
            if keys:
                problems.insert(0, '{} key(s) in state_dict: {}. '.format(what, ', '.join(f'"{key}"' for key in keys)))
    if problems:
        raise RuntimeError('Error(s) in loading state_dict for {}:\n\t{}'.format(type(module).__name__, '\n\t'.join(problems)))
    return _IncompatibleKeys(missing, unexpected)


def _take(module, name, own, given, is_assigned):
    """Makes one parameter or buffer what was given."""
    with no_grad():
        if not is_assigned:
            own.copy_(given)
            return
        if isinstance(own, Parameter):
            if isinstance(given, Parameter):
                given.requires_grad_(own.requires_grad)
            else:
                given = Parameter(given, requires_grad=own.requires_grad)
        setattr(module, name, given)


def _problem(key, own, given):
    """Why what was given can't be taken."""
    if not isinstance(given, Tensor):
        return f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object from checkpoint but received {type(given)}'
    if not is_lazy(own) and given.shape != own.shape:
        return f'size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, the shape in current model is {own.shape}.'
    return None


def load_own(module, base, state, prefix, metadata, strict, missing, unexpected, problems):
    """What `_load_from_state_dict` does, of Module (`base`): a module's own tensors, not its children's."""
    for hook in module._load_state_dict_pre_hooks.values():
        hook(state, prefix, metadata, strict, missing, unexpected, problems)
    local = persistent(module)
    for name, own in local.items():
        key = prefix + name
        if key not in state:
            if strict:
                missing.append(key)
            continue
        given = state[key]
        if isinstance(given, Tensor) and not is_lazy(own) and own.dim() == 0 and given.dim() == 1 and given.shape[0] == 1:
            # As a single number was saved once.
            given = given[0]
        problem = _problem(key, own, given)
        if problem is None:
            try:
                _take(module, name, own, given, metadata.get('assign_to_params_buffers', False))
            except Exception as error:
                problem = (f'While copying the parameter named "{key}", whose dimensions in the model are {own.size()} and whose dimensions in the checkpoint are {given.size()}, '
                           f'an exception occurred : {error.args}.')
        if problem is not None:
            problems.append(problem)
    extra = prefix + EXTRA
    if has_own(module, 'set_extra_state', base):
        if extra in state:
            module.set_extra_state(state[extra])
        elif strict:
            missing.append(extra)
    elif strict and extra in state:
        unexpected.append(extra)
    if strict:
        for key in state:
            if key.startswith(prefix) and key != extra:
                name, *rest = key[len(prefix):].split('.', 1)
                if name not in (module._modules if rest else local):
                    unexpected.append(key)
