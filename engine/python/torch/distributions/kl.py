"""The Kullback-Leibler divergence of one distribution from another, by the pair of their classes."""
import functools
import math
import warnings

import torch

from .bernoulli import Bernoulli
from .beta import Beta
from .binomial import Binomial
from .categorical import Categorical
from .cauchy import Cauchy
from .dirichlet import Dirichlet
from .distribution import Distribution
from .exp_family import ExponentialFamily
from .exponential import Exponential
from .gamma import Gamma
from .geometric import Geometric
from .gumbel import Gumbel
from .half_normal import HalfNormal
from .independent import Independent
from .laplace import Laplace
from .multivariate_normal import MultivariateNormal, _batch_mahalanobis
from .normal import Normal
from .one_hot_categorical import OneHotCategorical
from .pareto import Pareto
from .poisson import Poisson
from .transformed_distribution import TransformedDistribution
from .uniform import Uniform
from .utils import _sum_rightmost, euler_constant

_REGISTRY = {}


def register_kl(type_p, type_q):
    """A decorator: what computes the divergence for these classes and those below them."""
    for name, kind in (('type_p', type_p), ('type_q', type_q)):
        if not isinstance(kind, type) and issubclass(kind, Distribution):
            raise TypeError(f'Expected {name} to be a Distribution subclass but got {kind}')

    def decorator(function):
        _REGISTRY[type_p, type_q] = function
        _found.cache_clear()
        return function
    return decorator


def _nearest(kinds, matches):
    """Of the pairs the one whose first class is nearest, then whose second is."""
    return min(matches, key=lambda pair: [kind.__mro__.index(item) for kind, item in zip(kinds, pair)])


@functools.lru_cache(maxsize=None)
def _found(type_p, type_q):
    matches = [(p, q) for p, q in _REGISTRY if issubclass(type_p, p) and issubclass(type_q, q)]
    if not matches:
        return None
    left = _nearest((type_p, type_q), matches)
    right = _nearest((type_q, type_p), [(q, p) for p, q in matches])
    function = _REGISTRY[left]
    if function is not _REGISTRY[right[::-1]]:
        warnings.warn(f'Ambiguous kl_divergence({type_p.__name__}, {type_q.__name__}). Please register_kl({left[0].__name__}, {right[0].__name__})',
                      RuntimeWarning, stacklevel=3)
    return function


def kl_divergence(p, q):
    function = _found(type(p), type(q))
    if function is None:
        raise NotImplementedError(f'No KL(p || q) is implemented for p type {p.__class__.__name__} and q type {q.__class__.__name__}')
    return function(p, q)


def _square_sum(matrices):
    """The trace of XXᵀ."""
    return matrices.reshape(-1, matrices.size(-2) * matrices.size(-1)).pow(2).sum(-1).reshape(matrices.shape[:-2])


@register_kl(Bernoulli, Bernoulli)
def _(p, q):
    softplus = torch.nn.functional.softplus
    of_ones = p.probs * (softplus(-q.logits) - softplus(-p.logits))
    of_ones[q.probs == 0] = torch.inf
    of_ones[p.probs == 0] = 0
    of_zeros = (1 - p.probs) * (softplus(q.logits) - softplus(p.logits))
    of_zeros[q.probs == 1] = torch.inf
    of_zeros[p.probs == 1] = 0
    return of_ones + of_zeros


@register_kl(Beta, Beta)
def _(p, q):
    total_p, total_q = p.concentration1 + p.concentration0, q.concentration1 + q.concentration0
    t1 = q.concentration1.lgamma() + q.concentration0.lgamma() + total_p.lgamma()
    t2 = p.concentration1.lgamma() + p.concentration0.lgamma() + total_q.lgamma()
    t3 = (p.concentration1 - q.concentration1) * torch.digamma(p.concentration1)
    t4 = (p.concentration0 - q.concentration0) * torch.digamma(p.concentration0)
    return t1 - t2 + t3 + t4 + (total_q - total_p) * torch.digamma(total_p)


@register_kl(Binomial, Binomial)
def _(p, q):
    if (p.total_count < q.total_count).any():
        raise NotImplementedError('KL between Binomials where q.total_count > p.total_count is not implemented')
    result = p.total_count * (p.probs * (p.logits - q.logits) + (-p.probs).log1p() - (-q.probs).log1p())
    result[p.total_count > q.total_count] = torch.inf
    return result


@register_kl(Categorical, Categorical)
def _kl_categorical(p, q):
    terms = p.probs * (p.logits - q.logits)
    terms[(q.probs == 0).expand_as(terms)] = torch.inf
    terms[(p.probs == 0).expand_as(terms)] = 0
    return terms.sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _(p, q):
    return _kl_categorical(p._categorical, q._categorical)


@register_kl(Dirichlet, Dirichlet)
def _(p, q):
    total_p, total_q = p.concentration.sum(-1), q.concentration.sum(-1)
    t1 = total_p.lgamma() - total_q.lgamma()
    t2 = (p.concentration.lgamma() - q.concentration.lgamma()).sum(-1)
    t3 = p.concentration - q.concentration
    return t1 - t2 + (t3 * (p.concentration.digamma() - total_p.digamma().unsqueeze(-1))).sum(-1)


@register_kl(Exponential, Exponential)
def _(p, q):
    ratio = q.rate / p.rate
    return -ratio.log() + ratio - 1


@register_kl(ExponentialFamily, ExponentialFamily)
def _(p, q):
    if type(p) is not type(q):
        raise NotImplementedError('The cross KL-divergence between different exponential families cannot                             be computed using Bregman divergences')
    own = [item.detach().requires_grad_() for item in p._natural_params]
    normalizer = p._log_normalizer(*own)
    gradients = torch.autograd.grad(normalizer.sum(), own, create_graph=True)
    result = q._log_normalizer(*q._natural_params) - normalizer
    for mine, other, gradient in zip(own, q._natural_params, gradients):
        result -= _sum_rightmost((other - mine) * gradient, len(q.event_shape))
    return result


@register_kl(Gamma, Gamma)
def _(p, q):
    t1 = q.concentration * (p.rate / q.rate).log()
    t2 = torch.lgamma(q.concentration) - torch.lgamma(p.concentration)
    t3 = (p.concentration - q.concentration) * torch.digamma(p.concentration)
    return t1 + t2 + t3 + (q.rate - p.rate) * (p.concentration / p.rate)


@register_kl(Gumbel, Gumbel)
def _(p, q):
    ratio, theirs, ours = p.scale / q.scale, q.loc / q.scale, p.loc / q.scale
    t1 = -ratio.log() - theirs + ours
    return t1 + ratio * euler_constant + torch.exp(theirs + (1 + ratio).lgamma() - ours) - (1 + euler_constant)


@register_kl(Geometric, Geometric)
def _(p, q):
    return -p.entropy() - torch.log1p(-q.probs) / p.probs - q.logits


@register_kl(Normal, Normal)
def _kl_normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())


@register_kl(HalfNormal, HalfNormal)
def _(p, q):
    return _kl_normal(p.base_dist, q.base_dist)


@register_kl(Laplace, Laplace)
def _(p, q):
    ratio, distance = p.scale / q.scale, (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * torch.exp(-distance / p.scale) - 1


@register_kl(MultivariateNormal, MultivariateNormal)
def _(p, q):
    if p.event_shape != q.event_shape:
        raise ValueError('KL-divergence between two Multivariate Normals with                          different event shapes cannot be computed')
    mine, theirs = p._unbroadcasted_scale_tril, q._unbroadcasted_scale_tril
    half_log_dets = q._half_log_det() - p._half_log_det()
    shape = torch.broadcast_shapes(theirs.shape[:-2], mine.shape[:-2]) + 2 * p.event_shape
    trace = _square_sum(torch.linalg.solve_triangular(theirs.expand(shape), mine.expand(shape), upper=False))
    return half_log_dets + 0.5 * (trace + _batch_mahalanobis(theirs, q.loc - p.loc) - p.event_shape[0])


@register_kl(Pareto, Pareto)
def _(p, q):
    ratio = q.alpha / p.alpha
    result = q.alpha * (p.scale / q.scale).log() + -ratio.log() + ratio - 1
    result[p.support.lower_bound < q.support.lower_bound] = torch.inf
    return result


@register_kl(Poisson, Poisson)
def _(p, q):
    return p.rate * (p.rate.log() - q.rate.log()) - (p.rate - q.rate)


@register_kl(TransformedDistribution, TransformedDistribution)
def _(p, q):
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(Uniform, Uniform)
def _(p, q):
    result = ((q.high - q.low) / (p.high - p.low)).log()
    result[(q.low > p.low) | (q.high < p.high)] = torch.inf
    return result


@register_kl(Independent, Independent)
def _(p, q):
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError
    return _sum_rightmost(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


@register_kl(Cauchy, Cauchy)
def _(p, q):
    return ((p.scale + q.scale).pow(2) + (p.loc - q.loc).pow(2)).log() - (4 * p.scale * q.scale).log()


# Of different kinds.

@register_kl(Bernoulli, Poisson)
def _(p, q):
    return -p.entropy() - (p.probs * q.rate.log() - q.rate)


@register_kl(Beta, Exponential)
def _(p, q):
    return -p.entropy() - q.rate.log() + q.rate * (p.concentration1 / (p.concentration1 + p.concentration0))


@register_kl(Beta, Gamma)
def _(p, q):
    total = p.concentration1 + p.concentration0
    t2 = q.concentration.lgamma() - q.concentration * q.rate.log()
    t3 = (q.concentration - 1) * (p.concentration1.digamma() - total.digamma())
    return -p.entropy() + t2 - t3 + q.rate * p.concentration1 / total


@register_kl(Beta, Normal)
def _(p, q):
    total = p.concentration1 + p.concentration0
    mean, variance = p.concentration1 / total, q.scale.pow(2)
    t2 = 0.5 * (variance * 2 * math.pi).log()
    t3 = (mean * (1 - mean) / (total + 1) + mean.pow(2)) * 0.5
    return -p.entropy() + t2 + (t3 - q.loc * mean + q.loc.pow(2) * 0.5) / variance


@register_kl(Beta, Uniform)
def _(p, q):
    result = -p.entropy() + (q.high - q.low).log()
    result[(q.low > p.support.lower_bound) | (q.high < p.support.upper_bound)] = torch.inf
    return result


@register_kl(Exponential, Gamma)
def _(p, q):
    ratio = q.rate / p.rate
    return -q.concentration * torch.log(ratio) + ratio + q.concentration.lgamma() + q.concentration * euler_constant - (1 + euler_constant)


@register_kl(Exponential, Gumbel)
def _(p, q):
    product, shift = p.rate * q.scale, q.loc / q.scale
    return product.log() - 1 - shift + torch.exp(shift) * product / (product + 1) + product.reciprocal()


@register_kl(Exponential, Normal)
def _(p, q):
    variance, squared = q.scale.pow(2), p.rate.pow(2)
    t1 = 0.5 * torch.log(squared * variance * 2 * math.pi)
    return t1 - 1 + (squared.reciprocal() - q.loc / p.rate + q.loc.pow(2) * 0.5) / variance


@register_kl(Gamma, Exponential)
def _(p, q):
    return -p.entropy() - q.rate.log() + q.rate * p.concentration / p.rate


@register_kl(Gamma, Gumbel)
def _(p, q):
    product, shift = p.rate * q.scale, q.loc / q.scale
    t1 = (p.concentration - 1) * p.concentration.digamma() - p.concentration.lgamma() - p.concentration
    t2 = product.log() + p.concentration / product
    return t1 + t2 + (torch.exp(shift) * (1 + product.reciprocal()).pow(-p.concentration) - shift)


@register_kl(Gamma, Normal)
def _(p, q):
    variance, squared = q.scale.pow(2), p.rate.pow(2)
    t1 = 0.5 * torch.log(squared * variance * 2 * math.pi) - p.concentration - p.concentration.lgamma()
    t2 = 0.5 * (p.concentration.pow(2) + p.concentration) / squared
    distance = t2 - q.loc * p.concentration / p.rate + 0.5 * q.loc.pow(2)
    return t1 + (p.concentration - 1) * p.concentration.digamma() + distance / variance


@register_kl(Gumbel, Normal)
def _(p, q):
    ratio = p.scale / q.scale
    t2 = (math.pi * ratio * 0.5).pow(2) / 3
    t3 = ((p.loc + p.scale * euler_constant - q.loc) / q.scale).pow(2) * 0.5
    return -(ratio / math.sqrt(2 * math.pi)).log() + t2 + t3 - (euler_constant + 1)


@register_kl(Laplace, Normal)
def _(p, q):
    variance = q.scale.pow(2)
    ratio = p.scale.pow(2) / variance
    distance = 0.5 * p.loc.pow(2) - p.loc * q.loc + 0.5 * q.loc.pow(2)
    return -(0.5 * torch.log(2 * ratio / math.pi)) + ratio + distance / variance - 1


@register_kl(Normal, Gumbel)
def _(p, q):
    mine, ratio, theirs = p.loc / q.scale, (p.scale / q.scale).pow(2), q.loc / q.scale
    return -(ratio.log() * 0.5) + (mine - theirs) + torch.exp(-mine + 0.5 * ratio + theirs) - 0.5 * (1 + math.log(2 * math.pi))


@register_kl(Normal, Laplace)
def _(p, q):
    distance = p.loc - q.loc
    ratio = distance / p.scale
    t2 = math.sqrt(2 / math.pi) * p.scale * torch.exp(-0.5 * ratio.pow(2))
    t3 = distance * torch.erf(math.sqrt(0.5) * ratio)
    return -torch.log(p.scale / q.scale) + (t2 + t3) / q.scale - 0.5 * (1 + math.log(0.5 * math.pi))


@register_kl(Pareto, Exponential)
def _(p, q):
    product = p.scale * q.rate
    result = (p.alpha / product).log() - p.alpha.reciprocal() + p.alpha * product / (p.alpha - 1) - 1
    result[p.alpha <= 1] = torch.inf
    return result


@register_kl(Pareto, Gamma)
def _(p, q):
    common = p.scale.log() + p.alpha.reciprocal()
    t2 = q.concentration.lgamma() - q.concentration * q.rate.log()
    t3 = (1 - q.concentration) * common
    result = p.alpha.log() - common + t2 + t3 + q.rate * p.alpha * p.scale / (p.alpha - 1) - 1
    result[p.alpha <= 1] = torch.inf
    return result


@register_kl(Pareto, Normal)
def _(p, q):
    common = p.scale / (p.alpha - 1)
    t1 = (math.sqrt(2 * math.pi) * q.scale * p.alpha / p.scale).log()
    spread = p.alpha * common.pow(2) / (p.alpha - 2) + (p.alpha * common - q.loc).pow(2)
    result = t1 - p.alpha.reciprocal() + spread / (2 * q.scale.pow(2)) - 1
    result[p.alpha <= 2] = torch.inf
    return result


def _log_moment(p):
    """The mean of log x over a uniform distribution."""
    width = p.high - p.low
    return (torch.xlogy(p.high, p.high) - torch.xlogy(p.low, p.low) - width) / width


@register_kl(Uniform, Beta)
def _(p, q):
    width, upper, lower = p.high - p.low, 1 - p.high, 1 - p.low
    t2 = (q.concentration1 - 1) * _log_moment(p)
    t3 = (q.concentration0 - 1) * (torch.xlogy(upper, upper) - torch.xlogy(lower, lower) + width) / width
    t4 = q.concentration1.lgamma() + q.concentration0.lgamma() - (q.concentration1 + q.concentration0).lgamma()
    result = t3 + t4 - torch.log(width) - t2
    result[(p.high > q.support.upper_bound) | (p.low < q.support.lower_bound)] = torch.inf
    return result


@register_kl(Uniform, Exponential)
def _(p, q):
    result = q.rate * (p.high + p.low) / 2 - ((p.high - p.low) * q.rate).log()
    result[p.low < q.support.lower_bound] = torch.inf
    return result


@register_kl(Uniform, Gamma)
def _(p, q):
    t2 = q.concentration.lgamma() - q.concentration * q.rate.log()
    result = -(p.high - p.low).log() + t2 + (1 - q.concentration) * _log_moment(p) + q.rate * (p.high + p.low) / 2
    result[p.low < q.support.lower_bound] = torch.inf
    return result


@register_kl(Uniform, Gumbel)
def _(p, q):
    common = q.scale / (p.high - p.low)
    high, low = (p.high - q.loc) / q.scale, (p.low - q.loc) / q.scale
    return common.log() + 0.5 * (high + low) - common * (torch.exp(-high) - torch.exp(-low))


@register_kl(Uniform, Normal)
def _(p, q):
    width = p.high - p.low
    t1 = (math.sqrt(math.pi * 2) * q.scale / width).log()
    return t1 + 0.5 * (width.pow(2) / 12 + ((p.high + p.low - 2 * q.loc) / 2).pow(2)) / q.scale.pow(2)


@register_kl(Uniform, Pareto)
def _(p, q):
    t1 = (q.alpha * q.scale.pow(q.alpha) * (p.high - p.low)).log()
    result = _log_moment(p) * (q.alpha + 1) - t1
    result[p.low < q.support.lower_bound] = torch.inf
    return result


def _infinite(attribute):
    """p gives what q never does."""
    return lambda p, q: torch.full_like(getattr(p, attribute), torch.inf)


for _p, _attribute, _qs in (
    (Beta, 'concentration1', [Pareto]),
    (Exponential, 'rate', [Beta, Pareto, Uniform]),
    (Gamma, 'concentration', [Beta, Pareto, Uniform]),
    (Gumbel, 'loc', [Beta, Exponential, Gamma, Pareto, Uniform]),
    (Laplace, 'loc', [Beta, Exponential, Gamma, Pareto, Uniform]),
    (Normal, 'loc', [Beta, Exponential, Gamma, Pareto, Uniform]),
    (Pareto, 'scale', [Beta, Uniform]),
    (Poisson, 'rate', [Bernoulli, Binomial]),
):
    for _q in _qs:
        register_kl(_p, _q)(_infinite(_attribute))
