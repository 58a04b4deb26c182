"""A family of polynomials, of which a series is a sum: P_0 = 1, P_1 = first(x), and P_n = recur(x, P_{n-1}, P_{n-2}, n).

From these, and from what the integral of P_n is, all functions of its module are made. What `first` and `recur` are given are numbers, arrays,
fractions (which say exactly what a rule multiplies by), or whole series, of which x is a symbol: evaluating, multiplying and
converting a series are one recursion (Clenshaw's).
"""
import functools
from fractions import Fraction

import numpy as np

from .._arguments import axis_of
from . import polyutils as pu

_ZERO, _ONE = Fraction(0), Fraction(1)


class _Nothing:
    """What is added to nothing, and of which a product is nothing: not even of what is infinite."""

    __array_ufunc__ = None
    __mul__ = __rmul__ = __truediv__ = lambda self, other: self
    __add__ = __radd__ = __rsub__ = lambda self, other: other
    __sub__ = lambda self, other: other * -1


class _Linear:
    """a + b x, where x is that of a series."""

    def __init__(self, a, b):
        self.a, self.b = a, b

    def __rmul__(self, number):
        return _Linear(number * self.a, number * self.b)

    __mul__ = __rmul__

    def __rsub__(self, number):
        return _Linear(number - self.a, -self.b)


class _Series:
    """Coefficients that add and multiply as the series do. `mulx`: what x makes of them."""

    __array_ufunc__ = None

    def __init__(self, c, mulx):
        self.c, self.mulx = c, mulx

    def __add__(self, other):
        return _Series(pu._add(self.c, other.c), self.mulx) if isinstance(other, _Series) else NotImplemented

    def __sub__(self, other):
        return _Series(pu._sub(self.c, other.c), self.mulx) if isinstance(other, _Series) else NotImplemented

    def __mul__(self, other):
        if not isinstance(other, _Linear):
            return _Series(self.c * other, self.mulx)
        raised = _Series(self.mulx(self.c), self.mulx) * other.b
        return self * other.a + raised if other.a else raised

    def __truediv__(self, number):
        return _Series(self.c / number, self.mulx)


_NOTHING, _X = _Nothing(), _Linear(0, 1)


def _times(y, factor):
    """A product with a fraction, rounded as that of its parts."""
    y = y if factor.numerator == 1 else y * factor.numerator
    return y if factor.denominator == 1 else y / factor.denominator


def _sum(x, c, first, recur):
    """The sum of c[n] P_n(x)."""
    if len(c) == 1:
        return c[0]
    c0, c1 = c[-2], c[-1]
    for n in range(len(c) - 1, 1, -1):
        c0, c1 = c[n - 2] + recur(x, _NOTHING, c1, n), c0 + recur(x, c1, _NOTHING, n)
    return c0 + c1 * first(x)


def _polymulx(c):
    return np.concatenate([c[:1] * 0, c])


def _arranged(c, axis):
    """(a copy in floats, with the axis first), and the way back."""
    c = np.array(c, ndmin=1)
    c = c if c.dtype.kind == 'f' else c.astype(float)
    axis = axis_of(pu._as_int(axis, 'the axis'), c.ndim)
    return np.moveaxis(c, axis, 0).copy(), lambda made: np.moveaxis(made, 0, axis)


def functions(module, prefix, first, recur, integral, ends, own, value_recur=None, maxpower=16):
    """The functions and constants of a family's module, by their names. `integral(n)`: what that of P_n has of P_{n+1}, P_n and P_{n-1}."""

    @functools.cache
    def steps(n):
        """x P_n = up P_{n+1} + same P_n + down P_{n-1}."""
        if not n:
            a = first(_ZERO)
            b = first(_ONE) - a
            return 1 / b, -a / b, _ZERO
        same = recur(_ZERO, _ONE, _ZERO, n + 1)
        rise = recur(_ONE, _ONE, _ZERO, n + 1) - same
        return 1 / rise, -same / rise, -recur(_ZERO, _ZERO, _ONE, n + 1) / rise

    def line(off, scl):
        up, same, _ = steps(0)
        return np.array([off + _times(scl, same) if same else off, _times(scl, up)] if scl != 0 else [off])

    def add(c1, c2):
        return pu._add(c1, c2)

    def sub(c1, c2):
        return pu._sub(c1, c2)

    def mulx(c):
        [c] = pu.as_series([c])
        if len(c) == 1 and c[0] == 0:
            return c
        made = np.zeros(len(c) + 1, c.dtype)
        for start, factors in enumerate(zip(*map(steps, range(len(c))))):
            up, down = ([getattr(each, part) for each in factors] for part in ('numerator', 'denominator'))
            part = c * np.array(up, c.dtype) / np.array(down, c.dtype)
            if start < 2:
                made[1 - start:len(made) - start] += part
            else:
                made[:-2] += part[1:]
        return made

    def mul(c1, c2):
        few, many = sorted(pu.as_series([c1, c2]), key=len)
        made = _sum(_X, [_Series(each * many, mulx) for each in few], first, recur).c
        return pu.trimseq(made)

    def div(c1, c2):
        return pu._div(space['mul'], c1, c2)

    def pow(c, pow, maxpower=maxpower):
        return pu._pow(space['mul'], c, pow, maxpower)

    def val(x, c, tensor=True):
        c = np.array(c, ndmin=1, copy=None)
        c = c if c.dtype.kind == 'f' else c.astype(float)
        if isinstance(x, (tuple, list)):
            x = np.asarray(x)
        if isinstance(x, np.ndarray) and tensor:
            c = c.reshape(c.shape + (1,) * x.ndim)
        return _sum(x, c, first, value_recur or recur) if len(c) > 1 else c[0] + 0 * first(x)

    def val2d(x, y, c):
        return pu._valnd(val, c, x, y)

    def val3d(x, y, z, c):
        return pu._valnd(val, c, x, y, z)

    def grid2d(x, y, c):
        return pu._gridnd(val, c, x, y)

    def grid3d(x, y, z, c):
        return pu._gridnd(val, c, x, y, z)

    def vander(x, deg):
        deg = pu._as_int(deg, 'deg')
        if deg < 0:
            raise ValueError('deg must be non-negative')
        x = np.array(x, copy=None, ndmin=1) + 0.0
        made = [x * 0 + 1, first(x)][:deg + 1]
        for n in range(2, deg + 1):
            made.append(recur(x, made[-1], made[-2], n))
        return np.stack(made, -1)

    def vander2d(x, y, deg):
        return pu._vander_nd_flat((vander,) * 2, (x, y), deg)

    def vander3d(x, y, z, deg):
        return pu._vander_nd_flat((vander,) * 3, (x, y, z), deg)

    def fit(x, y, deg, rcond=None, full=False, w=None):
        return pu._fit(vander, x, y, deg, rcond, full, w)

    def der(c, m=1, scl=1, axis=0):
        count = pu._as_int(m, 'the order of derivation')
        if count < 0:
            raise ValueError('The order of derivation must be non-negative')
        c, back = _arranged(c, axis)
        if count >= len(c):
            return back(c[:1] * 0)
        for _ in range(count):
            c, made = c * scl, []
            # What an integral would have made of the highest, and so on downwards.
            for n in range(len(c) - 1, 0, -1):
                up, same, down = integral(n - 1)
                made.append(_times(c[n] + 0.0, Fraction(1) / up))
                for place, part in ((n - 1, same), (n - 2, down)):
                    if part and place > 0:
                        c[place] -= _times(c[n], Fraction(part) / up)
            c = np.stack(made[::-1])
        return back(c)

    def int(c, m=1, k=[], lbnd=0, scl=1, axis=0):
        k = k if np.iterable(k) else [k]
        count = pu._as_int(m, 'the order of integration')
        if count < 0:
            raise ValueError('The order of integration must be non-negative')
        if len(k) > count:
            raise ValueError('Too many integration constants')
        for name, value in (('lbnd', lbnd), ('scl', scl)):
            if np.ndim(value):
                raise ValueError(f'{name} must be a scalar.')
        c, back = _arranged(c, axis)
        for constant in [*k, *[0] * count][:count]:
            c = c * scl
            if len(c) == 1 and np.all(c[0] == 0):
                c[0] += constant
                continue
            made = np.zeros((len(c) + 1,) + c.shape[1:], c.dtype)
            for n in range(len(c)):
                for place, part in zip((n + 1, n, n - 1), integral(n)):
                    if part and (place > 0 or place == n):
                        made[place] += _times(c[n], part)
            made[0] += constant - val(lbnd, made)
            c = made
        return back(c)

    def fromroots(roots):
        return pu._fromroots(line, space['mul'], roots)

    def companion(c):
        [c] = pu.as_series([c])
        if len(c) < 2:
            raise ValueError('Series must have maximum degree of at least 1.')
        n = len(c) - 1
        if n == 1:
            return linear_root(c).reshape(1, 1)
        matrix = np.zeros((n, n), c.dtype)
        # By the polynomials' norms the matrix is symmetric where all go down as well as up.
        scale = np.ones(n)
        for i in range(n - 1, -1, -1):
            matrix[i, i] = float(steps(i)[1])
            if i < n - 1:
                up, down = steps(i)[0], steps(i + 1)[2]
                matrix[i, i + 1] = matrix[i + 1, i] = float(up) / abs(float(up)) * float(up * down) ** 0.5
                if down:
                    scale[i] = scale[i + 1] * float(up / down) ** 0.5
                else:
                    matrix[i + 1, i] = float(up)
        matrix[:, -1] -= c[:-1] / c[-1] * scale * float(steps(n - 1)[0])
        return matrix

    def linear_root(c):
        up, same, _ = steps(0)
        return np.array([_times(-(c[0] / c[1]), up) + float(same) if same else _times(-(c[0] / c[1]), up)])

    def roots(c):
        [c] = pu.as_series([c])
        if len(c) < 3:
            return linear_root(c) if len(c) == 2 else np.array([], c.dtype)
        matrix = companion(c)
        # Large coefficients first, which keeps more digits.
        found = np.linalg.eigvals(matrix[::-1, ::-1] if steps(1)[2] else matrix)
        found.sort()
        return found

    def to_poly(c):
        [c] = pu.as_series([c])
        return _sum(_X, [_Series(each, _polymulx) for each in c.reshape(-1, 1)], first, recur).c if len(c) > 1 else c

    def from_poly(pol):
        [pol] = pu.as_series([pol])
        made = 0
        for each in pol[::-1]:
            made = pu._add(mulx(made), each)
        return made

    def gauss(deg):
        deg = pu._as_int(deg, 'deg')
        if deg <= 0:
            raise ValueError('deg must be a positive integer')
        x = np.linalg.eigvalsh(companion([0] * deg + [1]))
        beside = [float(steps(n)[0] * steps(n + 1)[2]) ** 0.5 for n in range(deg)]

        def normal(x):
            """The polynomials up to deg, each of norm 1."""
            made = [x * 0, x * 0 + 1]
            for n in range(deg):
                made.append(((x - float(steps(n)[1])) * made[-1] - (beside[n - 1] * made[-2] if n else 0)) / beside[n])
            return made[1:]
        *before, last = normal(x)
        x = x - last / (sum(each * each for each in before) / (beside[-1] * before[-1]))
        w = 1 / sum(each * each for each in normal(x)[:-1])
        if not steps(1)[1]:
            w, x = (w + w[::-1]) / 2, (x - x[::-1]) / 2
        return x, w * (own['total'] / w.sum())

    made = dict(line=line, add=add, sub=sub, mulx=mulx, mul=mul, div=div, pow=pow, val=val, val2d=val2d, val3d=val3d, grid2d=grid2d, grid3d=grid3d, vander=vander,
                vander2d=vander2d, vander3d=vander3d, fit=fit, der=der, int=int, fromroots=fromroots, companion=companion, roots=roots)
    if prefix != 'poly':
        made.update(gauss=gauss)
    space = {**made, **{name: value for name, value in own.items() if callable(value)}}
    names = {prefix + name: value for name, value in space.items()}
    if prefix != 'poly':
        names.update({f'{prefix}2poly': to_poly, f'poly2{prefix}': from_poly})
    for name, function in names.items():
        function.__name__ = function.__qualname__ = name
        function.__module__ = module
    constants = {'trim': pu.trimcoef, 'domain': np.array(ends), 'zero': np.array([0]), 'one': np.array([1]), 'x': line(0, 1)}
    return {**names, **{prefix + name: value for name, value in constants.items()}}
