"""What transforms make of what a distribution gives."""
import torch

from . import constraints
from .distribution import Distribution
from .independent import Independent
from .transforms import ComposeTransform, Transform
from .utils import _sum_rightmost


class TransformedDistribution(Distribution):
    arg_constraints = {}

    def __init__(self, base_distribution, transforms, validate_args=None):
        if isinstance(transforms, Transform):
            transforms = [transforms]
        elif not isinstance(transforms, list):
            raise ValueError(f'transforms must be a Transform or list, but was {transforms}')
        elif not all(isinstance(item, Transform) for item in transforms):
            raise ValueError('transforms must be a Transform or a list of Transforms')
        self.transforms = transforms
        transform = ComposeTransform(transforms)
        base_shape = base_distribution.batch_shape + base_distribution.event_shape
        base_event_dim = len(base_distribution.event_shape)
        in_dim, out_dim = transform.domain.event_dim, transform.codomain.event_dim
        if len(base_shape) < in_dim:
            raise ValueError(f'base_distribution needs to have shape with size at least {in_dim}, but got {base_shape}.')
        shape = transform.forward_shape(base_shape)
        expanded = transform.inverse_shape(shape)
        if base_shape != expanded:
            base_distribution = base_distribution.expand(expanded[:len(expanded) - base_event_dim])
        if in_dim > base_event_dim:
            base_distribution = Independent(base_distribution, in_dim - base_event_dim)
        self.base_dist = base_distribution
        cut = len(shape) - max(out_dim, base_event_dim + out_dim - in_dim)
        super().__init__(shape[:cut], shape[cut:], validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        shape = torch.Size(batch_shape) + self.event_shape
        for item in reversed(self.transforms):
            shape = item.inverse_shape(shape)
        base = self.base_dist.expand(shape[:len(shape) - len(self.base_dist.event_shape)])
        return self._like(TransformedDistribution, batch_shape, _instance, base_dist=base, transforms=self.transforms)

    @constraints.dependent_property(is_discrete=False)
    def support(self):
        if not self.transforms:
            return self.base_dist.support
        support = self.transforms[-1].codomain
        more = len(self.event_shape) - support.event_dim
        return constraints.independent(support, more) if more > 0 else support

    @property
    def has_rsample(self):
        return self.base_dist.has_rsample

    def _forward(self, x):
        for item in self.transforms:
            x = item(x)
        return x

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self._forward(self.base_dist.sample(sample_shape))

    def rsample(self, sample_shape=torch.Size()):
        return self._forward(self.base_dist.rsample(sample_shape))

    def log_prob(self, value):
        y, event_dim, result = self._checked(value), len(self.event_shape), 0.0
        for item in reversed(self.transforms):
            x = item.inv(y)
            event_dim += item.domain.event_dim - item.codomain.event_dim
            result = result - _sum_rightmost(item.log_abs_det_jacobian(x, y), event_dim - item.domain.event_dim)
            y = x
        return result + _sum_rightmost(self.base_dist.log_prob(y), event_dim - len(self.base_dist.event_shape))

    def _monotonize_cdf(self, value):
        """Turned round where the transforms fall."""
        sign = 1
        for item in self.transforms:
            sign = sign * item.sign
        return value if isinstance(sign, int) and sign == 1 else sign * (value - 0.5) + 0.5

    def cdf(self, value):
        for item in self.transforms[::-1]:
            value = item.inv(value)
        if self._validate_args:
            self.base_dist._validate_sample(value)
        return self._monotonize_cdf(self.base_dist.cdf(value))

    def icdf(self, value):
        return self._forward(self.base_dist.icdf(self._monotonize_cdf(value)))
