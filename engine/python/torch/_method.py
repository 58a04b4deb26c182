"""How methods and properties of Tensor are made, so that modes and subclasses see a call as PyTorch shows it."""
from types import FunctionType

from . import overrides
from .overrides import dispatch, modes, needs_dispatch, plain, tracing, unobserved


class attribute:
    """A property that modes see, as PyTorch shows it to them: `__get__` of the property's own name."""

    def __init__(self, read, write=None, remove=None):
        self._read, self._write, self._remove = read, write, remove
        self.__name__ = read.__name__
        self.__doc__ = read.__doc__

    def __get__(self, tensor, owner=None):
        if tensor is None:
            return self
        if modes and (modes != tracing or self.__name__ not in unobserved):
            return dispatch(self.__get__, (tensor,), (tensor,), None)
        return self._read(tensor)

    def __set__(self, tensor, value):
        if self._write is None:
            raise AttributeError(f"attribute '{self.__name__}' of 'torch._C.TensorBase' objects is not writable")
        if not modes:
            return self._write(tensor, value)
        if overrides.touched is None or modes != tracing or type(tensor) not in plain:
            return dispatch(self.__set__, (tensor,), (tensor, value), None)
        self._write(tensor, value)
        overrides.touched(tensor)

    def __delete__(self, tensor):
        if self._remove is None:
            raise AttributeError(f"attribute '{self.__name__}' of 'torch._C.TensorBase' objects is not writable")
        return self._remove(tensor)

    def setter(self, write):
        return attribute(self._read, write, self._remove)

    def deleter(self, remove):
        return attribute(self._read, self._write, remove)


def seen(function):
    """A method that modes and subclasses see."""
    def call(self, *args, **kwargs):
        if needs_dispatch((self,)):
            return dispatch(call, (self,), (self, *args), kwargs)
        return function(self, *args, **kwargs)
    call.__name__ = function.__name__
    call.__qualname__ = f'Tensor.{function.__name__}'
    call.__doc__ = function.__doc__
    call.__module__ = 'torch'
    call.__wrapped__ = function
    return call


def bare(method):
    """A method that takes no arguments, in PyTorch's words."""
    def call(self, *args, **kwargs):
        if args or kwargs:
            raise TypeError(f'TensorBase.{name}() takes no keyword arguments' if kwargs else f'TensorBase.{name}() takes no arguments ({len(args)} given)')
        return method(self)
    name = call.__name__ = method.__name__
    call.__qualname__ = f'Tensor.{name}'
    call.__wrapped__ = method
    return call


class _Nothing:
    """What every class has."""


def put_on(cls, part):
    """Puts what the class `part` defines on `cls`, as if it stood there: a class that is long lies in several files."""
    for name, value in vars(part).items():
        if name in vars(_Nothing):
            continue
        setattr(cls, name, value)
        while isinstance(value, FunctionType):
            value.__qualname__ = f'{cls.__name__}.{name}'
            if value.__module__ == part.__module__:
                value.__module__ = cls.__module__
            value = getattr(value, '__wrapped__', None)
