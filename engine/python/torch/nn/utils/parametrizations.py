"""Parametrizations that there are: orthogonal matrices, weight and spectral normalisation."""
from enum import Enum, auto

from ..._ops import FUNCTIONS
from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad
from .. import functional as F
from ..modules.module import Module
from . import parametrize
from .spectral_norm import usual_dim


class _OrthMaps(Enum):
    matrix_exp = auto()
    cayley = auto()
    householder = auto()


def _torch():
    import torch
    return torch


def _is_orthogonal(matrix):
    torch = _torch()
    rows, columns = matrix.size(-2), matrix.size(-1)
    return torch.allclose(matrix.mH @ matrix, torch.eye(columns, dtype=matrix.dtype), atol=10.0 * rows * torch.finfo(matrix.dtype).eps)


def _make_orthogonal(matrix):
    torch = _torch()
    reflectors, tau = torch.geqrf(matrix)
    result = torch.linalg.householder_product(reflectors, tau)
    result *= reflectors.diagonal(dim1=-2, dim2=-1).sgn().unsqueeze(-2)
    return result


class _Orthogonal(Module):
    """From any matrix to one whose rows or columns are orthonormal: by the exponential of what is skew, by Cayley's map, or by reflections."""

    def __init__(self, weight, orthogonal_map, *, use_trivialization=True):
        super().__init__()
        self.shape = weight.shape
        self.orthogonal_map = orthogonal_map
        if use_trivialization:
            self.register_buffer('base', None)

    def forward(self, X):
        torch = _torch()
        is_wide = X.size(-2) < X.size(-1)
        X = X.mT if is_wide else X
        rows, columns = X.size(-2), X.size(-1)
        if self.orthogonal_map is _OrthMaps.householder:
            below = X.tril(diagonal=-1)
            tau = 2.0 / (1.0 + (below * below).sum(dim=-2))
            Q = torch.linalg.householder_product(below, tau) * X.diagonal(dim1=-2, dim2=-1).int().unsqueeze(-2)
        else:
            lower = X.tril()
            if rows != columns:
                lower = torch.cat([lower, lower.new_zeros(rows, rows - columns).expand(*lower.shape[:-2], -1, -1)], dim=-1)
            skew = lower - lower.mH
            if self.orthogonal_map is _OrthMaps.matrix_exp:
                Q = torch.matrix_exp(skew)
            else:
                one = torch.eye(rows, dtype=skew.dtype)
                Q = torch.linalg.solve(torch.add(one, skew, alpha=-0.5), torch.add(one, skew, alpha=0.5))
            if rows != columns:
                Q = Q[..., :columns]
        if hasattr(self, 'base'):
            Q = self.base @ Q
        return Q.mT if is_wide else Q

    @no_grad()
    def right_inverse(self, Q):
        torch = _torch()
        if Q.shape != self.shape:
            raise ValueError(f'Expected a matrix or batch of matrices of shape {self.shape}. Got a tensor of shape {Q.shape}.')
        given, is_wide = Q, Q.size(-2) < Q.size(-1)
        Q = Q.mT if is_wide else Q
        rows, columns = Q.size(-2), Q.size(-1)
        if not hasattr(self, 'base'):
            if self.orthogonal_map is not _OrthMaps.householder:
                raise NotImplementedError('It is not possible to assign to the matrix exponential or the Cayley parametrizations when use_trivialization=False.')
            A, tau = torch.geqrf(Q)
            A.diagonal(dim1=-2, dim2=-1).sign_()
            A.diagonal(dim1=-2, dim2=-1)[tau == 0.0] *= -1
            return A.mT if is_wide else A
        if rows == columns:
            Q = Q.clone() if _is_orthogonal(Q) else _make_orthogonal(Q)
        else:
            # Completed to a square one.
            more = torch.randn(*Q.size()[:-2] + (rows, rows - columns), dtype=Q.dtype)
            Q = _make_orthogonal(torch.cat([Q, more], dim=-1))
        self.base = Q
        turned = torch.zeros_like(given)
        turned.diagonal(dim1=-2, dim2=-1).fill_(-1.0)
        return turned


def _tensor_of(module, name):
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"Module '{module}' has no parameter or buffer with name '{name}'")
    return weight


def orthogonal(module, name='weight', orthogonal_map=None, *, use_trivialization=True):
    weight = _tensor_of(module, name)
    if weight.ndim < 2:
        raise ValueError(f'Expected a matrix or batch of matrices. Got a tensor of {weight.ndim} dimensions.')
    if orthogonal_map is None:
        orthogonal_map = 'matrix_exp' if weight.size(-2) == weight.size(-1) else 'householder'
    if orthogonal_map not in _OrthMaps.__members__:
        raise ValueError(f'orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: {orthogonal_map}')
    made = _Orthogonal(weight, _OrthMaps[orthogonal_map], use_trivialization=use_trivialization)
    return parametrize.register_parametrization(module, name, made, unsafe=True)


class _WeightNorm(Module):
    """From a length and a direction."""

    def __init__(self, dim=0):
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g, weight_v):
        return FUNCTIONS['_weight_norm'](weight_v, weight_g, self.dim)

    def right_inverse(self, weight):
        return FUNCTIONS['norm_except_dim'](weight, 2, self.dim), weight


def weight_norm(module, name='weight', dim=0):
    parametrize.register_parametrization(module, name, _WeightNorm(dim), unsafe=True)

    def rename(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        """Of a module whose weight was normalised by a hook."""
        old = [f'{prefix}{name}_g', f'{prefix}{name}_v']
        if all(key in state_dict for key in old):
            for place, key in enumerate(old):
                state_dict[f'{prefix}parametrizations.{name}.original{place}'] = state_dict.pop(key)
    module._register_load_state_dict_pre_hook(rename)
    return module


class _SpectralNorm(Module):
    """A weight by its largest singular value, which a power iteration approaches."""

    def __init__(self, weight, n_power_iterations=1, dim=0, eps=1e-12):
        super().__init__()
        count = weight.ndim
        if not -count <= dim < count:
            raise IndexError(f'Dimension out of range (expected to be in range of [-{count}, {count - 1}] but got {dim})')
        if n_power_iterations <= 0:
            raise ValueError(f'Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}')
        self.dim = dim % count
        self.eps = eps
        if count > 1:
            self.n_power_iterations = n_power_iterations
            matrix = self._reshape_weight_to_matrix(weight)
            u, v = (matrix.new_empty(size).normal_(0, 1) for size in matrix.size())
            self.register_buffer('_u', F.normalize(u, dim=0, eps=eps))
            self.register_buffer('_v', F.normalize(v, dim=0, eps=eps))
            self._power_method(matrix, 15)

    def _reshape_weight_to_matrix(self, weight):
        if self.dim != 0:
            weight = weight.permute(self.dim, *(d for d in range(weight.dim()) if d != self.dim))
        return weight.flatten(1)

    @no_grad()
    def _power_method(self, matrix, count):
        for _ in range(count):
            self._u = F.normalize(matrix.mv(self._v), dim=0, eps=self.eps, out=self._u)
            self._v = F.normalize(matrix.mH.mv(self._u), dim=0, eps=self.eps, out=self._v)

    def forward(self, weight):
        if weight.ndim == 1:
            return F.normalize(weight, dim=0, eps=self.eps)
        matrix = self._reshape_weight_to_matrix(weight)
        if self.training:
            self._power_method(matrix, self.n_power_iterations)
        # The graph has copies of its own, as the buffers change again.
        u, v = self._u.clone(), self._v.clone()
        return weight / u.vdot(matrix.mv(v))

    def right_inverse(self, value):
        return value


def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    weight = _tensor_of(module, name)
    made = _SpectralNorm(weight, n_power_iterations, usual_dim(module) if dim is None else dim, eps)
    return parametrize.register_parametrization(module, name, made)
