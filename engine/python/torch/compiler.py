"""torch.compile without a compiler: what is compiled runs as it is written, and looks as PyTorch's does."""
import functools

from . import _names
from .nn import Module

_COMPILER = frozenset(('backend', 'dynamic', 'fullgraph', 'mode', 'name', 'options', 'shapes_spec', 'disable'))


class OptimizedModule(Module):
    """A module around the one that was compiled: names of parameters begin with `_orig_mod`."""

    def __init__(self, mod):
        super().__init__()
        self._orig_mod = mod
        self.training = mod.training

    def forward(self, *args, **kwargs):
        return self._orig_mod(*args, **kwargs)

    def __len__(self):
        if hasattr(type(self._orig_mod), '__len__'):
            return len(self._orig_mod)
        raise TypeError(f'{type(self._orig_mod).__name__} does not support len()')

    def __getattr__(self, name):
        original = self.__dict__.get('_modules', {}).get('_orig_mod')
        if name == '_orig_mod':
            return super().__getattr__(name)
        return getattr(original, name)

    def __setattr__(self, name, value):
        if name == 'training':
            self.__dict__['training'] = value
            if '_orig_mod' in self.__dict__.get('_modules', ()):
                self._orig_mod.training = value
        elif name == '_orig_mod' or name in self.__dict__ or '_orig_mod' not in self.__dict__.get('_modules', ()):
            super().__setattr__(name, value)
        else:
            setattr(self._orig_mod, name, value)

    def __delattr__(self, name):
        delattr(self._orig_mod, name)


def compile(model=None, **settings):
    """`model` as it is; a decorator where only settings are given."""
    unknown = next((name for name in settings if name not in _COMPILER), None)
    if unknown is not None:
        raise TypeError(f"compile() got an unexpected keyword argument '{unknown}'")
    if model is None:
        def decorate(model):
            if model is None:
                raise RuntimeError("Model can't be None")
            return compile(model, **settings)
        return decorate
    if settings.get('mode') is not None and settings.get('options') is not None:
        raise RuntimeError("Either mode or options can be specified, but both can't be specified at the same time.")
    if callable(settings.get('backend')):
        # It would be given the graph, which nobody makes here.
        raise NotImplementedError(_names.sentence('torch.compile(backend=function)'))
    if settings.get('disable') or isinstance(model, type):
        return model
    return OptimizedModule(model) if isinstance(model, Module) else _as_it_is(model)


def _as_it_is(function):
    @functools.wraps(function)
    def compiled(*args, **kwargs):
        return function(*args, **kwargs)
    return compiled


def is_compiling():
    return False


is_dynamo_compiling = is_exporting = is_compiling


def reset():
    """Nothing is kept."""


cudagraph_mark_step_begin = reset


def disable(fn=None, recursive=True, *, reason=None):
    """What runs as it is anyway."""
    return disable if fn is None else fn


def allow_in_graph(fn):
    return fn


assume_constant_result = allow_in_graph
