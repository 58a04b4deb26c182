"""Polynomials by their coefficients, the highest power first."""
from ._core import array, as_array, float64, ndarray, of, run, scalar, zeros
from ._making import vander
from ._products import dot
from ._shaping import atleast_1d, trim_zeros
from ._statistics import convolve
from ._ufuncs import sqrt


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    from .linalg import inv, lstsq
    x, y = as_array(x) + 0.0, as_array(y) + 0.0
    if deg < 0:
        raise ValueError('expected deg >= 0')
    if x.ndim != 1:
        raise TypeError('expected 1D vector for x')
    if not x.size:
        raise TypeError('expected non-empty vector for x')
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError('expected 1D or 2D array for y')
    if len(x) != len(y):
        raise TypeError('expected x and y to have same length')
    order = deg + 1
    rcond = scalar(float64, len(x) * 2.0 ** -52) if rcond is None else rcond
    left, right = vander(x, order), y
    if w is not None:
        w = as_array(w) + 0.0
        left, right = left * w.reshape(-1, 1), right * (w.reshape(-1, 1) if right.ndim == 2 else w)
    scale = sqrt((left * left).sum(axis=0))
    c, residuals, rank, s = lstsq(left / scale, right, rcond)
    c = (c.T / scale).T
    if rank != order and not full:
        from ._warnings import say
        say('Polyfit may be poorly conditioned')
    if full:
        return c, residuals, rank, s, rcond
    if cov:
        base = inv(dot((left / scale).T, left / scale)) / (scale.reshape(-1, 1) * scale)
        factor = 1 if cov == 'unscaled' else residuals / (len(x) - order)
        return c, base * factor if y.ndim == 1 else base.reshape(order, order, 1) * factor
    return c


def polyval(p, x):
    if isinstance(x, poly1d):
        y = 0
    else:
        x = as_array(x)
        y = of(run('zeros_like', x._t))
        if not len(as_array(p.coeffs if isinstance(p, poly1d) else p)):
            return y
    for each in as_array(p.coeffs if isinstance(p, poly1d) else p).ravel():
        y = y * x + each
    return y if not isinstance(y, ndarray) or y.ndim else y[()]


def roots(p):
    from . import linalg
    p = atleast_1d(p.coeffs if isinstance(p, poly1d) else p)
    if p.ndim != 1:
        raise ValueError('Input must be a rank-1 array.')
    found = [at for at, each in enumerate(p.tolist()) if each]
    if not found:
        return array([], float)
    none = len(p) - found[-1] - 1
    p = p[found[0]:found[-1] + 1] + 0.0
    if len(p) < 2:
        return zeros(none)
    companion = zeros((len(p) - 1, len(p) - 1))
    companion[0] = -p[1:] / p[0]
    if len(p) > 2:
        run('fill_', run('diagonal', companion._t, -1), 1)
    return of(run('cat', [linalg.eigvals(companion)._t, zeros(none)._t]))


def poly(seq_of_zeros):
    seq = atleast_1d(seq_of_zeros)
    if seq.ndim == 2:
        from . import linalg
        seq = linalg.eigvals(seq)
    a = array([1.0])
    for each in seq.tolist():
        a = convolve(a, array([1, -each]), 'full')
    return a if seq.size else 1.0


def _coefficients(*polynomials):
    return [atleast_1d(each.coeffs if isinstance(each, poly1d) else each) for each in polynomials], any(isinstance(each, poly1d) for each in polynomials)


def _combined(a1, a2, sign):
    (one, two), is_poly = _coefficients(a1, a2)
    two = two * sign if sign < 0 else two
    size = max(len(one), len(two))
    made = (of(run('constant_pad_nd', each._t, [size - len(each), 0])) for each in (one, two))
    answer = next(made) + next(made)
    return poly1d(answer) if is_poly else answer


def polyadd(a1, a2):
    return _combined(a1, a2, 1)


def polysub(a1, a2):
    return _combined(a1, a2, -1)


def polymul(a1, a2):
    (one, two), is_poly = _coefficients(a1, a2)
    answer = convolve(one, two)
    return poly1d(answer) if is_poly else answer


def polydiv(u, v):
    (u, v), is_poly = _coefficients(u, v)
    u, v = u + 0.0, v + 0.0
    size = max(len(u) - len(v) + 1, 1)
    q, r = zeros(size), u.copy()
    for k in range(len(u) - len(v) + 1):
        q[k] = r[k] / v[0]
        r[k:k + len(v)] -= q[k] * v
    while len(r) > 1 and abs(float(r[0])) <= 1e-8:
        r = r[1:]
    return (poly1d(q), poly1d(r)) if is_poly else (q, r)


def polyder(p, m=1):
    (c,), is_poly = _coefficients(p)
    for _ in range(m):
        c = c[:-1] * array(list(range(len(c) - 1, 0, -1)), int)
    return poly1d(c) if is_poly else c


def polyint(p, m=1, k=None):
    (c,), is_poly = _coefficients(p)
    constants = [0] * m if k is None else [k] * m if not hasattr(k, '__len__') else list(k) * (m if len(k) == 1 else 1)
    for each in constants[:m]:
        c = of(run('cat', [(c / array(list(range(len(c), 0, -1)), int))._t, array([float(each)])._t]))
    return poly1d(c) if is_poly else c


class poly1d:
    """A polynomial in one variable."""

    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self.coeffs, self.variable = c_or_r.coeffs, variable or c_or_r.variable
            return
        c = poly(c_or_r) if r else c_or_r
        c = trim_zeros(atleast_1d(c), 'f')
        if c.ndim > 1:
            raise ValueError('Polynomial must be 1d only.')
        self.coeffs = c if len(c) else array([0], c.dtype)
        self.variable = variable or 'x'

    c = coef = coefficients = property(lambda self: self.coeffs)
    order = o = property(lambda self: len(self.coeffs) - 1)
    roots = r = property(lambda self: roots(self.coeffs))

    def __call__(self, val):
        return polyval(self.coeffs, val)

    def __array__(self, dtype=None, copy=None):
        return self.coeffs

    def __repr__(self):
        return f'poly1d({repr(self.coeffs)[6:-1]})'

    def __len__(self):
        return self.order

    def __str__(self):
        def text(q):
            s = f'{float(q):.4g}'
            return s[:-5] if s.endswith('.0000') else s
        words, powers = '0', ''
        coeffs = self.coeffs.tolist()
        found = []
        for at, each in enumerate(coeffs):
            power = len(coeffs) - 1 - at
            number = text(abs(each))
            if power == 0:
                piece = number if number != '0' or len(coeffs) == 1 else ''
            else:
                piece = '' if number == '0' else f'{number} {self.variable}'
                piece += f'**{power}' if piece and power > 1 else ''
            if found:
                if piece:
                    found.append(f' - {piece}' if each < 0 else f' + {piece}')
            elif piece:
                found.append(f'-{piece}' if each < 0 else piece)
        return _raised(''.join(found) or words)

    def __getitem__(self, val):
        return self.coeffs[self.order - val] if 0 <= val <= self.order else self.coeffs.dtype.type(0)

    def __iter__(self):
        return iter(self.coeffs)

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __pos__(self):
        return self

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other).coeffs, self.coeffs))

    def __mul__(self, other):
        return poly1d(self.coeffs * other if isinstance(other, (int, float)) else polymul(self.coeffs, poly1d(other).coeffs))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return poly1d(self.coeffs / other) if isinstance(other, (int, float)) else polydiv(self, poly1d(other))

    def __pow__(self, val):
        answer = poly1d([1])
        for _ in range(val):
            answer = answer * self
        return answer

    def __eq__(self, other):
        return isinstance(other, poly1d) and self.coeffs.shape == other.coeffs.shape and (self.coeffs == other.coeffs).all()

    def deriv(self, m=1):
        return poly1d(polyder(self.coeffs, m))

    def integ(self, m=1, k=0):
        return poly1d(polyint(self.coeffs, m, k))


def _raised(text, wrap=70):
    """Exponents on a line of their own."""
    import re
    n, line1, line2, output = 0, '', '', ' '
    for match in re.finditer(r'\*\*([0-9]*)', text):
        start, stop = match.span()
        power, part = match.groups()[0], text[n:start]
        n = stop
        before, after = part + ' ' * (len(power) - 1), ' ' * (len(part) - 1) + power
        if len(line2) + len(before) > wrap or len(line1) + len(after) > wrap:
            output += line1 + '\n' + line2 + '\n '
            line1, line2 = after, before
        else:
            line2 += part + ' ' * (len(power) - 1)
            line1 += ' ' * (len(part) - 1) + power
    return output + line1 + '\n' + line2 + text[n:]


poly1d.__module__ = 'numpy'
