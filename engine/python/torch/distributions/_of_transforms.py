"""Transforms of transforms: one after the other, one for each part of a tensor, one whose dimensions are parts of one event."""
import functools
import operator

import torch

from . import constraints
from ._transform import Transform
from .utils import _sum_rightmost, lazy_property


class ComposeTransform(Transform):
    """One after the other."""

    def __init__(self, parts, cache_size=0):
        super().__init__(cache_size=cache_size)
        self.parts = [part.with_cache(cache_size) for part in parts] if cache_size else parts

    def _arguments(self):
        return (self.parts,)

    def __eq__(self, other):
        return isinstance(other, ComposeTransform) and self.parts == other.parts

    @constraints.dependent_property(is_discrete=False)
    def domain(self):
        if not self.parts:
            return constraints.real
        domain, event_dim = self.parts[0].domain, self.parts[-1].codomain.event_dim
        for part in reversed(self.parts):
            event_dim = max(event_dim + part.domain.event_dim - part.codomain.event_dim, part.domain.event_dim)
        return constraints.independent(domain, event_dim - domain.event_dim) if event_dim > domain.event_dim else domain

    @constraints.dependent_property(is_discrete=False)
    def codomain(self):
        if not self.parts:
            return constraints.real
        codomain, event_dim = self.parts[-1].codomain, self.parts[0].domain.event_dim
        for part in self.parts:
            event_dim = max(event_dim + part.codomain.event_dim - part.domain.event_dim, part.codomain.event_dim)
        return constraints.independent(codomain, event_dim - codomain.event_dim) if event_dim > codomain.event_dim else codomain

    @lazy_property
    def bijective(self):
        return all(part.bijective for part in self.parts)

    @lazy_property
    def sign(self):
        return functools.reduce(operator.mul, (part.sign for part in self.parts), 1)

    @property
    def inv(self):
        if self._inv is None:
            self._inv = ComposeTransform([part.inv for part in reversed(self.parts)])
            self._inv._inv = self
        return self._inv

    def __call__(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def log_abs_det_jacobian(self, x, y):
        if not self.parts:
            return torch.zeros_like(x)
        between = [x]
        for part in self.parts[:-1]:
            between.append(part(between[-1]))
        terms, event_dim = [], self.domain.event_dim
        for part, before, after in zip(self.parts, between, [*between[1:], y]):
            terms.append(_sum_rightmost(part.log_abs_det_jacobian(before, after), event_dim - part.domain.event_dim))
            event_dim += part.codomain.event_dim - part.domain.event_dim
        return functools.reduce(operator.add, terms)

    def forward_shape(self, shape):
        for part in self.parts:
            shape = part.forward_shape(shape)
        return shape

    def inverse_shape(self, shape):
        for part in reversed(self.parts):
            shape = part.inverse_shape(shape)
        return shape

    def __repr__(self):
        parts = ',\n    '.join(map(repr, self.parts))
        return f'{self.__class__.__name__}(\n    {parts}\n)'


identity_transform = ComposeTransform([])


class IndependentTransform(Transform):
    """Another one, of which some dimensions are parts of one event."""

    def __init__(self, base_transform, reinterpreted_batch_ndims, cache_size=0):
        super().__init__(cache_size=cache_size)
        self.base_transform = base_transform.with_cache(cache_size)
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims

    def _arguments(self):
        return self.base_transform, self.reinterpreted_batch_ndims

    @constraints.dependent_property(is_discrete=False)
    def domain(self):
        return constraints.independent(self.base_transform.domain, self.reinterpreted_batch_ndims)

    @constraints.dependent_property(is_discrete=False)
    def codomain(self):
        return constraints.independent(self.base_transform.codomain, self.reinterpreted_batch_ndims)

    @property
    def bijective(self):
        return self.base_transform.bijective

    @property
    def sign(self):
        return self.base_transform.sign

    def _call(self, x):
        if x.dim() < self.domain.event_dim:
            raise ValueError('Too few dimensions on input')
        return self.base_transform(x)

    def _inverse(self, y):
        if y.dim() < self.codomain.event_dim:
            raise ValueError('Too few dimensions on input')
        return self.base_transform.inv(y)

    def log_abs_det_jacobian(self, x, y):
        return _sum_rightmost(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.base_transform!r}, {self.reinterpreted_batch_ndims})'

    def forward_shape(self, shape):
        return self.base_transform.forward_shape(shape)

    def inverse_shape(self, shape):
        return self.base_transform.inverse_shape(shape)


class _Several(Transform):
    """One for each part of a tensor along a dimension."""

    def __init__(self, tseq, dim=0, cache_size=0):
        if not all(isinstance(item, Transform) for item in tseq):
            raise AssertionError('All elements of tseq must be Transform instances')
        super().__init__(cache_size=cache_size)
        self.transforms = [item.with_cache(cache_size) for item in tseq] if cache_size else list(tseq)
        self.dim = dim

    @property
    def bijective(self):
        return all(item.bijective for item in self.transforms)

    def _call(self, x):
        return self._joined([item(part) for item, part in zip(self.transforms, self._parts(x))])

    def _inverse(self, y):
        return self._joined([item.inv(part) for item, part in zip(self.transforms, self._parts(y))])


class CatTransform(_Several):
    def __init__(self, tseq, dim=0, lengths=None, cache_size=0):
        super().__init__(tseq, dim, cache_size)
        self.lengths = [1] * len(self.transforms) if lengths is None else list(lengths)
        if len(self.lengths) != len(self.transforms):
            raise AssertionError(f'lengths ({len(self.lengths)}) must match transforms ({len(self.transforms)})')

    def _arguments(self):
        return self.transforms, self.dim, self.lengths

    @lazy_property
    def event_dim(self):
        return max(item.event_dim for item in self.transforms)

    @lazy_property
    def length(self):
        return sum(self.lengths)

    def _parts(self, tensor):
        if not -tensor.dim() <= self.dim < tensor.dim():
            raise AssertionError(f'dim {self.dim} out of range for tensor with {tensor.dim()} dimensions')
        if tensor.size(self.dim) != self.length:
            raise AssertionError(f'x.size({self.dim}) = {tensor.size(self.dim)} must equal length {self.length}')
        return tensor.split(self.lengths, self.dim)

    def _joined(self, parts):
        return torch.cat(parts, dim=self.dim)

    def log_abs_det_jacobian(self, x, y):
        logs = [_sum_rightmost(item.log_abs_det_jacobian(before, after), self.event_dim - item.event_dim)
                for item, before, after in zip(self.transforms, self._parts(x), self._parts(y))]
        dim = (self.dim - x.dim() if self.dim >= 0 else self.dim) + self.event_dim
        return torch.cat(logs, dim=dim) if dim < 0 else sum(logs)

    @constraints.dependent_property
    def domain(self):
        return constraints.cat([item.domain for item in self.transforms], self.dim, self.lengths)

    @constraints.dependent_property
    def codomain(self):
        return constraints.cat([item.codomain for item in self.transforms], self.dim, self.lengths)


class StackTransform(_Several):
    def _arguments(self):
        return self.transforms, self.dim

    def _parts(self, tensor):
        if not -tensor.dim() <= self.dim < tensor.dim():
            raise AssertionError(f'dim {self.dim} out of range for tensor with {tensor.dim()} dimensions')
        if tensor.size(self.dim) != len(self.transforms):
            raise AssertionError(f'x.size({self.dim}) = {tensor.size(self.dim)} must equal len(transforms) {len(self.transforms)}')
        return tensor.unbind(self.dim)

    def _joined(self, parts):
        return torch.stack(parts, dim=self.dim)

    def log_abs_det_jacobian(self, x, y):
        return self._joined([item.log_abs_det_jacobian(before, after) for item, before, after in zip(self.transforms, self._parts(x), self._parts(y))])

    @constraints.dependent_property
    def domain(self):
        return constraints.stack([item.domain for item in self.transforms], self.dim)

    @constraints.dependent_property
    def codomain(self):
        return constraints.stack([item.codomain for item in self.transforms], self.dim)
