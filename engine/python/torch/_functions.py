"""Functions of `torch` that are Python in PyTorch too, or that need no operator of their own."""
import math

from . import _names, _ops, _settings, _types, overrides
from ._tensor import Tensor

__all__ = ['is_floating_point', 'is_signed', 'is_inference', 'is_same_size', 'get_device', 'detach_', 'is_complex', 'numel', 'promote_types', 'can_cast', 'split',
           'broadcast_shapes', 'get_device_module', 'is_inference_mode_enabled', 'result_type', 'meshgrid', 'einsum', 'broadcast_tensors',
           'tensordot', 'chain_matmul', 'lu', 'unique', 'unique_consecutive', 'block_diag', 'cartesian_prod', 'atleast_1d', 'atleast_2d', 'atleast_3d',
           'unravel_index', 'norm', 'is_conj', 'is_neg', 'sym_int', 'sym_float', 'sym_not', 'sym_max', 'sym_min', 'set_flush_denormal']


def is_floating_point(input):
    return input.is_floating_point()


def is_complex(input):
    return False


def is_conj(input):
    return False


def is_neg(input):
    return False


def sym_int(a):
    return math.floor(a) if a >= 0 else math.ceil(a)


def sym_float(a):
    return float(a)


def sym_not(a):
    return not a


def sym_max(a, b):
    return max(a, b)


def sym_min(a, b):
    return min(a, b)


def set_flush_denormal(mode):
    """Whether the processor does as asked: WebAssembly flushes none."""
    return not mode


def is_signed(input):
    return input.is_signed()


def is_inference(input):
    return input.is_inference()


def is_same_size(input, other):
    return input.is_same_size(other)


def get_device(input):
    return input.get_device()


def detach_(input):
    return input.detach_()


def numel(input):
    return input.numel()


def is_inference_mode_enabled():
    return False


def promote_types(type1, type2):
    if type1 is type2:
        return type1
    low, high = sorted((type1, type2), key=_types.engine_code)
    if low is _types.uint8 and high is _types.int8:
        return _types.int16
    if low is _types.float16 and high is _types.bfloat16:
        return _types.float32
    return high


def _operand(value):
    """(dtype, priority): dimensioned tensors before 0-d ones before Python numbers."""
    if isinstance(value, Tensor):
        return value.dtype, 0 if value.dim() else 1
    if isinstance(value, complex):
        _types.engine_code(_settings.get_default_dtype().to_complex())
    return (_types.bool_ if isinstance(value, bool) else _types.int64 if isinstance(value, int) else _settings.get_default_dtype()), 2


def result_type(tensor1, tensor2):
    """The dtype that arithmetic on the two gives."""
    found = None
    for priority in range(3):
        for value in (tensor1, tensor2):
            own, place = _operand(value)
            if place == priority:
                if found is None:
                    found, held = own, priority
                elif held == priority:
                    found = promote_types(found, own)
                elif _RANK[own.kind] > _RANK[found.kind]:
                    found = own
    return found


_RANK = {'b': 0, 'u': 1, 'i': 1, 'f': 2, 'c': 3}


def can_cast(from_, to):
    return _RANK[from_.kind] <= _RANK[to.kind]


@overrides.overridable()
def split(tensor, split_size_or_sections, dim=0):
    return tensor.split(split_size_or_sections, dim)


def broadcast_shapes(*shapes):
    shapes = [(s,) if isinstance(s, int) else tuple(s) for s in shapes]
    result = [1] * max(map(len, shapes), default=0)
    for shape in shapes:
        for place in range(-1, -1 - len(shape), -1):
            if shape[place] != 1:
                if result[place] not in (1, shape[place]):
                    raise RuntimeError('Shape mismatch: objects cannot be broadcast to a single shape')
                result[place] = shape[place]
    return _types.Size(result)


def get_device_module(device=None):
    raise NotImplementedError(_names.sentence('torch.get_device_module'))


def _seen(function):
    """Modes see it, with all tensors among its arguments asked."""
    def call(*args, **kwargs):
        relevant = args[0] if len(args) == 1 and isinstance(args[0], (list, tuple)) else args
        if overrides.needs_dispatch(relevant):
            return overrides.dispatch(call, relevant, args, kwargs)
        return function(*args, **kwargs)
    call.__name__ = call.__qualname__ = function.__name__
    call.__module__ = 'torch.functional'
    call.__doc__ = function.__doc__
    return call


def _as_list(tensors):
    return list(tensors[0]) if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else list(tensors)


@_seen
def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The different values, or slices along `dim`, in order."""
    if dim is None:
        found = _ops.FUNCTIONS['_unique2'](input, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    else:
        found = _ops.FUNCTIONS['unique_dim'](input, dim, sorted, return_inverse, return_counts)
    return _wanted(found, return_inverse, return_counts)


@_seen
def unique_consecutive(*args, **kwargs):
    """As `unique`, of neighbours alone. Which results are given PyTorch decides by the wrong positions: keywords alone do as they say."""
    return_inverse = kwargs.get('return_inverse', args[2] if len(args) > 2 else False)
    return_counts = kwargs.get('return_counts', args[1] if len(args) > 1 else False)
    return _wanted(_consecutive(*args, **kwargs), return_inverse, return_counts)


def _consecutive(input, return_inverse=False, return_counts=False, dim=None):
    return _ops.FUNCTIONS['unique_consecutive'](input, return_inverse=return_inverse, return_counts=return_counts, dim=dim)


def _wanted(found, return_inverse, return_counts):
    values, inverse, counts = found
    wanted = (values, *((inverse,) if return_inverse else ()), *((counts,) if return_counts else ()))
    return wanted if len(wanted) > 1 else values


@_seen
def block_diag(*tensors):
    """A matrix with these along its diagonal."""
    return _ops.FUNCTIONS['block_diag'](tensors)


@_seen
def cartesian_prod(*tensors):
    """All combinations of one element of each vector, as rows."""
    return _ops.FUNCTIONS['cartesian_prod'](tensors)


def _at_least(name):
    """Of several tensors each has at least so many dimensions."""
    def convert(*tensors):
        return _ops.FUNCTIONS[name](tensors[0] if len(tensors) == 1 else tensors)
    convert.__name__ = convert.__qualname__ = name
    return _seen(convert)


atleast_1d, atleast_2d, atleast_3d = _at_least('atleast_1d'), _at_least('atleast_2d'), _at_least('atleast_3d')


@_seen
def unravel_index(indices, shape):
    """Of places in a flattened tensor those along each dimension."""
    if indices.is_complex() or indices.is_floating_point() or indices.dtype is _types.bool_:
        raise TypeError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    if not isinstance(shape, (int, tuple, list)):
        raise TypeError(f"expected 'shape' to be int or sequence of ints, but got {type(shape)}")
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    for size in sizes:
        if not isinstance(size, int):
            raise TypeError(f"expected 'shape' sequence to only contain ints, but got {type(size)}")
    if any(size < 0 for size in sizes):
        raise ValueError(f"'shape' cannot have negative values, but got {sizes}")
    import torch
    inner = torch.tensor([math.prod(sizes[place + 1:]) for place in range(len(sizes))], dtype=torch.int64)
    return (indices.unsqueeze(-1).floor_divide(inner) % torch.tensor(sizes, dtype=torch.int64)).unbind(-1)


Tensor.unique, Tensor.unique_consecutive = unique, unique_consecutive


@_seen
def broadcast_tensors(*tensors):
    return _ops.FUNCTIONS['broadcast_tensors'](tensors)


@_seen
def meshgrid(*tensors, indexing=None):
    """A grid of coordinates from 1-d tensors."""
    tensors = _as_list(tensors)
    if indexing is not None:
        return _ops.FUNCTIONS['meshgrid'](tensors, indexing=indexing)
    import warnings
    warnings.warn('torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.', stacklevel=3)
    return _ops.FUNCTIONS['meshgrid'](tensors)


@_seen
def norm(input, p='fro', dim=None, keepdim=False, out=None, dtype=None):
    """The norm of a vector, or of a matrix where p is a word."""
    dim = [dim] if isinstance(dim, int) else dim
    if isinstance(p, str) and not (p == 'fro' and (dim is None or len(dim) <= 2)):
        return _ops.LINALG['linalg_matrix_norm'](input, p, list(range(input.dim())) if dim is None else dim, keepdim, dtype=dtype, out=out)
    return _ops.LINALG['linalg_vector_norm'](input, 2 if p is None or isinstance(p, str) else p, dim, keepdim, dtype=dtype, out=out)


def _letter(place):
    if place == Ellipsis:
        return '...'
    if 0 <= place < 52:
        return chr(ord('A') + place if place < 26 else ord('a') + place - 26)
    raise ValueError('einsum(): subscript in subscript list is not within the valid range [0, 52)')


@_seen
def einsum(*args):
    """Sums of products by Einstein's convention: 'ij,jk->ik', or each operand followed by a list of its subscripts."""
    if len(args) < 2 or (isinstance(args[1], (list, tuple)) and not args[1] and isinstance(args[0], str)):
        raise ValueError('einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list')
    if isinstance(args[0], Tensor):
        equation = ','.join(''.join(map(_letter, places)) for places in args[1::2])
        if len(args) % 2 == 1:
            equation += '->' + ''.join(map(_letter, args[-1]))
            return einsum(equation, *args[:-1:2])
        return einsum(equation, *args[::2])
    equation, *operands = args
    return _ops.FUNCTIONS['einsum'](equation, _as_list(operands))


@_seen
def tensordot(a, b, dims=2, out=None):
    """The product of two tensors summed over the last dimensions of one and the first of the other, or over those that are listed."""
    if not isinstance(dims, (tuple, list, Tensor, int)):
        raise RuntimeError(f'tensordot expects dims to be int or tuple[list[int], list[int]] or list[list[int]] containing two lists, but got dims={dims}')
    if isinstance(dims, Tensor) and dims.numel() > 1:
        if dims.shape[0] != 2:
            raise AssertionError(f'dims tensor must have size 2 in first dimension, got {dims.shape[0]}')
        dims = dims.tolist()
    if isinstance(dims, (tuple, list)):
        dims_a, dims_b = dims
    else:
        count = int(dims)
        if count < 0:
            raise RuntimeError(f'tensordot expects dims >= 0, but got dims={dims}')
        if isinstance(dims, int) and count > min(a.dim(), b.dim()):
            raise RuntimeError(f'tensordot expects dims < ndim_a or ndim_b, but got dims={dims}')
        dims_a, dims_b = list(range(-count, 0)), list(range(count))
    return _ops.FUNCTIONS['tensordot'](a, b, dims_a, dims_b, out=out)


@_seen
def chain_matmul(*matrices, out=None):
    """The product of matrices."""
    return _ops.FUNCTIONS['chain_matmul'](matrices, out=out)


@_seen
def lu(A, pivot=True, get_infos=False, out=None):
    """L and U in one, and the rows that were exchanged."""
    results = _ops.FUNCTIONS['_lu_with_info'](A, pivot=pivot, check_errors=not get_infos)
    return results if get_infos else (results.LU, results.pivots)


Tensor.lu = lambda self, pivot=True, get_infos=False: tuple(lu(self, pivot, get_infos))
