"""torch.jit without TorchScript: a scripted function or module is called as it is written; its code and graph are not here."""
import functools
import warnings

from . import _names
from .nn import Module

#: What is asked of a script beyond calling it.
_BEYOND = frozenset(('code', 'code_with_constants', 'graph', 'graph_for', 'inlined_graph', 'save', 'save_to_buffer', 'schema', 'get_debug_state'))


class ScriptFunction:
    def __init__(self, function):
        functools.update_wrapper(self, function)

    def __call__(self, *args, **kwargs):
        return self.__wrapped__(*args, **kwargs)

    def __getattr__(self, name):
        if name in _BEYOND:
            raise NotImplementedError(_names.sentence(f'torch.jit.ScriptFunction.{name}'))
        raise AttributeError(f"'torch._C.ScriptFunction' object has no attribute '{name}'")


class ScriptModule(Module):
    pass


class RecursiveScriptModule(ScriptModule):
    """Around a module, whose parameters, buffers and mode it has; what lies in it is wrapped too."""

    def __init__(self, module):
        super().__init__()
        self.__dict__.update(_original=module, _parameters=module._parameters, _buffers=module._buffers)
        self.__dict__.pop('training', None)
        for name, child in module._modules.items():
            self._modules[name] = None if child is None else RecursiveScriptModule(child)

    @property
    def original_name(self):
        return type(self._original).__name__

    @property
    def training(self):
        return self._original.training

    @training.setter
    def training(self, mode):
        if '_original' in self.__dict__:
            self._original.training = mode

    def forward(self, *args, **kwargs):
        return self._original(*args, **kwargs)

    def extra_repr(self):
        return f'original_name={self.original_name}'

    def __getattr__(self, name):
        if name in _BEYOND:
            raise NotImplementedError(_names.sentence(f'torch.jit.ScriptModule.{name}'))
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(self.__dict__['_original'], name)


def script(obj, optimize=None, _frames_up=0, _rcb=None, example_inputs=None):
    warnings.warn('`torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.', DeprecationWarning)
    if isinstance(obj, (ScriptModule, ScriptFunction, type)):
        return obj
    if isinstance(obj, Module):
        return RecursiveScriptModule(obj)
    if callable(obj):
        return ScriptFunction(obj)
    raise NotImplementedError(_names.sentence('torch.jit.script') + ' for more than functions and modules')


def export(fn):
    return fn


def ignore(drop=False, **kwargs):
    return drop if callable(drop) else export


def unused(fn):
    return fn


def is_scripting():
    return False


is_tracing = is_scripting


def annotate(the_type, the_value):
    return the_value
