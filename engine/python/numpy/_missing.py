"""Functions that leave NaNs out."""
from ._arguments import axes_of, into
from ._core import as_array, ndarray, of, result, run
from ._reductions import all, any, argmax, argmin, cumprod, cumsum, max, min, prod, sum
from ._applying import apply_along_axis
from ._statistics import median, percentile, quantile
from ._searching import where as _where
from ._ufuncs import isnan, sqrt
from ._warnings import say


def _without(a, other):
    a = as_array(a)
    return _where(isnan(a), other, a) if a.dtype.kind == 'f' else a


def nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    return sum(_without(a, 0.0), axis, dtype, out, keepdims, initial, where)


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    return prod(_without(a, 1.0), axis, dtype, out, keepdims, initial, where)


def nancumsum(a, axis=None, dtype=None, out=None):
    return cumsum(_without(a, 0.0), axis, dtype, out)


def nancumprod(a, axis=None, dtype=None, out=None):
    return cumprod(_without(a, 1.0), axis, dtype, out)


def _counted(a, axis, keepdims):
    return sum(~isnan(a), axis, keepdims=keepdims)


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    a = as_array(a)
    kind = dtype or (a.dtype if a.dtype.kind == 'f' and a.dtype.itemsize > 2 else 'float64' if a.dtype.kind != 'f' else 'float32')
    count = _counted(a, axis, keepdims)
    if bool(as_array(count == 0).any()):
        say('Mean of empty slice')
    answer = as_array(sum(_without(a, 0.0), axis, kind, None, keepdims))
    answer = of(run('div', answer._t, as_array(count).astype(answer.dtype)._t))
    answer = answer.astype('float16') if a.dtype.name == 'float16' else answer
    return into(out, answer if answer.ndim else answer[()])


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    a = as_array(a)
    ddof = ddof if correction is None else correction
    count = _counted(a, axis, keepdims)
    if bool(as_array(count <= ddof).any()):
        say('Degrees of freedom <= 0 for slice.')
    a = a if a.dtype.kind == 'f' else a.astype('float64')
    wide = a.astype('float32') if a.dtype.itemsize < 4 else a
    axes = tuple(axes_of(a, axis))
    centre = as_array(sum(_without(wide, 0.0), axes, keepdims=True))
    centred = _where(isnan(wide), wide * 0, wide - of(run('div', centre._t, as_array(_counted(wide, axes, True)).astype(centre.dtype)._t)))
    total = as_array(nansum(centred * centred, axis, keepdims=keepdims))
    free = as_array(count - ddof).astype(total.dtype)._t
    answer = of(run('div', total._t, run('where', run('gt', free, 0), free, float('nan')))).astype(a.dtype)
    return into(out, answer if answer.ndim else answer[()])


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    return into(out, sqrt(nanvar(a, axis, dtype, None, ddof, keepdims, correction=correction)))


def _extreme(name, function, least):
    def extreme(a, axis=None, out=None, keepdims=False, initial=None, where=True):
        # NumPy reduces an array by another ufunc than a list.
        ufunc, a = f'f{name[3:]}' if isinstance(a, ndarray) else f'{name[3:]}imum', as_array(a)
        if 0 in [a.shape[each] for each in axes_of(a, axis)]:
            raise ValueError(f'zero-size array to reduction operation {ufunc} which has no identity')
        if a.dtype.kind != 'f':
            return function(a, axis, out, keepdims)
        empty = all(isnan(a), axis, keepdims=keepdims)
        if bool(as_array(empty).any()):
            say('All-NaN slice encountered')
        return into(out, result(_where(empty, as_array(float('nan')).astype(a.dtype), function(_without(a, least), axis, keepdims=keepdims))._t))
    extreme.__name__ = extreme.__qualname__ = name
    return extreme


nanmax, nanmin = _extreme('nanmax', max, float('-inf')), _extreme('nanmin', min, float('inf'))


def _place(name, function, least):
    def place(a, axis=None, out=None, *, keepdims=False):
        a = as_array(a)
        if a.dtype.kind == 'f' and a.size and bool(as_array(all(isnan(a), axis)).any()):
            raise ValueError('All-NaN slice encountered')
        return function(_without(a, least), axis, out, keepdims=keepdims)
    place.__name__ = place.__qualname__ = name
    return place


nanargmax, nanargmin = _place('nanargmax', argmax, float('-inf')), _place('nanargmin', argmin, float('inf'))


def _by_slices(function, a, axis, keepdims, *rest):
    """Slices have each another count of numbers."""
    a = as_array(a)
    axes = axes_of(a, axis)
    if a.dtype.kind != 'f' or not bool(any(isnan(a))):
        return function(a, *rest, axis=axis, keepdims=keepdims)

    def one(row):
        row = row[~isnan(row)]
        if not row.size:
            say('All-NaN slice encountered')
            return function(as_array([float('nan')]), *rest)
        return function(row, *rest)
    moved = a.transpose([each for each in range(a.ndim) if each not in axes] + axes)
    moved = moved.reshape(moved.shape[:a.ndim - len(axes)] + (-1,))
    answer = apply_along_axis(one, -1, moved)
    if isinstance(answer, ndarray) and rest and as_array(rest[0]).ndim and moved.ndim > 1:
        answer = answer.transpose([answer.ndim - 1, *range(answer.ndim - 1)])
    if keepdims:
        answer = as_array(answer)
        answer = answer.reshape(as_array(rest[0]).shape * bool(rest) + tuple(1 if each in axes else size for each, size in enumerate(a.shape))) if rest else answer.reshape([1 if each in axes else size for each, size in enumerate(a.shape)])
    return answer if as_array(answer).ndim else as_array(answer)[()]


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    if axis is not None and not isinstance(axis, int) and len(set(axis)) < len(axis):
        raise ValueError('repeated axis')
    return into(out, _by_slices(median, a, axis, keepdims))


def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    return into(out, _by_slices(quantile, a, axis, keepdims, q))


def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    return into(out, _by_slices(percentile, a, axis, keepdims, q))
