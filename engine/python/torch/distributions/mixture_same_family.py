"""One of several distributions of a kind, by their probabilities."""
import torch

from . import constraints
from .categorical import Categorical
from .distribution import Distribution


class MixtureSameFamily(Distribution):
    arg_constraints = {}
    has_rsample = False

    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        if not isinstance(mixture_distribution, Categorical):
            raise ValueError(' The Mixture distribution needs to be an  instance of torch.distributions.Categorical')
        if not isinstance(component_distribution, Distribution):
            raise ValueError('The Component distribution needs to be an instance of torch.distributions.Distribution')
        self._mixture_distribution, self._component_distribution = mixture_distribution, component_distribution
        own, batch_shape = mixture_distribution.batch_shape, component_distribution.batch_shape[:-1]
        if any(size != 1 and other != 1 and size != other for size, other in zip(reversed(own), reversed(batch_shape))):
            raise ValueError(f'`mixture_distribution.batch_shape` ({own}) is not compatible with `component_distribution.batch_shape`({batch_shape})')
        count, components = mixture_distribution.logits.shape[-1], component_distribution.batch_shape[-1]
        if count != components:
            raise ValueError(f'`mixture_distribution component` ({count}) does not equal `component_distribution.batch_shape[-1]` ({components})')
        self._num_component = count
        self._event_ndims = len(component_distribution.event_shape)
        super().__init__(batch_shape, component_distribution.event_shape, validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return self._like(MixtureSameFamily, batch_shape, _instance, _num_component=self._num_component, _event_ndims=self._event_ndims,
                          _component_distribution=self._component_distribution.expand(torch.Size(batch_shape) + (self._num_component,)),
                          _mixture_distribution=self._mixture_distribution.expand(batch_shape))

    @constraints.dependent_property
    def support(self):
        return constraints.MixtureSameFamilyConstraint(self._component_distribution.support)

    @property
    def mixture_distribution(self):
        return self._mixture_distribution

    @property
    def component_distribution(self):
        return self._component_distribution

    @property
    def mean(self):
        return torch.sum(self._weights() * self.component_distribution.mean, dim=-1 - self._event_ndims)

    @property
    def variance(self):
        weights, dim = self._weights(), -1 - self._event_ndims
        within = torch.sum(weights * self.component_distribution.variance, dim=dim)
        return within + torch.sum(weights * (self.component_distribution.mean - self._pad(self.mean)).pow(2.0), dim=dim)

    def cdf(self, x):
        return torch.sum(self.component_distribution.cdf(self._pad(x)) * self.mixture_distribution.probs, dim=-1)

    def log_prob(self, x):
        logs = self.component_distribution.log_prob(self._pad(self._checked(x)))
        return torch.logsumexp(logs + torch.log_softmax(self.mixture_distribution.logits, dim=-1), dim=-1)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            dim = len(sample_shape) + len(self.batch_shape)
            chosen = self.mixture_distribution.sample(sample_shape)
            drawn = self.component_distribution.sample(sample_shape)
            chosen = chosen.reshape(chosen.shape + torch.Size([1] * (self._event_ndims + 1)))
            index = chosen.repeat(torch.Size([1] * (dim + 1)) + self.event_shape)
            return torch.gather(drawn, dim, index).squeeze(dim)

    def _pad(self, x):
        return x.unsqueeze(-1 - self._event_ndims)

    def _weights(self):
        """The probabilities, with a dimension for each of the batch and of the event."""
        probs, own = self.mixture_distribution.probs, len(self.mixture_distribution.batch_shape)
        more = 0 if own == 1 else len(self.batch_shape) - own
        return probs.reshape(probs.shape[:-1] + torch.Size(more * [1]) + probs.shape[-1:] + torch.Size(self._event_ndims * [1]))

    def __repr__(self):
        return f'MixtureSameFamily(\n  {self.mixture_distribution},\n  {self.component_distribution})'
