"""What distributions of one event have that are given by its probability or by its log-odds: each follows from the other."""
from .distribution import Distribution
from .utils import broadcast_all, lazy_property, logits_to_probs, probs_to_logits


class OddsDistribution(Distribution):
    def _hold(self, probs, logits, **others):
        """Sets `probs` or `logits`, of one shape with `others`, and these in the same dtype."""
        if (probs is None) == (logits is None):
            raise ValueError('Either `probs` or `logits` must be specified, but not both.')
        name, given = ('probs', probs) if probs is not None else ('logits', logits)
        *values, parameter = broadcast_all(*others.values(), given)
        self.__dict__.update({key: value.type_as(parameter) for key, value in zip(others, values)})
        self.__dict__[name] = self._param = parameter

    def _expanded(self, batch_shape, *others):
        held = {name: self.__dict__[name].expand(batch_shape) for name in ('probs', 'logits', *others) if name in self.__dict__}
        return {**held, '_param': held['logits'] if 'logits' in held else held['probs']}

    @lazy_property
    def logits(self):
        return probs_to_logits(self.probs, is_binary=True)

    @lazy_property
    def probs(self):
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def param_shape(self):
        return self._param.size()
