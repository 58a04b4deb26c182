"""How a module that has hooks is called: forward hooks around `forward`, and identities around its tensors whose nodes tell of the gradients."""
import warnings
import weakref
from collections import OrderedDict

from ..._tensor import Tensor
from ...autograd.function import Function
from ...autograd.grad_mode import is_grad_enabled
from ...utils.hooks import RemovableHandle

# Of all modules, by the number of their handle.
forward_pre_hooks, forward_hooks, forward_hooks_with_kwargs, forward_hooks_always_called = OrderedDict(), OrderedDict(), OrderedDict(), OrderedDict()
backward_pre_hooks, backward_hooks = OrderedDict(), OrderedDict()
#: Whether those of `backward_hooks` are full ones; None as long as there are none.
_are_full = None
#: Those that a call asks for.
of_calls = (forward_pre_hooks, forward_hooks, backward_pre_hooks, backward_hooks)

_MIXED = 'Cannot use both regular backward hooks and full backward hooks {}. Please use only one of them.'


def register(hooks, hook, others=(), prepend=False, marked=()):
    """A handle that takes the hook out of `hooks` and of `others`; in those `marked` it is named."""
    handle = RemovableHandle(hooks, extra_dict=others)
    hooks[handle.id] = hook
    for names in marked:
        names[handle.id] = True
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def register_module_forward_pre_hook(hook):
    return register(forward_pre_hooks, hook)


def register_module_forward_hook(hook, *, with_kwargs=False, always_call=False):
    marked = [names for names, is_wanted in ((forward_hooks_with_kwargs, with_kwargs), (forward_hooks_always_called, always_call)) if is_wanted]
    return register(forward_hooks, hook, forward_hooks_always_called, marked=marked)


def register_module_full_backward_pre_hook(hook):
    return register(backward_pre_hooks, hook)


def _register_backward(hook, is_full):
    global _are_full
    if _are_full is (not is_full):
        raise RuntimeError(_MIXED.format('as a global Module hook'))
    _are_full = is_full
    return register(backward_hooks, hook)


def register_module_backward_hook(hook):
    return _register_backward(hook, False)


def register_module_full_backward_hook(hook):
    return _register_backward(hook, True)


def require_one_kind(module, is_full):
    """A module's backward hooks are either all full ones, or none is."""
    if module._is_full_backward_hook is (not is_full):
        raise RuntimeError(_MIXED.format('on a single Module'))
    module._is_full_backward_hook = is_full


class BackwardHookFunction(Function):
    """An identity, whose node is where a module begins or ends."""

    @staticmethod
    def forward(ctx, *args):
        passed = tuple(arg.view_as(arg) for arg in args)
        ctx.mark_non_differentiable(*[each for each, arg in zip(passed, args) if not arg.requires_grad])
        return passed

    @staticmethod
    def backward(ctx, *args):
        return args


def _identity(values, watch):
    """The values with their tensors behind an identity whose node `watch` is given, and where those are; None where no gradient is wanted."""
    places = [place for place, value in enumerate(values) if isinstance(value, Tensor)]
    if not (is_grad_enabled() and any(values[place].requires_grad for place in places)):
        return values, None
    passed = BackwardHookFunction.apply(*[values[place] for place in places])
    watch(next(tensor.grad_fn for tensor in passed if tensor.grad_fn is not None))
    every = list(values)
    for place, tensor in zip(places, passed):
        every[place] = tensor
    return tuple(every) if type(values) is tuple else type(values)(*every), places


def _spread(places, values, count):
    every = [None] * count
    for place, value in zip(places, values):
        every[place] = value
    return tuple(every)


class _Watch:
    """Of one call of a module with full backward hooks: the gradients of what it returned, until those of what it was given are there."""

    def __init__(self, module, hooks, pre_hooks):
        self.module = module
        self.hooks = hooks
        self.pre_hooks = pre_hooks
        self.grad_outputs = None
        self.inputs = self.outputs = None

    def enter(self, args):
        self.input_count = len(args)
        args, self.inputs = _identity(args, lambda node: node.register_hook(self._at_inputs))
        # Of these the identity gives zeros back, as no gradient comes to them.
        self.constants = [] if self.inputs is None else [(place, args[place].detach()) for place in self.inputs if not args[place].requires_grad]
        return args

    def leave(self, result):
        values = result if isinstance(result, tuple) else (result,)
        self.output_count = len(values)
        values, self.outputs = _identity(values, lambda node: node.register_hook(self._at_outputs))
        return values if isinstance(result, tuple) else values[0]

    def _at_inputs(self, grad_inputs, _):
        # A gradient that comes past the outputs is none of this call's.
        if self.grad_outputs is None:
            return None
        found = list(_spread(self.inputs, grad_inputs, self.input_count))
        for place, constant in self.constants:
            found[place] = constant.new_zeros(constant.shape)
        found = tuple(found)
        for hook in self.hooks:
            given = hook(self.module, found, self.grad_outputs)
            if given is not None:
                if len(given) != len(found):
                    raise RuntimeError(f'Backward hook returned an invalid number of grad_input, got {len(given)}, but expected {len(found)}')
                found = given
        self.grad_outputs = None
        return tuple(found[place] for place in self.inputs)

    def _at_outputs(self, _, grad_outputs):
        found = _spread(self.outputs, grad_outputs, self.output_count)
        for hook in self.pre_hooks:
            given = hook(self.module, found)
            if given is not None:
                if len(given) != self.output_count:
                    raise RuntimeError(f'Backward pre hook returned an invalid number of grad_output, got {len(given)}, but expected {self.output_count}')
                found = given
        self.grad_outputs = found
        if self.inputs is None:
            self._without_inputs(found)
        return tuple(found[place] for place in self.outputs)

    def _without_inputs(self, grad_outputs):
        warnings.warn('Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require gradients. See '
                      'https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for more details.', stacklevel=5)
        for hook in self.hooks:
            given = hook(self.module, (None,) * self.input_count, grad_outputs)
            if given is not None and not (isinstance(given, tuple) and all(each is None for each in given)):
                raise RuntimeError('Backward hook for Modules where no input requires gradient should always return None or None for all gradients.')
        self.grad_outputs = None


def _backward_hooks_of(module, is_full):
    found = list(backward_hooks.values()) if _are_full is is_full else []
    return found + list(module._backward_hooks.values()) if module._is_full_backward_hook is is_full else found


def _first_tensor(value):
    while not isinstance(value, Tensor):
        value = next(each for each in value.values() if isinstance(each, Tensor)) if isinstance(value, dict) else value[0]
    return value


def _hook_last_node(module, hooks, args, result):
    """Hooks that are not full ones see the node of the result, whatever else the module did."""
    node = _first_tensor(result).grad_fn
    if node is None:
        return
    for hook in hooks:
        node.register_hook(WrappedHook(hook, module))
    problem = _problem_of_last_node(args, result, node)
    if problem is not None:
        warnings.warn(problem, FutureWarning, stacklevel=4)


_NOT_TENSORS = ('Using non-full backward hooks on a Module that does not {} a single Tensor or a tuple of Tensors is deprecated and will be removed '
                'in future versions. This hook will be missing some of the {}. Please use register_full_backward_hook to get the documented behavior.')


def _problem_of_last_node(args, result, node):
    results = (result,) if isinstance(result, Tensor) else result
    if not isinstance(results, tuple) or not all(isinstance(each, Tensor) for each in results):
        return _NOT_TENSORS.format('return', 'grad_output')
    if not isinstance(args, tuple) or not all(isinstance(each, Tensor) for each in args):
        return _NOT_TENSORS.format('take as input', 'grad_input')
    nodes = {each.grad_fn for each in results if each.grad_fn is not None}
    if len(nodes) > 1:
        return ('Using a non-full backward hook when outputs are generated by different autograd Nodes is deprecated and will be removed in future versions. '
                'This hook will be missing some grad_output. Please use register_full_backward_hook to get the documented behavior.')
    if node not in nodes:
        return ('Using a non-full backward hook when outputs are nested in python data structure is deprecated and will be removed in future versions. '
                'This hook will be missing some grad_output.')
    if {each.grad_fn for each in args if each.grad_fn is not None} != {each for each, _ in node.next_functions}:
        return ('Using a non-full backward hook when the forward contains multiple autograd Nodes is deprecated and will be removed in future versions. '
                'This hook will be missing some grad_input. Please use register_full_backward_hook to get the documented behavior.')
    return None


class WrappedHook:
    """A hook that is given its module, which it does not keep alive; or any other, so that it can be marked."""

    def __init__(self, hook, module=None):
        self.hook = hook
        self.with_module = module is not None
        self.module = weakref.ref(module) if self.with_module else None

    def __call__(self, *args, **kwargs):
        if not self.with_module:
            return self.hook(*args, **kwargs)
        module = self.module()
        if module is None:
            raise RuntimeError('You are trying to call the hook of a dead Module!')
        return self.hook(module, *args, **kwargs)

    def __getstate__(self):
        return {'hook': self.hook, 'with_module': self.with_module, 'module': self.module() if self.with_module else None}

    def __setstate__(self, state):
        if state['with_module'] and state['module'] is None:
            raise RuntimeError('You are trying to revive the hook of a dead Module!')
        self.__init__(state['hook'], state['module'])


def _before(module, args, kwargs):
    """What forward is given, after the hooks that come before it."""
    for key, hook in (*forward_pre_hooks.items(), *module._forward_pre_hooks.items()):
        if key in module._forward_pre_hooks_with_kwargs:
            given = hook(module, args, kwargs)
            if given is not None:
                if not (isinstance(given, tuple) and len(given) == 2):
                    raise RuntimeError(f'forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {given}.')
                args, kwargs = given
        else:
            given = hook(module, args)
            if given is not None:
                args = given if isinstance(given, tuple) else (given,)
    return args, kwargs


def _calls(module):
    """Forward hooks with their numbers: whether each takes keywords too, and whether it is called after an error."""
    for key, hook in (*forward_hooks.items(), *module._forward_hooks.items()):
        yield key, hook, key in module._forward_hooks_with_kwargs or key in forward_hooks_with_kwargs, key in module._forward_hooks_always_called or key in forward_hooks_always_called


def called(module, args, kwargs):
    """What the module returns, with all hooks."""
    result, done = None, set()
    try:
        pre_hooks = [*backward_pre_hooks.values(), *module._backward_pre_hooks.values()]
        full, others = _backward_hooks_of(module, True), _backward_hooks_of(module, False)
        args, kwargs = _before(module, args, kwargs)
        watch = _Watch(module, full, pre_hooks) if full or pre_hooks else None
        if watch is not None:
            args = watch.enter(args)
        result = module.forward(*args, **kwargs)
        for key, hook, takes_kwargs, _ in list(_calls(module)):
            done.add(key)
            given = hook(module, args, kwargs, result) if takes_kwargs else hook(module, args, result)
            if given is not None:
                result = given
        if watch is not None:
            if not isinstance(result, (Tensor, tuple)):
                warnings.warn(f'For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received {type(result)}', stacklevel=3)
            result = watch.leave(result)
        if others:
            _hook_last_node(module, others, args, result)
        return result
    except Exception:
        for key, hook, takes_kwargs, is_always in list(_calls(module)):
            if is_always and key not in done:
                try:
                    given = hook(module, args, kwargs, result) if takes_kwargs else hook(module, args, result)
                    result = result if given is None else given
                except Exception as error:
                    what = 'module forward hook' if key in module._forward_hooks else 'global module forward hook'
                    warnings.warn(f'{what} with ``always_call=True`` raised an exception that was silenced as another error was raised in forward: {error}', stacklevel=3)
        raise
