"""torch.nn.functional: images seen as windows, at other sizes, and at the places of a grid."""
import warnings

from .._names import sentence
from .._types import Size
from ._calls import op, reported
from ._pooling import adaptive_avg_pool2d, adaptive_avg_pool3d

__all__ = ['unfold', 'fold', 'interpolate', 'upsample', 'grid_sample', 'affine_grid']


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list, Size)) else (value, value)


@reported(2, relevant=1)
def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    return op('im2col')(input, _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride))


@reported(3, relevant=1)
def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    return op('col2im')(input, _pair(output_size), _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride))


_PLAIN = ('nearest', 'area', 'nearest-exact')
_OPERATORS = {
    (3, 'nearest'): 'upsample_nearest1d', (4, 'nearest'): 'upsample_nearest2d', (5, 'nearest'): 'upsample_nearest3d',
    (3, 'nearest-exact'): '_upsample_nearest_exact1d', (4, 'nearest-exact'): '_upsample_nearest_exact2d', (5, 'nearest-exact'): '_upsample_nearest_exact3d',
    (3, 'linear'): 'upsample_linear1d', (4, 'bilinear'): 'upsample_bilinear2d', (5, 'trilinear'): 'upsample_trilinear3d', (4, 'bicubic'): 'upsample_bicubic2d',
}
_NEEDS = {'linear': 3, 'bilinear': 4, 'trilinear': 5}


def _sizes(input, size, scale_factor):
    """The sizes that are asked for, or the factors: one list, and None."""
    dims = input.dim() - 2
    if size is not None and scale_factor is not None:
        raise ValueError('only one of size or scale_factor should be defined')
    if size is not None:
        if not isinstance(size, (list, tuple)):
            return [size] * dims, None
        if len(size) != dims:
            raise ValueError('Input and output must have the same number of spatial dimensions, but got '
                             f'input with spatial dimensions of {list(input.shape[2:])} and output size of {size}. '
                             'Please provide input tensor in (N, C, d1, d2, ...,dK) format and '
                             'output size in (o1, o2, ...,oK) format.')
        if not all(isinstance(each, int) for each in size):
            raise TypeError('expected size to be one of int or Tuple[int] or Tuple[int, int] or '
                            f'Tuple[int, int, int], but got size with types {[type(each) for each in size]}')
        return size, None
    if scale_factor is None:
        raise ValueError('either size or scale_factor should be defined')
    if not isinstance(scale_factor, (list, tuple)):
        return None, [scale_factor] * dims
    if len(scale_factor) != dims:
        raise ValueError('Input and scale_factor must have the same number of spatial dimensions, but '
                         f'got input with spatial dimensions of {list(input.shape[2:])} and '
                         f'scale_factor of shape {scale_factor}. '
                         'Please provide input tensor in (N, C, d1, d2, ...,dK) format and '
                         'scale_factor in (s1, s2, ...,sK) format.')
    return None, scale_factor


@reported(1)
def interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False):
    if mode not in _PLAIN:
        align_corners = bool(align_corners)
    elif align_corners is not None:
        raise ValueError('align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear')
    output_size, factors = _sizes(input, size, scale_factor)
    if recompute_scale_factor and size is not None:
        raise ValueError('recompute_scale_factor is not meaningful with an explicit size.')
    if recompute_scale_factor or (mode == 'area' and output_size is None):
        output_size, factors = [int(own * each) for own, each in zip(input.shape[2:], factors)], None
    dim = input.dim()
    if antialias:
        if mode not in ('bilinear', 'bicubic', 'lanczos') or dim != 4:
            raise ValueError('Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input')
        raise NotImplementedError(sentence('torch.nn.functional.interpolate(antialias=True)'))
    if mode == 'area' and 3 <= dim <= 5:
        average = op('adaptive_avg_pool1d') if dim == 3 else adaptive_avg_pool2d if dim == 4 else adaptive_avg_pool3d
        return average(input, output_size)
    name = _OPERATORS.get((dim, mode))
    if name is not None:
        return op(name)(input, output_size, factors) if mode in _PLAIN else op(name)(input, output_size, align_corners, factors)
    if mode in _NEEDS and 3 <= dim <= 5:
        raise NotImplementedError(f'Got {dim}D input, but {mode} mode needs {_NEEDS[mode]}D input')
    raise NotImplementedError('Input Error: Only 3D, 4D and 5D input Tensors supported'
                              f' (got {dim}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact'
                              f' (got {mode})')


def upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None):
    warnings.warn('`nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` instead.', stacklevel=2)
    return interpolate(input, size, scale_factor, mode, align_corners)


_CORNERS = ('Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify '
            'align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.')


@reported(2)
def grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None):
    modes, paddings = ('bilinear', 'nearest', 'bicubic'), ('zeros', 'border', 'reflection')
    if mode not in modes:
        raise ValueError(f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'")
    if padding_mode not in paddings:
        raise ValueError(f"nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '{padding_mode}'")
    if align_corners is None:
        warnings.warn(_CORNERS, stacklevel=3)
    return op('grid_sampler')(input, grid, modes.index(mode), paddings.index(padding_mode), bool(align_corners))


@reported(2, relevant=1)
def affine_grid(theta, size, align_corners=None):
    if align_corners is None:
        warnings.warn(_CORNERS, stacklevel=3)
    if not theta.is_floating_point():
        raise ValueError(f'Expected theta to have floating point type, but got {theta.dtype}')
    if len(size) not in (4, 5):
        raise NotImplementedError(f'affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size {size}.')
    dims = len(size) - 2
    if theta.dim() != 3 or theta.shape[-2] != dims or theta.shape[-1] != dims + 1:
        raise ValueError(f'Expected a batch of {dims}D affine matrices of shape Nx{dims}x{dims + 1} for size {size}. Got {theta.shape}.')
    if align_corners and min(size[-dims:]) == 1:
        warnings.warn('Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. '
                      'This is not an intended use case of affine_grid. See the documentation of affine_grid for details.', stacklevel=3)
    elif min(size) <= 0:
        raise ValueError(f'Expected non-zero, positive output size. Got {size}')
    return op('affine_grid_generator')(theta, size, bool(align_corners))
