"""Comparisons of whole arrays, and what dtypes have in common."""
import builtins

from ._arithmetic import operand_kind
from ._core import as_array
from ._reductions import all
from ._types import DTYPES, as_dtype, generic, promote, result_dtype
from ._ufuncs import abs, equal, isfinite, isnan, logical_and, logical_or


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    a, b = as_array(a), as_array(b)
    near = abs(a - b) <= atol + rtol * abs(b)
    answer = logical_or(logical_and(near, isfinite(b)), equal(a, b))
    return logical_or(answer, logical_and(isnan(a), isnan(b))) if equal_nan else answer


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(all(isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a1, a2, equal_nan=False):
    a1, a2 = as_array(a1), as_array(a2)
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    return bool(all(same | (isnan(a1) & isnan(a2)) if equal_nan else same))


def array_equiv(a1, a2):
    a1, a2 = as_array(a1), as_array(a2)
    return builtins.all(one == 1 or two == 1 or one == two for one, two in zip(a1.shape[::-1], a2.shape[::-1])) and bool((a1 == a2).all())


def isscalar(element):
    return isinstance(element, (int, float, complex, str, bytes, generic))


def result_type(*arrays_and_dtypes):
    return result_dtype([(as_dtype(v), False) if isinstance(v, (type, str)) or type(v).__name__ == 'dtype' else operand_kind(v) for v in arrays_and_dtypes])


promote_types = lambda type1, type2: promote(as_dtype(type1), as_dtype(type2))  # noqa: E731


def issubdtype(arg1, arg2):
    kinds = [kind if isinstance(kind, type) and issubclass(kind, generic) else as_dtype(kind).type for kind in (arg1, arg2)]
    return issubclass(*kinds)


def common_type(*arrays):
    kinds = [as_array(a).dtype for a in arrays]
    return result_dtype([(kind if kind.kind == 'f' else DTYPES['float64'], False) for kind in kinds]).type


def iterable(y):
    try:
        iter(y)
    except TypeError:
        return False
    return True


def shape(a):
    return as_array(a).shape


def ndim(a):
    return as_array(a).ndim


def size(a, axis=None):
    return as_array(a).size if axis is None else as_array(a).shape[axis]
