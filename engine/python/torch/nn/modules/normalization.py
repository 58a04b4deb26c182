"""Normalisation over the last dimensions, over groups of channels, and by the channels around."""
from numbers import Integral

from .. import functional as F
from .. import init
from .module import Module
from .utils import empty_parameter, shown


def _shape(normalized_shape):
    return (normalized_shape,) if isinstance(normalized_shape, Integral) else tuple(normalized_shape)


def _reset(module, is_affine):
    """What leaves the normalised values as they are."""
    if is_affine:
        init.ones_(module.weight)
        if getattr(module, 'bias', None) is not None:
            init.zeros_(module.bias)


class LocalResponseNorm(Module):
    def __init__(self, size, alpha=0.0001, beta=0.75, k=1.0):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input):
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self):
        return f'{self.size}, {shown(self, "alpha", "beta", "k")}'


class LayerNorm(Module):
    """Over the last dimensions, which are those of `normalized_shape`."""

    def __init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None):
        super().__init__()
        self.normalized_shape = _shape(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        empty_parameter(self, 'weight', self.normalized_shape, device, dtype, elementwise_affine)
        empty_parameter(self, 'bias', self.normalized_shape, device, dtype, elementwise_affine and bias)
        self.reset_parameters()

    def reset_parameters(self):
        _reset(self, self.elementwise_affine)

    def forward(self, input):
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self):
        return f'{self.normalized_shape}, {shown(self, "eps", "elementwise_affine")}, bias={self.bias is not None}'


class GroupNorm(Module):
    """Of (N, C, …), over each of `num_groups` groups of channels."""

    def __init__(self, num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None, *, bias=True):
        super().__init__()
        if num_channels % num_groups != 0:
            raise ValueError(f'num_channels ({num_channels}) must be divisible by num_groups ({num_groups})')
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        empty_parameter(self, 'weight', num_channels, device, dtype, affine)
        empty_parameter(self, 'bias', num_channels, device, dtype, affine and bias)
        self.reset_parameters()

    def reset_parameters(self):
        _reset(self, self.affine)

    def forward(self, input):
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self):
        return f'{self.num_groups}, {self.num_channels}, {shown(self, "eps", "affine")}, bias={self.bias is not None}'


class RMSNorm(Module):
    """By the root of the mean square of the last dimensions."""

    def __init__(self, normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None):
        super().__init__()
        self.normalized_shape = _shape(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        empty_parameter(self, 'weight', self.normalized_shape, device, dtype, elementwise_affine)
        self.reset_parameters()

    def reset_parameters(self):
        _reset(self, self.elementwise_affine)

    def forward(self, x):
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self):
        return f'{self.normalized_shape}, {shown(self, "eps", "elementwise_affine")}'
