"""Functions of `torch` that are Python in PyTorch too, or that need no operator of their own."""
import math

from . import _names, _ops, _settings, _types, overrides
from ._tensor import Tensor

__all__ = ['is_floating_point', 'is_signed', 'is_inference', 'is_same_size', 'get_device', 'detach_', 'is_complex', 'numel', 'promote_types', 'can_cast', 'split',
           'broadcast_shapes', 'compile', 'get_device_module',
           'is_inference_mode_enabled', 'result_type', 'meshgrid', 'einsum', 'broadcast_tensors',
           'isclose', 'allclose', 'unique', 'unique_consecutive', 'block_diag', 'cartesian_prod', 'atleast_1d', 'atleast_2d', 'atleast_3d',
           'unravel_index', 'norm']


def is_floating_point(input):
    return input.is_floating_point()


def is_complex(input):
    return False


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


def norm(input, p='fro', dim=None, keepdim=False, out=None, dtype=None):
    return _ops.METHODS['norm'](input if dtype is None else input.to(dtype), p, dim, keepdim)


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


_RANK = {'b': 0, 'u': 1, 'i': 1, 'f': 2}


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


def compile(model=None, **options):
    """The function itself: there is no compiler here, and the results are the same."""
    return model if model is not None else lambda function: function


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
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    if input.dtype is not other.dtype:
        raise RuntimeError(f'{_types.SCALAR_NAMES[input.dtype]} did not match {_types.SCALAR_NAMES[other.dtype]}')
    close = input == other
    if not input.is_floating_point():
        input, other = input.double(), other.double()
    elif equal_nan:
        close = close | (input.isnan() & other.isnan())
    difference = (input - other).abs()
    return close | (difference.isfinite() & (difference <= atol + (rtol * other).abs()))


@_seen
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(isclose(input, other, rtol, atol, equal_nan).all())


@_seen
def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The different values, or slices along `dim`, in order."""
    if dim is None:
        found = _ops.FUNCTIONS['_unique2'](input, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    else:
        found = _ops.FUNCTIONS['unique_dim'](input, dim, sorted, return_inverse, return_counts)
    return _wanted(found, return_inverse, return_counts)


@_seen
def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    """As `unique`, of neighbours alone."""
    found = _ops.FUNCTIONS['unique_consecutive'](input, return_inverse=return_inverse, return_counts=return_counts, dim=dim)
    return _wanted(found, return_inverse, return_counts)


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
    convert.__name__ = name
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


for _name in ('isclose', 'allclose', 'unique', 'unique_consecutive'):
    setattr(Tensor, _name, globals()[_name])


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
def einsum(equation, *operands):
    """Sums of products by Einstein's convention: 'ij,jk->ik'."""
    operands = _as_list(operands)
    left, arrow, right = equation.replace(' ', '').partition('->')
    terms = left.split(',')
    if len(terms) != len(operands):
        raise ValueError(f'einsum(): {"fewer" if len(operands) < len(terms) else "more"} operands were provided than specified in the equation')
    if '.' in equation:
        raise NotImplementedError(_names.sentence('torch.einsum with ...'))
    if not arrow:
        right = ''.join(sorted(c for c in set(left) if c != ',' and left.count(c) == 1))
    for c in right:
        if c not in left:
            raise RuntimeError(f'einsum(): output subscript {c} does not appear in the equation for any input operand')
    sizes = {}
    for i, (term, operand) in enumerate(zip(terms, operands)):
        if len(term) != operand.dim():
            raise RuntimeError(f'einsum(): the number of subscripts in the equation ({len(term)}) does not match the number of dimensions ({operand.dim()}) '
                               f'for operand {i} and no ellipsis was given')
        for c, size in zip(term, operand.shape):
            if sizes.setdefault(c, size) != size and 1 not in (size, sizes[c]):
                raise RuntimeError(f'einsum(): subscript {c} has size {size} for operand {i} which does not broadcast with previously seen size {sizes[c]}')
            sizes[c] = max(sizes[c], size)
    result, labels = _diagonals(operands[0], terms[0])
    for i, (term, operand) in enumerate(zip(terms[1:], operands[1:]), 1):
        operand, term = _diagonals(operand, term)
        result, labels = _contracted(result, labels, operand, term, set(right).union(*terms[i + 1:]))
    gone = [place for place, c in enumerate(labels) if c not in right]
    if gone:
        result = result.sum(gone)
        labels = ''.join(c for c in labels if c in right)
    return result.permute([labels.index(c) for c in right]) if labels else result


def _diagonals(tensor, labels):
    """The tensor with a label that occurs twice taken along its diagonal."""
    for c in labels:
        while labels.count(c) > 1:
            first = labels.index(c)
            second = labels.index(c, first + 1)
            tensor = tensor.diagonal(0, first, second)
            labels = ''.join(d for place, d in enumerate(labels) if place not in (first, second)) + c
    return tensor, labels


def _contracted(a, a_labels, b, b_labels, kept):
    """One product: shared labels that nobody needs later are summed by a batched matrix product."""
    both = [c for c in a_labels if c in b_labels]
    batch = [c for c in both if c in kept]
    summed = [c for c in both if c not in kept]
    a_only = [c for c in a_labels if c not in both]
    b_only = [c for c in b_labels if c not in both]
    size = dict(zip(a_labels, a.shape)) | {c: s for c, s in zip(b_labels, b.shape) if s != 1 or c not in a_labels}
    groups = [batch, a_only, b_only]

    def flat(t, labels, *orders):
        wide = t.expand([size[c] for c in labels])
        wide = wide.permute([labels.index(c) for order in orders for c in order])
        return wide.reshape([math.prod(size[c] for c in order) for order in orders])

    product = flat(a, a_labels, batch, a_only, summed) @ flat(b, b_labels, batch, summed, b_only)
    return product.reshape([size[c] for group in groups for c in group]), ''.join(c for group in groups for c in group)
