"""torch.nn.Module: a tree of named parameters, buffers and modules, with PyTorch's order and messages."""
import inspect
from collections import OrderedDict

from ... import _types
from ..._settings import typename
from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad
from ..parameter import Buffer, Parameter
from . import _calling, _state
from ._calling import (register, register_module_backward_hook, register_module_forward_hook, register_module_forward_pre_hook,  # noqa: F401
                       register_module_full_backward_hook, register_module_full_backward_pre_hook)
from ._state import _IncompatibleKeys  # noqa: F401

# Hooks of all modules, called when something is registered.
_buffer_hooks, _module_hooks, _parameter_hooks = OrderedDict(), OrderedDict(), OrderedDict()
_BUG = 'Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug.'


def register_module_buffer_registration_hook(hook):
    return register(_buffer_hooks, hook)


def register_module_module_registration_hook(hook):
    return register(_module_hooks, hook)


def register_module_parameter_registration_hook(hook):
    return register(_parameter_hooks, hook)


def _after_hooks(hooks, module, name, value):
    for hook in hooks.values():
        given = hook(module, name, value)
        value = value if given is None else given
    return value


def _indented(text, count):
    first, *rest = text.split('\n')
    return '\n'.join([first, *(' ' * count + line if line.strip() else '' for line in rest)])


def _forward_unimplemented(self, *input):
    raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')


# What each module has, in PyTorch's order.
_REGISTRIES = (
    ('_parameters', dict), ('_buffers', dict), ('_non_persistent_buffers_set', set), ('_backward_pre_hooks', OrderedDict), ('_backward_hooks', OrderedDict),
    ('_is_full_backward_hook', lambda: None), ('_forward_hooks', OrderedDict), ('_forward_hooks_with_kwargs', OrderedDict), ('_forward_hooks_always_called', OrderedDict),
    ('_forward_pre_hooks', OrderedDict), ('_forward_pre_hooks_with_kwargs', OrderedDict), ('_state_dict_hooks', OrderedDict), ('_state_dict_pre_hooks', OrderedDict),
    ('_load_state_dict_pre_hooks', OrderedDict), ('_load_state_dict_post_hooks', OrderedDict), ('_modules', dict),
)


class Module:
    """Base class of models: assign parameters and modules as attributes, define `forward`."""

    dump_patches = False
    _version = 1
    call_super_init = False
    forward = _forward_unimplemented

    def __init__(self, *args, **kwargs):
        if not self.call_super_init:
            if kwargs:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{next(iter(kwargs))}'")
            if args:
                raise TypeError(f'{type(self).__name__}.__init__() takes 1 positional argument but {len(args) + 1} were given')
        object.__setattr__(self, 'training', True)
        for name, made in _REGISTRIES:
            object.__setattr__(self, name, made())
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    # Calling

    def __call__(self, *args, **kwargs):
        if self._backward_hooks or self._backward_pre_hooks or self._forward_hooks or self._forward_pre_hooks or any(_calling.of_calls):
            return _calling.called(self, args, kwargs)
        return self.forward(*args, **kwargs)

    _call_impl = __call__

    def compile(self, *args, **kwargs):
        """There is nothing that would be compiled: calls stay as they are."""

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        return register(self._forward_pre_hooks, hook, self._forward_pre_hooks_with_kwargs, prepend, [self._forward_pre_hooks_with_kwargs] if with_kwargs else ())

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        others = (self._forward_hooks_with_kwargs, self._forward_hooks_always_called)
        return register(self._forward_hooks, hook, others, prepend, [names for names, is_wanted in zip(others, (with_kwargs, always_call)) if is_wanted])

    def register_full_backward_pre_hook(self, hook, prepend=False):
        return register(self._backward_pre_hooks, hook, prepend=prepend)

    def register_backward_hook(self, hook):
        _calling.require_one_kind(self, False)
        return register(self._backward_hooks, hook)

    def register_full_backward_hook(self, hook, prepend=False):
        _calling.require_one_kind(self, True)
        return register(self._backward_hooks, hook, prepend=prepend)

    # Attributes

    def __getattr__(self, name):
        fields = self.__dict__
        for kind in ('_parameters', '_buffers', '_modules'):
            held = fields.get(kind)
            if held is not None and name in held:
                return held[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name, value):
        fields = self.__dict__
        params, modules, buffers = fields.get('_parameters'), fields.get('_modules'), fields.get('_buffers')
        if isinstance(value, Parameter):
            if params is None:
                raise AttributeError('cannot assign parameters before Module.__init__() call')
            _drop(name, fields, buffers, modules, self._non_persistent_buffers_set)
            self.register_parameter(name, value)
        elif params is not None and name in params:
            if value is not None:
                raise TypeError(f"cannot assign '{typename(value)}' as parameter '{name}' (torch.nn.Parameter or None expected)")
            self.register_parameter(name, value)
        elif isinstance(value, Module):
            if modules is None:
                raise AttributeError('cannot assign module before Module.__init__() call')
            _drop(name, fields, params, buffers, self._non_persistent_buffers_set)
            modules[name] = _after_hooks(_module_hooks, self, name, value)
        elif modules is not None and name in modules:
            if value is not None:
                raise TypeError(f"cannot assign '{typename(value)}' as child module '{name}' (torch.nn.Module or None expected)")
            modules[name] = _after_hooks(_module_hooks, self, name, value)
        elif isinstance(value, Buffer) or (buffers is not None and name in buffers):
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(f"cannot assign '{typename(value)}' as buffer '{name}' (torch.nn.Buffer, torch.Tensor or None expected)")
            self._set_buffer(name, value, value.persistent if isinstance(value, Buffer) else name not in self._non_persistent_buffers_set)
        else:
            object.__setattr__(self, name, value)

    def _set_buffer(self, name, value, persistent):
        """By `register_buffer`, which a subclass may have of its own, without the third argument."""
        if _state.has_own(self, 'register_buffer', Module) and 'persistent' not in inspect.signature(self.register_buffer).parameters:
            if not persistent:
                raise RuntimeError('Registering a non-persistent buffer on a Module subclass that implements register_buffer() without the persistent argument is not allowed.')
            self.register_buffer(name, value)
        else:
            self.register_buffer(name, value, persistent)

    def __delattr__(self, name):
        for kind in ('_parameters', '_buffers', '_modules'):
            if name in self.__dict__.get(kind, ()):
                del self.__dict__[kind][name]
                self._non_persistent_buffers_set.discard(name)
                return
        object.__delattr__(self, name)

    def __dir__(self):
        names = [*dir(type(self)), *self.__dict__, *self._parameters, *self._modules, *self._buffers]
        return sorted(name for name in names if not name[0].isdigit())

    def __setstate__(self, state):
        self.__dict__.update(state)
        for name, made in _REGISTRIES:
            # Of a module that was saved before there was such a thing.
            if name not in self.__dict__:
                object.__setattr__(self, name, made())

    def _check_name(self, kind, name, held):
        if '_parameters' not in self.__dict__:
            raise AttributeError(f'cannot assign {kind} before Module.__init__() call')
        if not isinstance(name, str):
            raise TypeError(f'{kind} name should be a string. Got {typename(name)}')
        # Of a module this is asked first.
        is_taken = hasattr(self, name) and name not in held
        if is_taken and kind == 'module':
            raise KeyError(f"attribute '{name}' already exists")
        if '.' in name:
            raise KeyError(f'{kind} name can\'t contain "."' + (f', got: {name}' if kind == 'module' else ''))
        if name == '':
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if is_taken:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name, param):
        self._check_name('parameter', name, self.__dict__.get('_parameters', ()))
        if param is None:
            self._parameters[name] = None
            return
        if not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{typename(param)}' object to parameter '{name}' (torch.nn.Parameter or None required)")
        if param.grad_fn is not None:
            raise ValueError(f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be created explicitly. To express '{name}' "
                             'as a function of another Tensor, compute the value in the forward() method.')
        self._parameters[name] = _after_hooks(_parameter_hooks, self, name, param)

    def register_buffer(self, name, tensor, persistent=True):
        self._check_name('buffer', name, self.__dict__.get('_buffers', ()))
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"cannot assign '{typename(tensor)}' object to buffer '{name}' (torch Tensor or None required)")
        self._buffers[name] = _after_hooks(_buffer_hooks, self, name, tensor)
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name, module):
        if not isinstance(module, Module) and module is not None:
            raise TypeError(f'{typename(module)} is not a Module subclass')
        self._check_name('module', name, self.__dict__.get('_modules', ()))
        self._modules[name] = _after_hooks(_module_hooks, self, name, module)

    def register_module(self, name, module):
        self.add_module(name, module)

    # Walking the tree

    def named_modules(self, memo=None, prefix='', remove_duplicate=True):
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f'{prefix}.{name}' if prefix else name, remove_duplicate)

    def modules(self, remove_duplicate=True):
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_children(self):
        seen = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def children(self):
        for _, module in self.named_children():
            yield module

    def _named_members(self, members, prefix='', recurse=True, remove_duplicate=True):
        seen = set()
        modules = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]
        for module_prefix, module in modules:
            for name, value in members(module):
                if value is None or value in seen:
                    continue
                if remove_duplicate:
                    seen.add(value)
                yield f'{module_prefix}.{name}' if module_prefix else name, value

    def named_parameters(self, prefix='', recurse=True, remove_duplicate=True):
        yield from self._named_members(lambda module: module._parameters.items(), prefix, recurse, remove_duplicate)

    def parameters(self, recurse=True):
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(self, prefix='', recurse=True, remove_duplicate=True):
        yield from self._named_members(lambda module: module._buffers.items(), prefix, recurse, remove_duplicate)

    def buffers(self, recurse=True):
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def get_submodule(self, target):
        module = self
        for name in target.split('.') if target else ():
            if not hasattr(module, name):
                raise AttributeError(f'{module._get_name()} has no attribute `{name}`')
            module = getattr(module, name)
            if not isinstance(module, Module):
                raise AttributeError(f'`{name}` is not an nn.Module')
        return module

    def set_submodule(self, target, module, strict=False):
        if target == '':
            raise ValueError('Cannot set the submodule without a target name!')
        if not isinstance(module, Module):
            raise ValueError(f'`module` is not an nn.Module, found {type(module)}')
        path, _, name = target.rpartition('.')
        parent = self.get_submodule(path)
        if strict and not hasattr(parent, name):
            raise AttributeError(f'{parent._get_name()} has no attribute `{name}`')
        if hasattr(parent, name) and not isinstance(getattr(parent, name), Module):
            raise AttributeError(f'`{name}` is not an nn.Module')
        setattr(parent, name, module)

    def _member(self, target):
        """The module that has it, its name there, and what it is."""
        path, _, name = target.rpartition('.')
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f'{module._get_name()} has no attribute `{name}`')
        return module, name, getattr(module, name)

    def get_parameter(self, target):
        _, name, value = self._member(target)
        if not isinstance(value, Parameter):
            raise AttributeError(f'`{name}` is not an nn.Parameter')
        return value

    def get_buffer(self, target):
        module, name, value = self._member(target)
        if name not in module._buffers:
            raise AttributeError(f'`{name}` is not a buffer')
        return value

    # State

    def state_dict(self, *args, destination=None, prefix='', keep_vars=False):
        return _state.state_dict(self, args, destination, prefix, keep_vars)

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, value in _state.persistent(self).items():
            destination[prefix + name] = value if keep_vars else value.detach()
        if _state.has_own(self, 'get_extra_state', Module):
            destination[prefix + _state.EXTRA] = self.get_extra_state()

    def load_state_dict(self, state_dict, strict=True, assign=False):
        return _state.load_state_dict(self, state_dict, strict, assign)

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        _state.load_own(self, Module, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)

    def get_extra_state(self):
        raise RuntimeError(f'Reached a code path in Module.get_extra_state() that should never be called. {_BUG}')

    def set_extra_state(self, state):
        raise RuntimeError(f'Reached a code path in Module.set_extra_state() that should never be called. {_BUG}')

    def register_state_dict_pre_hook(self, hook):
        return register(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook):
        hook._from_public_api = True
        return register(self._state_dict_hooks, hook)

    def _register_state_dict_hook(self, hook):
        if getattr(hook, '_from_public_api', False):
            raise RuntimeError('Cannot register the same function as the state dict post hook that was previously registered via register_state_dict_post_hook')
        return register(self._state_dict_hooks, hook)

    def _register_load_state_dict_pre_hook(self, hook, with_module=False):
        return register(self._load_state_dict_pre_hooks, _calling.WrappedHook(hook, self if with_module else None))

    def register_load_state_dict_pre_hook(self, hook):
        return self._register_load_state_dict_pre_hook(hook, with_module=True)

    def register_load_state_dict_post_hook(self, hook):
        return register(self._load_state_dict_post_hooks, hook)

    # Changing all of it

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def _apply(self, fn, recurse=True):
        if recurse:
            for module in self.children():
                module._apply(fn)
        for parameter in self._parameters.values():
            if parameter is None:
                continue
            grad = parameter.grad
            with no_grad():
                changed = fn(parameter)
                if changed is not parameter:
                    _replace(parameter, changed)
                if grad is not None:
                    parameter.grad = fn(grad).requires_grad_(grad.requires_grad)
        for key, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[key] = fn(buffer)
        return self

    def to(self, *args, memory_format=None, **kwargs):
        dtype = _asked_dtype(args, kwargs)
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f'nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}')

        def convert(tensor):
            if (args or kwargs) and (dtype is None or tensor.is_floating_point()):
                tensor = tensor.to(*args, **kwargs)
            return tensor if memory_format is None or tensor.dim() not in (4, 5) else tensor.to(memory_format=memory_format)
        return self._apply(convert)

    def to_empty(self, *, device, recurse=True):
        import torch
        return self._apply(lambda tensor: torch.empty_like(tensor, device=device), recurse=recurse)

    def type(self, dst_type):
        return self._apply(lambda tensor: tensor.type(dst_type))

    def float(self):
        return self._apply(lambda tensor: tensor.float() if tensor.is_floating_point() else tensor)

    def double(self):
        return self._apply(lambda tensor: tensor.double() if tensor.is_floating_point() else tensor)

    def half(self):
        return self._apply(lambda tensor: tensor.half() if tensor.is_floating_point() else tensor)

    def bfloat16(self):
        return self._apply(lambda tensor: tensor.bfloat16() if tensor.is_floating_point() else tensor)

    def cpu(self):
        return self._apply(lambda tensor: tensor.cpu())

    def cuda(self, device=None):
        return self._apply(lambda tensor: tensor.cuda(device))

    def ipu(self, device=None):
        return self._apply(lambda tensor: tensor.ipu(device))

    def xpu(self, device=None):
        return self._apply(lambda tensor: tensor.xpu(device))

    def mtia(self, device=None):
        return self._apply(lambda tensor: tensor.mtia(device))

    def share_memory(self):
        return self._apply(lambda tensor: tensor.share_memory_())

    def train(self, mode=True):
        if not isinstance(mode, bool):
            raise ValueError('training mode is expected to be boolean')
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self):
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        for parameter in self.parameters():
            if parameter.grad is not None:
                if set_to_none:
                    parameter.grad = None
                else:
                    if parameter.grad.grad_fn is not None:
                        parameter.grad.detach_()
                    else:
                        parameter.grad.requires_grad_(False)
                    parameter.grad.zero_()

    # Printing

    def _get_name(self):
        return type(self).__name__

    def extra_repr(self):
        return ''

    def __repr__(self):
        extra = self.extra_repr()
        extra_lines = extra.split('\n') if extra else []
        child_lines = [f'({name}): {_indented(repr(module), 2)}' for name, module in self._modules.items()]
        lines = extra_lines + child_lines
        text = self._get_name() + '('
        if lines:
            text += extra_lines[0] if len(extra_lines) == 1 and not child_lines else '\n  ' + '\n  '.join(lines) + '\n'
        return text + ')'


def _drop(name, *holders):
    for holder in holders:
        if name in holder:
            if isinstance(holder, dict):
                del holder[name]
            else:
                holder.discard(name)


def _replace(parameter, changed):
    """The same Parameter object on other bytes."""
    if changed.dtype is parameter.dtype:
        parameter.data = changed
        return
    parameter.grad = None
    fresh = Parameter(changed, parameter.requires_grad)
    parameter._h, fresh._h = fresh._h, parameter._h


def _asked_dtype(args, kwargs):
    """The dtype among the arguments of `to`."""
    for value in (*args, *kwargs.values()):
        if isinstance(value, (_types.dtype, Tensor)):
            return value.dtype if isinstance(value, Tensor) else value
    return None
