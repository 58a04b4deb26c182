"""Where elements are: conditions, sorting, distinct ones, sets."""
import builtins
import collections

from torch import _border
from torch._border import check

from ._arguments import axis_of
from ._arithmetic import as_operand, operand_kind, prepared
from ._core import array, as_array, check_sort, ndarray, of, result, run, to_dtype, zeros
from ._types import DTYPES, promote, result_dtype

_border.client(globals())


def where(condition, x=None, y=None, /):
    condition = as_array(condition)
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise ValueError('either both or neither of x and y should be given')
    x, y = prepared((x, y))
    d = result_dtype([operand_kind(x), operand_kind(y)])
    mask = to_dtype(condition._t, DTYPES['bool'])
    try:
        return of(run('where', mask, as_operand(x, d), as_operand(y, d)))
    except RuntimeError:
        from ._core import shape_text
        raise ValueError(f'operands could not be broadcast together with shapes {" ".join(shape_text(getattr(each, "shape", ())) for each in (condition, x, y))} ') from None


def nonzero(a):
    a = as_array(a)
    if not a.ndim:
        raise ValueError('Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.')
    found = run('nonzero', a._t)
    return tuple(of(run('clone', run('select', found, 1, axis))) for axis in range(found.shape[1]))


def argwhere(a):
    return of(run('nonzero', as_array(a)._t))


def flatnonzero(a):
    return nonzero(as_array(a).ravel())[0]


# Sorting


def _along(a, axis, kind, order, stable):
    """What is sorted, and along which axis."""
    check_sort(kind, order, stable)
    if axis is None:
        a, axis = a.ravel(), 0
    return a._t, axis_of(axis, a.ndim)


def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    tensor, axis = _along(as_array(a), axis, kind, order, stable)
    return ndarray._adopt(check(_numpy_sort(tensor._h, axis)))


def argsort(a, axis=-1, kind=None, order=None, *, stable=None):
    a = as_array(a)
    tensor, axis = _along(a.reshape(1) if not a.ndim else a, axis, kind, order, stable)
    return of(run('argsort', tensor, stable=True, dim=axis))


def lexsort(keys, axis=-1):
    order = None
    for key in keys:
        key = as_array(key)
        order = argsort(key) if order is None else order[argsort(key[order])]
    return order


def _bounded(kth, size):
    for each in kth if isinstance(kth, (list, tuple)) else [kth]:
        if not -size <= each < size:
            raise ValueError(f'kth(={each}) out of bounds ({size})')


def partition(a, kth, axis=-1, kind='introselect', order=None):
    answer = sort(a, axis)
    _bounded(kth, answer.shape[-1 if axis is None else axis])
    return answer


def argpartition(a, kth, axis=-1, kind='introselect', order=None):
    answer = argsort(a, axis)
    _bounded(kth, answer.shape[-1 if axis is None else axis])
    return answer


def searchsorted(a, v, side='left', sorter=None):
    if side not in ('left', 'right'):
        raise ValueError(f"search side must be 'left' or 'right' (got {side!r})")
    a, v = as_array(a), as_array(v)
    if a.ndim != 1:
        raise ValueError('object too deep for desired array' if a.ndim else 'object of too small depth for desired array')
    d = promote(a.dtype, v.dtype)
    d = DTYPES['uint8'] if d.kind == 'b' else d
    a = a if sorter is None else a[as_array(sorter)]
    return result(run('searchsorted', run('contiguous', to_dtype(a._t, d)), run('contiguous', to_dtype(v._t, d)), right=side == 'right'))


# Distinct elements


def _starts(rows, equal_nan=True):
    """Of sorted elements or rows: which are not what is before them. NaNs are alike, where they are to be."""
    if not len(rows):
        return zeros(0, bool)
    differs = rows[1:] != rows[:-1]
    if rows.dtype.kind == 'f' and equal_nan:
        differs = differs & ~((rows[1:] != rows[1:]) & (rows[:-1] != rows[:-1]))
    differs = differs.reshape(len(rows) - 1, -1).any(axis=1) if rows.ndim > 1 else differs
    return of(run('cat', [array([True])._t, differs._t]))


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    ar = as_array(ar)
    if axis is None:
        rows = ar.ravel()
        order = argsort(rows) if return_index or return_inverse else None
    else:
        axis = axis_of(axis, ar.ndim)
        rows = of(run('movedim', ar._t, axis, 0))
        flat = rows.reshape(len(rows), -1)
        order = lexsort([flat[:, i] for i in builtins.range(flat.shape[1] - 1, -1, -1)])
    placed = sort(rows) if order is None else rows[order]
    starts = _starts(placed, equal_nan)
    values = placed[starts]
    found = [values if axis is None else of(run('contiguous', run('movedim', values._t, 0, axis)))]
    firsts = nonzero(starts)[0]
    if return_index:
        found.append(order[firsts])
    if return_inverse:
        inverse = zeros(len(rows), int)
        inverse[order] = starts.cumsum() - 1
        found.append(inverse.reshape(ar.shape) if axis is None else inverse)
    if return_counts:
        found.append(of(run('diff', run('cat', [firsts._t, array([len(rows)])._t]))))
    return tuple(found) if len(found) > 1 else found[0]


UniqueCountsResult = collections.namedtuple('UniqueCountsResult', 'values counts')
UniqueInverseResult = collections.namedtuple('UniqueInverseResult', 'values inverse_indices')
UniqueAllResult = collections.namedtuple('UniqueAllResult', 'values indices inverse_indices counts')


def unique_values(x):
    return unique(x)


def unique_counts(x):
    return UniqueCountsResult(*unique(x, return_counts=True))


def unique_inverse(x):
    return UniqueInverseResult(*unique(x, return_inverse=True))


def unique_all(x):
    return UniqueAllResult(*unique(x, True, True, True))


def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    element, test_elements = as_array(element), as_array(test_elements)
    d = promote(element.dtype, test_elements.dtype)
    d = DTYPES['uint8'] if d.kind == 'b' else d
    return of(run('isin', to_dtype(element._t, d), to_dtype(test_elements._t, d), invert=invert))


def _together(*arrays):
    arrays = [as_array(each).ravel() for each in arrays]
    d = promote(arrays[0].dtype, arrays[1].dtype)
    return [each.astype(d) for each in arrays]


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    one, two = _together(ar1, ar2)
    one, first = unique(one, return_index=True)
    two, second = unique(two, return_index=True)
    left, right = isin(one, two), isin(two, one)
    return (one[left], first[left], second[right]) if return_indices else one[left]


def union1d(ar1, ar2):
    return unique(of(run('cat', [each._t for each in _together(ar1, ar2)])))


def setdiff1d(ar1, ar2, assume_unique=False):
    one = as_array(ar1).ravel() if assume_unique else unique(ar1)
    return one[isin(one, ar2, invert=True)]


def setxor1d(ar1, ar2, assume_unique=False):
    one, two = (unique(each) for each in _together(ar1, ar2))
    return sort(of(run('cat', [one[isin(one, two, invert=True)]._t, two[isin(two, one, invert=True)]._t])))
