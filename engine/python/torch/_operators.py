"""Tensor's operators and the generated methods, put on the class.

An operator reports itself to modes by the name that PyTorch reports (`a + b` as `add`, `1 - a` as `__rsub__`).
"""
from . import _border, _names, _ops, _parse, _types, overrides
from ._border import dead, drain
from ._method import attribute, seen
from ._ops import exact
from .overrides import dispatch, modes, needs_dispatch

_border.client(globals())
new = object.__new__
# Filled by _tensor.py.
Tensor = None


def _refused(other):
    if type(other) is complex:
        raise NotImplementedError(_names.sentence('torch.complex64'))
    return NotImplemented


def _binary(name, method):
    """An operator that is PyTorch's method of another name; a TypeError lets Python try the other operand. Two tensors cross the border at once."""
    pair = getattr(method, 'pair', None)

    def operate(self, other):
        try:
            if type(other) in exact and type(self) in exact and pair is not None:
                if modes:
                    observer = overrides.observer
                    return method(self, other) if observer is None else observer(method, (self, other), (pair, self._h, other._h))
                answer = _call(pair, self._h, other._h)
                if answer <= 0:
                    return _parse.finish(answer, (self, other))
                # As `wrap`: a call less where calls are short.
                result = new(Tensor)
                result._h = answer
                result._grad = None
                if len(dead) > 64:
                    drain()
                return result
            return method(self, other)
        except TypeError:
            return _refused(other)
    operate.__name__ = name
    operate.__qualname__ = f'Tensor.{name}'
    return operate


def _reported(name, reported, compute):
    """An operator that PyTorch reports to modes under `reported`."""
    def operate(self, other):
        if needs_dispatch((self, other)):
            return dispatch(operate, (self, other), (self, other), {} if name.startswith('__r') or name == '__floordiv__' else None)
        try:
            return compute(self, other)
        except TypeError:
            return _refused(other)
    operate.__name__ = reported
    operate.__qualname__ = f'Tensor.{reported}'
    return operate


def _lacking(name):
    return _names.stub(f'torch.Tensor.{name}')


def install(Tensor):
    """Puts the generated methods and the operators on the class."""
    methods, functions = _ops.METHODS, _ops.FUNCTIONS
    for name, method in methods.items():
        if name not in Tensor.__dict__:
            setattr(Tensor, name, method)

    def method(name):
        return methods.get(name) or _lacking(name)

    def function(name):
        return functions.get(name) or _lacking(name)

    for name, target in (('add', 'add'), ('radd', 'add'), ('sub', 'sub'), ('mul', 'mul'), ('rmul', 'mul'), ('truediv', 'div'),
                         ('mod', 'remainder'), ('pow', 'pow'), ('matmul', 'matmul'), ('ne', 'ne'), ('lt', 'lt'), ('le', 'le'),
                         ('gt', 'gt'), ('ge', 'ge'), ('iadd', 'add_'), ('isub', 'sub_'), ('imul', 'mul_'), ('itruediv', 'div_'),
                         ('ifloordiv', 'floor_divide_'), ('imod', 'remainder_'), ('ipow', 'pow_'), ('rand', 'bitwise_and'),
                         ('ror', 'bitwise_or'), ('rxor', 'bitwise_xor')):
        setattr(Tensor, f'__{name}__', _binary(f'__{name}__', method(target)))
    for name, target in (('eq', 'eq'), ('and', 'bitwise_and'), ('or', 'bitwise_or'), ('xor', 'bitwise_xor'), ('iand', 'bitwise_and_'),
                         ('ior', 'bitwise_or_'), ('ixor', 'bitwise_xor_'), ('floordiv', 'floor_divide'),
                         ('lshift', 'bitwise_left_shift'), ('rshift', 'bitwise_right_shift'), ('ilshift', 'bitwise_left_shift_'),
                         ('irshift', 'bitwise_right_shift_')):
        setattr(Tensor, f'__{name}__', _reported(f'__{name}__', f'__{name}__', method(target)))
    setattr(Tensor, '__rsub__', _reported('__rsub__', '__rsub__', function('rsub')))
    reciprocal, mul = method('reciprocal'), method('mul')
    # As PyTorch computes `1 / x`, to the last bit.
    setattr(Tensor, '__rtruediv__', _reported('__rtruediv__', '__rdiv__', lambda self, other: mul(reciprocal(self), other)))
    for name, reported, target in (('rfloordiv', '__rfloordiv__', 'floor_divide'),
                                   ('rmod', '__rmod__', 'remainder'), ('rpow', '__rpow__', 'pow'), ('rmatmul', '__rmatmul__', 'matmul'),
                                   ('rlshift', '__rlshift__', 'bitwise_left_shift'), ('rrshift', '__rrshift__', 'bitwise_right_shift')):
        def swapped(self, other, compute=function(target)):
            return compute(other, self)
        setattr(Tensor, f'__{name}__', _reported(f'__{name}__', reported, swapped))
    Tensor.__rdiv__ = Tensor.__rtruediv__
    for name, target in (('neg', 'neg'), ('pos', 'positive'), ('abs', 'abs')):
        setattr(Tensor, f'__{name}__', method(target))
    invert = method('bitwise_not')

    def __invert__(self):
        if self.is_floating_point():
            raise TypeError('~ (operator.invert) is only implemented on integer and Boolean-type tensors')
        return invert(self)
    Tensor.__invert__ = seen(__invert__)
    Tensor.__hash__ = lambda self: id(self)
    Tensor.__array_priority__ = 1000
    transpose = {'T': lambda self: _transposed(self), 'mT': lambda self: _matrix_transposed(self, 'mT'),
                 'H': lambda self: _hermitian(self), 'mH': lambda self: _matrix_transposed(self, 'mH'), 'real': lambda self: self}
    for name, read in transpose.items():
        read.__name__ = name
        setattr(Tensor, name, attribute(read))
    for name, dtype in {**_types.DTYPES, 'half': _types.float16}.items():
        if dtype.code is not None and name in ('bool', 'short', 'int', 'long', 'half', 'bfloat16', 'float', 'double'):
            setattr(Tensor, name, _conversion(name, dtype))
    for name, dtype in (('byte', _types.uint8), ('char', _types.int8)):
        setattr(Tensor, name, _conversion(name, dtype))


def _conversion(name, dtype):
    def convert(self, *args, memory_format=None):
        if args:
            raise TypeError(f'{name}() takes 0 positional arguments but {len(args)} {"was" if len(args) == 1 else "were"} given')
        return self.to.__func__.__wrapped__(self, dtype)
    convert.__name__ = name
    return seen(convert)


def _transposed(self):
    return self.permute(tuple(range(self.ndim - 1, -1, -1)))


def _matrix_transposed(self, name):
    if self.ndim < 2:
        raise RuntimeError(f'tensor.{name} is only supported on matrices or batches of matrices. Got {self.ndim}-D tensor.')
    return self.transpose(-2, -1)


def _hermitian(self):
    if self.ndim not in (0, 2):
        raise RuntimeError(f'tensor.H is only supported on matrices (2-D tensors). Got {self.ndim}-D tensor.' + (' For batches of matrices, consider using tensor.mH' if self.ndim > 2 else ''))
    return self.transpose(0, 1) if self.ndim else self
