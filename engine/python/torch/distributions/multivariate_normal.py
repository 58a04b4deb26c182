"""The normal distribution of vectors, by one of three forms of its covariance."""
import math

import torch

from . import constraints
from .distribution import Distribution
from .utils import _standard_normal, lazy_property


def _batch_mv(matrices, vectors):
    return torch.matmul(matrices, vectors.unsqueeze(-1)).squeeze(-1)


def _batch_mahalanobis(factors, vectors):
    """Squared lengths of L⁻¹x, for a batch of vectors that is larger than that of factors."""
    size, shape = vectors.size(-1), vectors.shape[:-1]
    batch = factors.dim() - 2
    outer = len(shape) - batch
    split = shape[:outer]
    for own, whole in zip(factors.shape[:-2], shape[outer:]):
        split += (whole // own, own)
    last = outer + 2 * batch
    order = [*range(outer), *range(outer, last, 2), *range(outer + 1, last, 2), last]
    vectors = vectors.reshape(split + (size,)).permute(order)
    flat_factors = factors.reshape(-1, size, size)
    flat_vectors = vectors.reshape(-1, flat_factors.size(0), size).permute(1, 2, 0)
    squares = torch.linalg.solve_triangular(flat_factors, flat_vectors, upper=False).pow(2).sum(-2).t()
    back = [*range(outer)]
    for i in range(batch):
        back += [outer + i, outer + batch + i]
    return squares.reshape(vectors.shape[:-1]).permute(back).reshape(shape)


def _precision_to_scale_tril(precision):
    """L with LLᵀ the inverse, by the Cholesky factor of the matrix turned round."""
    factor = torch.linalg.cholesky(torch.flip(precision, (-2, -1)))
    inverse = torch.transpose(torch.flip(factor, (-2, -1)), -2, -1)
    return torch.linalg.solve_triangular(inverse, torch.eye(precision.shape[-1], dtype=precision.dtype, device=precision.device), upper=False)


class MultivariateNormal(Distribution):
    arg_constraints = {'loc': constraints.real_vector, 'covariance_matrix': constraints.positive_definite, 'precision_matrix': constraints.positive_definite,
                       'scale_tril': constraints.lower_cholesky}
    support = constraints.real_vector
    has_rsample = True

    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        if loc.dim() < 1:
            raise ValueError('loc must be at least one-dimensional.')
        given = {'covariance_matrix': covariance_matrix, 'scale_tril': scale_tril, 'precision_matrix': precision_matrix}
        given = {name: matrix for name, matrix in given.items() if matrix is not None}
        if len(given) != 1:
            raise ValueError('Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.')
        ((name, matrix),) = given.items()
        if matrix.dim() < 2:
            words = 'scale_tril matrix' if name == 'scale_tril' else name
            raise ValueError(f'{words} must be at least two-dimensional, with optional leading batch dimensions')
        batch_shape = torch.broadcast_shapes(matrix.shape[:-2], loc.shape[:-1])
        self.__dict__[name] = matrix.expand(batch_shape + (-1, -1))
        self.loc = loc.expand(batch_shape + (-1,))
        super().__init__(batch_shape, self.loc.shape[-1:], validate_args=validate_args)
        self._unbroadcasted_scale_tril = (matrix if name == 'scale_tril' else torch.linalg.cholesky(matrix) if name == 'covariance_matrix'
                                          else _precision_to_scale_tril(matrix))

    def expand(self, batch_shape, _instance=None):
        shape = torch.Size(batch_shape) + self.event_shape
        loc = self.loc.expand(shape)
        held = {name: self.__dict__[name].expand(shape + self.event_shape)
                for name in ('covariance_matrix', 'scale_tril', 'precision_matrix') if name in self.__dict__}
        return self._like(MultivariateNormal, batch_shape, _instance, loc=loc, _unbroadcasted_scale_tril=self._unbroadcasted_scale_tril, **held)

    def _over_batch(self, matrix):
        return matrix.expand(self._batch_shape + self._event_shape + self._event_shape)

    @lazy_property
    def scale_tril(self):
        return self._over_batch(self._unbroadcasted_scale_tril)

    @lazy_property
    def covariance_matrix(self):
        return self._over_batch(torch.matmul(self._unbroadcasted_scale_tril, self._unbroadcasted_scale_tril.mT))

    @lazy_property
    def precision_matrix(self):
        return self._over_batch(torch.cholesky_inverse(self._unbroadcasted_scale_tril))

    @property
    def mean(self):
        return self.loc

    @property
    def mode(self):
        return self.loc

    @property
    def variance(self):
        return self._unbroadcasted_scale_tril.pow(2).sum(-1).expand(self._batch_shape + self._event_shape)

    def rsample(self, sample_shape=torch.Size()):
        drawn = _standard_normal(self._extended_shape(sample_shape), dtype=self.loc.dtype, device=self.loc.device)
        return self.loc + _batch_mv(self._unbroadcasted_scale_tril, drawn)

    def _half_log_det(self):
        return self._unbroadcasted_scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)

    def log_prob(self, value):
        distance = _batch_mahalanobis(self._unbroadcasted_scale_tril, self._checked(value) - self.loc)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + distance) - self._half_log_det()

    def entropy(self):
        entropy = 0.5 * self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + self._half_log_det()
        return entropy.expand(self._batch_shape) if self._batch_shape else entropy
