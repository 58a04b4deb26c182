"""Differences, integrals, windows, and functions with a few special values."""
import math

from ._arguments import axis_of
from ._core import array, as_array, of, result, run
from ._making import arange
from ._searching import where
from ._joining import concatenate
from ._shaping import broadcast_to
from ._types import DTYPES
from ._ufuncs import cos, logical_and, sin


def diff(a, n=1, axis=-1, prepend=None, append=None):
    a = as_array(a)
    if n < 0:
        raise ValueError(f'order must be non-negative but got {n}')
    if not a.ndim:
        raise ValueError('diff requires input that is at least one dimensional')
    axis = axis_of(axis, a.ndim)
    pieces = []
    for each in (prepend, a, append):
        if each is not None:
            each = as_array(each)
            pieces.append(each if each.ndim else broadcast_to(each, [1 if at == axis else size for at, size in enumerate(a.shape)]))
    a = concatenate(pieces, axis) if len(pieces) > 1 else a
    for _ in range(n):
        high, low = (a[(slice(None),) * axis + (each,)] for each in (slice(1, None), slice(None, -1)))
        a = high != low if a.dtype.kind == 'b' else high - low
    return a


def ediff1d(ary, to_end=None, to_begin=None):
    return concatenate([as_array(each).ravel() for each in (to_begin, diff(as_array(ary).ravel()), to_end) if each is not None])


def gradient(f, *varargs, axis=None, edge_order=1):
    f = as_array(f)
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    axes = list(range(f.ndim)) if axis is None else [axis_of(each, f.ndim) for each in (axis if isinstance(axis, tuple) else (axis,))]
    steps = list(varargs) * len(axes) if len(varargs) == 1 else list(varargs) or [1.0] * len(axes)
    if len(steps) != len(axes):
        raise TypeError('invalid number of arguments')
    f = f if f.dtype.kind == 'f' else f.astype('float64')
    found = []
    for each, step in zip(axes, steps):
        size = f.shape[each]
        if size < edge_order + 1:
            raise ValueError('Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.')

        def at(place, each=each):
            return f[(slice(None),) * each + (place,)]
        step = as_array(step)
        widths = step[1:] - step[:-1] if step.ndim else None
        if widths is not None and bool((widths == widths[0]).all()):
            step, widths = widths[0], None
        if widths is None:
            inner = (at(slice(2, None)) - at(slice(None, -2))) / (2.0 * step)
            first, last = (at(slice(1, 2)) - at(slice(0, 1))) / step, (at(slice(-1, None)) - at(slice(-2, -1))) / step
            if edge_order == 2:
                first = -1.5 / step * at(slice(0, 1)) + 2.0 / step * at(slice(1, 2)) + -0.5 / step * at(slice(2, 3))
                last = 0.5 / step * at(slice(-3, -2)) + -2.0 / step * at(slice(-2, -1)) + 1.5 / step * at(slice(-1, None))
        else:
            shape = [-1 if axis == each else 1 for axis in range(f.ndim)]
            before, after = widths[:-1].reshape(shape), widths[1:].reshape(shape)
            inner = -after / (before * (before + after)) * at(slice(None, -2)) + (after - before) / (before * after) * at(slice(1, -1)) + before / (after * (before + after)) * at(slice(2, None))
            first, last = (at(slice(1, 2)) - at(slice(0, 1))) / widths[0], (at(slice(-1, None)) - at(slice(-2, -1))) / widths[-1]
            if edge_order == 2:
                one, two = widths[0], widths[1]
                first = -(2. * one + two) / (one * (one + two)) * at(slice(0, 1)) + (one + two) / (one * two) * at(slice(1, 2)) + -one / (two * (one + two)) * at(slice(2, 3))
                one, two = widths[-2], widths[-1]
                last = two / (one * (one + two)) * at(slice(-3, -2)) + -(two + one) / (one * two) * at(slice(-2, -1)) + (2. * two + one) / (two * (one + two)) * at(slice(-1, None))
        found.append(concatenate([first, inner, last], each))
    return found[0] if len(found) == 1 else tuple(found)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = as_array(y)
    axis = axis_of(axis, y.ndim)
    if x is not None:
        x = as_array(x)
        dx = diff(x) if x.ndim > 1 else diff(x).reshape([-1 if each == axis else 1 for each in range(y.ndim)])
    high, low = (y[(slice(None),) * axis + (each,)] for each in (slice(1, None), slice(None, -1)))
    return (dx * (high + low) / 2.0).sum(axis)


def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    p = as_array(p)
    steps = diff(p, axis=axis)
    half = period / 2
    turned = (steps + half) % period - half
    turned = where(logical_and(turned == -half, steps > 0), half, turned)
    moved = where(abs(steps) < (half if discont is None else discont), 0, turned - steps)
    axis = axis_of(axis, p.ndim)
    first = p[(slice(None),) * axis + (slice(0, 1),)]
    return concatenate([first, p[(slice(None),) * axis + (slice(1, None),)] + moved.cumsum(axis)], axis)


def sinc(x):
    x = as_array(x) * math.pi
    x = as_array(where(as_array(x) == 0, 1.0e-20, x))
    return sin(x) / x if x.ndim else (sin(x) / x)[()]


def i0(x):
    return of(run('i0', as_array(x, float)._t))


def angle(z, deg=False):
    answer = where(as_array(z) < 0, math.pi, 0.0)
    answer = answer * 180 / math.pi if deg else answer
    return answer if as_array(answer).ndim else as_array(answer)[()]


def real(val):
    return as_array(val)


def imag(val):
    return of(run('zeros_like', as_array(val)._t))


def isreal(x):
    return as_array(x) == as_array(x) if as_array(x).dtype.kind != 'f' else of(run('ones_like', as_array(x)._t)).astype(bool)


def iscomplex(x):
    x = as_array(x)
    return result(run('zeros_like', x._t, dtype=DTYPES['bool']._torch))


def real_if_close(a, tol=100):
    return as_array(a)


def iscomplexobj(x):
    return isinstance(x, complex)


def isrealobj(x):
    return not iscomplexobj(x)


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = as_array(x)
    if x.dtype.kind != 'f':
        return result(run('clone', x._t))
    answer = run('nan_to_num', x._t, float(nan), None if posinf is None else float(posinf), None if neginf is None else float(neginf))
    if not copy:
        x[...] = of(answer)
        return x
    return result(answer)


def isposinf(x, out=None):
    return result(run('isposinf', as_array(x)._t))


def isneginf(x, out=None):
    return result(run('isneginf', as_array(x)._t))


# Windows


def _window(name, *weights):
    def window(M):
        if M < 1:
            return array([], float)
        if M == 1:
            return array([1.0])
        n = arange(1 - M, M, 2)
        return sum((weight * cos(at * math.pi * n / (M - 1)) for at, weight in enumerate(weights[1:], 1)), weights[0])
    window.__name__ = window.__qualname__ = name
    return window


hanning, hamming, blackman = _window('hanning', 0.5, 0.5), _window('hamming', 0.54, 0.46), _window('blackman', 0.42, 0.5, 0.08)


def bartlett(M):
    if M < 1:
        return array([], float)
    if M == 1:
        return array([1.0])
    n = arange(1 - M, M, 2)
    return where(n <= 0, 1 + n / (M - 1), 1 - n / (M - 1))


def kaiser(M, beta):
    if M == 1:
        return array([1.0])
    n = arange(0, M)
    half = (M - 1) / 2.0
    return i0(beta * (1 - ((n - half) / half) ** 2.0) ** 0.5) / i0(float(beta))
