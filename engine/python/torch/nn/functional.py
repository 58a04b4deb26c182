"""torch.nn.functional: what layers compute. Python functions here are Python functions in PyTorch too; modes see both."""
import warnings

from .. import _names, _ops
from ._calls import op as _op, reduction_number as _reduction_number, reduction_word as _reduction, reported as _reported
from ._attention import *
from ._dropout import *
from ._embedding import *
from ._images import *
from ._losses import *
from ._normalisation import *
from ._pooling import *


@_reported(1)
def relu(input, inplace=False):
    return input.relu_() if inplace else _op('relu')(input)


def relu_(input):
    return input.relu_()


def _form(name, inplace):
    """An activation, or its form in place."""
    return _op(f'{name}_' if inplace else name)


@_reported(1)
def leaky_relu(input, negative_slope=0.01, inplace=False):
    return _form('leaky_relu', inplace)(input, negative_slope)


@_reported(1)
def silu(input, inplace=False):
    return _form('silu', inplace)(input)


@_reported(1)
def mish(input, inplace=False):
    return _form('mish', inplace)(input)


@_reported(1)
def hardswish(input, inplace=False):
    return _form('hardswish', inplace)(input)


@_reported(1)
def hardsigmoid(input, inplace=False):
    return _form('hardsigmoid', inplace)(input)


@_reported(1)
def relu6(input, inplace=False):
    return _form('relu6', inplace)(input)


@_reported(1)
def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    if min_val > max_val:
        raise ValueError('min_val cannot be greater than max_val')
    return _form('hardtanh', inplace)(input, min_val, max_val)


@_reported(1)
def selu(input, inplace=False):
    return _form('selu', inplace)(input)


@_reported(1)
def celu(input, alpha=1.0, inplace=False):
    return _form('celu', inplace)(input, alpha)


@_reported(1)
def _threshold(input, threshold, value, inplace=False):
    return _form('threshold', inplace)(input, threshold, value)


threshold = _threshold


@_reported(1)
def rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False):
    return _form('rrelu', inplace)(input, lower, upper, training)


@_reported(1)
def glu(input, dim=-1):
    if input.dim() == 0:
        raise RuntimeError('glu does not support scalars because halving size must be even')
    return _op('glu')(input, dim)


@_reported(1)
def tanhshrink(input):
    return input - input.tanh()


@_reported(1)
def softsign(input):
    return input / (input.abs() + 1)


def logsigmoid(*args, **kwargs):
    return _op('log_sigmoid')(*args, **kwargs)


def tanh(input):
    return input.tanh()


def sigmoid(input):
    return input.sigmoid()


def _implicit_dim(name, ndim, stacklevel):
    warnings.warn(f'Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.', stacklevel=stacklevel)
    return 0 if ndim in (0, 1, 3) else 1


@_reported(1)
def softmax(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = _implicit_dim('softmax', input.dim(), _stacklevel + 1)
    return input.softmax(dim) if dtype is None else input.softmax(dim, dtype=dtype)


@_reported(1)
def softmin(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = _implicit_dim('softmin', input.dim(), _stacklevel + 1)
    return (-input).softmax(dim) if dtype is None else (-input).softmax(dim, dtype=dtype)


@_reported(1)
def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    if eps != 1e-10:
        warnings.warn('`eps` parameter is deprecated and has no effect.', stacklevel=3)
    noise = -_ops.FUNCTIONS['empty_like'](logits).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    # One at the largest, with the gradient of the soft one.
    chosen = _ops.FUNCTIONS['zeros_like'](logits).scatter_(dim, soft.max(dim, keepdim=True)[1], 1.0)
    return chosen - soft.detach() + soft


@_reported(1)
def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    size = input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)
    return _ops.FUNCTIONS['div'](input, size, out=out)


@_reported(1)
def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = _implicit_dim('log_softmax', input.dim(), _stacklevel + 1)
    return input.log_softmax(dim) if dtype is None else input.log_softmax(dim, dtype=dtype)


def _same_size(name, input, target):
    if target.size() != input.size():
        warnings.warn(f'Using a target size ({target.size()}) that is different to the input size ({input.size()}). '
                      'This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.', stacklevel=4)


def _weighted(losses, weight, reduction):
    """Losses by weights, and their mean by the sum of those."""
    if weight.size() != losses.size():
        raise ValueError('Weights and input must have the same size.')
    weighted = losses * weight
    if reduction == 'none':
        return weighted
    if reduction not in ('mean', 'sum'):
        raise ValueError(f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'.")
    return weighted.sum() / weight.sum() if reduction == 'mean' else weighted.sum()


@_reported(2)
def mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    _same_size('mse_loss', input, target)
    reduction = _reduction(size_average, reduce, reduction)
    if weight is not None:
        return _weighted((input - target) ** 2, weight, reduction)
    return _op('mse_loss')(input, target, _reduction_number(reduction))


@_reported(2)
def l1_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    _same_size('l1_loss', input, target)
    reduction = _reduction(size_average, reduce, reduction)
    if weight is not None:
        return _weighted((input - target).abs(), weight, reduction)
    _reduction_number(reduction)
    loss = (input - target).abs()
    return loss if reduction == 'none' else loss.mean() if reduction == 'mean' else loss.sum()


@_reported(2)
def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0):
    _same_size('smooth_l1_loss', input, target)
    if beta == 0.0:
        return l1_loss(input, target, size_average, reduce, reduction)
    return _op('smooth_l1_loss')(input, target, _reduction_number(_reduction(size_average, reduce, reduction)), beta)


@_reported(2)
def huber_loss(input, target, reduction='mean', delta=1.0, weight=None):
    _same_size('huber_loss', input, target)
    if weight is not None:
        weighted = _weighted(_op('huber_loss')(input, target, 0, delta), weight, 'none' if reduction == 'mean' else reduction)
        return weighted.mean() if reduction == 'mean' else weighted
    return _op('huber_loss')(input, target, _reduction_number(reduction), delta)


@_reported(1)
def elu(input, alpha=1.0, inplace=False):
    return _form('elu', inplace)(input, alpha)


@_reported(2)
def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
    reduction = _reduction(size_average, reduce, reduction)
    return _op('nll_loss_nd')(input, target, weight, _reduction_number(reduction), ignore_index)


@_reported(2)
def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
    reduction = _reduction(size_average, reduce, reduction)
    return _op('cross_entropy_loss')(input, target, weight, _reduction_number(reduction), ignore_index, label_smoothing)


@_reported(2)
def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    if target.size() != input.size():
        raise ValueError(f'Using a target size ({target.size()}) that is different to the input size ({input.size()}) is deprecated. Please ensure they have the same size.')
    return _op('binary_cross_entropy')(input, target, weight, _reduction_number(_reduction(size_average, reduce, reduction)))


@_reported(2)
def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
    if target.size() != input.size():
        raise ValueError(f'Target size ({target.size()}) must be the same as input size ({input.size()})')
    return _op('binary_cross_entropy_with_logits')(input, target, weight, pos_weight, _reduction_number(_reduction(size_average, reduce, reduction)))


@_reported(1)
def pad(input, pad, mode='constant', value=None):
    return _op('pad')(input, pad, mode, value)


_getattr, __dir__ = _names.lacking('torch.nn.functional', globals())


#: Functions of `torch` that are here too, the same ones.
_OF_TORCH = {'adaptive_avg_pool1d', 'avg_pool1d', 'bilinear', 'celu_', 'channel_shuffle', 'conv1d', 'conv2d', 'conv3d', 'conv_tbc', 'conv_transpose1d', 'conv_transpose2d',
             'conv_transpose3d', 'cosine_similarity', 'hardshrink', 'native_channel_shuffle', 'pairwise_distance', 'pdist', 'pixel_shuffle', 'pixel_unshuffle', 'prelu',
             'rrelu_', 'selu_', 'threshold_'}


def __getattr__(name):
    found = _ops.FUNCTIONS.get(name) if name in _OF_TORCH else _ops.NN.get(name) if name in _names.NAMES['torch.nn.functional'][''] else None
    return _getattr(name) if found is None else found
