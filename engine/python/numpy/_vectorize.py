"""numpy.vectorize: a function of numbers, or by a signature of arrays, for arrays."""
import itertools
import re

from ._core import array, as_array, zeros
from ._shaping import broadcast_arrays, broadcast_shapes, broadcast_to
from ._types import as_dtype

_CORE = r'\((?:\w+(?:,\w+)*)?\)'
_SIGNATURE = re.compile(rf'^{_CORE}(?:,{_CORE})*->{_CORE}(?:,{_CORE})*$')


def _cores(signature):
    """Of each side the names of each operand's dimensions."""
    signature = re.sub(r'\s+', '', signature)
    if not _SIGNATURE.match(signature):
        raise ValueError(f'not a valid gufunc signature: {signature}')
    return [[tuple(re.findall(r'\w+', core)) for core in re.findall(_CORE, side)] for side in signature.split('->')]


class vectorize:
    """Called for each element, or each of the arrays that the signature's names say."""

    __module__ = 'numpy'

    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if pyfunc is not None and not callable(pyfunc):
            raise TypeError('When used as a decorator, only accepts keyword arguments.')
        if isinstance(otypes, str):
            otypes = list(otypes)
        self.otypes = None if otypes is None else [as_dtype(each) for each in otypes]
        self.excluded, self.cache, self.signature, self._doc = set(excluded or ()), cache, signature, doc
        self._sides = _cores(signature) if signature is not None else None
        if pyfunc is not None:
            self._take(pyfunc)

    def _take(self, pyfunc):
        self.pyfunc, self.__name__ = pyfunc, getattr(pyfunc, '__name__', 'vectorize')
        self.__doc__ = pyfunc.__doc__ if self._doc is None else self._doc

    def __call__(self, *args, **kwargs):
        if not hasattr(self, 'pyfunc'):
            # Of a decorator with keywords.
            self._take(args[0])
            return self
        args, varied = list(args), [at for at in range(len(args)) if at not in self.excluded]
        names = [name for name in kwargs if name not in self.excluded]

        def function(*values):
            for at, value in zip(varied, values):
                args[at] = value
            return self.pyfunc(*args, **{**kwargs, **dict(zip(names, values[len(varied):]))})
        arrays = [as_array(args[at]) for at in varied] + [as_array(kwargs[name]) for name in names]
        if self._sides:
            return self._by_signature(function, arrays)
        arrays = broadcast_arrays(*arrays)
        # Called with Python's numbers.
        rows = list(zip(*[each.ravel().tolist() for each in arrays]))
        if not rows:
            if self.otypes is None:
                raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')
            made = tuple(zeros(arrays[0].shape, kind) for kind in self.otypes)
            return made[0] if len(made) == 1 else made
        answers = [function(*row) for row in rows]

        def collected(values, at):
            # What the first answer is, all become.
            made = array(values[:1]).dtype if self.otypes is None else self.otypes[at]
            return array(list(values)).astype(made).reshape(arrays[0].shape)
        return tuple(collected(each, at) for at, each in enumerate(zip(*answers))) if isinstance(answers[0], tuple) else collected(answers, 0)

    def _by_signature(self, function, arrays):
        takes, gives = self._sides
        if len(takes) != len(arrays):
            raise TypeError(f'wrong number of positional arguments: expected {len(takes)}, got {len(arrays)}')
        sizes = {}
        _match(sizes, arrays, takes)
        outer = broadcast_shapes(*[each.shape[:each.ndim - len(core)] for each, core in zip(arrays, takes)])
        arrays = [broadcast_to(each, outer + each.shape[each.ndim - len(core):]) for each, core in zip(arrays, takes)]
        made = None
        for place in itertools.product(*map(range, outer)):
            answers = function(*[each[place + (...,)] for each in arrays])
            count = len(answers) if isinstance(answers, tuple) else 1
            if count != len(gives):
                raise ValueError(f'wrong number of outputs from pyfunc: expected {len(gives)}, got {count}')
            answers = [as_array(each) for each in (answers if isinstance(answers, tuple) else (answers,))]
            if made is None:
                _match(sizes, answers, gives)
                made = [zeros(outer + tuple(sizes[name] for name in core), self.otypes[at] if self.otypes else each.dtype) for at, (each, core) in enumerate(zip(answers, gives))]
            for whole, each in zip(made, answers):
                whole[place + (...,)] = each
        if made is None:
            if self.otypes is None:
                raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')
            made = [zeros(outer + tuple(sizes[name] for name in core), kind) for kind, core in zip(self.otypes, gives)]
        return made[0] if len(made) == 1 else tuple(made)


def _match(sizes, arrays, cores):
    """The sizes of the dimensions by their names."""
    for each, core in zip(arrays, cores):
        if each.ndim < len(core):
            raise ValueError(f'{each.ndim}-dimensional argument does not have enough dimensions for all core dimensions {core!r}')
        for name, size in zip(core, each.shape[each.ndim - len(core):]):
            if sizes.setdefault(name, size) != size:
                raise ValueError(f'inconsistent size for core dimension {name!r}: {size!r} vs {sizes[name]!r}')
