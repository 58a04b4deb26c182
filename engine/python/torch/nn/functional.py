"""torch.nn.functional: what layers compute. Python functions here are Python functions in PyTorch too; modes see both."""
import warnings

from .. import _names, _ops
from .._names import sentence
from ..overrides import dispatch, needs_dispatch


def _op(name):
    """An operator of the table, whichever namespace it is in."""
    found = _ops.NN.get(name) or _ops.FUNCTIONS.get(name)
    if found is None:
        raise NotImplementedError(sentence(f'torch.nn.functional.{name}'))
    return found


def _reported(tensors, **shown):
    """Modes see a function with its first `tensors` arguments by position and the rest by keyword, defaults filled in."""
    def decorate(function):
        def call(*args, **kwargs):
            if not needs_dispatch(args[:tensors]):
                return function(*args, **kwargs)
            names = function.__code__.co_varnames[:function.__code__.co_argcount]
            values = {**dict(zip(names[-len(function.__defaults__ or ()):], function.__defaults__ or ())), **dict(zip(names, args)), **kwargs}
            first = tuple(values.pop(name) for name in names[:tensors])
            return dispatch(call, first, first, values)
        call.__name__ = call.__qualname__ = function.__name__
        call.__module__ = 'torch.nn.functional'
        call.__doc__ = function.__doc__
        return call
    return decorate


def _reduction(size_average, reduce, reduction):
    """The word, where the two older flags are not used instead."""
    if size_average is None and reduce is None:
        return reduction
    size_average = True if size_average is None else size_average
    word = 'none' if reduce is False else 'mean' if size_average else 'sum'
    warnings.warn(f"size_average and reduce args will be deprecated, please use reduction='{word}' instead.", stacklevel=3)
    return word


def _reduction_number(reduction):
    """PyTorch's enumeration in the schemas of losses."""
    if reduction not in ('none', 'mean', 'sum'):
        raise ValueError(f'{reduction} is not a valid value for reduction')
    return ('none', 'mean', 'sum').index(reduction)


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
    return _op('softmax')(input, dim) if dtype is None else _op('softmax')(input, dim, dtype=dtype)


@_reported(1)
def softmin(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = _implicit_dim('softmin', input.dim(), _stacklevel + 1)
    return _op('softmax')(-input, dim) if dtype is None else _op('softmax')(-input, dim, dtype=dtype)


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
    return _op('log_softmax')(input, dim) if dtype is None else _op('log_softmax')(input, dim, dtype=dtype)


@_reported(1)
def dropout(input, p=0.5, training=True, inplace=False):
    if not 0.0 <= p <= 1.0:
        raise ValueError(f'dropout probability has to be between 0 and 1, but got {p}')
    return _op('dropout')(input, p, training)


def _same_size(name, input, target):
    if target.size() != input.size():
        warnings.warn(f'Using a target size ({target.size()}) that is different to the input size ({input.size()}). '
                      'This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.', stacklevel=4)


@_reported(2)
def mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    _same_size('mse_loss', input, target)
    reduction = _reduction(size_average, reduce, reduction)
    if weight is not None:
        loss = weight * (input - target) ** 2
        return loss if reduction == 'none' else loss.sum() / weight.sum() if reduction == 'mean' else loss.sum()
    return _op('mse_loss')(input, target, _reduction_number(reduction))


@_reported(2)
def l1_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    _same_size('l1_loss', input, target)
    reduction = _reduction(size_average, reduce, reduction)
    _reduction_number(reduction)
    loss = (input - target).abs()
    return loss if reduction == 'none' else loss.mean() if reduction == 'mean' else loss.sum()


@_reported(2)
def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0):
    _same_size('smooth_l1_loss', input, target)
    return _op('smooth_l1_loss')(input, target, _reduction_number(_reduction(size_average, reduce, reduction)), beta)


@_reported(2)
def huber_loss(input, target, reduction='mean', delta=1.0, weight=None):
    _same_size('huber_loss', input, target)
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
    return _op('binary_cross_entropy')(input, target, weight, _reduction_number(_reduction(size_average, reduce, reduction)))


@_reported(2)
def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
    return _op('binary_cross_entropy_with_logits')(input, target, weight, pos_weight, _reduction_number(_reduction(size_average, reduce, reduction)))


@_reported(2)
def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if max_norm is not None:
        raise NotImplementedError('`torch.nn.functional.embedding(max_norm=...)` is not in the embedded engine yet; the python runtime has it')
    if padding_idx is None:
        padding_idx = -1
    else:
        rows = weight.size(0)
        assert -rows <= padding_idx < rows, 'Padding_idx must be within num_embeddings'
        padding_idx %= rows
    return _op('embedding')(weight, input, padding_idx, scale_grad_by_freq, sparse)


_getattr, __dir__ = _names.lacking('torch.nn.functional', globals())


def __getattr__(name):
    found = _ops.NN.get(name)
    return _getattr(name) if found is None else found
