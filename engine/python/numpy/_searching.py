"""Where elements are: conditions, sorting, distinct ones."""
from ._arithmetic import as_operand, operand_kind, prepared
from ._core import array, as_array, of, result, run, to_dtype
from ._types import DTYPES, result_dtype


def where(condition, x=None, y=None):
    condition = as_array(condition)
    if x is None:
        return nonzero(condition)
    x, y = prepared((x, y))
    d = result_dtype([operand_kind(x), operand_kind(y)])
    mask = to_dtype(condition._t, DTYPES['bool'])
    return result(run('where', mask, as_operand(x, d), as_operand(y, d)))


def nonzero(a):
    found = run('nonzero', as_array(a)._t)
    return tuple(of(run('clone', run('select', found, 1, axis))) for axis in range(found.shape[1]))


def argwhere(a):
    return of(run('nonzero', as_array(a)._t))


def take(a, indices, axis=None, **_):
    a = as_array(a)
    if axis is None:
        return a.ravel()[indices]
    return a[(slice(None),) * (axis % a.ndim) + (indices,)]


def sort(a, axis=-1, **_):
    a = as_array(a)
    if axis is None:
        a, axis = a.ravel(), 0
    return of(run('sort', a._t, axis)[0])


def argsort(a, axis=-1, **_):
    return of(run('sort', as_array(a)._t, axis)[1])


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None):
    if return_index or return_inverse or axis is not None:
        raise NotImplementedError('`numpy.unique` with return_index, return_inverse or axis is not in the embedded engine yet; the python runtime has it')
    ar = as_array(ar)
    counts = {}
    for value in ar.ravel().tolist():
        counts[value] = counts.get(value, 0) + 1
    values = sorted(counts)
    found = array(values, ar.dtype)
    return (found, array([counts[value] for value in values], 'int64')) if return_counts else found
