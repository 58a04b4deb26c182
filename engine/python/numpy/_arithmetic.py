"""Arithmetic between arrays, scalars and numbers: NumPy's promotion and messages around the table's operators."""
from torch import _creation
from torch._tensor import Tensor, wrap

from ._core import as_array, float64, ndarray, result, run, shape_text, to_dtype
from ._types import DTYPES, generic, promote, result_dtype


def operand_kind(value):
    """For promotion: (dtype or Python type, is_weak)."""
    if isinstance(value, (ndarray, generic)):
        return value.dtype, False
    kind = type(value)
    return (bool if kind is bool else int if isinstance(value, int) else float), True


def prepared(values):
    """Arrays, scalars and Python numbers as they are; anything else becomes an array. None where it is not numpy's."""
    return [value if isinstance(value, (ndarray, generic, bool, int, float)) else as_array(value) for value in values]


def as_operand(value, d):
    """A tensor of dtype d."""
    if isinstance(value, ndarray):
        return to_dtype(value._t, d)
    item = value.item() if isinstance(value, generic) else value
    if d.kind in 'iu' and isinstance(item, int):
        bits = 8 * d.itemsize
        if not (0 if d.kind == 'u' else -2 ** (bits - 1)) <= item < 2 ** (bits - (d.kind == 'i')):
            raise OverflowError(f'Python integer {item} out of bounds for {d.name}')
    return wrap(_creation.make_from_bytes(d._torch, [], _creation._pack([item], d._torch)))


_FLOATS = {1: 'float16', 2: 'float32', 4: 'float64', 8: 'float64'}


def float_dtype(d):
    """What NumPy's float functions compute in."""
    return d if d.kind == 'f' else DTYPES[_FLOATS[d.itemsize]]


def elementwise(name, values, out_dtype=None, compute=None):
    """A broadcasting operator of the table on NumPy's operands, with NumPy's promotion and message."""
    values = prepared(values)
    d = compute or result_dtype([operand_kind(value) for value in values])
    tensors = [as_operand(value, d) for value in values]
    try:
        answer = run(name, *tensors)
    except RuntimeError as error:
        if 'must match' in str(error) or 'broadcast' in str(error):
            shapes = ' '.join(shape_text(value.shape) for value in values if hasattr(value, 'shape'))
            raise ValueError(f'operands could not be broadcast together with shapes {shapes} ') from None
        raise
    return result(answer)


def divide(a, b):
    values = prepared((a, b))
    d = result_dtype([operand_kind(value) for value in values])
    return elementwise('div', values, compute=d if d.kind == 'f' else float64)


def power(a, b):
    values = prepared((a, b))
    d = result_dtype([operand_kind(value) for value in values])
    if d.kind in 'iu':
        exponent = values[1]
        negative = bool((exponent < 0).any()) if isinstance(exponent, ndarray) else exponent < 0
        if negative:
            raise ValueError('Integers to negative integer powers are not allowed.')
    return elementwise('pow', values)


def matmul(a, b):
    a, b = as_array(a), as_array(b)
    for place, operand in enumerate((a, b)):
        if not operand.ndim:
            raise ValueError(f'matmul: Input operand {place} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)')
    d = promote(a.dtype, b.dtype)
    k = b.shape[0] if b.ndim == 1 else b.shape[-2]
    if a.shape[-1] != k:
        raise ValueError('matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) '
                         f'(size {k} is different from {a.shape[-1]})')
    return result(run('matmul', to_dtype(a._t, d), to_dtype(b._t, d)))


_COMPARISONS = {'eq', 'ne', 'lt', 'le', 'gt', 'ge'}
_OPERATORS = {'add': 'add', 'sub': 'sub', 'mul': 'mul', 'floordiv': 'floor_divide', 'mod': 'remainder', 'and': 'bitwise_and', 'or': 'bitwise_or', 'xor': 'bitwise_xor',
              'lshift': 'bitwise_left_shift', 'rshift': 'bitwise_right_shift', 'eq': 'eq', 'ne': 'ne', 'lt': 'lt', 'le': 'le', 'gt': 'gt', 'ge': 'ge'}
_UFUNCS = {'sub': 'subtract', 'mul': 'multiply', 'truediv': 'divide', 'floordiv': 'floor_divide', 'mod': 'remainder', 'pow': 'power'}
_SPECIAL = {'truediv': divide, 'pow': power, 'matmul': matmul}


def _install():
    for name in (*_OPERATORS, *_SPECIAL):
        compute = _SPECIAL.get(name) or (lambda a, b, op=_OPERATORS[name]: elementwise(op, (a, b)))

        def forwards(self, other, compute=compute, name=name):
            if isinstance(other, str) and name not in _COMPARISONS:
                raise UFuncTypeError(f"ufunc '{_UFUNCS.get(name, name)}' did not contain a loop with signature matching types "
                                     f"({self.dtype!r}, dtype('<U{len(other)}')) -> None")
            if other is None or isinstance(other, (str, Tensor, dict)):
                return NotImplemented
            return compute(self, other)

        def backwards(self, other, compute=compute):
            if other is None or isinstance(other, (str, dict)):
                return NotImplemented
            answer = compute(other, self)
            # NumPy asks a tensor on the left what to make of the result: a tensor.
            return _creation.as_tensor(answer) if isinstance(other, Tensor) else answer

        def in_place(self, other, compute=compute, name=name):
            answer = compute(self, other)
            if answer.dtype is not self.dtype:
                kinds = 'biuf'
                if kinds.index(answer.dtype.kind) > kinds.index(self.dtype.kind) and not (answer.dtype.kind in 'iu' and self.dtype.kind in 'iu'):
                    raise UFuncTypeError(f"Cannot cast ufunc '{_UFUNCS.get(name, name)}' output from {answer.dtype!r} to {self.dtype!r} with casting rule 'same_kind'")
            if answer.shape != self.shape:
                raise ValueError(f'non-broadcastable output operand with shape {shape_text(self.shape)} doesn\'t match the broadcast shape {shape_text(answer.shape)}')
            self[...] = answer
            return self

        setattr(ndarray, f'__{name}__', forwards)
        if name not in _COMPARISONS:
            setattr(ndarray, f'__r{name}__', backwards)
            setattr(ndarray, f'__i{name}__', in_place)
    ndarray.__neg__ = lambda self: result(run('neg', self._t))
    ndarray.__pos__ = lambda self: self.copy()
    ndarray.__abs__ = lambda self: result(run('abs', self._t))
    ndarray.__invert__ = lambda self: result(run('bitwise_not', self._t))
    ndarray.__hash__ = None
    ndarray.__divmod__ = lambda self, other: (self // other, self % other)


class UFuncTypeError(TypeError):
    pass


UFuncTypeError.__module__ = 'numpy._core._exceptions'
_install()
