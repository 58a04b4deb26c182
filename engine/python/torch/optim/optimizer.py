"""torch.optim.Optimizer: parameter groups, state and hooks. What one step computes is the subclass's."""
import functools
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from copy import deepcopy
from itertools import chain

import torch

from .._settings import typename
from .._tensor import Tensor
from ..autograd.grad_mode import enable_grad
from ..utils.hooks import RemovableHandle

_global_optimizer_pre_hooks = OrderedDict()
_global_optimizer_post_hooks = OrderedDict()


_HOOKS = tuple(f'_optimizer_{what}_hooks' for what in ('step_pre', 'step_post', 'state_dict_pre', 'state_dict_post', 'load_state_dict_pre', 'load_state_dict_post'))


class _RequiredParameter:
    def __repr__(self):
        return '<required parameter>'


required = _RequiredParameter()


def register_optimizer_step_pre_hook(hook):
    """`hook(optimizer, args, kwargs)` before every step of every optimizer."""
    handle = RemovableHandle(_global_optimizer_pre_hooks)
    _global_optimizer_pre_hooks[handle.id] = hook
    return handle


def register_optimizer_step_post_hook(hook):
    handle = RemovableHandle(_global_optimizer_post_hooks)
    _global_optimizer_post_hooks[handle.id] = hook
    return handle


class Optimizer:
    """Base class. `param_groups`: dicts with 'params' and hyperparameters; `state`: a dict for each parameter."""

    def __init__(self, params, defaults):
        self.defaults = defaults
        for name in _HOOKS:
            setattr(self, name, OrderedDict())
        self._patch_step_function()
        if isinstance(params, Tensor):
            raise TypeError(f'params argument given to the optimizer should be an iterable of Tensors or dicts, but got {typename(params)}')
        self.state = defaultdict(dict)
        self.param_groups = []
        groups = list(params)
        if not groups:
            raise ValueError('optimizer got an empty parameter list')
        if not isinstance(groups[0], dict):
            groups = [{'params': groups}]
        for group in groups:
            self.add_param_group(group)
        self._warned_capturable_if_run_uncaptured = True

    def __getstate__(self):
        return {'defaults': self.defaults, 'state': self.state, 'param_groups': self.param_groups}

    def __setstate__(self, state):
        self.__dict__.update(state)
        for name in _HOOKS:
            self.__dict__.setdefault(name, OrderedDict())
        self._patch_step_function()
        self.defaults.setdefault('differentiable', False)

    def __repr__(self):
        text = type(self).__name__ + ' ('
        for i, group in enumerate(self.param_groups):
            text += f'\nParameter Group {i}\n'
            for key in sorted(group):
                if key != 'params':
                    text += f'    {key}: {group[key]}\n'
        return text + ')'

    def _patch_step_function(self):
        self._zero_grad_profile_name = f'Optimizer.zero_grad#{type(self).__name__}.zero_grad'
        step = type(self).step
        if not getattr(step, 'hooked', None):
            type(self).step = self.profile_hook_step(step)
            type(self).step.hooked = True

    @staticmethod
    def profile_hook_step(func):
        """Runs the hooks around `step`."""
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            self = args[0]
            for hook in chain(_global_optimizer_pre_hooks.values(), self._optimizer_step_pre_hooks.values()):
                result = hook(self, args, kwargs)
                if result is not None:
                    if not (isinstance(result, tuple) and len(result) == 2):
                        raise RuntimeError(f'{func} must return None or a tuple of (new_args, new_kwargs), but got {result}.')
                    args, kwargs = result
            out = func(*args, **kwargs)
            self._optimizer_step_code()
            for hook in chain(self._optimizer_step_post_hooks.values(), _global_optimizer_post_hooks.values()):
                hook(self, args, kwargs)
            return out
        return wrapper

    def _optimizer_step_code(self):
        """Where PyTorch's profiler looks on."""

    def _register(self, name, hook, prepend=False):
        hooks = getattr(self, name)
        handle = RemovableHandle(hooks)
        hooks[handle.id] = hook
        if prepend:
            hooks.move_to_end(handle.id, last=False)
        return handle

    def register_step_pre_hook(self, hook):
        """`hook(optimizer, args, kwargs)` before each step; may answer other arguments."""
        return self._register('_optimizer_step_pre_hooks', hook)

    def register_step_post_hook(self, hook):
        return self._register('_optimizer_step_post_hooks', hook)

    def register_state_dict_pre_hook(self, hook, prepend=False):
        """`hook(optimizer)` before `state_dict`."""
        return self._register('_optimizer_state_dict_pre_hooks', hook, prepend)

    def register_state_dict_post_hook(self, hook, prepend=False):
        """`hook(optimizer, state_dict)` after it; may answer another one."""
        return self._register('_optimizer_state_dict_post_hooks', hook, prepend)

    def register_load_state_dict_pre_hook(self, hook, prepend=False):
        """`hook(optimizer, state_dict)` with a shallow copy of what is loaded; may answer another one."""
        return self._register('_optimizer_load_state_dict_pre_hooks', hook, prepend)

    def register_load_state_dict_post_hook(self, hook, prepend=False):
        """`hook(optimizer)` when it is loaded."""
        return self._register('_optimizer_load_state_dict_post_hooks', hook, prepend)

    def step(self, closure=None):
        raise NotImplementedError

    @staticmethod
    def _loss_of(closure):
        """What a step answers: the loss that its closure computes anew, gradients and all."""
        if closure is None:
            return None
        with enable_grad():
            return closure()

    def zero_grad(self, set_to_none=True):
        if not hasattr(self, '_zero_grad_profile_name'):
            self._patch_step_function()
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is not None:
                    if set_to_none:
                        p.grad = None
                    else:
                        if p.grad.grad_fn is not None:
                            p.grad.detach_()
                        else:
                            p.grad.requires_grad_(False)
                        p.grad.zero_()

    def add_param_group(self, param_group):
        if not isinstance(param_group, dict):
            raise TypeError(f'param_group must be a dict, but got {type(param_group)}')
        params = param_group['params']
        if isinstance(params, Tensor):
            param_group['params'] = [params]
        elif isinstance(params, set):
            raise TypeError('optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. '
                            'Please use a list instead.')
        else:
            param_group['params'] = list(params)
        named = [item[0] for item in param_group['params'] if isinstance(item, tuple)]
        param_group['params'] = [item[1] if isinstance(item, tuple) else item for item in param_group['params']]
        if named:
            if len(named) != len(param_group['params']):
                raise ValueError('all optimizer params should be with/without names. Some param names are missing')
            param_group['param_names'] = named
        for param in param_group['params']:
            if not isinstance(param, Tensor):
                raise TypeError('optimizer can only optimize Tensors, but one of the params is ' + typename(param))
            if not self.defaults.get('differentiable', None) and not (param.is_leaf or param.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
        for name, default in self.defaults.items():
            if default is required and name not in param_group:
                raise ValueError(f"parameter group didn't specify a value of required optimization parameter {name}")
            param_group.setdefault(name, default)
        params = param_group['params']
        if len(params) != len(set(params)):
            warnings.warn('optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; '
                          'see github.com/pytorch/pytorch/issues/40967 for more information', stacklevel=3)
        for group in self.param_groups:
            if ('param_names' in param_group) != ('param_names' in group):
                raise ValueError('all optimizer param groups should be with/without names. cannot add param group '
                                 f'{"with" if "param_names" in param_group else "without"} names to the optimizer')
        if not set(params).isdisjoint(p for group in self.param_groups for p in group['params']):
            raise ValueError('some parameters appear in more than one parameter group')
        self.param_groups.append(param_group)

    def state_dict(self):
        for hook in self._optimizer_state_dict_pre_hooks.values():
            hook(self)
        numbers, count = {}, 0
        groups = []
        for group in self.param_groups:
            for place, p in enumerate(group['params'], count):
                numbers.setdefault(id(p), place)
            count += len(group['params'])
            groups.append({**{key: value for key, value in group.items() if key != 'params'}, 'params': [numbers[id(p)] for p in group['params']]})
        state_dict = {'state': {(numbers[id(key)] if isinstance(key, Tensor) else key): value for key, value in self.state.items()}, 'param_groups': groups}
        for hook in self._optimizer_state_dict_post_hooks.values():
            result = hook(self, state_dict)
            if result is not None:
                state_dict = result
        return state_dict

    @staticmethod
    def _process_value_according_to_param_policy(param, value, param_id, param_groups, key=None):
        """A tensor of a loaded state as it suits the parameter: its dtype, but for the count of steps."""
        if param_groups is None:
            raise AssertionError('Expected param_groups to be set')
        if key != 'step':
            return value.to(dtype=param.dtype, device=param.device) if param.is_floating_point() else value.to(device=param.device)
        group = next((group for group in param_groups if param_id in group['params']), {})
        is_on_device = group.get('capturable', False) or group.get('fused', False)
        return value.to(dtype=torch.float32, device=param.device) if is_on_device else value

    def load_state_dict(self, state_dict):
        state_dict = state_dict.copy()
        for hook in self._optimizer_load_state_dict_pre_hooks.values():
            result = hook(self, state_dict)
            if result is not None:
                state_dict = result
        saved = deepcopy(state_dict['param_groups'])
        if len(saved) != len(self.param_groups):
            raise ValueError('loaded state dict has a different number of parameter groups')
        if any(len(own['params']) != len(other['params']) for own, other in zip(self.param_groups, saved)):
            raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group")
        by_number = dict(zip(chain.from_iterable(group['params'] for group in saved), chain.from_iterable(group['params'] for group in self.param_groups)))

        def cast(param, number, value, key=None):
            if isinstance(value, Tensor):
                return Optimizer._process_value_according_to_param_policy(param, value, number, state_dict['param_groups'], key)
            if isinstance(value, dict):
                return {name: cast(param, number, part, name) for name, part in value.items()}
            if isinstance(value, Iterable):
                return type(value)(cast(param, number, part) for part in value)
            return value

        state = defaultdict(dict)
        for number, value in state_dict['state'].items():
            if number in by_number:
                state[by_number[number]] = cast(by_number[number], number, value)
            else:
                state[number] = value
        for own, other in zip(self.param_groups, saved):
            other['params'] = own['params']
            if 'param_names' in own:
                other.setdefault('param_names', own['param_names'])
        self.__setstate__({'state': state, 'param_groups': saved})
        for hook in self._optimizer_load_state_dict_post_hooks.values():
            hook(self)
