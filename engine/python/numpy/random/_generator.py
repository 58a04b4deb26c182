"""numpy.random.Generator over PCG64, whose numbers are NumPy's own for a seed."""
import math

from torch import _border
from torch._border import check

from .._core import array, as_array, ndarray, of, run
from .._shaping import broadcast_shapes, moveaxis
from .._types import as_dtype, scalar
from ._distributions import Distributions, is_integer, shape_of
from ._seeding import PCG64

_border.client(globals())


class Generator(Distributions):
    def __init__(self, bit_generator):
        self.bit_generator = bit_generator

    def __repr__(self):
        return f'Generator(PCG64) at 0x{id(self):X}'

    def __str__(self):
        return 'Generator(PCG64)'

    def _draw(self, action, *args):
        """A flat array from the engine."""
        return ndarray._adopt(check(_numpy_generator(action, self.bit_generator._number, *args)))

    def _filled(self, size, out, dtype, action):
        d = as_dtype(dtype)
        if d.name == 'float32' and action == 'random':
            action = 'random32'
        elif d.name != 'float64':
            raise NotImplementedError(f'`numpy.random.Generator.{"standard_normal" if action == "normal" else action}(dtype={d.name})` is not in the embedded engine yet; the python runtime has it')
        if out is not None:
            out[...] = self._draw(action, out.size).reshape(out.shape)
            return out
        answer = self._sized(size, lambda count: self._draw(action, count))
        return answer if d.name == 'float64' else answer.astype(d) if isinstance(answer, ndarray) else answer

    def random(self, size=None, dtype=float, out=None):
        return self._filled(size, out, dtype, 'random')

    def standard_normal(self, size=None, dtype=float, out=None):
        return self._filled(size, out, dtype, 'normal')

    def standard_exponential(self, size=None, dtype=float, method='zig', out=None):
        return self._filled(size, out, dtype, 'exponential')

    def integers(self, low, high=None, size=None, dtype=int, endpoint=False):
        if high is None:
            low, high = 0, low
        d = as_dtype(dtype)
        bounds = [as_array(each) for each in (low, high)]
        if any(each.ndim for each in bounds):
            shape = shape_of(size) or broadcast_shapes(*[each.shape for each in bounds])
            lows, highs = (of(run('expand', each._t, list(shape))).ravel().tolist() for each in bounds)
            return array([self._integers(one, other, 1, d, endpoint).item() for one, other in zip(lows, highs)], d).reshape(shape)
        low, high = (each.item() if hasattr(each, 'item') else each for each in (low, high))
        answer = self._sized(size, lambda count: self._integers(low, high, count, d, endpoint))
        return scalar(d, answer) if size is None and dtype is not int and dtype is not bool else answer if size is not None or dtype is bool else scalar(d, answer)

    def _integers(self, low, high, count, d, endpoint):
        if int(low) != low or int(high) != high:
            low, high = math.ceil(low), math.ceil(high)
        low, high = int(low), int(high) - (not endpoint)
        least, most = (0, 1) if d.kind == 'b' else (0, 2 ** (8 * d.itemsize) - 1) if d.kind == 'u' else (-2 ** (8 * d.itemsize - 1), 2 ** (8 * d.itemsize - 1) - 1)
        if low < least:
            raise ValueError(f'low is out of bounds for {d.name}')
        if high > most:
            raise ValueError(f'high is out of bounds for {d.name}')
        if low > high:
            raise ValueError('low > high' if endpoint else 'low >= high')
        return self._draw('integers', count, str(low), str(high - low), d.name).astype(d, copy=False)

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
        words = self._draw('integers', -(-length // 4), '0', str(2 ** 32 - 1), 'int64').tolist()
        return b''.join(word.to_bytes(4, 'little') for word in words)[:length]

    def spawn(self, n_children):
        return [Generator(each) for each in self.bit_generator.spawn(n_children)]


def _weighted(p, x):
    cdf = p.cumsum()
    return (cdf / cdf[-1]).searchsorted(x, side='right')


def default_rng(seed=None):
    if isinstance(seed, Generator):
        return seed
    if hasattr(seed, 'bit_generator'):
        return Generator(seed.bit_generator)
    return Generator(seed if isinstance(seed, PCG64) else PCG64(seed))


Generator.__module__ = 'numpy.random._generator'
