"""torch.nn.utils: gradients' norms and values, clipped."""
import math

from ... import _names
from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad


def _with_grad(parameters):
    parameters = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p.grad for p in parameters if p.grad is not None]


@no_grad()
def clip_grad_value_(parameters, clip_value, foreach=None):
    for grad in _with_grad(parameters):
        grad.clamp_(min=-float(clip_value), max=float(clip_value))


@no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    import torch
    if float(norm_type) != 2.0:
        raise NotImplementedError(_names.sentence(f'torch.nn.utils.clip_grad_norm_(norm_type={norm_type})'))
    grads = _with_grad(parameters)
    if not grads:
        return torch.tensor(0.0)
    total = torch.stack([(g * g).sum().sqrt() for g in grads])
    total = (total * total).sum().sqrt()
    if error_if_nonfinite and not math.isfinite(total.item()):
        raise RuntimeError(f'The total norm of order {float(norm_type)} for gradients from `parameters` is non-finite, so it cannot be clipped. '
                           'To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`')
    factor = (max_norm / (total + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor)
    return total


def parameters_to_vector(parameters):
    import torch
    return torch.cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec, parameters):
    at = 0
    for p in parameters:
        p.data = vec[at:at + p.numel()].view_as(p).data
        at += p.numel()


__getattr__, __dir__ = _names.lacking('torch.nn.utils', globals())
