"""numpy.random.Generator, whose numbers are NumPy's own for a seed."""
import math

from torch import _border
from torch._border import check
from torch._names import sentence

from .._core import array, as_array, ndarray, of, run
from .._shaping import moveaxis
from .._types import as_dtype, scalar
from . import _checks
from ._bits import PCG64, BitGenerator
from ._checks import checked, common_shape, is_integer, shape_of
from ._distributions import Distributions, by_svd, bytes_of, chances_of, row_of

_border.client(globals())

#: Of either, what a hypergeometric distribution's numbers of things are below.
_FEW = 10 ** 9
_LONG = 2 ** 63 - 1


class Generator(Distributions):
    def __init__(self, bit_generator):
        if not isinstance(bit_generator, BitGenerator):
            raise ValueError('Invalid bit generator. The bit generator must be instantiated.' if isinstance(bit_generator, type) else f"'{type(bit_generator).__name__}' object has no attribute 'capsule'")
        self.bit_generator = bit_generator

    def __str__(self):
        return f'Generator({type(self.bit_generator).__name__})'

    def __repr__(self):
        return f'{self} at 0x{id(self):X}'

    def __reduce__(self):
        return Generator, (self.bit_generator,)

    def _draw(self, action, *args):
        """A flat array from the engine."""
        return ndarray._adopt(check(_numpy_generator(action, self.bit_generator._number, *args)))

    def _filled(self, name, size, out, dtype, action, shapes=None):
        """Standard numbers in one of two dtypes, into an array where one is given. `shapes` are those of a gamma distribution."""
        d = as_dtype(dtype)
        if d.name not in ('float32', 'float64'):
            raise TypeError(f'Unsupported dtype {d!r} for {name}')
        if out is not None:
            if not isinstance(out, ndarray) or not (out.flags.c_contiguous or shapes is None and out.flags.f_contiguous):
                raise ValueError(f"Supplied output array must be {'' if shapes is None else 'C-'}contiguous, writable, aligned, and in machine byte-order.")
            if out.dtype != d:
                raise TypeError(f'Supplied output array has the wrong type. Expected {d}, got {out.dtype}')
            if size is not None and shape_of(size) != out.shape:
                raise ValueError('size must match out.shape when used together')
            size = out.shape
        rows = [each for each in (shapes,) if isinstance(each, ndarray)]

        def draw(count):
            if shapes is not None:
                each = as_array(of(run('expand', shapes._t, list(shape))), float).copy() if rows else None
                return self._draw('narrowGamma', count, each._h if rows else 0, 0 if rows else shapes)
            return self._draw(action, count) if d.name == 'float64' else self._draw('narrow', count, action)
        if shapes is not None and d.name == 'float64':
            answer = self._by_name('standard_gamma', size, [shapes])
        else:
            shape = common_shape(shape_of(size), rows) if rows else None
            answer = self._sized(size, draw, *rows)
        if out is not None:
            # Of an array in Fortran's order the memory is filled.
            out[...] = answer if out.flags.c_contiguous else answer.reshape(out.shape[::-1]).T
            return out
        return answer.astype(d) if isinstance(answer, ndarray) else answer

    def random(self, size=None, dtype=float, out=None):
        return self._filled('random', size, out, dtype, 'random')

    def standard_normal(self, size=None, dtype=float, out=None):
        return self._filled('standard_normal', size, out, dtype, 'normal')

    def standard_exponential(self, size=None, dtype=float, method='zig', out=None):
        return self._filled('standard_exponential', size, out, dtype, 'exponential' if method == 'zig' else 'inverse')

    def standard_gamma(self, shape, size=None, dtype=float, out=None):
        return self._filled('standard_gamma', size, out, dtype, None, checked('shape', shape, _checks.not_negative))

    def uniform(self, low=0.0, high=1.0, size=None):
        low, high = checked('low', low, _checks.free), checked('high', high, _checks.free)
        spread = high - low
        values = as_array(spread).ravel().tolist()
        if not all(math.isfinite(each) for each in values):
            raise OverflowError('Range exceeds valid bounds' if isinstance(spread, ndarray) else 'high - low range exceeds valid bounds')
        _checks.not_negative('high - low', values, None)
        return self._continuous('random', size, lambda u, low, high: low + spread * u, ('low', low, _checks.free), ('high', high, _checks.free))

    def negative_binomial(self, n, p, size=None):
        n, p = checked('n', n, _checks.positive_number), checked('p', p, _checks.chance_not_0)
        # What is expected, and ten times what that varies by, is a rate of a Poisson distribution.
        odds = (1 - p) / p
        if bool((as_array(odds * (n + 10 * n ** 0.5)) > _checks.MOST_RATE).any()):
            raise ValueError('n too large or p too small, see Generator.negative_binomial Notes')
        return self._by_name('negative_binomial', size, [n, p])

    def hypergeometric(self, ngood, nbad, nsample, size=None):
        if any(bool((as_array(_checks.whole(None, each, _checks.free)) >= _FEW).any()) for each in (ngood, nbad)):
            raise ValueError(f'both ngood and nbad must be less than {_FEW}')
        return super().hypergeometric(ngood, nbad, nsample, size)

    def multivariate_hypergeometric(self, colors, nsample, size=None, method='marginals'):
        if method not in ('count', 'marginals'):
            raise ValueError('method must be "count" or "marginals".')
        if not hasattr(nsample, '__index__'):
            raise ValueError('nsample must be an integer')
        nsample = nsample.__index__()
        if nsample < 0:
            raise ValueError('nsample must be nonnegative.')
        if nsample > _LONG:
            raise ValueError(f'nsample must not exceed {_LONG}')
        colors = as_array(colors)
        if colors.ndim != 1 or colors.size and (colors.dtype.kind not in 'iu' or bool((colors < 0).any())):
            raise ValueError(f'colors must be a one-dimensional sequence of nonnegative integers not exceeding {_LONG}.')
        total = sum(colors.tolist())
        if method == 'marginals' and total >= _FEW:
            raise ValueError('When method is "marginals", sum(colors) must be less than 1000000000.')
        if nsample > total:
            raise ValueError('nsample > sum(colors)')
        return self._vectors(method, shape_of(size) or (), nsample, colors).astype(int)

    def multinomial(self, n, pvals, size=None):
        pvals, n = as_array(pvals, float), as_array(n).astype(int)
        if not pvals.ndim or not pvals.shape[-1]:
            raise ValueError('pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0.')
        chances_of(pvals)
        _checks.not_negative('n', n.ravel().tolist(), None)
        if not n.ndim and pvals.ndim == 1:
            return self._vectors('multinomial', shape_of(size) or (), n.item(), pvals).astype(int)
        shape = common_shape(shape_of(size), [n, pvals[..., 0]])
        counts = of(run('expand', n._t, list(shape))).ravel().tolist()
        rows = of(run('expand', pvals._t, [*shape, pvals.shape[-1]])).reshape(-1, pvals.shape[-1])
        made = [self._vectors('multinomial', (), count, row)._t for count, row in zip(counts, rows)]
        return of(run('stack', made)).astype(int).reshape((*shape, pvals.shape[-1])) if made else array([], int).reshape((*shape, pvals.shape[-1]))

    def dirichlet(self, alpha, size=None):
        len(alpha)
        alpha = row_of(alpha)
        if bool((alpha < 0).any()):
            raise ValueError('alpha < 0')
        if not bool((alpha != 0).any()):
            return alpha * 0.0 if size is None else self._vectors('multinomial', shape_of(size), 0, alpha)
        return self._vectors('dirichlet', shape_of(size) or (), 0, alpha)

    def multivariate_normal(self, mean, cov, size=None, check_valid='warn', tol=1e-8, *, method='svd'):
        if method not in ('eigh', 'svd', 'cholesky'):
            raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")

        def factor(cov):
            from ..linalg import cholesky, eigh
            if method == 'cholesky':
                return cholesky(cov).T, True
            s, u = eigh(cov)
            return (u * abs(s) ** 0.5).T, not bool((s < -tol).any())
        return self._normals(mean, cov, size, check_valid, tol, by_svd(tol) if method == 'svd' else factor)

    def integers(self, low, high=None, size=None, dtype=int, endpoint=False):
        if high is None:
            low, high = 0, low
        d, shape = as_dtype(dtype), shape_of(size)
        if shape is not None and 0 in shape:
            return array([], d).reshape(shape)
        lows, highs, shape = _checks.bounds_of(low, high, shape)
        answer = self._integers(lows, highs, math.prod(shape or ()), d, endpoint)
        if shape is not None:
            return answer.reshape(shape)
        return answer.item() if dtype is bool else scalar(d, answer.item())

    def _integers(self, lows, highs, count, d, endpoint):
        highs = [high - (not endpoint) for high in highs]
        least, most = (0, 1) if d.kind == 'b' else (0, 2 ** (8 * d.itemsize) - 1) if d.kind == 'u' else (-2 ** (8 * d.itemsize - 1), 2 ** (8 * d.itemsize - 1) - 1)
        if any(low < least for low in lows):
            raise ValueError(f'low is out of bounds for {d.name}')
        if any(high > most for high in highs):
            raise ValueError(f'high is out of bounds for {d.name}')
        if any(low > high for low, high in zip(lows, highs)):
            raise ValueError(('high < 0' if endpoint else 'high <= 0') if lows == [0] else 'low > high' if endpoint else 'low >= high')
        ranges = ' '.join(str(high - low) for low, high in zip(lows, highs))
        return self._draw('integers', count, ' '.join(map(str, lows)), ranges, d.name).astype(d, copy=False)

    # Orders

    def permutation(self, x, axis=0):
        if is_integer(x):
            return self._draw('permutation', x.__index__())
        x = as_array(x)
        order = self._draw('permutation', x.shape[axis])
        return x[(slice(None),) * axis + (order,)]

    def shuffle(self, x, axis=0):
        if isinstance(x, ndarray):
            x[...] = self.permutation(x, axis)
        else:
            order = self._draw('permutation', len(x)).tolist()
            if hasattr(x, 'index_select'):
                x.copy_(x[order])
            else:
                x[:] = [x[i] for i in order]

    def permuted(self, x, *, axis=None, out=None):
        x = as_array(x).copy()
        if axis is None:
            return self.permutation(x.ravel()).reshape(x.shape)
        rows = moveaxis(x, axis, -1)
        flat = rows.reshape(-1, rows.shape[-1])
        made = of(run('stack', [self.permutation(row)._t for row in flat])).reshape(rows.shape)
        return moveaxis(made, -1, axis)

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        if isinstance(a, (float, str)):
            raise ValueError(f'a must be a sequence or an integer, not {type(a)}')
        population = None if is_integer(a) else as_array(a)
        n = a.__index__() if population is None else population.shape[axis] if population.ndim else 0
        shape = shape_of(size)
        count = 1 if shape is None else math.prod(shape)
        if population is None and n < 0 or population is not None and not population.ndim:
            raise ValueError('a must be a positive integer unless no samples are taken' if population is None else 'a must be a sequence or an integer, not ' + str(type(a)))
        if n == 0 and count:
            raise ValueError('a cannot be empty unless no samples are taken' if population is not None else 'a must be a positive integer unless no samples are taken')
        if p is not None:
            p = as_array(p, 'float64')
            if p.ndim != 1:
                raise ValueError('p must be 1-dimensional')
            if p.size != n:
                raise ValueError('a and p must have same size')
            if bool((p != p).any()):
                raise ValueError('Probabilities contain NaN')
            if bool((p < 0).any()):
                raise ValueError('Probabilities are not non-negative')
            if abs(float(p.sum()) - 1.0) > 1.5e-8:
                raise ValueError('Probabilities do not sum to 1. See Notes section of docstring for more information.')
        if replace:
            picked = self.integers(0, n, count) if p is None else _weighted(p, as_array(self.random(count)))
        else:
            if count > n:
                raise ValueError('Cannot take a larger sample than population when replace is False')
            if p is not None and int((p > 0).sum()) < count:
                raise ValueError('Fewer non-zero entries in p than size')
            picked = self._draw('sample', n, count, bool(shuffle)) if p is None else self._without_replacement(p, count)
        picked = picked.reshape(shape) if shape is not None else picked[0]
        if population is None:
            return int(picked) if shape is None else picked
        return population[(slice(None),) * axis + (picked,)]

    def _without_replacement(self, p, count):
        p, found = p.copy(), []
        while len(found) < count:
            x = self.random(count - len(found))
            if found:
                p[found] = 0.0
            for place in _weighted(p, x).tolist():
                if place not in found:
                    found.append(place)
        return array(found, int)

    def bytes(self, length):
        return bytes_of(length, lambda count: self._draw('integers', count, '0', str(2 ** 32 - 1), 'int64'))

    def spawn(self, n_children):
        return [Generator(each) for each in self.bit_generator.spawn(n_children)]


def _weighted(p, x):
    cdf = p.cumsum()
    return (cdf / cdf[-1]).searchsorted(x, side='right')


def default_rng(seed=None):
    if isinstance(seed, Generator):
        return seed
    if hasattr(seed, 'set_state'):
        raise NotImplementedError(sentence('numpy.random.default_rng of a RandomState'))
    return Generator(seed if isinstance(seed, BitGenerator) else PCG64(seed))


Generator.__module__ = 'numpy.random._generator'
