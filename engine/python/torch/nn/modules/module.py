"""torch.nn.Module: a tree of named parameters, buffers and modules, with PyTorch's order, messages and hooks."""
import itertools
from collections import OrderedDict, namedtuple

from ... import _types
from ..._tensor import Tensor
from ...utils.hooks import RemovableHandle
from ..parameter import Buffer, Parameter


class _IncompatibleKeys(namedtuple('IncompatibleKeys', ['missing_keys', 'unexpected_keys'])):
    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if self.missing_keys or self.unexpected_keys else '<All keys matched successfully>'

    __str__ = __repr__


def _type_text(value):
    """A value's type as PyTorch's messages name it: torch.FloatTensor, int."""
    return value.type() if type(value) in (Tensor, Parameter) else type(value).__name__


def _indented(text, count):
    first, *rest = text.split('\n')
    return '\n'.join([first, *(' ' * count + line for line in rest)])


def _unimplemented(self, *input):
    raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')


class Module:
    """Base class of models: assign parameters and modules as attributes, define `forward`."""

    dump_patches = False
    _version = 1
    call_super_init = False
    forward = _unimplemented

    def __init__(self, *args, **kwargs):
        if not self.call_super_init:
            if kwargs:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{next(iter(kwargs))}'")
            if args:
                raise TypeError(f'{type(self).__name__}.__init__() takes 1 positional argument but {len(args) + 1} were given')
        for name, value in (
            ('training', True), ('_parameters', {}), ('_buffers', {}), ('_non_persistent_buffers_set', set()),
            ('_backward_pre_hooks', OrderedDict()), ('_backward_hooks', OrderedDict()), ('_is_full_backward_hook', None),
            ('_forward_hooks', OrderedDict()), ('_forward_hooks_with_kwargs', OrderedDict()), ('_forward_hooks_always_called', OrderedDict()),
            ('_forward_pre_hooks', OrderedDict()), ('_forward_pre_hooks_with_kwargs', OrderedDict()), ('_state_dict_hooks', OrderedDict()),
            ('_state_dict_pre_hooks', OrderedDict()), ('_load_state_dict_pre_hooks', OrderedDict()), ('_load_state_dict_post_hooks', OrderedDict()),
            ('_modules', {}),
        ):
            object.__setattr__(self, name, value)

    # Calling

    def __call__(self, *args, **kwargs):
        if not (self._forward_pre_hooks or self._forward_hooks):
            return self.forward(*args, **kwargs)
        for key, hook in list(self._forward_pre_hooks.items()):
            if key in self._forward_pre_hooks_with_kwargs:
                result = hook(self, args, kwargs)
                if result is not None:
                    args, kwargs = result
            else:
                result = hook(self, args)
                if result is not None:
                    args = result if isinstance(result, tuple) else (result,)
        output = self.forward(*args, **kwargs)
        for key, hook in list(self._forward_hooks.items()):
            result = hook(self, args, kwargs, output) if key in self._forward_hooks_with_kwargs else hook(self, args, output)
            if result is not None:
                output = result
        return output

    _call_impl = __call__

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        return self._registered(self._forward_pre_hooks, self._forward_pre_hooks_with_kwargs, self._forward_pre_hooks_with_kwargs, hook, prepend, with_kwargs)

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        others = [self._forward_hooks_with_kwargs, self._forward_hooks_always_called]
        return self._registered(self._forward_hooks, self._forward_hooks_with_kwargs, others, hook, prepend, with_kwargs)

    def _registered(self, hooks, with_kwargs_hooks, others, hook, prepend, with_kwargs):
        handle = RemovableHandle(hooks, extra_dict=others)
        hooks[handle.id] = hook
        if with_kwargs:
            with_kwargs_hooks[handle.id] = True
        if prepend:
            hooks.move_to_end(handle.id, last=False)
        return handle

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
        params = fields.get('_parameters')
        if isinstance(value, Parameter):
            if params is None:
                raise AttributeError('cannot assign parameters before Module.__init__() call')
            _drop(name, fields, fields['_buffers'], fields['_modules'], fields['_non_persistent_buffers_set'])
            self.register_parameter(name, value)
            return
        if params is not None and name in params:
            if value is not None:
                raise TypeError(f"cannot assign '{_type_text(value)}' as parameter '{name}' (torch.nn.Parameter or None expected)")
            self.register_parameter(name, value)
            return
        modules = fields.get('_modules')
        if isinstance(value, Module):
            if modules is None:
                raise AttributeError('cannot assign module before Module.__init__() call')
            _drop(name, fields, params, fields['_buffers'], fields['_non_persistent_buffers_set'])
            modules[name] = value
            return
        if modules is not None and name in modules:
            if value is not None:
                raise TypeError(f"cannot assign '{_type_text(value)}' as child module '{name}' (torch.nn.Module or None expected)")
            modules[name] = value
            return
        buffers = fields.get('_buffers')
        if isinstance(value, Buffer) or (buffers is not None and name in buffers):
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(f"cannot assign '{_type_text(value)}' as buffer '{name}' (torch.nn.Buffer, torch.Tensor or None expected)")
            if buffers is None:
                raise AttributeError('cannot assign buffer before Module.__init__() call')
            if name in buffers:
                buffers[name] = value
            else:
                _drop(name, fields, params, modules, fields['_non_persistent_buffers_set'])
                self.register_buffer(name, value, value.persistent)
            return
        object.__setattr__(self, name, value)

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

    def _check_name(self, kind, name, held):
        if '_parameters' not in self.__dict__:
            raise AttributeError(f'cannot assign {kind} before Module.__init__() call')
        if not isinstance(name, str):
            raise TypeError(f'{kind} name should be a string. Got {type(name).__name__}')
        if '.' in name:
            raise KeyError(f'{kind} name can\'t contain "."' + (f', got: {name}' if kind == 'module' else ''))
        if name == '':
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if hasattr(self, name) and name not in held:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name, param):
        self._check_name('parameter', name, self.__dict__.get('_parameters', ()))
        if param is None:
            self._parameters[name] = None
            return
        if not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{_type_text(param)}' object to parameter '{name}' (torch.nn.Parameter or None required)")
        if param.grad_fn is not None:
            raise ValueError(f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be created explicitly. To express '{name}' "
                             'as a function of another Tensor, compute the value in the forward() method.')
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        self._check_name('buffer', name, self.__dict__.get('_buffers', ()))
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"cannot assign '{_type_text(tensor)}' object to buffer '{name}' (torch Tensor or None required)")
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name, module):
        if not isinstance(module, Module) and module is not None:
            raise TypeError(f'{_type_text(module)} is not a Module subclass')
        self._check_name('module', name, self.__dict__.get('_modules', ()))
        self._modules[name] = module

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

    def modules(self):
        for _, module in self.named_modules():
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

    def _get_member(self, target, kind, cls):
        path, _, name = target.rpartition('.')
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f'{module._get_name()} has no attribute `{name}`')
        value = getattr(module, name)
        if not isinstance(value, cls):
            raise AttributeError(f'`{name}` is not {kind}')
        return value

    def get_parameter(self, target):
        return self._get_member(target, 'an nn.Parameter', Parameter)

    def get_buffer(self, target):
        return self._get_member(target, 'a buffer', Tensor)

    # State

    def state_dict(self, *args, destination=None, prefix='', keep_vars=False):
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        destination._metadata[prefix[:-1]] = {'version': self._version}
        for hook in self._state_dict_pre_hooks.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=f'{prefix}{name}.', keep_vars=keep_vars)
        for hook in self._state_dict_hooks.values():
            result = hook(self, destination, prefix, {'version': self._version})
            if result is not None:
                destination = result
        return destination

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, parameter in self._parameters.items():
            if parameter is not None:
                destination[prefix + name] = parameter if keep_vars else parameter.detach()
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                destination[prefix + name] = buffer if keep_vars else buffer.detach()

    def load_state_dict(self, state_dict, strict=True, assign=False):
        if not hasattr(state_dict, 'keys'):
            raise TypeError(f'Expected state_dict to be dict-like, got {type(state_dict)}.')
        missing, unexpected, problems = [], [], []
        known = set()

        def load(module, prefix):
            module._load_from_state_dict(state_dict, prefix, {}, True, missing, unexpected, problems)
            known.update(prefix + name for name in itertools.chain(module._parameters, module._buffers))
            for name, child in module._modules.items():
                if child is not None:
                    load(child, f'{prefix}{name}.')

        self._assigning = assign
        try:
            load(self, '')
        finally:
            del self._assigning
        if strict:
            if unexpected:
                problems.insert(0, 'Unexpected key(s) in state_dict: {}. '.format(', '.join(f'"{key}"' for key in unexpected)))
            if missing:
                problems.insert(0, 'Missing key(s) in state_dict: {}. '.format(', '.join(f'"{key}"' for key in missing)))
        if problems:
            raise RuntimeError('Error(s) in loading state_dict for {}:\n\t{}'.format(type(self).__name__, '\n\t'.join(problems)))
        return _IncompatibleKeys(missing, unexpected)

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        from ...autograd.grad_mode import no_grad
        persistent = {name: value for name, value in self._buffers.items() if name not in self._non_persistent_buffers_set}
        local = {name: value for name, value in (*self._parameters.items(), *persistent.items()) if value is not None}
        for name, value in local.items():
            key = prefix + name
            if key not in state_dict:
                if strict:
                    missing_keys.append(key)
                continue
            given = state_dict[key]
            if not isinstance(given, Tensor):
                error_msgs.append(f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object from checkpoint but received {type(given)}')
                continue
            if given.dim() == 1 and value.dim() == 0 and given.shape[0] == 1:
                given = given[0]
            if given.shape != value.shape:
                error_msgs.append(f'size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, '
                                  f'the shape in current model is {value.shape}.')
                continue
            with no_grad():
                value.copy_(given)
        if strict:
            for key in state_dict.keys():
                if key.startswith(prefix):
                    name, *rest = key[len(prefix):].split('.')
                    if rest and name not in self._modules or not rest and name not in local:
                        unexpected_keys.append(key)

    # Changing all of it

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def _apply(self, fn, recurse=True):
        from ...autograd.grad_mode import no_grad
        if recurse:
            for module in self.children():
                module._apply(fn)
        for parameter in self._parameters.values():
            if parameter is None:
                continue
            with no_grad():
                changed = fn(parameter)
            if changed is not parameter:
                if changed.dtype is parameter.dtype:
                    parameter.data = changed
                else:
                    self._retype(parameter, changed)
            if parameter.grad is not None:
                with no_grad():
                    grad = fn(parameter.grad)
                parameter.grad = grad
        for key, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[key] = fn(buffer)
        return self

    @staticmethod
    def _retype(parameter, changed):
        """The same Parameter object with bytes of another dtype."""
        parameter.grad = None
        fresh = Parameter(changed, parameter.requires_grad)
        parameter._h, fresh._h = fresh._h, parameter._h

    def to(self, *args, device=None, dtype=None, non_blocking=False, memory_format=None):
        for value in args:
            if isinstance(value, _types.dtype):
                dtype = value
            elif isinstance(value, Tensor):
                dtype = value.dtype
            else:
                device = value
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f'nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}')
        if device is not None:
            _types.require_cpu(device)
        return self if dtype is None else self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def type(self, dst_type):
        return self._apply(lambda t: t.type(dst_type))

    def float(self):
        return self.to(_types.float32)

    def double(self):
        return self.to(_types.float64)

    def half(self):
        return self.to(_types.float16)

    def bfloat16(self):
        return self.to(_types.bfloat16)

    def cpu(self):
        return self

    def cuda(self, device=None):
        return self._apply(lambda t: t.cuda(device))

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
                    parameter.grad = parameter.grad.detach().zero_()

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
