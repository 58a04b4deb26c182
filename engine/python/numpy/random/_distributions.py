"""Distributions that both of NumPy's generators have, by their standard numbers."""
import math
import warnings

from .._core import array, as_array, ndarray, of, run
from .._products import dot
from .._ufuncs import sqrt
from . import _checks as check
from ._checks import checked, common_shape, shape_of


def rows_of(shape, values):
    """Numbers and arrays of the shape beside each other, as the engine reads them."""
    return as_array(of(run('stack', [run('expand', as_array(each, float)._t, list(shape)) for each in values], -1)), float)


class Distributions:
    """Of what has `_draw(action, count)`: random, normal and exponential are standard numbers, and distribution what the engine draws by name."""

    def __getattr__(self, name):
        raise AttributeError(f"'{type(self).__module__}.{type(self).__name__}' object has no attribute '{name}'")

    def _sized(self, size, draw, *parameters):
        """Numbers of the size that is asked for, or of the parameters' own; a Python number where there is none."""
        shape = shape_of(size)
        arrays = [each for each in parameters if isinstance(each, ndarray)]
        if arrays:
            shape = common_shape(shape, arrays)
        elif shape is None:
            return draw(1).item()
        return draw(math.prod(shape)).reshape(shape)

    def _continuous(self, action, size, compute, *parameters):
        """What is computed from one standard number for each. `parameters` are (name, value, check)."""
        values = [checked(*each) for each in parameters]
        drawn = self._sized(size, lambda count: self._draw(action, count), *values)
        answer = compute(drawn, *values)
        return as_array(answer) if isinstance(drawn, ndarray) else answer

    def _named(self, name, size, *parameters):
        """What the engine draws by the distribution's name."""
        return self._by_name(name, size, [checked(*each) for each in parameters])

    def _by_name(self, name, size, values):
        if not any(isinstance(each, ndarray) for each in values):
            return self._sized(size, lambda count: self._draw('distribution', count, name, 0, *values))
        shape = common_shape(shape_of(size), [each for each in values if isinstance(each, ndarray)])
        rows = rows_of(shape, (values * 3)[:3])
        return self._draw('distribution', math.prod(shape), name, rows._h).reshape(shape)

    def _vectors(self, name, shape, size, kinds):
        """Rows of as many numbers as there are kinds."""
        kinds = as_array(kinds, float).copy()
        return self._draw('vectors', math.prod(shape), name, size, kinds._h).reshape((*shape, len(kinds)))

    def normal(self, loc=0.0, scale=1.0, size=None):
        return self._continuous('normal', size, lambda z, loc, scale: loc + scale * z, ('loc', loc, check.free), ('scale', scale, check.not_negative))

    def exponential(self, scale=1.0, size=None):
        return self._continuous('exponential', size, lambda e, scale: scale * e, ('scale', scale, check.not_negative))

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return self._named('lognormal', size, ('mean', mean, check.free), ('sigma', sigma, check.not_negative))

    def rayleigh(self, scale=1.0, size=None):
        return self._named('rayleigh', size, ('scale', scale, check.not_negative))

    def weibull(self, a, size=None):
        return self._named('weibull', size, ('a', a, check.not_negative))

    def pareto(self, a, size=None):
        return self._named('pareto', size, ('a', a, check.positive))

    def power(self, a, size=None):
        return self._named('power', size, ('a', a, check.positive))

    def laplace(self, loc=0.0, scale=1.0, size=None):
        return self._named('laplace', size, ('loc', loc, check.free), ('scale', scale, check.not_negative))

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        return self._named('gumbel', size, ('loc', loc, check.free), ('scale', scale, check.not_negative))

    def logistic(self, loc=0.0, scale=1.0, size=None):
        return self._named('logistic', size, ('loc', loc, check.free), ('scale', scale, check.not_negative))

    def standard_cauchy(self, size=None):
        return self._named('standard_cauchy', size)

    def standard_t(self, df, size=None):
        return self._named('standard_t', size, ('df', df, check.positive))

    def vonmises(self, mu, kappa, size=None):
        return self._named('vonmises', size, ('mu', mu, check.free), ('kappa', kappa, check.not_negative))

    def wald(self, mean, scale, size=None):
        return self._named('wald', size, ('mean', mean, check.positive), ('scale', scale, check.positive))

    def triangular(self, left, mode, right, size=None):
        left, mode, right = values = [checked(name, value, check.free) for name, value in (('left', left), ('mode', mode), ('right', right))]
        for wrong, text in ((left > mode, 'left > mode'), (mode > right, 'mode > right'), (left == right, 'left == right')):
            if bool(as_array(wrong).any()):
                raise ValueError(text)
        return self._by_name('triangular', size, values)

    def standard_gamma(self, shape, size=None):
        return self._named('standard_gamma', size, ('shape', shape, check.not_negative))

    def gamma(self, shape, scale=1.0, size=None):
        return self._named('gamma', size, ('shape', shape, check.not_negative), ('scale', scale, check.not_negative))

    def chisquare(self, df, size=None):
        return self._named('chisquare', size, ('df', df, check.positive))

    def noncentral_chisquare(self, df, nonc, size=None):
        return self._named('noncentral_chisquare', size, ('df', df, check.positive), ('nonc', nonc, check.not_negative))

    def f(self, dfnum, dfden, size=None):
        return self._named('f', size, ('dfnum', dfnum, check.positive), ('dfden', dfden, check.positive))

    def noncentral_f(self, dfnum, dfden, nonc, size=None):
        return self._named('noncentral_f', size, ('dfnum', dfnum, check.positive), ('dfden', dfden, check.positive), ('nonc', nonc, check.not_negative))

    def beta(self, a, b, size=None):
        return self._named('beta', size, ('a', a, check.positive), ('b', b, check.positive))

    def poisson(self, lam=1.0, size=None):
        return self._named('poisson', size, ('lam', lam, check.rate))

    def binomial(self, n, p, size=None):
        p = checked('p', p, check.chance)
        return self._by_name('binomial', size, [check.whole('n', n, check.not_negative), p])

    def geometric(self, p, size=None):
        return self._named('geometric', size, ('p', p, check.chance_not_0))

    def logseries(self, p, size=None):
        return self._named('logseries', size, ('p', p, check.chance_not_1))

    def zipf(self, a, size=None):
        return self._named('zipf', size, ('a', a, check.above_1))

    #: What a sample's size may be.
    _of_sample = staticmethod(check.not_negative)

    def hypergeometric(self, ngood, nbad, nsample, size=None):
        values = [check.whole(None, value, check.free) for value in (ngood, nbad, nsample)]
        if bool(as_array(values[0] + values[1] < values[2]).any()):
            raise ValueError('ngood + nbad < nsample')
        for name, value, each in zip(('ngood', 'nbad', 'nsample'), values, (check.not_negative, check.not_negative, self._of_sample)):
            checked(name, value, each)
        return self._by_name('hypergeometric', size, values)

    def _normals(self, mean, cov, size, check_valid, tol, factor):
        """Of a multivariate normal distribution. `factor` makes of the covariance what standard numbers are multiplied by, and whether it can be one."""
        if check_valid not in ('warn', 'raise', 'ignore'):
            raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
        mean, cov = as_array(mean, float), as_array(cov, float)
        if mean.ndim != 1:
            raise ValueError('mean must be 1 dimensional')
        if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
            raise ValueError('cov must be 2 dimensional and square')
        if len(mean) != len(cov):
            raise ValueError('mean and cov must have same length')
        shape = shape_of(size) or ()
        x = self._draw('normal', math.prod(shape) * len(mean)).reshape(-1, len(mean))
        made, is_valid = factor(cov)
        if check_valid != 'ignore' and not is_valid:
            if check_valid == 'raise':
                raise ValueError('covariance is not symmetric positive-semidefinite.')
            warnings.warn('covariance is not symmetric positive-semidefinite.', RuntimeWarning, stacklevel=3)
        return (dot(x, made) + mean).reshape(shape + (len(mean),))


def by_svd(tol):
    def factor(cov):
        from .. import allclose
        from ..linalg import svd
        _, s, vh = svd(cov)
        return sqrt(s)[:, None] * vh, allclose(dot(vh.T * s, vh), cov, rtol=tol, atol=tol)
    return factor


def chances_of(pvals):
    """Probabilities, of which the last is what the others leave."""
    if not all(0 <= each <= 1 for each in pvals.ravel().tolist()):
        raise ValueError('pvals < 0, pvals > 1 or pvals contains NaNs')
    for row in pvals.reshape(-1, pvals.shape[-1]).tolist() if pvals.size else ():
        if math.fsum(row[:-1]) > 1.0 + 1e-12:
            raise ValueError(f"sum(pvals[{':-1' if pvals.ndim == 1 else '...,:-1'}]) > 1.0")


def row_of(values):
    """An array of float64 of one axis."""
    values = array(values, float)
    if values.ndim > 1:
        raise ValueError('setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 1.')
    return values


def bytes_of(length, words):
    """Of words of 32 bits, the lowest byte first."""
    if not isinstance(length, (int, float)):
        raise TypeError('an integer is required')
    length = int(length)
    return b''.join(word.to_bytes(4, 'little') for word in words((length - 1) // 4 + 1 if length > 0 else 1).tolist())[:length]
