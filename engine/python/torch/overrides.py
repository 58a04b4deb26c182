"""torch.overrides: __torch_function__ and TorchFunctionMode, by which tools see every call of a PyTorch function.

The outermost call reaches the innermost active mode as `func`; while a mode's handler runs, that mode is off.
"""
import contextlib
import functools

# Active modes, innermost last.
modes = []
# Of a tracer whose mode there is: `observer(func, args, flat)` is asked before the modes, of calls of tensors and numbers by position
# (`_parse.observed`).
observer = None
# The same of functions that are Python: `function_observer(func, body, relevant, args, kwargs)`; `body` is what `func` runs without modes.
function_observer = None
# And of `Tensor.backward` without a gradient: `backward_observer(tensor, options)`.
backward_observer = None
# Of the same: `touched(tensor)` is told that a property was set, where its mode is the only one.
touched = None
# The properties that it does not want to see read, by name, and the modes while its own is the only one.
unobserved = set()
tracing = []

# Types whose values never override; filled as they are met.
plain = {int, float, bool, str, list, tuple, type(None), complex, bytes, dict, slice}
_disabled = 0


def _disabled_torch_function_impl(func, types, args=(), kwargs=None):
    global _disabled
    _disabled += 1
    try:
        return func(*args, **(kwargs or {}))
    finally:
        _disabled -= 1


_disabled_torch_function_impl.__name__ = '_disabled_torch_function_impl'


class DisableTorchFunctionSubclass:
    """In it, subclasses' __torch_function__ is not asked."""

    def __enter__(self):
        global _disabled
        _disabled += 1

    def __exit__(self, *exception):
        global _disabled
        _disabled -= 1


class DisableTorchFunction:
    """In it, neither modes nor subclasses are asked."""

    def __enter__(self):
        global _disabled
        _disabled += 1
        self._modes = modes[:]
        modes.clear()

    def __exit__(self, *exception):
        global _disabled
        _disabled -= 1
        modes[:] = self._modes


def overriding(args):
    """The arguments that override, one for each type, subclasses first; looks into lists and tuples."""
    found = []
    if _disabled:
        return found
    for value in args:
        cls = type(value)
        if cls is list or cls is tuple:
            found += [each for each in overriding(value) if type(each) not in map(type, found)] if value and not set(map(type, value)) <= plain else []
        elif cls not in plain and type(value) not in map(type, found):
            method = getattr(cls, '__torch_function__', None)
            if method is None or method is _disabled_torch_function_impl:
                plain.add(cls)
            else:
                found.append(value)
    return found


def needs_dispatch(args):
    """Cheap test, before `dispatch`: is there a mode, or an argument that is not known to be plain?"""
    if modes:
        return True
    for value in args:
        if type(value) not in plain:
            return bool(overriding(args))
        if type(value) in (list, tuple) and overriding(args):
            return True
    return False


def dispatch(func, relevant, args, kwargs):
    """Hands a call to the innermost mode, else to the arguments' own __torch_function__."""
    found = overriding(relevant)
    types = tuple(map(type, found))
    mode = None
    if modes:
        mode = modes.pop()
        try:
            result = mode.__torch_function__(func, types, args, kwargs)
        finally:
            modes.append(mode)
        if result is not NotImplemented:
            return result
    for value in found:
        result = type(value).__torch_function__(func, types, args, kwargs)
        if result is not NotImplemented:
            return result
    raise TypeError(_refusal(func, types, mode))


# What is PyTorch's own C++, where it is Python here; the part of a name that users know is another than that of its module.
_COMPILED = {'torch': 'torch', 'torch._C._nn': 'torch.nn', 'torch._C._linalg': 'torch.linalg', 'torch._C._special': 'torch.special', 'torch._creation': 'torch'}
_COMPILED_METHODS = ('Tensor.__getitem__', 'Tensor.__setitem__')


def _refusal(func, types, mode):
    module, name = getattr(func, '__module__', 'torch'), getattr(func, '__qualname__', func.__name__)
    if module not in _COMPILED and name not in _COMPILED_METHODS:
        return (f"no implementation found for '{module}.{func.__name__}' on types that implement __torch_function__: {list(types)}"
                f"{'' if mode is None else f' nor in mode {mode!r}'}")
    asked = [*([] if mode is None else [f'mode object {mode!r}']), *(f'tensor subclass {each!r}' for each in types)]
    listed = '\n'.join(f'  - {each}' for each in asked)
    return (f"Multiple dispatch failed for '{_COMPILED.get(module, 'torch')}.{name}'; all __torch_function__ handlers returned NotImplemented:\n\n"
            f'{listed}\n\nFor more information, try re-running with TORCH_LOGS=not_implemented')


def has_torch_function(relevant_args):
    return needs_dispatch(relevant_args)


def has_torch_function_unary(arg):
    return needs_dispatch((arg,))


def has_torch_function_variadic(*args):
    return needs_dispatch(args)


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    return dispatch(public_api, relevant_args, args, kwargs)


def overridable(relevant=1):
    """Makes a Python function one that modes and subclasses see; its first `relevant` arguments are asked."""
    def decorate(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            if needs_dispatch(args[:relevant]):
                return dispatch(call, args[:relevant], args, kwargs)
            return function(*args, **kwargs)
        return call
    return decorate


class TorchFunctionMode:
    """Override `__torch_function__(self, func, types, args=(), kwargs=None)` and use as a context manager."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        raise NotImplementedError

    def __enter__(self):
        modes.append(self)
        return self

    def __exit__(self, *exception):
        modes.pop()

    @classmethod
    def push(cls, *args, **kwargs):
        return cls(*args, **kwargs)


class BaseTorchFunctionMode(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))


@contextlib.contextmanager
def enable_reentrant_dispatch():
    yield


def is_tensor_like(inp):
    return hasattr(type(inp), '__torch_function__')


def resolve_name(f):
    """`torch.Tensor.add` or `torch.add`, as PyTorch's own function of this name; None for what is not PyTorch's."""
    name = getattr(f, '__name__', None)
    module = getattr(f, '__module__', None)
    if name is None or not isinstance(module, str) or not module.startswith('torch'):
        return None
    qualified = getattr(f, '__qualname__', name)
    if '.' in qualified:
        return f'torch.{qualified}'
    if module == 'torch.nn.functional' or module == 'torch._C._nn':
        return f'torch.nn.functional.{name}'
    if module in ('torch._C._linalg', 'torch._C._special'):
        part = module.rpartition('_')[2]
        return f"torch.{part}.{name.removeprefix(f'{part}_')}"
    return f'torch.{name}'


def wrap_torch_function(dispatcher):
    def decorate(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            relevant = tuple(dispatcher(*args, **kwargs))
            if needs_dispatch(relevant):
                return dispatch(call, relevant, args, kwargs)
            return function(*args, **kwargs)
        return call
    return decorate
