"""Distributions whose density is the exponential of a product: their entropy follows from the derivative of what normalises them."""
import torch

from .distribution import Distribution


class ExponentialFamily(Distribution):
    @property
    def _natural_params(self):
        raise NotImplementedError

    def _log_normalizer(self, *natural_params):
        raise NotImplementedError

    @property
    def _mean_carrier_measure(self):
        raise NotImplementedError

    def entropy(self):
        result = -self._mean_carrier_measure
        parameters = [item.detach().requires_grad_() for item in self._natural_params]
        normalizer = self._log_normalizer(*parameters)
        gradients = torch.autograd.grad(normalizer.sum(), parameters, create_graph=True)
        result += normalizer
        for parameter, gradient in zip(parameters, gradients):
            result -= (parameter * gradient).reshape(self._batch_shape + (-1,)).sum(-1)
        return result
