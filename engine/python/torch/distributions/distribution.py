"""What all distributions have: shapes, and checks of arguments and of values."""
import warnings

import torch

from . import constraints
from .utils import lazy_property


class Distribution:
    has_rsample = False
    has_enumerate_support = False
    _validate_args = __debug__

    @staticmethod
    def set_default_validate_args(value):
        if value not in [True, False]:
            raise ValueError
        Distribution._validate_args = value

    def __init__(self, batch_shape=torch.Size(), event_shape=torch.Size(), validate_args=None):
        self._batch_shape = batch_shape
        self._event_shape = event_shape
        if validate_args is not None:
            self._validate_args = validate_args
        if self._validate_args:
            self._check_arguments()

    def _check_arguments(self):
        try:
            checked = self.arg_constraints
        except NotImplementedError:
            warnings.warn(f'{self.__class__} does not define `arg_constraints`. Please set `arg_constraints = {{}}` or initialize the distribution '
                          'with `validate_args=False` to turn off validation.', stacklevel=3)
            return
        for name, constraint in checked.items():
            is_computed = name not in self.__dict__ and isinstance(getattr(type(self), name), lazy_property)
            if is_computed or constraints.is_dependent(constraint):
                continue
            value = getattr(self, name)
            if not constraint.check(value).all():
                raise ValueError(f'Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of distribution {self!r} '
                                 f'to satisfy the constraint {constraint!r}, but found invalid values:\n{value}')

    def expand(self, batch_shape, _instance=None):
        raise NotImplementedError

    def _like(self, cls, batch_shape, instance, **held):
        """The same distribution over a batch of another shape, which holds what is given."""
        new = self._get_checked_instance(cls, instance)
        new.__dict__.update(held)
        Distribution.__init__(new, torch.Size(batch_shape), self._event_shape, validate_args=False)
        new._validate_args = self._validate_args
        return new

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    @property
    def arg_constraints(self):
        raise NotImplementedError

    @property
    def support(self):
        raise NotImplementedError

    @property
    def mean(self):
        raise NotImplementedError

    @property
    def mode(self):
        raise NotImplementedError(f'{self.__class__} does not implement mode')

    @property
    def variance(self):
        raise NotImplementedError

    @property
    def stddev(self):
        return self.variance.sqrt()

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        raise NotImplementedError

    def sample_n(self, n):
        warnings.warn('`sample_n(n)` will be deprecated. Use `sample((n,))` instead.', FutureWarning, stacklevel=2)
        return self.sample(torch.Size((n,)))

    def log_prob(self, value):
        raise NotImplementedError

    def cdf(self, value):
        raise NotImplementedError

    def icdf(self, value):
        raise NotImplementedError

    def enumerate_support(self, expand=True):
        raise NotImplementedError

    def entropy(self):
        raise NotImplementedError

    def perplexity(self):
        return torch.exp(self.entropy())

    def _extended_shape(self, sample_shape=torch.Size()):
        return torch.Size(torch.Size(sample_shape) + self._batch_shape + self._event_shape)

    def _validate_sample(self, value):
        if not isinstance(value, torch.Tensor):
            raise ValueError('The value argument to log_prob must be a Tensor')
        shape, expected = value.size(), self._batch_shape + self._event_shape
        if shape[len(shape) - len(self._event_shape):] != self._event_shape:
            raise ValueError(f'The right-most size of value must match event_shape: {shape} vs {self._event_shape}.')
        for size, other in zip(reversed(shape), reversed(expected)):
            if size != 1 and other != 1 and size != other:
                raise ValueError(f'Value is not broadcastable with batch_shape+event_shape: {shape} vs {expected}.')
        try:
            support = self.support
        except NotImplementedError:
            warnings.warn(f'{self.__class__} does not define `support` to enable sample validation. Please initialize the distribution with '
                          '`validate_args=False` to turn off validation.', stacklevel=2)
            return
        if not support.check(value).all():
            raise ValueError(f'Expected value argument ({type(value).__name__} of shape {tuple(value.shape)}) to be within the support ({support!r}) '
                             f'of the distribution {self!r}, but found invalid values:\n{value}')

    def _checked(self, value):
        """`value`, which is one that the distribution can give."""
        if self._validate_args:
            self._validate_sample(value)
        return value

    def _get_checked_instance(self, cls, _instance=None):
        if _instance is None and type(self).__init__ != cls.__init__:
            raise NotImplementedError(f'Subclass {self.__class__.__name__} of {cls.__name__} that defines a custom __init__ method must also define a custom .expand() method.')
        return self.__new__(type(self)) if _instance is None else _instance

    def __repr__(self):
        own = {name: self.__dict__[name] for name in self.arg_constraints if name in self.__dict__}
        return f'{self.__class__.__name__}({", ".join(f"{name}: {value if value.numel() == 1 else value.size()}" for name, value in own.items())})'
