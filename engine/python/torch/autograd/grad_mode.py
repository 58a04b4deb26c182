"""Contexts that switch gradient recording: no_grad, enable_grad, set_grad_enabled, inference_mode. Each is a decorator too."""
import functools
import inspect

from .. import _border, _types

_border.client(globals())


def is_grad_enabled():
    return _grad_mode(-1) == 1


class _Context:
    def __call__(self, function):
        if inspect.isclass(function):
            raise NotImplementedError('decorating a class is not in the embedded engine yet; the python runtime has it')
        if inspect.isgeneratorfunction(function):
            @functools.wraps(function)
            def generate(*args, **kwargs):
                generator = function(*args, **kwargs)
                sent = None
                while True:
                    with self.clone():
                        try:
                            item = generator.send(sent)
                        except StopIteration as stop:
                            return stop.value
                    sent = yield item
            return generate

        @functools.wraps(function)
        def call(*args, **kwargs):
            with self.clone():
                return function(*args, **kwargs)
        return call

    def clone(self):
        return type(self)()

    def _enter(self, enabled):
        self.prev = _grad_mode(int(enabled)) == 1

    def __exit__(self, *exception):
        _grad_mode(int(self.prev))


class no_grad(_Context):
    def __new__(cls, orig_func=None):
        self = object.__new__(cls)
        return self if orig_func is None else self(orig_func)

    def __enter__(self):
        self._enter(False)


class enable_grad(_Context):
    def __new__(cls, orig_func=None):
        self = object.__new__(cls)
        return self if orig_func is None else self(orig_func)

    def __enter__(self):
        self._enter(True)


class set_grad_enabled(_Context):
    def __init__(self, mode):
        if not isinstance(mode, bool):
            raise TypeError(f"set_grad_enabled(): argument 'enabled' (position 1) must be bool, not {_types._type_name(mode)}")
        self.mode = mode
        self._enter(mode)

    def __call__(self, function):
        _grad_mode(int(self.prev))
        return super().__call__(function)

    def clone(self):
        return set_grad_enabled(self.mode)

    def __enter__(self):
        _grad_mode(int(self.mode))

    def __repr__(self):
        return f'torch.autograd.grad_mode.set_grad_enabled(mode={self.mode})'


class inference_mode(_Context):
    def __new__(cls, mode=True):
        if isinstance(mode, bool):
            return object.__new__(cls)
        return cls()(mode)

    def __init__(self, mode=True):
        self.mode = mode

    def clone(self):
        return inference_mode(self.mode)

    def __enter__(self):
        self._enter(not self.mode and is_grad_enabled())


class set_multithreading_enabled(_Context):
    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        pass

    def __exit__(self, *exception):
        pass


for _cls in (no_grad, enable_grad, set_grad_enabled, inference_mode):
    _cls.__module__ = 'torch.autograd.grad_mode'
