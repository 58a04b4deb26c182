"""torch.histogramdd: counts over a grid of bins, one sequence of edges for each dimension of the points."""
import math
from builtins import range as counted

from . import _ops, _types
from ._parse import types_of_results
from ._tensor import Tensor

_CPP = {'torch.float32': 'float', 'torch.float64': 'double', 'torch.float16': 'c10::Half', 'torch.bfloat16': 'c10::BFloat16', 'torch.int64': 'long int',
        'torch.int32': 'int', 'torch.int16': 'short int', 'torch.int8': 'signed char', 'torch.uint8': 'unsigned char', 'torch.bool': 'bool'}
_make = _ops.FUNCTIONS


def _edges(points, bins, limits):
    """Edges of bins of one width: between the limits, or between the least and the largest of the points."""
    result = []
    for dim, count in enumerate(bins):
        if count <= 0:
            raise RuntimeError(f'torch.histogram(): bins must be > 0, but got {count} for dimension {dim}')
    for dim, count in enumerate(bins):
        column = points[:, dim]
        if limits is not None:
            low, high = limits[2 * dim], limits[2 * dim + 1]
            if low > high:
                raise RuntimeError(f'torch.histogramdd: min should not exceed max, but got min {low:g} max {high:g} for dimension {dim}')
        else:
            low, high = (column.min().item(), column.max().item()) if len(points) else (0., 1.)
        if not (math.isfinite(low) and math.isfinite(high)):
            raise RuntimeError(f"torch.histogramdd: dimension {dim}'s range [{low:g}, {high:g}] is not finite")
        if low == high:
            low, high = low - .5, high + .5
        result.append(_make['linspace'](low, high, count + 1, dtype=points.dtype))
    return result


def histogramdd(input, bins, range=None, weight=None, density=False):  # noqa: A002
    if input.ndim < 2:
        raise RuntimeError('torch.histogramdd: input tensor should have at least 2 dimensions')
    dims, rows = input.shape[-1], input.shape[:-1]
    if isinstance(bins, int):
        bins = [bins] * dims
    by_edges = len(bins) > 0 and isinstance(bins[0], Tensor)
    if len(bins) != dims:
        raise RuntimeError(f'torch.histogramdd: expected {dims} sequences of bin edges for a {dims}-dimensional histogram but got {len(bins)}' if by_edges
                           else 'histogramdd: The size of bins must be equal to the innermost dimension of the input.')
    if range is not None and not by_edges and len(range) != 2 * dims:
        raise RuntimeError(f'torch.histogramdd: for a {dims}-dimensional histogram range should have {2 * dims} elements, but got {len(range)}')
    points = input.detach().reshape(-1, dims)
    if not points.is_floating_point():
        raise NotImplementedError(f"\"histogramdd\" not implemented for '{_types.SCALAR_NAMES[input.dtype]}'")
    edges = [each.clone() for each in bins] if by_edges else _edges(points, bins, range)
    _require_fitting(input, edges, weight, rows)
    inside, place = None, 0
    for dim, each in enumerate(edges):
        column = points[:, dim].contiguous()
        is_inside = (column >= each[0]) & (column <= each[-1])
        inside = is_inside if inside is None else inside & is_inside
        count = len(each) - 1
        place = place * count + (_make['searchsorted'](each, column, right=True) - 1).clamp(0, max(count - 1, 0))
    shape = [len(each) - 1 for each in edges]
    weights = points.new_ones(len(points)) if weight is None else weight.detach().reshape(-1)
    hist = points.new_zeros(math.prod(shape)).scatter_add(0, place[inside], weights[inside]).reshape(shape)
    if density:
        hist = hist / hist.sum()
        for dim, each in enumerate(edges):
            hist = hist / each.diff().reshape([-1 if d == dim else 1 for d in counted(dims)])
    return types_of_results('histogramdd hist bin_edges')(hist, tuple(edges))


def _require_fitting(points, edges, weight, rows):
    for dim, each in enumerate(edges):
        if each.dtype is not points.dtype:
            raise RuntimeError(f'torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype {_CPP[str(points.dtype)]} '
                               f'and bins for dimension {dim} with dtype {_CPP[str(each.dtype)]}')
        if each.ndim != 1:
            raise RuntimeError(f'torch.histogramdd: bins tensor should have one dimension, but got {each.ndim} dimensions in the bins tensor for dimension {dim}')
        if len(each) == 0:
            raise RuntimeError(f'torch.histogramdd: bins tensor should have at least 1 element, but got 0 elements in the bins tensor for dimension {dim}')
    if weight is None:
        return
    if weight.shape != rows:
        raise RuntimeError('torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor excluding its innermost dimension, '
                           f'but got input with shape {list(points.shape)} and weight with shape {list(weight.shape)}')
    if weight.dtype is not points.dtype:
        raise RuntimeError('torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have the same dtype, '
                           f'but got input({_CPP[str(points.dtype)]}), and weight({_CPP[str(weight.dtype)]})')
