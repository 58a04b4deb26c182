"""numpy.linalg over the engine's LAPACK steps, with NumPy's errors and norms."""
import builtins
import collections
import functools


from .._arguments import axis_of, into
from .._core import array, as_array, of, result, run, zeros
from .._making import eye
from .._products import cross as _cross, matmul, outer, tensordot, vecdot  # noqa: F401
from .._reductions import max, min, sum
from .._shaping import diagonal as _diagonal, matrix_transpose, trace as _trace  # noqa: F401
from .._types import DTYPES, promote
from .._ufuncs import abs, isnan, sqrt
from ._eigen import eigen


class LinAlgError(ValueError):
    pass


LinAlgError.__module__ = 'numpy.linalg'
EigResult = collections.namedtuple('EigResult', 'eigenvalues eigenvectors')
EighResult = collections.namedtuple('EighResult', 'eigenvalues eigenvectors')
QRResult = collections.namedtuple('QRResult', 'Q R')
SVDResult = collections.namedtuple('SVDResult', 'U S Vh')
SlogdetResult = collections.namedtuple('SlogdetResult', 'sign logabsdet')


def _matrix(a, square=False):
    """A tensor of matrices, in float32 or float64."""
    a = as_array(a)
    if a.ndim < 2:
        raise LinAlgError(f'{a.ndim}-dimensional array given. Array must be at least two-dimensional')
    if square and a.shape[-1] != a.shape[-2]:
        raise LinAlgError('Last 2 dimensions of the array must be square')
    return (a if a.dtype.name in ('float32', 'float64') else a.astype('float64'))._t


def _call(name, *args, complaint='Singular matrix', **kwargs):
    try:
        return run(f'linalg_{name}', *args, **kwargs)
    except RuntimeError:
        raise LinAlgError(complaint) from None


def det(a):
    return result(_call('det', _matrix(a, True)))


def slogdet(a):
    return SlogdetResult(*map(result, _call('slogdet', _matrix(a, True))))


def inv(a):
    return of(_call('inv', _matrix(a, True)))


def solve(a, b):
    a, b = of(_matrix(a, True)), as_array(b)
    d = promote(a.dtype, b.dtype if b.dtype.name == 'float32' else as_array(0.0).dtype)
    a, b = a.astype(d, copy=False), b.astype(d, copy=False)
    vector = b.ndim == 1
    if b.shape[0 if vector else -2] != a.shape[-1]:
        name, signature = ('solve1', '(m,m),(m)->(m)') if vector else ('solve', '(m,m),(m,n)->(m,n)')
        raise ValueError(f'{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {b.shape[0 if vector else -2]} is different from {a.shape[-1]})')
    answer = _call('solve', a._t, b.reshape(-1, 1)._t if vector else b._t)
    return of(run('squeeze', answer, -1)) if vector else of(answer)


def matrix_power(a, n):
    if not hasattr(n, '__index__'):
        raise TypeError('exponent must be an integer')
    a = as_array(a)
    _matrix(a, True)
    if n == 0:
        return of(run('clone', run('expand', eye(a.shape[-1], dtype=a.dtype)._t, list(a.shape))))
    if n < 0:
        a, n = inv(a), -n
    answer = None
    while n:
        n, bit = divmod(n, 2)
        answer = (a if answer is None else matmul(answer, a)) if bit else answer
        a = matmul(a, a) if n else a
    return answer.copy()


def cholesky(a, /, *, upper=False):
    return of(_call('cholesky', _matrix(a, True), upper=upper, complaint='Matrix is not positive definite'))


def eigh(a, UPLO='L'):
    return EighResult(*map(of, _call('eigh', _matrix(a, True), UPLO, complaint='Eigenvalues did not converge')))


def eigvalsh(a, UPLO='L'):
    return of(_call('eigvalsh', _matrix(a, True), UPLO, complaint='Eigenvalues did not converge'))


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    if not compute_uv:
        return svdvals(a)
    return SVDResult(*map(of, _call('svd', _matrix(a), full_matrices, complaint='SVD did not converge')))


def svdvals(x, /):
    return of(_call('svdvals', _matrix(x), complaint='SVD did not converge'))


def qr(a, mode='reduced'):
    if mode not in ('reduced', 'complete', 'r', 'raw'):
        raise ValueError(f'Unrecognized mode {mode!r}')
    if mode == 'raw':
        # What LAPACK leaves: the reflections below the triangle, as it lies in Fortran.
        reflections, scales = run('geqrf', _matrix(a))
        return of(run('transpose', reflections, -1, -2)), of(scales)
    q, r = _call('qr', _matrix(a), mode)
    return of(r) if mode == 'r' else QRResult(of(q), of(r))


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    a = of(_matrix(a))
    if not a.size:
        return zeros(a.shape[:-2] + a.shape[:-3:-1], a.dtype)
    u, s, vh = svd(a, False)
    cutoff = (1e-15 if rcond is None and rtol is None else rcond if rtol is None else rtol) * max(s, axis=-1, keepdims=True)
    large = s > cutoff
    s = of(run('where', large._t, (1 / of(run('where', large._t, s._t, 1.0)))._t, 0.0)).astype(a.dtype, copy=False)
    return matmul(matrix_transpose(vh), s[..., None] * matrix_transpose(u))


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    A = as_array(A)
    if A.ndim < 2:
        return int(not bool((A == 0).all()))
    s = svdvals(A)
    if not s.size:
        return result(as_array(0)._t)
    if tol is None:
        tol = max(s, axis=-1, keepdims=True) * (builtins.max(A.shape[-2:]) * _epsilon(s) if rtol is None else rtol)
    return sum(s > tol, -1)


def _epsilon(a):
    return 2.0 ** -23 if a.dtype.name == 'float32' else 2.0 ** -52


def cond(x, p=None):
    x = as_array(x)
    if not x.size:
        raise LinAlgError('cond is not defined on empty arrays')
    if p in (None, 2, -2):
        s = svdvals(x)
        answer = as_array(s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1])
        # No number divided by itself is a condition that nothing has.
        return result(answer._t if bool(isnan(x).any()) else run('where', run('isnan', answer._t), float('inf'), answer._t))
    return norm(x, p, axis=(-2, -1)) * norm(inv(x), p, axis=(-2, -1))


def lstsq(a, b, rcond=None):
    a, b = of(_matrix(a)), as_array(b)
    vector = b.ndim == 1
    b = (b.reshape(-1, 1) if vector else b).astype(a.dtype, copy=False)
    m, n = a.shape
    if len(b) != m:
        raise LinAlgError('Incompatible dimensions')
    u, s, vh = svd(a, False)
    cutoff = (_epsilon(a) * (m if m > n else n) if rcond is None else rcond) * (s[0] if s.size else 0.0)
    large = s > cutoff
    rank = DTYPES['int32'].type(int(large.sum()))
    x = matmul(matrix_transpose(vh)[:, :int(rank)], matmul(matrix_transpose(u)[:int(rank)], b) / s[:int(rank)].reshape(-1, 1))
    left = b - matmul(a, x)
    residuals = sum(left * left, 0) if rank == n and m > n else array([], a.dtype)
    return x[:, 0] if vector else x, residuals, rank, s


def eig(a):
    a = of(_matrix(a, True))
    found = [eigen(each.tolist()) for each in a.reshape(-1, *a.shape[-2:])]
    values, vectors = (array([each[at] for each in found], a.dtype).reshape(a.shape if at else a.shape[:-1]) for at in (0, 1))
    return EigResult(values, vectors)


def eigvals(a):
    return eig(a).eigenvalues


def multi_dot(arrays, *, out=None):
    if len(arrays) < 2:
        raise ValueError('Expecting at least two arrays.')
    return into(out, functools.reduce(matmul, arrays))


def tensorinv(a, ind=2):
    return of(_call('tensorinv', as_array(a, float)._t, ind))


def tensorsolve(a, b, axes=None):
    return of(_call('tensorsolve', as_array(a, float)._t, as_array(b, float)._t, axes))


def cross(x1, x2, /, *, axis=-1):
    x1, x2 = as_array(x1), as_array(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError(f'Both input arrays must be (arrays of) 3-dimensional vectors, but they are {x1.shape[axis]} and {x2.shape[axis]} dimensional instead.')
    return _cross(x1, x2, axis=axis)


def diagonal(x, /, *, offset=0):
    return _diagonal(x, offset, -2, -1)


def trace(x, /, *, offset=0, dtype=None):
    return _trace(x, offset, -2, -1, dtype)


# Norms


def norm(x, ord=None, axis=None, keepdims=False):
    x = as_array(x)
    x = x if x.dtype.kind == 'f' else x.astype('float64')
    if axis is None:
        if ord is None or (ord in ('f', 'fro') and x.ndim == 2) or (ord == 2 and x.ndim == 1):
            flat = x.ravel()
            answer = sqrt(matmul(flat, flat) if flat.size else sum(flat))
            return result(as_array(answer).reshape((1,) * x.ndim)._t) if keepdims else answer
        axis = tuple(range(x.ndim))
    elif not isinstance(axis, tuple):
        axis = (axis.__index__(),)
    if len(axis) == 1:
        return _of_vectors(x, ord, axis[0], keepdims)
    if len(axis) != 2:
        raise ValueError('Improper number of dimensions to norm.')
    row, column = (axis_of(each, x.ndim) for each in axis)
    if row == column:
        raise ValueError('Duplicate axes given.')
    if ord in (2, -2, 'nuc'):
        values = svdvals(of(run('movedim', x._t, [row, column], [-2, -1])))
        answer = max(values, -1) if ord == 2 else min(values, -1) if ord == -2 else sum(values, -1)
    elif ord in (1, -1, float('inf'), float('-inf')):
        inner, other = (row, column) if ord in (1, -1) else (column, row)
        answer = (max if ord > 0 else min)(sum(abs(x), inner), other - (other > inner))
    elif ord in (None, 'fro', 'f'):
        answer = sqrt(sum(x * x, (row, column)))
    else:
        raise ValueError('Invalid norm order for matrices.')
    return as_array(answer).reshape([1 if each in (row, column) else size for each, size in enumerate(x.shape)]) if keepdims else answer


def _of_vectors(x, ord, axis, keepdims):
    if ord == float('inf'):
        return max(abs(x), axis, keepdims=keepdims, initial=0)
    if ord == float('-inf'):
        return min(abs(x), axis, keepdims=keepdims)
    if ord == 0:
        return sum((x != 0).astype(x.dtype), axis, keepdims=keepdims)
    if ord == 1:
        return sum(abs(x), axis, keepdims=keepdims)
    if ord is None or ord == 2:
        return sqrt(sum(x * x, axis, keepdims=keepdims))
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return sum(abs(x) ** ord, axis, keepdims=keepdims) ** (1 / ord)


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    x = as_array(x)
    if axis is None:
        answer = norm(x.ravel(), ord)
        return as_array(answer).reshape((1,) * x.ndim) if keepdims else answer
    return norm(x, ord, axis, keepdims)


def matrix_norm(x, /, *, keepdims=False, ord='fro'):
    return norm(x, ord, (-2, -1), keepdims)
