"""Distributions that both of NumPy's generators have, by their standard numbers."""
import math

from .._core import array, as_array, ndarray, of, run
from .._products import dot
from .._shaping import broadcast_shapes
from .._ufuncs import exp, expm1, log, log1p, sqrt


def shape_of(size):
    """A shape; None for a single number."""
    if size is None:
        return None
    if isinstance(size, (list, tuple, ndarray)):
        shape = tuple(each.__index__() for each in size)
    else:
        if not hasattr(size, '__index__'):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer" if isinstance(size, str) else f"expected a sequence of integers or a single integer, got '{size}'")
        shape = (size.__index__(),)
    if any(each < 0 for each in shape):
        raise ValueError('negative dimensions are not allowed')
    return shape


def is_integer(value):
    return hasattr(value, '__index__') and not (isinstance(value, ndarray) and value.ndim)


class Distributions:
    """Of what has `_draw(action, count)`: random, normal and exponential are standard numbers, and distribution what the engine draws by name."""

    def __getattr__(self, name):
        raise AttributeError(f"'{type(self).__module__}.{type(self).__name__}' object has no attribute '{name}'")

    def _sized(self, size, draw, *parameters):
        """Numbers of the size that is asked for, or of the parameters' own; a Python number where there is none."""
        shape = shape_of(size)
        if shape is None:
            arrays = [each for each in parameters if isinstance(each, ndarray) and each.ndim]
            if not arrays:
                return draw(1).item()
            shape = broadcast_shapes(*[each.shape for each in arrays])
        return draw(math.prod(shape)).reshape(shape)

    def _continuous(self, action, size, parameters, compute, least=()):
        """What is computed from one draw for each number. `least` are (name, value) that may not be negative."""
        parameters = [each if isinstance(each, (int, float)) else as_array(each) for each in parameters]
        for name, value in least:
            if value < 0 if isinstance(value, (int, float)) else bool((as_array(value) < 0).any()):
                raise ValueError(f'{name} < 0')
        if size is None and not any(isinstance(each, ndarray) and each.ndim for each in parameters):
            return compute(self._draw(action, 1), *parameters).item()
        return compute(self._sized(size, lambda count: self._draw(action, count), *parameters), *parameters)

    def uniform(self, low=0.0, high=1.0, size=None):
        spread = as_array(as_array(high) - as_array(low)) if not (isinstance(low, (int, float)) and isinstance(high, (int, float))) else high - low
        least, most = (spread.min(), spread.max()) if isinstance(spread, ndarray) else (spread, spread)
        if not math.isfinite(most):
            raise OverflowError('high - low range exceeds valid bounds')
        if least < 0:
            raise ValueError('high - low < 0')
        return self._continuous('random', size, (low, high), lambda u, low, high: low + (high - low) * u)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return self._continuous('normal', size, (loc, scale), lambda z, loc, scale: loc + scale * z, [('scale', scale)])

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return self._continuous('normal', size, (mean, sigma), lambda z, mean, sigma: exp(mean + sigma * z), [('sigma', sigma)])

    def exponential(self, scale=1.0, size=None):
        return self._continuous('exponential', size, (scale,), lambda e, scale: scale * e, [('scale', scale)])

    def rayleigh(self, scale=1.0, size=None):
        return self._continuous('exponential', size, (scale,), lambda e, scale: scale * sqrt(2.0 * e), [('scale', scale)])

    def weibull(self, a, size=None):
        return self._continuous('exponential', size, (a,), lambda e, a: e ** (1.0 / a), [('a', a)])

    def pareto(self, a, size=None):
        return self._continuous('exponential', size, (a,), lambda e, a: expm1(e / a))

    def laplace(self, loc=0.0, scale=1.0, size=None):
        return self._continuous('random', size, (loc, scale), _laplace, [('scale', scale)])

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        return self._continuous('random', size, (loc, scale), lambda u, loc, scale: loc - scale * log(-log(1.0 - u)), [('scale', scale)])

    def logistic(self, loc=0.0, scale=1.0, size=None):
        return self._continuous('random', size, (loc, scale), lambda u, loc, scale: loc + scale * (log(u) - log1p(-u)), [('scale', scale)])

    def standard_cauchy(self, size=None):
        def draw(count):
            pairs = self._draw('normal', 2 * count).reshape(-1, 2)
            return pairs[:, 0] / pairs[:, 1]
        return self._sized(size, draw)

    def triangular(self, left, mode, right, size=None):
        if not left <= mode <= right:
            raise ValueError('left > mode' if left > mode else 'mode > right')
        if left == right:
            raise ValueError('left == right')

        def compute(u, left, mode, right):
            width = right - left
            low = left + sqrt(u * ((mode - left) * width))
            return of(run('where', as_array(u <= (mode - left) / width)._t, as_array(low)._t, as_array(right - sqrt((1.0 - u) * ((right - mode) * width)))._t))
        return self._continuous('random', size, (left, mode, right), compute)

    def _named(self, name, size, parameters, kind=float):
        """What the engine draws by the distribution's name; of arrays one by one."""
        arrays = [as_array(each) for each in parameters]
        if any(each.ndim for each in arrays):
            shape = shape_of(size) or broadcast_shapes(*[each.shape for each in arrays])
            rows = zip(*[of(run('expand', each._t, list(shape))).ravel().tolist() for each in arrays])
            return array([self._draw('distribution', 1, name, *row).item() for row in rows], kind).reshape(shape)
        answer = self._sized(size, lambda count: self._draw('distribution', count, name, *[each.item() for each in arrays]).astype(kind))
        return answer

    def standard_gamma(self, shape, size=None):
        return self._named('gamma', size, (shape,))

    def gamma(self, shape, scale=1.0, size=None):
        return self.standard_gamma(shape, size if size is not None else as_array(shape * as_array(scale)).shape or None) * scale

    def chisquare(self, df, size=None):
        return 2.0 * self._named('gamma', size, (as_array(df) / 2.0,))

    def beta(self, a, b, size=None):
        return self._named('beta', size, (a, b))

    def standard_t(self, df, size=None):
        def one():
            normal = self._draw('normal', 1).item()
            return math.sqrt(df / 2) * normal / math.sqrt(self._draw('distribution', 1, 'gamma', df / 2).item())
        return self._sized(size, lambda count: array([one() for _ in range(count)], float))

    def poisson(self, lam=1.0, size=None):
        if bool((as_array(lam) < 0).any()):
            raise ValueError('lam < 0 or lam contains NaNs')
        return self._named('poisson', size, (lam,), int)

    def binomial(self, n, p, size=None):
        if bool((as_array(n) < 0).any()):
            raise ValueError('n < 0')
        if bool(((as_array(p) < 0) | (as_array(p) > 1)).any()):
            raise ValueError('p < 0, p > 1 or p is NaN')
        return self._named('binomial', size, (n, p), int)

    def geometric(self, p, size=None):
        if bool(((as_array(p) <= 0) | (as_array(p) > 1)).any()):
            raise ValueError('p <= 0, p > 1 or p contains NaNs')
        return self._named('geometric', size, (p,), int)

    def multinomial(self, n, pvals, size=None):
        chances = as_array(pvals, float).tolist()

        def one():
            counts, left, rest = [0] * len(chances), n, 1.0
            for at, chance in enumerate(chances[:-1]):
                counts[at] = int(self._draw('distribution', 1, 'binomial', left, chance / rest).item())
                left -= counts[at]
                if left <= 0:
                    break
                rest -= chance
            counts[-1] += max(left, 0)
            return counts
        shape = shape_of(size)
        made = array([one() for _ in range(1 if shape is None else math.prod(shape))], int)
        return made[0] if shape is None else made.reshape(shape + (len(chances),))

    def dirichlet(self, alpha, size=None):
        shape, alpha = shape_of(size), as_array(alpha, float).tolist()

        def one():
            numbers = [self._draw('distribution', 1, 'gamma', each).item() for each in alpha]
            scale = 1 / sum(numbers)
            return [each * scale for each in numbers]
        made = array([one() for _ in range(1 if shape is None else math.prod(shape))], float)
        return made[0] if shape is None else made.reshape(shape + (len(alpha),))

    def multivariate_normal(self, mean, cov, size=None, check_valid='warn', tol=1e-8):
        from ..linalg import svd
        mean, cov = as_array(mean, float), as_array(cov, float)
        if mean.ndim != 1:
            raise ValueError('mean must be 1 dimensional')
        if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
            raise ValueError('cov must be 2 dimensional and square')
        if len(mean) != len(cov):
            raise ValueError('mean and cov must have same length')
        shape = shape_of(size) or ()
        x = self._draw('normal', math.prod(shape) * len(mean)).reshape(-1, len(mean))
        _, s, vh = svd(cov)
        return (dot(x, sqrt(s)[:, None] * vh) + mean).reshape(shape + (len(mean),))


def _laplace(u, loc, scale):
    upper = loc - scale * log(2.0 - u - u)
    return of(run('where', as_array(u >= 0.5)._t, as_array(upper)._t, as_array(loc + scale * log(u + u))._t))
