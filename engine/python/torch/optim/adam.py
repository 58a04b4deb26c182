"""torch.optim.Adam. The arithmetic of a step is the engine's one function; this keeps groups and the averages."""
import torch

from .. import _border
from .._border import check
from .._tensor import Tensor
from .optimizer import Optimizer

_border.client(globals())


def _number(x):
    return x.item() if isinstance(x, Tensor) else x


def _scalar(x):
    return x.squeeze() if isinstance(x, Tensor) and x.dim() != 0 else x


class Adam(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False,
                 differentiable=False, fused=None, decoupled_weight_decay=False):
        if isinstance(lr, Tensor):
            if foreach and not capturable:
                raise ValueError('lr as a Tensor is not supported for capturable=False and foreach=True')
            if lr.numel() != 1:
                raise ValueError('Tensor lr must be 1-element')
        if not 0.0 <= lr:
            raise ValueError(f'Invalid learning rate: {lr}')
        if not 0.0 <= eps:
            raise ValueError(f'Invalid epsilon value: {eps}')
        for index in range(2):
            if not 0.0 <= betas[index] < 1.0:
                raise ValueError(f'Invalid beta parameter at index {index}: {betas[index]}')
        if not 0.0 <= weight_decay:
            raise ValueError(f'Invalid weight_decay value: {weight_decay}')
        if not any(all(isinstance(beta, kind) for beta in betas[:2]) for kind in (float, Tensor)):
            raise ValueError('betas must be either both floats or both Tensors')
        for index in range(2):
            if isinstance(betas[index], Tensor):
                if not capturable and foreach:
                    raise ValueError(f'betas[{index}] as a Tensor is not supported for capturable=False and foreach=True')
                if betas[index].numel() != 1:
                    raise ValueError(f'Tensor betas[{index}] must be 1-element')
        defaults = dict(lr=lr, betas=tuple(map(_scalar, betas)), eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize,
                        foreach=foreach, capturable=capturable, differentiable=differentiable, fused=fused, decoupled_weight_decay=decoupled_weight_decay)
        super().__init__(params, defaults)
        if fused:
            if differentiable:
                raise RuntimeError('`fused` does not support `differentiable`')
            if foreach:
                raise RuntimeError('`fused` and `foreach` cannot be `True` together.')

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            for name in ('amsgrad', 'maximize', 'capturable', 'differentiable', 'decoupled_weight_decay'):
                group.setdefault(name, False)
            group.setdefault('foreach', None)
            group.setdefault('fused', None)
            for p in group['params']:
                kept = self.state.get(p, {})
                if kept and not isinstance(kept['step'], Tensor):
                    kept['step'] = _count(float(kept['step']))

    def step(self, closure=None):
        loss = self._loss_of(closure)
        for group in self.param_groups:
            lr, beta1, beta2 = (float(_number(number)) for number in (group['lr'], *group['betas']))
            eps, weight_decay, amsgrad = float(group['eps']), float(group['weight_decay']), bool(group['amsgrad'])
            for p in group['params']:
                grad = p.grad
                if grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state['step'] = _count(0.0)
                    for name in ('exp_avg', 'exp_avg_sq', *(('max_exp_avg_sq',) if amsgrad else ())):
                        state[name] = torch.zeros_like(p, memory_format=torch.preserve_format, requires_grad=False)
                check(_adam_step(p._h, grad._h, state['exp_avg']._h, state['exp_avg_sq']._h, state['max_exp_avg_sq']._h if amsgrad else 0,
                                 state['step']._h, lr, beta1, beta2, eps, weight_decay, amsgrad, bool(group['maximize']),
                                 bool(group['decoupled_weight_decay'])))
        return loss


def _count(number):
    return torch.tensor(number, dtype=torch.float64 if torch.get_default_dtype() is torch.float64 else torch.float32)


Adam.__module__ = 'torch.optim.adam'
