"""Operands of NumPy's arithmetic: arrays, scalars and numbers as tensors of the dtype that is computed in."""
from torch import _creation
from torch._tensor import wrap

from ._core import as_array, check_range, ndarray, result, run, to_dtype
from ._types import DTYPES, generic, promote


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
    if isinstance(item, int):
        check_range(item, d)
    return wrap(_creation.make_from_bytes(d._torch, [], _creation._pack([item], d._torch)))


_FLOATS = {1: 'float16', 2: 'float32', 4: 'float64', 8: 'float64'}


def float_dtype(d):
    """What NumPy's float functions compute in."""
    return d if d.kind == 'f' else DTYPES[_FLOATS[d.itemsize]]


def matmul(a, b):
    for place, operand in enumerate((a, b)):
        if operand is None or not as_array(operand).ndim:
            raise ValueError(f'matmul: Input operand {place} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)')
    a, b = as_array(a), as_array(b)
    d = promote(a.dtype, b.dtype)
    k = b.shape[0] if b.ndim == 1 else b.shape[-2]
    if a.shape[-1] != k:
        raise ValueError('matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) '
                         f'(size {k} is different from {a.shape[-1]})')
    one, two = a.shape[:-2], b.shape[:-2]
    if not all(1 in pair or pair[0] == pair[1] for pair in zip(one[::-1], two[::-1])):
        texts = [(f'({",".join(map(str, each.shape))})->({",".join(map(str, each.shape[:-2]))},newaxis,newaxis)') for each in (a, b)]
        raise ValueError(f'operands could not be broadcast together with remapped shapes [original->remapped]: {" ".join(texts)}  and requested shape ({a.shape[-2]},{b.shape[-1]})')
    if d.kind == 'b':
        return result(run('ne', run('matmul', to_dtype(a._t, DTYPES['int64']), to_dtype(b._t, DTYPES['int64'])), 0))
    return result(run('matmul', to_dtype(a._t, d), to_dtype(b._t, d)))


class UFuncTypeError(TypeError):
    pass


UFuncTypeError.__module__ = 'numpy._core._exceptions'
