"""torch.nn.functional: losses of margins, rankings and likelihoods, and of a linear layer's classes."""
import math
import warnings

from .._types import int64
from ._calls import op, reduction_number, reduction_word, reported
from ._chunks import chunked

__all__ = ['kl_div', 'poisson_nll_loss', 'gaussian_nll_loss', 'hinge_embedding_loss', 'margin_ranking_loss', 'multi_margin_loss', 'multilabel_margin_loss',
           'multilabel_soft_margin_loss', 'soft_margin_loss', 'triplet_margin_loss', 'triplet_margin_with_distance_loss', 'cosine_embedding_loss', 'ctc_loss',
           'linear_cross_entropy']


def _number(size_average, reduce, reduction):
    return reduction_number(reduction_word(size_average, reduce, reduction))


def _reduced(loss, reduction):
    return loss.mean() if reduction == 'mean' else loss.sum() if reduction == 'sum' else loss


@reported(2)
def kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False):
    if size_average is not None or reduce is not None:
        reduction = reduction_word(size_average, reduce, reduction)
    elif reduction == 'mean':
        warnings.warn("reduction: 'mean' divides the total loss by both the batch size and the support size."
                      "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
                      "'mean' will be changed to behave the same as 'batchmean' in the next major release.", stacklevel=3)
    loss = op('kl_div')(input, target, reduction_number('sum' if reduction == 'batchmean' else reduction), log_target=log_target)
    return loss / input.size()[0] if reduction == 'batchmean' and input.dim() != 0 else loss


@reported(2)
def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean'):
    reduction = reduction_word(size_average, reduce, reduction)
    if reduction not in ('none', 'mean', 'sum'):
        raise ValueError(reduction + ' is not a valid value for reduction')
    return op('poisson_nll_loss')(input, target, log_input, full, eps, reduction_number(reduction))


@reported(3)
def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction='mean'):
    if isinstance(var, float):
        if var < 0:
            raise ValueError('var has negative entry/entries')
        var = var * input.new_ones(input.size())
    elif (var < 0).any():
        raise ValueError('var has negative entry/entries')
    if var.size() != input.size():
        if input.size()[:-1] == var.size():
            var = var.unsqueeze(-1)
        elif input.dim() != var.dim() or sum(own for size, own in zip(input.size(), var.size()) if size != own) != 1:
            raise ValueError('var is of incorrect size')
    if reduction not in ('none', 'mean', 'sum'):
        raise ValueError(reduction + ' is not valid')
    var = var.clone()
    # Not part of the graph.
    var.detach().clamp_(min=eps)
    loss = 0.5 * (var.log() + (input - target) ** 2 / var)
    if full:
        loss += 0.5 * math.log(2 * math.pi)
    return _reduced(loss, reduction)


@reported(2)
def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction='mean'):
    return op('hinge_embedding_loss')(input, target, margin, _number(size_average, reduce, reduction))


@reported(3)
def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'):
    number = _number(size_average, reduce, reduction)
    if input1.dim() != input2.dim() or input1.dim() != target.dim():
        raise RuntimeError('margin_ranking_loss : All input tensors should have same dimension but got sizes: '
                           f'input1: {input1.size()}, input2: {input2.size()}, target: {target.size()} ')
    return op('margin_ranking_loss')(input1, input2, target, margin, number)


@reported(2, ('weight',))
def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
    number = _number(size_average, reduce, reduction)
    if p not in (1, 2):
        raise ValueError('only p == 1 and p == 2 supported')
    if weight is not None and weight.dim() != 1:
        raise ValueError('weight must be one-dimensional')
    return op('multi_margin_loss')(input, target, p, margin, weight, number)


@reported(2)
def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    return op('multilabel_margin_loss')(input, target, _number(size_average, reduce, reduction))


@reported(2, ('weight',))
def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    reduction = reduction_word(size_average, reduce, reduction)
    loss = -(target * op('log_sigmoid')(input) + (1 - target) * op('log_sigmoid')(-input))
    if weight is not None:
        loss = loss * weight
    last = input.dim() - 1
    loss = loss.sum(dim=last) / input.size(last)
    if reduction not in ('none', 'mean', 'sum'):
        raise ValueError(reduction + ' is not valid')
    return _reduced(loss, reduction)


@reported(2)
def soft_margin_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    return op('soft_margin_loss')(input, target, _number(size_average, reduce, reduction))


@reported(3)
def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean'):
    number = _number(size_average, reduce, reduction)
    if margin <= 0:
        raise ValueError(f'margin must be greater than 0, got {margin}')
    return op('triplet_margin_loss')(anchor, positive, negative, margin, p, eps, swap, number)


def triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean'):
    if reduction not in ('mean', 'sum', 'none'):
        raise ValueError(f'{reduction} is not a valid value for reduction')
    if margin <= 0:
        raise ValueError(f'margin must be greater than 0, got {margin}')
    if not anchor.dim() == positive.dim() == negative.dim():
        raise RuntimeError('The anchor, positive, and negative tensors are expected to have '
                           f'the same number of dimensions, but got: anchor {anchor.dim()}D, '
                           f'positive {positive.dim()}D, and negative {negative.dim()}D inputs')
    distance = op('pairwise_distance') if distance_function is None else distance_function
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = far.minimum(distance(positive, negative))
    return _reduced(op('clamp_min')(margin + near - far, 0), reduction)


@reported(3)
def cosine_embedding_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'):
    return op('cosine_embedding_loss')(input1, input2, target, margin, _number(size_average, reduce, reduction))


@reported(4, relevant=2)
def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False):
    return op('ctc_loss')(log_probs, targets, input_lengths, target_lengths, blank, reduction_number(reduction), zero_infinity)


@reported(3, ('linear_bias', 'weight'))
def linear_cross_entropy(input, linear_weight, target, *, linear_bias=None, weight=None, reduction='mean', ignore_index=None, label_smoothing=0.0, options=None):
    if not 1 <= input.dim() <= 2:
        raise RuntimeError(f'expected input with dimensionality 1 or 2, got {input.dim()}')
    if linear_weight.dim() < 2:
        raise RuntimeError(f'expected linear_weight with dimensionality at least 2, got {linear_weight.dim()}')
    batch, in_features = input.shape[:-1], input.shape[-1]
    if in_features != linear_weight.shape[-1]:
        raise RuntimeError('expected equal input and linear_weight last dimensions (in_features), '
                           f'got {in_features} and {linear_weight.shape[-1]}, respectively')
    classes = tuple(linear_weight.shape[:-1])
    if linear_bias is not None and linear_bias.shape != classes:
        raise RuntimeError(f'expected linear_bias shape {classes}, got {tuple(linear_bias.shape)}')
    out_features = classes[1:]
    if out_features and not batch:
        raise RuntimeError(f'K-dimensional loss defined by linear_weight shape {tuple(linear_weight.shape)} requires'
                           f' batched input, (N, {in_features}), got unbatched input with shape {tuple(input.shape)}')
    if target.shape == (*batch, *classes) and ignore_index is not None:
        raise RuntimeError('ignore_index cannot be specified when target contains probabilities')
    if ignore_index is None:
        ignore_index = -100
    if options is not None:
        if not out_features and reduction in ('mean', 'sum', 'none') and label_smoothing == 0.0 and target.dtype == int64:
            return chunked(input, linear_weight, target, linear_bias, weight, reduction, ignore_index, options)
        warnings.warn("linear_cross_entropy: ``options`` ignored; chunked path needs reduction in {'mean','sum','none'}, label_smoothing == 0, "
                      f'target.dtype == int64, out_features == (). Got reduction={reduction!r}, label_smoothing={label_smoothing}, target.dtype={target.dtype}, '
                      f'out_features={out_features}, tracing=False, linear_bias.shape={None if linear_bias is None else tuple(linear_bias.shape)}.', stacklevel=3)
    if out_features:
        linear_weight = linear_weight.reshape(math.prod(classes), in_features)
        linear_bias = None if linear_bias is None else linear_bias.reshape(-1)
    logits = op('linear')(input, linear_weight, linear_bias).reshape((*batch, *classes))
    return op('cross_entropy_loss')(logits, target, weight, reduction_number(reduction), ignore_index, label_smoothing)
