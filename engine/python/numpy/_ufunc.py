"""numpy.ufunc: an operator of the table, element by element, with NumPy's keywords, and what goes over it (reduce, accumulate, outer, at)."""
import functools
import math

from torch._elements import elements
from torch._tensor import Tensor

from ._arguments import axes_of, into
from ._arithmetic import UFuncTypeError, as_operand, float_dtype, operand_kind, prepared
from ._core import as_array, ndarray, of, result, run, shape_text, to_dtype
from ._types import CASTINGS, DTYPES, as_dtype, can_cast_same_kind, result_dtype
from ._warnings import warn

_SYMBOLS = {'add': '+', 'subtract': '-', 'multiply': '*', 'divide': '/', 'power': '** or pow()', 'floor_divide': '//', 'remainder': '%'}
_KEYWORDS = ('casting', 'order', 'subok', 'signature', 'sig')
#: Operators that divide: what is infinite of finite operands is a division by zero, elsewhere an overflow.
_DIVIDING = {'divide', 'floor_divide', 'log', 'log2', 'log10', 'log1p', 'reciprocal', 'arctanh'}
#: They hand on what they are given, and so have nothing to warn of.
_QUIET = set('maximum minimum fmax fmin negative positive absolute fabs sign rint floor ceil trunc copysign conjugate deg2rad rad2deg degrees radians'.split())

#: Of each ufunc the operator and kinds that are plain (F: int32 and int64 become float64), whether it warns of nothing, and its operands: what `_native.py` gives to the engine.
PLAIN = []


class ufunc:
    """
    `op`: the table's operator, or a function of tensors. `loops`: kinds that it computes in (b, i, f); of others the
    next is taken, and F says that integers become float64 whatever their size, d that all do. `plain`: the operator that does the
    same where nothing is particular, and the kinds of which that is so; what is the table's own anyway has it by itself.
    """

    __slots__ = ('_number', '__dict__')

    def __init__(self, name, op, nin=1, loops='bif', nout=1, truth=False, plain=None):
        self.__name__, self.nin, self.nout, self._loops, self._truth = name, nin, nout, loops, truth
        self._run = functools.partial(run, op) if isinstance(op, str) else op
        self.nargs = nin + nout
        if isinstance(op, str) and nout == 1:
            plain = op, 'fF' if loops in 'fF' else loops
        # The place among those that the engine does itself.
        self._number = len(PLAIN)
        PLAIN.append((*(plain or ('', '')), name in _QUIET, nin))

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def __reduce__(self):
        return self.__name__

    def __call__(self, *args, out=None, where=True, dtype=None, **others):
        name, nin = self.__name__, self.nin
        if not nin <= len(args) <= self.nargs:
            raise TypeError(f'{name}() takes from {nin} to {self.nargs} positional arguments but {len(args)} {"was" if len(args) == 1 else "were"} given')
        for other in others:
            if other not in _KEYWORDS:
                raise TypeError(f"{name}() got an unexpected keyword argument '{other}'")
        if len(args) > nin:
            out = args[nin] if self.nout == 1 else args[nin:]
        if isinstance(out, tuple) and self.nout == 1:
            out = out[0]
        if out is not None and self.nout == 1 and not isinstance(out, (ndarray, Tensor)):
            raise TypeError('return arrays must be of ArrayType')
        self._refuse(args[:nin])
        values = prepared(args[:nin])
        casting = others.get('casting', 'same_kind')
        if casting not in CASTINGS:
            raise ValueError(f"casting must be one of {', '.join(map(repr, CASTINGS))} (got {casting!r})")
        found = self._computed(values, dtype, out, casting)
        if self.nout > 1:
            return tuple(map(result, found))
        if out is None and where is True:
            return found if any(isinstance(arg, Tensor) for arg in args) else result(found)
        return self._written(values, found, as_array(out) if out is not None else None, out, where)

    def _refuse(self, args):
        """NumPy's words for operands that have no numbers."""
        name = self.__name__
        if any(isinstance(arg, str) for arg in args):
            if name in ('add', 'subtract', 'maximum', 'minimum'):
                raise UFuncTypeError(f"ufunc '{name}' did not contain a loop with signature matching types ({', '.join(map(_dtype_text, args))}) -> None")
            if self._truth == 'compared' or name in ('negative', 'positive', 'absolute', 'sign'):
                raise self._no_loop(args)
            if name == 'multiply':
                raise TypeError("The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply to multiply strings without specifying 'out'.")
            raise self._unsupported()
        if any(arg is None for arg in args):
            kinds = [_element_type(arg) for arg in args]
            if name in _SYMBOLS and len(args) == 2:
                raise TypeError(f"unsupported operand type(s) for {_SYMBOLS[name]}: '{kinds[0]}' and '{kinds[1]}'")
            symbol = {'less': '<', 'less_equal': '<=', 'greater': '>', 'greater_equal': '>=', 'maximum': '>=', 'minimum': '<='}.get(name)
            if symbol:
                raise TypeError(f"'{symbol}' not supported between instances of '{kinds[0]}' and '{kinds[1]}'")
            raise self._unsupported()

    def _unsupported(self):
        return TypeError(f"ufunc '{self.__name__}' not supported for the input types, and the inputs could not be safely coerced to any supported types "
                         "according to the casting rule ''safe''")

    def _no_loop(self, args):
        kinds = [_dtype_class(arg) for arg in args]
        return UFuncTypeError(f"ufunc '{self.__name__}' did not contain a loop with signature matching types {kinds[0] if len(kinds) == 1 else '(' + ', '.join(kinds) + ')'} -> None")

    def _dtype(self, values, wanted, casting='same_kind'):
        if wanted is not None and self._truth == 'compared':
            raise TypeError(f'No loop matching the specified signature and casting was found for ufunc {self.__name__}')
        kinds = [operand_kind(value) for value in (values[:1] if self.__name__ == 'ldexp' else values)]
        d = as_dtype(wanted) if wanted is not None else result_dtype(kinds)
        kind, loops = d.kind.replace('u', 'i'), self._loops
        if wanted is not None:
            if kind not in loops and not (loops in 'Fd' and d.kind == 'f'):
                raise TypeError(f'No loop matching the specified signature and casting was found for ufunc {self.__name__}')
            for at, (own, is_weak) in enumerate(kinds):
                own = as_dtype(own) if is_weak else own
                if casting != 'unsafe' and not can_cast_same_kind(own, d):
                    raise self._no_cast(at, own, d, casting)
        elif casting in ('no', 'equiv'):
            for at, (own, is_weak) in enumerate(kinds):
                if not is_weak and own is not d:
                    raise self._no_cast(at, own, d, casting)
        if kind in loops:
            return d
        if kind == 'b' and 'i' in loops and self.__name__ not in ('gcd', 'lcm', 'positive', 'sign'):
            return DTYPES['int8']
        if loops in 'Fd' and (kind != 'f' or loops == 'd'):
            return d if kind == 'f' and loops == 'F' else DTYPES['float64']
        if loops == 'F':
            return d
        if 'f' in loops and self.__name__ not in ('positive', 'sign'):
            numbers_alone = all(is_weak or kind.kind == 'b' for kind, is_weak in kinds)
            return float_dtype(d) if wanted is not None or numbers_alone else float_dtype(result_dtype([(kind if is_weak else float_dtype(kind), is_weak) for kind, is_weak in kinds]))
        raise self._no_loop(values) if self.__name__ in ('gcd', 'lcm', 'positive', 'sign') else self._unsupported()

    def _no_cast(self, at, own, d, casting):
        return UFuncTypeError(f"Cannot cast ufunc '{self.__name__}' input{f' {at}' if self.nin > 1 else ''} from {own!r} to {d!r} with casting rule '{casting}'")

    def _computed(self, values, dtype=None, out=None, casting='same_kind'):
        d = self._dtype(values, dtype, casting)
        try:
            tensors = [as_operand(value, d) for value in values]
        except OverflowError:
            # What no element can be is compared all the same.
            if self._truth != 'compared':
                raise
            tensors = [as_operand(value, DTYPES['int64']) for value in values]
        try:
            found = self._run(*tensors)
        except RuntimeError as error:
            if 'must match' in str(error) or 'broadcast' in str(error):
                raise ValueError(f'operands could not be broadcast together with shapes {" ".join(map(_shape_text, values if out is None else [*values, out]))} ') from None
            raise
        if self.nout == 1:
            self._warn(tensors, found)
        return found

    def _warn(self, tensors, found):
        """Of floats that are not finite, where the operands were."""
        name = self.__name__
        # A sum says of all at once that they are finite; where it is not they are looked at.
        if not found.is_floating_point() or name in _QUIET or math.isfinite(elements(run('sum', found))[0]):
            return
        is_invalid = bool_of(run('any', run('isnan', found))) and not any(bool_of(run('any', run('isnan', tensor))) for tensor in tensors)
        if bool_of(run('any', run('isinf', found))) and all(bool_of(run('all', run('isfinite', tensor))) for tensor in tensors):
            divides = name in _DIVIDING or name == 'power' and bool_of(run('any', run('eq', tensors[0], 0)))
            warn('divide' if divides else 'over', name)
        if is_invalid:
            warn('invalid', name)

    def _written(self, values, found, target, out, where):
        if target is None:
            target = of(run('zeros_like', found))
        elif not can_cast_same_kind(of(found).dtype, target.dtype):
            raise UFuncTypeError(f"Cannot cast ufunc '{self.__name__}' output from {of(found).dtype!r} to {target.dtype!r} with casting rule 'same_kind'")
        shape = tuple(found.shape)
        if shape != target.shape:
            padded = (1,) * (target.ndim - len(shape)) + shape
            if len(padded) != target.ndim or any(own not in (1, wanted) for own, wanted in zip(padded, target.shape)):
                fits = len(padded) >= target.ndim and all(1 in pair or pair[0] == pair[1] for pair in zip(padded[::-1], target.shape[::-1]))
                if fits:
                    raise ValueError(f"non-broadcastable output operand with shape {shape_text(target.shape)} doesn't match the broadcast shape {shape_text(shape)}")
                raise ValueError(f'operands could not be broadcast together with shapes {" ".join(map(_shape_text, values))} {shape_text(target.shape)} ')
        answer = to_dtype(found, target.dtype)
        if where is not True:
            answer = run('where', to_dtype(as_array(where)._t, DTYPES['bool']), answer, target._t)
        target[...] = of(answer)
        return target if out is None else out

    # Over it

    def _only_binary(self, what):
        if self.nin != 2 or self.nout != 1:
            raise ValueError(f'{what} only supported for binary functions')

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, **others):
        self._only_binary('reduce')
        array = as_array(array)
        if self._truth == 'compared' and array.dtype.kind != 'b':
            raise UFuncTypeError(f"ufunc '{self.__name__}' did not contain a loop with signature matching types ({_dtype_class(True)}, {_dtype_class(array)}) -> None")
        if not array.ndim and axis in (0, -1):
            axis = None
        reduction = REDUCTIONS.get(self.__name__)
        if reduction is not None:
            return reduction(array, axis, **({'dtype': dtype} if dtype is not None else {}), out=out, keepdims=keepdims, **others)
        answer = array if dtype is None else array.astype(dtype)
        if 0 in [array.shape[each] for each in axes_of(array, axis)]:
            kind = self._dtype([array, array], dtype)
            if self.identity is None:
                raise ValueError(f'zero-size array to reduction operation {self.__name__} which has no identity')
            answer = of(run('full', [size for each, size in enumerate(array.shape) if each not in axes_of(array, axis)], self.identity, dtype=kind._torch))
            return into(out, answer if answer.ndim else answer[()])
        for each in sorted(axes_of(array, axis), reverse=True):
            answer = functools.reduce(self, [of(run('select', answer._t, each, i)) for i in range(answer.shape[each])])
            if keepdims:
                answer = of(run('unsqueeze', as_array(answer)._t, each))
        return answer

    def accumulate(self, array, axis=0, dtype=None, out=None):
        self._only_binary('accumulate')
        array = as_array(array)
        if self._truth == 'compared' and array.dtype.kind != 'b':
            raise UFuncTypeError(f"ufunc '{self.__name__}' did not contain a loop with signature matching types ({_dtype_class(True)}, {_dtype_class(array)}) -> None")
        axis = axes_of(array, axis)[0]
        array = array if dtype is None else array.astype(dtype)
        rows = [of(run('select', array._t, axis, i)) for i in range(array.shape[axis])]
        steps = []
        for row in rows:
            steps.append(as_array(self(steps[-1], row) if steps else row))
        answer = of(run('stack', [step._t for step in steps], axis)) if steps else array.copy()
        return answer if self.__name__ != 'divide' or answer.dtype.kind == 'f' else answer.astype('float64')

    def reduceat(self, array, indices, axis=0, dtype=None, out=None):
        """Of each index what lies from it to the next; where that is not behind it, the element alone."""
        self._only_binary('reduceat')
        array, axis = as_array(array), axes_of(as_array(array), axis)[0]
        places, size = [int(each) for each in as_array(indices).ravel().tolist()], array.shape[axis]
        for place in places:
            if not 0 <= place < size:
                raise IndexError(f'index {place} out-of-bounds in {self.__name__}.reduceat [0, {size})')
        parts = [self.reduce(of(run('narrow', array._t, axis, start, max(stop - start, 1))), axis, dtype) for start, stop in zip(places, [*places[1:], size])]
        shape = [0 if each == axis else length for each, length in enumerate(array.shape)]
        return into(out, of(run('stack', [as_array(part)._t for part in parts], axis)) if parts else as_array(of(run('zeros', shape))))

    # What it takes and gives, by the letters of the dtypes that are here.

    @property
    def types(self):
        ins, kinds = self.nin, self._loops
        letters = ('?' if 'b' in kinds else '') + ('bBhil' if 'i' in kinds else '') + ('efd' if kinds[-1] in 'fF' else 'd' * (kinds == 'd'))
        return [f'{each * ins}->{("?" if self._truth else each) * self.nout}' for each in letters]

    ntypes = property(lambda self: len(self.types))
    signature = None
    identity = property(lambda self: _IDENTITIES.get(self.__name__))

    def outer(self, a, b, **others):
        self._only_binary('outer')
        a, b = as_array(a), as_array(b)
        return self(a.reshape(a.shape + (1,) * b.ndim), b, **others)

    def at(self, a, indices, b=None):
        """Element after element, so that one that is named twice takes part twice."""
        if not isinstance(a, ndarray):
            raise TypeError('first operand must be array')
        places = [int(place) for place in as_array(_places(a)[indices]).ravel().tolist()]
        given = [of(run('expand', as_array(b)._t, list(as_array(_places(a)[indices]).shape))).ravel()] if b is not None else []
        flat = a.reshape(-1)
        while places:
            # Each place once in a round.
            first = {place: at for at, place in reversed(list(enumerate(places)))}
            turns = sorted(first.values())
            index = [places[turn] for turn in turns]
            flat[index] = self(flat[index], *[each[turns] for each in given])
            left = sorted(set(range(len(places))).difference(turns))
            places, given = [places[turn] for turn in left], [each[left] for each in given] if left else []
        if flat._t.data_ptr() != a._t.data_ptr():
            a[...] = flat.reshape(a.shape)


_IDENTITIES = {'add': 0, 'subtract': None, 'multiply': 1, 'logaddexp': -math.inf, 'logaddexp2': -math.inf, 'logical_and': True, 'logical_or': False, 'logical_xor': False,
               'bitwise_and': -1, 'bitwise_or': 0, 'bitwise_xor': 0, 'hypot': 0, 'gcd': 0, 'lcm': None}
#: What of NumPy's functions goes along axes by each name; the file of reductions fills it.
REDUCTIONS = {}
ufunc.__module__ = 'numpy'


def bool_of(tensor):
    return bool(of(tensor))


def _places(a):
    return of(run('reshape', run('arange', a.size), list(a.shape)))


def _shape_text(value):
    return shape_text(getattr(value, 'shape', ()))


def _dtype_text(value):
    return f"dtype('<U{len(value)}')" if isinstance(value, str) else repr(as_array(value).dtype)


def _dtype_class(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not hasattr(value, 'dtype'):
        return "<class 'numpy.dtypes._PyLongDType'>" if isinstance(value, int) else "<class 'numpy.dtypes._PyFloatDType'>"
    return f"<class 'numpy.dtypes.{'Str' if isinstance(value, str) else as_array(value).dtype.name.title().replace('Uint', 'UInt')}DType'>"


def _element_type(value):
    return type(value if value is None or isinstance(value, (int, float)) else as_array(value).ravel().tolist()[0]).__name__
