"""Gradients' norms, and gradients clipped by them or by their values."""
import functools
import types
import warnings

from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad


def _without_grad(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        with no_grad():
            return function(*args, **kwargs)
    return call


def _grads(parameters):
    parameters = [parameters] if isinstance(parameters, Tensor) else parameters
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


@_without_grad
def _get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    import torch
    tensors = [tensors] if isinstance(tensors, Tensor) else list(tensors)
    norm_type = float(norm_type)
    if not tensors:
        return torch.tensor(0.0)
    device = tensors[0].device
    total = torch.linalg.vector_norm(torch.stack([norm.to(device) for norm in _norms(tensors, norm_type)]), norm_type)
    if error_if_nonfinite and torch.logical_or(total.isnan(), total.isinf()):
        raise RuntimeError(f'The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it cannot be clipped. To disable '
                           'this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`')
    return total


def _groups(tensors):
    """Those of one dtype, which one call takes."""
    groups = {}
    for tensor in tensors:
        groups.setdefault(tensor.dtype, []).append(tensor)
    return groups.values()


def _norms(tensors, norm_type):
    import torch
    return [norm for group in _groups(tensors) for norm in torch._foreach_norm(group, norm_type)]


@_without_grad
def _clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    grads = _grads(parameters)
    if not grads:
        return
    import torch
    factor = torch.clamp(float(max_norm) / (total_norm + 1e-06), max=1.0)
    for group in _groups(grads):
        torch._foreach_mul_(group, factor.to(group[0].device))


@_without_grad
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    if not isinstance(parameters, Tensor):
        is_generator = isinstance(parameters, types.GeneratorType)
        parameters = list(parameters)
        if is_generator and not parameters:
            warnings.warn('`parameters` is an empty generator, no gradient clipping will occur.', stacklevel=3)
    total = _get_total_norm(_grads(parameters), norm_type, error_if_nonfinite, foreach)
    _clip_grads_with_norm_(parameters, max_norm, total, foreach)
    return total


def clip_grad_norm(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    warnings.warn('`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.', FutureWarning, stacklevel=2)
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)


@_without_grad
def clip_grad_value_(parameters, clip_value, foreach=None):
    limit, grads = float(clip_value), _grads(parameters)
    if not grads:
        raise RuntimeError('Expected !nested_tensorlist[0].empty() to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)')
    import torch
    for group in _groups(grads):
        torch._foreach_clamp_min_(group, -limit)
        torch._foreach_clamp_max_(group, limit)
