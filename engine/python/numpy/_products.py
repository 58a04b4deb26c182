"""Products of vectors, matrices and what has more axes."""
import math
import re
import warnings

from ._arguments import axis_of, into
from ._arithmetic import matmul as _matmul
from ._core import as_array, of, result, run, shape_text, to_dtype
from ._shaping import broadcast_arrays, moveaxis
from ._types import promote


def matmul(x1, x2, /, out=None):
    return into(out, as_array(x1) @ as_array(x2))


def _alike(a, b):
    d = promote(a.dtype, b.dtype)
    return to_dtype(a._t, d), to_dtype(b._t, d)


def dot(a, b, out=None):
    a, b = as_array(a), as_array(b)
    if not a.ndim or not b.ndim:
        return into(out, a * b)
    left, right = a.shape[-1], b.shape[0] if b.ndim == 1 else b.shape[-2]
    if left != right:
        place = 0 if b.ndim == 1 else b.ndim - 2
        raise ValueError(f'shapes {shape_text(a.shape)} and {shape_text(b.shape)} not aligned: {left} (dim {a.ndim - 1}) != {right} (dim {place})')
    if b.ndim > 2:
        return into(out, tensordot(a, b, ([a.ndim - 1], [b.ndim - 2])))
    return into(out, a @ b)


def vdot(a, b, /):
    a, b = as_array(a).ravel(), as_array(b).ravel()
    if a.size != b.size:
        raise ValueError(f'cannot reshape array of size {b.size} into shape {shape_text(a.shape)}')
    return dot(a, b)


def inner(a, b, /):
    a, b = as_array(a), as_array(b)
    if not a.ndim or not b.ndim:
        return a * b
    if a.shape[-1] != b.shape[-1]:
        turned = b.shape[:-2] + b.shape[:-3:-1]
        raise ValueError(f'shapes {shape_text(a.shape)} and {shape_text(turned)} not aligned: {a.shape[-1]} (dim {a.ndim - 1}) != {b.shape[-1]} (dim {max(b.ndim - 2, 0)})')
    return result(tensordot(a, b, ([a.ndim - 1], [b.ndim - 1]))._t)


def outer(a, b, out=None):
    return into(out, as_array(a).reshape(-1, 1) * as_array(b).reshape(1, -1))


def tensordot(a, b, axes=2):
    a, b = as_array(a), as_array(b)
    if isinstance(axes, int):
        left, right = list(range(-axes, 0)), list(range(axes))
    else:
        left, right = ([each] if isinstance(each, int) else list(each) for each in axes)
    if len(left) != len(right):
        raise ValueError('shape-mismatch for sum')
    for one, two in zip(left, right):
        if not -a.ndim <= one < a.ndim or not -b.ndim <= two < b.ndim:
            raise IndexError('tuple index out of range')
        if a.shape[one] != b.shape[two]:
            raise ValueError('shape-mismatch for sum')
    left, right = [each % a.ndim for each in left], [each % b.ndim for each in right]
    rows, columns = [each for each in range(a.ndim) if each not in left], [each for each in range(b.ndim) if each not in right]
    inside = math.prod(a.shape[each] for each in left)
    one = a.transpose(rows + left).reshape(math.prod(a.shape[each] for each in rows), inside)
    two = b.transpose(right + columns).reshape(inside, math.prod(b.shape[each] for each in columns))
    made = as_array(_matmul(one, two)).reshape([a.shape[each] for each in rows] + [b.shape[each] for each in columns])
    return made


def kron(a, b):
    a, b = as_array(a), as_array(b)
    return result(run('kron', *_alike(a, b))) if a.ndim or b.ndim else a * b


def _core(name, signature, a, b, k):
    """Of a product with a fixed axis: whether the operands fit it."""
    for place, operand, needed in ((0, a, 2 if name == 'matvec' else 1), (1, b, 2 if name == 'vecmat' else 1)):
        if operand.ndim < needed:
            raise ValueError(f'{name}: Input operand {place} does not have enough dimensions (has {operand.ndim}, gufunc core with signature {signature} requires {needed})')
    if a.shape[-1] != k:
        raise ValueError(f'{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {k} is different from {a.shape[-1]})')


def vecdot(x1, x2, /, *, axis=-1):
    a, b = as_array(x1), as_array(x2)
    if axis != -1:
        a, b = (of(run('movedim', each._t, axis, -1)) for each in (a, b))
    _core('vecdot', '(n),(n)->()', a, b, b.shape[-1] if b.ndim else 0)
    d = promote(a.dtype, b.dtype)
    return (a & b).any(-1) if d.kind == 'b' else (a * b).sum(-1, dtype=d)


def matvec(x1, x2, /):
    a, b = as_array(x1), as_array(x2)
    _core('matvec', '(m,n),(n)->(m)', a, b, b.shape[-1] if b.ndim else 0)
    return _matmul(a, of(run('unsqueeze', b._t, -1)))[..., 0]


def vecmat(x1, x2, /):
    a, b = as_array(x1), as_array(x2)
    _core('vecmat', '(n),(n,m)->(m)', a, b, b.shape[-2] if b.ndim > 1 else 0)
    return _matmul(of(run('unsqueeze', a._t, -2)), b)[..., 0, :]


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = as_array(a), as_array(b)
    if not a.ndim or not b.ndim:
        raise ValueError('At least one array has zero dimension')
    a, b = (moveaxis(each, axis_of(at, each.ndim, name), -1) for each, at, name in ((a, axisa, 'axisa'), (b, axisb, 'axisb')))
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError('incompatible dimensions for cross product\n(dimension must be 2 or 3)')
    if 2 in (a.shape[-1], b.shape[-1]):
        warnings.warn('Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead. (deprecated in NumPy 2.0)', DeprecationWarning, stacklevel=2)
    d = promote(a.dtype, b.dtype)
    # A third part that is not there is nothing.
    x, y = ([each[..., at].astype(d) for at in range(each.shape[-1])] + [None] * (each.shape[-1] == 2) for each in (a, b))

    def part(i, j):
        plus, minus = None if x[i] is None or y[j] is None else x[i] * y[j], None if x[j] is None or y[i] is None else x[j] * y[i]
        return plus if minus is None else -minus if plus is None else plus - minus
    if x[2] is y[2] is None:
        return as_array(part(0, 1))
    parts = broadcast_arrays(part(1, 2), part(2, 0), part(0, 1))
    return moveaxis(of(run('stack', [each._t for each in parts], -1)), -1, axis_of(axisc, parts[0].ndim + 1, 'axisc'))


def _unfit(terms, wanted, arrays):
    """Of operands that give a letter two sizes: how each lies among the axes of the result and those that are summed."""
    letters = ''.join(terms)
    wanted = ''.join(sorted(each for each in set(letters) if letters.count(each) == 1)) if wanted is None else wanted
    # Letters that are summed follow in the order of their codes.
    axes = wanted + ''.join(sorted(set(letters) - set(wanted)))
    texts = []
    for term, each in zip(terms, arrays):
        placed = [str(each.shape[term.index(letter)]) if letter in term else 'newaxis' for letter in axes]
        # Of those before the first axis nothing is said.
        placed = placed[next(at for at, each in enumerate(placed) if each != 'newaxis'):]
        texts.append(f'{shape_text(each.shape)}->({",".join(placed)}{"," * (len(axes) == 1)})')
    return ValueError(f'operands could not be broadcast together with remapped shapes [original->remapped]: {" ".join(texts)} ')


def einsum(subscripts, /, *operands, out=None, optimize=False, **_):
    if not isinstance(subscripts, str):
        flat = [subscripts, *operands]
        letters = [''.join('...' if each is Ellipsis else chr(97 + each) for each in labels) for labels in flat[1::2]]
        operands = flat[0:2 * (len(flat) // 2):2]
        subscripts = ','.join(letters) + ('->' + ''.join(chr(97 + each) for each in flat[-1]) if len(flat) % 2 else '')
    if not operands:
        raise ValueError('must specify the einstein sum subscripts string and at least one operand')
    arrays = [as_array(each) for each in operands]
    terms, _, wanted = subscripts.replace(' ', '').partition('->')
    odd = re.search(r'[^A-Za-z.,]', terms)
    if odd:
        raise ValueError(f"invalid subscript '{odd.group()}' in einstein sum subscripts string, subscripts must be letters")
    count = terms.count(',') + 1
    if count != len(arrays):
        raise ValueError(f'{"more" if count < len(arrays) else "fewer"} operands provided to einstein sum function than specified in the subscripts string')
    for letter in wanted:
        if letter != '.' and wanted.count(letter) > 1:
            raise ValueError(f"einstein sum subscripts string includes output subscript '{letter}' multiple times")
    named = set(terms)
    for letter in wanted.replace('.', ''):
        if letter not in named:
            raise ValueError(f"einstein sum subscripts string included output subscript '{letter}' which never appeared in an input")
    for at, (term, each) in enumerate(zip(terms.split(','), arrays)):
        if len(term) > each.ndim and '.' not in term:
            raise ValueError(f'einstein sum subscripts string contains too many subscripts for operand {at}')
        if len(term) < each.ndim and '.' not in term:
            raise ValueError(f"operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to broadcast the extra dimensions.")
    d = arrays[0].dtype
    for each in arrays[1:]:
        d = promote(d, each.dtype)
    sizes = {}
    for at, (term, each) in enumerate(zip(terms.split(','), arrays)):
        if '.' not in term:
            own = {}
            for letter, size in zip(term, each.shape):
                if own.setdefault(letter, size) != size:
                    raise ValueError(f"dimensions in operand {at} for collapsing index '{letter}' don't match ({own[letter]} != {size})")
            for letter, size in own.items():
                if size != 1 and sizes.setdefault(letter, size) != size:
                    raise _unfit(terms.split(','), wanted if '->' in subscripts else None, arrays)
    try:
        answer = run('einsum', subscripts, [to_dtype(each._t, d) for each in arrays])
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    return into(out, result(answer) if answer.ndim == 0 else of(answer))
