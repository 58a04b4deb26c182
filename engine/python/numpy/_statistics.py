"""Order statistics, histograms, correlations."""
import builtins
import functools
import math

from ._arguments import axes_of, into
from ._core import as_array, float64, of, run, to_dtype, zeros
from ._indices import take_along_axis
from ._making import linspace
from ._reductions import average, mean, ptp, std, sum
from ._searching import argsort, searchsorted, sort
from ._joining import concatenate
from ._types import as_dtype
from ._products import dot
from ._ufuncs import clip, isnan, sqrt


def _continuous(alpha, beta):
    return lambda n, q: n * q + (alpha + q * (1 - alpha - beta)) - 1


def _whole(index, holds):
    """The place below or, where it does not hold, above."""
    below = math.floor(index)
    return builtins.max(below if holds(index - below, below) else below + 1, 0)


#: Per method: the place in the sorted elements, counted with a fraction, of n elements' quantile q.
_METHODS = {
    'inverted_cdf': lambda n, q: _whole(n * q - 1, lambda gamma, below: gamma == 0),
    'averaged_inverted_cdf': lambda n, q: n * q - 1,
    'closest_observation': lambda n, q: _whole(n * q - 1.5, lambda gamma, below: gamma == 0 and below % 2 == 1),
    'interpolated_inverted_cdf': _continuous(0, 1), 'hazen': _continuous(0.5, 0.5), 'weibull': _continuous(0, 0), 'linear': lambda n, q: (n - 1) * q,
    'median_unbiased': _continuous(1 / 3, 1 / 3), 'normal_unbiased': _continuous(3 / 8, 3 / 8), 'lower': lambda n, q: math.floor((n - 1) * q),
    'higher': lambda n, q: math.ceil((n - 1) * q), 'midpoint': lambda n, q: 0.5 * (math.floor((n - 1) * q) + math.ceil((n - 1) * q)), 'nearest': lambda n, q: builtins.round((n - 1) * q),
}
_WHOLE = ('inverted_cdf', 'closest_observation', 'lower', 'higher', 'nearest')


def _flattened(a, axis):
    """The array with the axes that go at the end, as one."""
    axes = axes_of(a, axis)
    left = [each for each in range(a.ndim) if each not in axes]
    moved = a.transpose(left + axes) if a.ndim else a
    return moved.reshape([a.shape[each] for each in left] + [math.prod(a.shape[each] for each in axes)]), [1 if each in axes else size for each, size in enumerate(a.shape)]


def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    a, q = as_array(a), as_array(q)
    wanted = q.ravel().tolist()
    if not builtins.all(0 <= each <= 1 for each in wanted):
        raise ValueError('Quantiles must be in the range [0, 1]')
    return into(out, _quantile(a, q.shape, wanted, axis, method, keepdims) if weights is None else _weighted(a, q.shape, wanted, axis, method, keepdims, weights))


def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    a, q = as_array(a), as_array(q)
    wanted = [each / 100 for each in q.ravel().tolist()]
    if not builtins.all(0 <= each <= 1 for each in wanted):
        raise ValueError('Percentiles must be in the range [0, 100]')
    return into(out, _quantile(a, q.shape, wanted, axis, method, keepdims) if weights is None else _weighted(a, q.shape, wanted, axis, method, keepdims, weights))


def _weighted(a, q_shape, wanted, axis, method, keepdims, weights):
    """The first of the sorted elements with which so much of the weight is reached."""
    if method != 'inverted_cdf':
        raise ValueError(f"Only method 'inverted_cdf' supports weights. Got: {method}.")
    weights = as_array(weights)
    if weights.shape != a.shape:
        if axis is None:
            raise TypeError('Axis must be specified when shapes of a and weights differ.')
        if weights.shape != (a.shape[axis],):
            raise ValueError('Shape of weights must be consistent with shape of a along specified axis.')
        weights = of(run('expand', weights.reshape([-1 if each == axis % a.ndim else 1 for each in range(a.ndim)])._t, list(a.shape)))
    if bool((weights < 0).any()):
        raise ValueError('Weights must be non-negative.')
    (a, kept), (weights, _) = _flattened(a, axis), _flattened(weights, axis)
    order = argsort(a, -1)
    rows, reached = take_along_axis(a, order, -1), take_along_axis(weights, order, -1).astype(float).cumsum(-1)
    reached = reached / reached[..., -1:]
    # Of no weight there is no first.
    answers = [take_along_axis(rows, (((reached < q) if q else (reached <= 0)).sum(-1, keepdims=True)), -1)[..., 0] for q in wanted]
    made = of(run('stack', [as_array(each)._t for each in answers])).reshape(q_shape + tuple(as_array(answers[0]).shape))
    return made.reshape(q_shape + tuple(kept)) if keepdims else made


def _quantile(a, q_shape, wanted, axis, method, keepdims):
    if method not in _METHODS:
        raise ValueError(f"'{method}' is not a valid method. Use one of: {dict.fromkeys(_METHODS).keys()!r}")
    a, kept = _flattened(a, axis)
    n = a.shape[-1]
    if not n:
        raise IndexError('index -1 is out of bounds for axis 0 with size 0')
    rows = sort(a, -1)
    # NaNs are sorted to the end.
    missing = isnan(rows[..., -1])
    answers = []
    for q in wanted:
        place = builtins.min(builtins.max(_METHODS[method](n, q), 0), n - 1)
        below = math.floor(place)
        low = rows[..., below]
        if method not in _WHOLE:
            high, gamma = rows[..., builtins.min(below + 1, n - 1)], place - below
            if method == 'averaged_inverted_cdf' and _METHODS[method](n, q) >= 0:
                gamma = 1.0 if gamma else 0.5
            gamma = as_dtype(a.dtype).type(gamma) if a.dtype.kind == 'f' else gamma
            step = high - low if a.dtype.kind != 'b' else as_array(high).astype(int) - low
            low = high - step * (1 - gamma) if gamma >= 0.5 else low + step * gamma * 1.0
        low = as_array(low)
        answers.append(of(run('where', as_array(missing)._t, as_array(rows[..., -1])._t, low._t)) if a.dtype.kind == 'f' else low)
    answer = of(run('stack', [each._t for each in answers])) if answers else zeros((0,))
    answer = answer.reshape(q_shape + (tuple(kept) if keepdims else a.shape[:-1]))
    return answer if answer.ndim else answer[()]


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    a = as_array(a)
    if axis is not None and not isinstance(axis, int) and len(set(axis)) < len(axis):
        raise ValueError('repeated axis')
    rows, kept = _flattened(a, axis)
    n = rows.shape[-1]
    if not n:
        return mean(a, axis, keepdims=keepdims)
    rows = sort(rows, -1)
    middle = mean(rows[..., (n - 1) // 2:n // 2 + 1], -1)
    if a.dtype.kind == 'f':
        middle = of(run('where', as_array(isnan(rows[..., -1]))._t, as_array(rows[..., -1])._t, as_array(middle)._t))
    middle = as_array(middle).reshape(kept) if keepdims else as_array(middle)
    return into(out, middle if middle.ndim else middle[()])


# Histograms


def bincount(x, /, weights=None, minlength=0):
    x = as_array(x)
    if x.ndim != 1:
        raise ValueError('object too deep for desired array' if x.ndim else 'object of too small depth for desired array')
    if x.size and int(x.min()) < 0:
        raise ValueError("'list' argument must have no negative elements")
    weights = None if weights is None else as_array(weights, 'float64')
    return of(run('bincount', x.astype(int)._t, None if weights is None else weights._t, minlength))


def digitize(x, bins, right=False):
    bins = as_array(bins)
    steps = bins[1:] - bins[:-1]
    side = 'left' if right else 'right'
    if bool((steps >= 0).all()):
        return searchsorted(bins, x, side)
    if bool((steps <= 0).all()):
        return len(bins) - searchsorted(bins[::-1], x, side)
    raise ValueError('bins must be monotonically increasing or decreasing')


_RULES = {
    'sqrt': lambda x: ptp(x) / math.sqrt(x.size), 'sturges': lambda x: ptp(x) / (math.log2(x.size) + 1), 'rice': lambda x: ptp(x) / (2 * x.size ** (1 / 3)),
    'scott': lambda x: (24 * math.pi ** 0.5 / x.size) ** (1 / 3) * std(x), 'fd': lambda x: 2 * float(functools.reduce(lambda a, b: b - a, percentile(x, [25, 75]))) * x.size ** (-1 / 3),
}
_RULES['auto'] = lambda x: builtins.min(_RULES['fd'](x), _RULES['sturges'](x)) if _RULES['fd'](x) else _RULES['sturges'](x)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    a = as_array(a).ravel()
    if not isinstance(bins, (str, int)) and as_array(bins).ndim:
        bins = as_array(bins)
        if bool((bins[:-1] > bins[1:]).any()):
            raise ValueError('`bins` must increase monotonically, when an array')
        return bins
    if range is not None:
        low, high = range
        if low > high:
            raise ValueError('max must be larger than min in range parameter.')
        if not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError(f'supplied range of [{low}, {high}] is not finite')
    else:
        low, high = (a.min(), a.max()) if a.size else (0, 1)
        if not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError(f'autodetected range of [{low}, {high}] is not finite')
    if low == high:
        low, high = low - 0.5, high + 0.5
    if isinstance(bins, str):
        if bins not in _RULES:
            raise ValueError(f"{bins!r} is not a valid estimator for `bins`")
        inside = a[(a >= low) & (a <= high)]
        width = float(_RULES[bins](inside)) if inside.size else 0
        if width and a.dtype.kind in 'iu':
            width = builtins.max(width, 1)
        bins = math.ceil((high - low) / width) if width else 1
    if bins < 1:
        raise ValueError('`bins` must be positive, when an integer')
    return linspace(low, high, int(bins) + 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    a = as_array(a).ravel()
    edges = histogram_bin_edges(a, bins, range)
    inside = (a >= edges[0]) & (a <= edges[-1])
    weights = None if weights is None else as_array(weights).ravel()[inside]
    # The last bin has both its ends.
    places = clip(searchsorted(edges, a[inside], 'right') - 1, 0, len(edges) - 2)
    counts = bincount(places, weights, len(edges) - 1)
    if weights is not None and weights.dtype.kind in 'iu':
        counts = counts.astype(weights.dtype)
    return (counts / (edges[1:] - edges[:-1]) / counts.sum() if density else counts), edges


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    sample = as_array(sample)
    columns = list(sample.T) if sample.ndim > 1 else [sample]
    bins = [bins] * len(columns) if isinstance(bins, int) else list(bins)
    edges = [histogram_bin_edges(column, each, None if range is None else range[at]) for at, (column, each) in enumerate(zip(columns, bins))]
    inside = functools.reduce(lambda a, b: a & b, [(column >= edge[0]) & (column <= edge[-1]) for column, edge in zip(columns, edges)])
    places = zeros(int(inside.sum()), int)
    for column, edge in zip(columns, edges):
        places = places * (len(edge) - 1) + clip(searchsorted(edge, column[inside], 'right') - 1, 0, len(edge) - 2)
    shape = [len(edge) - 1 for edge in edges]
    counts = bincount(places, None if weights is None else as_array(weights)[inside], math.prod(shape)).reshape(shape).astype(float)
    if density:
        for axis, edge in enumerate(edges):
            counts = counts / (edge[1:] - edge[:-1]).reshape([-1 if axis == each else 1 for each in builtins.range(len(edges))])
        counts = counts / bincount(places, None, math.prod(shape)).sum()
    return counts, edges


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    bins = bins if isinstance(bins, int) or len(bins) == 2 else [bins, bins]
    counts, edges = histogramdd(of(run('stack', [as_array(x)._t, as_array(y)._t], 1)), bins, range, density, weights)
    return counts, *edges


# Correlation


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    def rows(a):
        a = as_array(a)
        a = a.reshape(1, -1) if a.ndim < 2 else a
        return a.astype(a.dtype if a.dtype.kind == 'f' and a.dtype.itemsize == 8 else 'float64')
    x = rows(m)
    if not rowvar and as_array(m).ndim == 2:
        x = x.T
    if y is not None:
        other = rows(y)
        x = concatenate([x, other if rowvar or as_array(y).ndim < 2 else other.T])
    weights = None
    for given in (fweights, aweights):
        if given is not None:
            weights = as_array(given).astype(float) if weights is None else weights * as_array(given)
    ddof = ddof if ddof is not None else 0 if bias else 1
    centre, total = average(x, 1, weights, returned=True)
    total = total if weights is None else total[0]
    total = float(as_array(total).ravel()[0])
    free = total - ddof if weights is None or not ddof or aweights is None else total - ddof * float(sum(weights * as_array(aweights))) / total
    if free <= 0:
        from ._warnings import say
        say('Degrees of freedom <= 0 for slice')
        free = 0.0
    x = x - as_array(centre).reshape(-1, 1)
    answer = dot(x, (x if weights is None else x * weights).T) * (1 / free if free else math.nan)
    return as_array(answer).squeeze() if answer.size > 1 else answer.reshape(())


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    c = cov(x, y, rowvar)
    if not c.ndim:
        return c / c
    spread = sqrt(c.diagonal())
    return clip(c / spread.reshape(-1, 1) / spread, -1, 1)


def _sliding(a, v, mode):
    """Sums of products of a with v moved along it."""
    if mode not in ('valid', 'same', 'full'):
        raise ValueError("Use one of 'valid', 'same', or 'full' for convolve/correlate mode" if mode[:1] in ('v', 's', 'f') else f"mode must be one of 'valid', 'same', or 'full' (got {mode!r})")
    n, m = len(a), len(v)
    d = (a[:1] * v[:1]).dtype
    padded = concatenate([zeros(m - 1, d), a.astype(d), zeros(m - 1, d)])
    full = dot(of(run('as_strided', padded._t, [n + m - 1, m], [1, 1])), v.astype(d))
    if mode == 'full':
        return full
    length = n if mode == 'same' else n - m + 1
    start = (n + m - 1 - length) // 2
    return full[start:start + length]


def convolve(a, v, mode='full'):
    a, v = (as_array(each) if as_array(each).ndim else as_array([each]) for each in (a, v))
    if not len(a):
        raise ValueError('a cannot be empty')
    if not len(v):
        raise ValueError('v cannot be empty')
    a, v = (v, a) if len(v) > len(a) else (a, v)
    return _sliding(a, v[::-1], mode)


def correlate(a, v, mode='valid'):
    a, v = as_array(a), as_array(v)
    return _sliding(v, a, mode)[::-1] if len(v) > len(a) else _sliding(a, v, mode)


def interp(x, xp, fp, left=None, right=None, period=None):
    x, xp, fp = as_array(x, float), as_array(xp, float), as_array(fp, float)
    if not len(xp):
        raise ValueError('array of sample points is empty')
    if len(xp) != len(fp):
        raise ValueError('fp and xp are not of the same length.')
    if period is not None:
        x, xp = x % abs(period), xp % abs(period)
        order = argsort(xp)
        xp, fp = xp[order], fp[order]
        xp = concatenate([xp[-1:] - abs(period), xp, xp[:1] + abs(period)])
        fp = concatenate([fp[-1:], fp, fp[:1]])
    at = clip(searchsorted(xp, x, 'right') - 1, 0, builtins.max(len(xp) - 2, 0))
    after = at + 1 if len(xp) > 1 else at
    slope = (fp[after] - fp[at]) / (xp[after] - xp[at]) if len(xp) > 1 else 0.0
    inner = slope * (x - xp[at]) + fp[at]
    picks = [(x < xp[0], fp[0] if left is None else left), (x > xp[-1], fp[-1] if right is None else right), (x == xp[-1], fp[-1])]
    answer = as_array(inner)
    for mask, value in picks:
        answer = of(run('where', as_array(mask)._t, to_dtype(as_array(float(value))._t, float64), answer._t))
    return answer if answer.ndim else answer[()]
