"""How many trials succeed before so many have failed."""
import torch

from . import constraints
from ._odds import OddsDistribution
from .gamma import Gamma
from .utils import lazy_property


class NegativeBinomial(OddsDistribution):
    arg_constraints = {'total_count': constraints.greater_than_eq(0), 'probs': constraints.half_open_interval(0.0, 1.0), 'logits': constraints.real}
    support = constraints.nonnegative_integer

    def __init__(self, total_count, probs=None, logits=None, validate_args=None):
        self._hold(probs, logits, total_count=total_count)
        super().__init__(self._param.size(), validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return self._like(NegativeBinomial, batch_shape, _instance, **self._expanded(batch_shape, 'total_count'))

    @property
    def mean(self):
        return self.total_count * torch.exp(self.logits)

    @property
    def mode(self):
        return ((self.total_count - 1) * self.logits.exp()).floor().clamp(min=0.0)

    @property
    def variance(self):
        return self.mean / torch.sigmoid(-self.logits)

    @lazy_property
    def _gamma(self):
        return Gamma(concentration=self.total_count, rate=torch.exp(-self.logits), validate_args=False)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.poisson(self._gamma.sample(sample_shape=sample_shape))

    def log_prob(self, value):
        count, value = self.total_count, self._checked(value)
        log_sigmoid = torch.nn.functional.logsigmoid
        normalizer = -torch.lgamma(count + value) + torch.lgamma(1.0 + value) + torch.lgamma(count)
        return count * log_sigmoid(-self.logits) + value * log_sigmoid(self.logits) - normalizer.masked_fill(count + value == 0.0, 0.0)
