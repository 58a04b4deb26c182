"""What all families of polynomials share: coefficients as arrays, domains, sums, quotients, fits."""
import functools
import operator
import warnings

import numpy as np

from .._printing import format_float_positional, format_float_scientific


def trimseq(seq):
    """Without the zeros at its end, but for one."""
    size = len(seq)
    while size > 1 and seq[size - 1] == 0:
        size -= 1
    return seq[:size] if size < len(seq) else seq


def as_series(alist, trim=True):
    arrays = [np.array(a, ndmin=1, copy=None) for a in alist]
    for a in arrays:
        if not a.size:
            raise ValueError('Coefficient array is empty')
        if a.ndim != 1:
            raise ValueError('Coefficient array is not 1-d')
    arrays = [trimseq(a) if trim else a for a in arrays]
    dtype = np.common_type(*arrays)
    return [np.array(a, dtype) for a in arrays]


def trimcoef(c, tol=0):
    if tol < 0:
        raise ValueError('tol must be non-negative')
    [c] = as_series([c])
    [kept] = np.nonzero(np.abs(c) > tol)
    return c[:kept[-1] + 1].copy() if len(kept) else c[:1] * 0


def getdomain(x):
    [x] = as_series([x], trim=False)
    return np.array((x.min(), x.max()))


def mapparms(old, new):
    """(offset, scale) of the line from one interval to the other."""
    size = old[1] - old[0]
    return (old[1] * new[0] - old[0] * new[1]) / size, (new[1] - new[0]) / size


def mapdomain(x, old, new):
    if not isinstance(x, (int, float, np.generic)) and not hasattr(x, 'coef'):
        x = np.asanyarray(x)
    off, scl = mapparms(old, new)
    return off + scl * x


def format_float(x, parens=False):
    if not np.issubdtype(type(x), np.floating):
        return str(x)
    options = np.get_printoptions()
    if not np.isfinite(x):
        return options['nanstr' if x != x else 'infstr']
    precision, is_fixed = options['precision'], options['floatmode'] == 'fixed'
    form = {'precision': precision, 'unique': not is_fixed, 'trim': 'k' if is_fixed else '0', 'sign': options['sign'] == '+'}
    if x != 0 and not 10 ** min(0, -(precision - 1) // 2) <= abs(x) < 1e8:
        text = format_float_scientific(x, **form)
        return f'({text})' if parens else text
    return format_float_positional(x, **form)


def _as_int(x, desc):
    try:
        return operator.index(x)
    except TypeError as error:
        raise TypeError(f'{desc} must be an integer, received {x}') from error


def _padded(c1, c2):
    c1, c2 = as_series([c1, c2])
    size = max(len(c1), len(c2))
    return [np.concatenate([c, np.zeros(size - len(c), c.dtype)]) if len(c) < size else c for c in (c1, c2)]


def _add(c1, c2):
    c1, c2 = _padded(c1, c2)
    return trimseq(c1 + c2)


def _sub(c1, c2):
    c1, c2 = _padded(c1, c2)
    return trimseq(c1 - c2)


def _div(mul_f, c1, c2):
    c1, c2 = as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    more = len(c1) - len(c2)
    if more < 0:
        return c1[:1] * 0, c1
    if len(c2) == 1:
        return c1 / c2[-1], c1[:1] * 0
    quotient, rest = np.empty(more + 1, c1.dtype), c1
    for power in range(more, -1, -1):
        part = mul_f([0] * power + [1], c2)
        quotient[power] = rest[-1] / part[-1]
        rest = rest[:-1] - quotient[power] * part[:-1]
    return quotient, trimseq(rest)


def _pow(mul_f, c, pow, maxpower):
    [c] = as_series([c])
    power = int(pow)
    if power != pow or power < 0:
        raise ValueError('Power must be a non-negative integer.')
    if maxpower is not None and power > maxpower:
        raise ValueError('Power is too large')
    return functools.reduce(mul_f, [c] * power) if power else np.array([1], c.dtype)


def _fromroots(line_f, mul_f, roots):
    if not len(roots):
        return np.ones(1)
    [roots] = as_series([roots], trim=False)
    roots.sort()
    factors = [line_f(-root, 1) for root in roots]
    while len(factors) > 1:
        half, odd = divmod(len(factors), 2)
        paired = [mul_f(factors[at], factors[at + half]) for at in range(half)]
        if odd:
            paired[0] = mul_f(paired[0], factors[-1])
        factors = paired
    return factors[0]


def _valnd(val_f, c, *args):
    args = [np.asanyarray(a) for a in args]
    if any(a.shape != args[0].shape for a in args):
        raise ValueError(f'{"x, y" if len(args) == 2 else "x, y, z"} are incompatible')
    c = val_f(args[0], c)
    for each in args[1:]:
        c = val_f(each, c, tensor=False)
    return c


def _gridnd(val_f, c, *args):
    return functools.reduce(lambda c, each: val_f(each, c), args, c)


def _vander_nd_flat(vander_fs, points, degrees):
    count = len(vander_fs)
    if count != len(degrees):
        raise ValueError(f'Expected {count} dimensions of degrees, got {len(degrees)}')
    points = np.asarray(tuple(points)) + 0.0
    parts = (vander(point, degree)[(..., *(slice(None) if axis == at else None for axis in range(count)))]
             for at, (vander, point, degree) in enumerate(zip(vander_fs, points, degrees)))
    made = functools.reduce(operator.mul, parts)
    return made.reshape(made.shape[:-count] + (-1,))


def _fit(vander_f, x, y, deg, rcond=None, full=False, w=None):
    x, y, deg = np.asarray(x) + 0.0, np.asarray(y) + 0.0, np.asarray(deg)
    if deg.ndim > 1 or deg.dtype.kind not in 'iu' or not deg.size:
        raise TypeError('deg must be an int or non-empty 1-D array of int')
    if deg.min() < 0:
        raise ValueError('expected deg >= 0')
    if x.ndim != 1:
        raise TypeError('expected 1D vector for x')
    if not x.size:
        raise TypeError('expected non-empty vector for x')
    if not 1 <= y.ndim <= 2:
        raise TypeError('expected 1D or 2D array for y')
    if len(x) != len(y):
        raise TypeError('expected x and y to have same length')
    chosen = np.sort(deg).tolist() if deg.ndim else list(range(int(deg) + 1))
    left, right = vander_f(x, chosen[-1])[:, chosen].T, y.T
    if w is not None:
        w = np.asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError('expected 1D vector for w')
        if len(x) != len(w):
            raise TypeError('expected x and w to have same length')
        left, right = left * w, right * w
    rcond = len(x) * np.finfo(x.dtype).eps if rcond is None else rcond
    scale = np.sqrt(np.square(left).sum(1))
    scale[scale == 0] = 1
    found, residuals, rank, s = np.linalg.lstsq(left.T / scale, right.T, rcond)
    found = (found.T / scale).T
    c = np.zeros((chosen[-1] + 1,) + found.shape[1:], found.dtype)
    c[chosen] = found
    if rank != len(chosen) and not full:
        warnings.warn('The fit may be poorly conditioned', np.exceptions.RankWarning, stacklevel=3)
    return (c, [residuals, rank, s, rcond]) if full else c
