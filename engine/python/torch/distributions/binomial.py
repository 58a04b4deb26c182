"""How many of several trials succeed."""
import torch

from . import constraints
from ._odds import OddsDistribution


def _positive_part(x):
    """max(x, 0), whose derivative at 0 is 1/2."""
    return (x.clamp(min=0) + x - x.clamp(max=0)) / 2


class Binomial(OddsDistribution):
    arg_constraints = {'total_count': constraints.nonnegative_integer, 'probs': constraints.unit_interval, 'logits': constraints.real}
    has_enumerate_support = True

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self._hold(probs, logits, total_count=total_count)
        super().__init__(self._param.size(), validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return self._like(Binomial, batch_shape, _instance, **self._expanded(batch_shape, 'total_count'))

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self):
        return constraints.integer_interval(0, self.total_count)

    @property
    def mean(self):
        return self.total_count * self.probs

    @property
    def mode(self):
        return ((self.total_count + 1) * self.probs).floor().clamp(max=self.total_count)

    @property
    def variance(self):
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            return torch.binomial(self.total_count.expand(shape), self.probs.expand(shape))

    def log_prob(self, value):
        count, value = self.total_count, self._checked(value)
        normalizer = count * _positive_part(self.logits) + count * torch.log1p(torch.exp(-torch.abs(self.logits))) - torch.lgamma(count + 1)
        return value * self.logits - torch.lgamma(value + 1) - torch.lgamma(count - value + 1) - normalizer

    def _one_count(self, asker):
        count = int(self.total_count.max())
        if not self.total_count.min() == count:
            raise NotImplementedError(f'Inhomogeneous total count not supported by `{asker}`.')
        return count

    def entropy(self):
        self._one_count('entropy')
        logs = self.log_prob(self.enumerate_support(False))
        return -(torch.exp(logs) * logs).sum(0)

    def enumerate_support(self, expand=True):
        count = self._one_count('enumerate_support')
        values = torch.arange(1 + count, dtype=self._param.dtype, device=self._param.device).view((-1,) + (1,) * len(self._batch_shape))
        return values.expand((-1,) + self._batch_shape) if expand else values
