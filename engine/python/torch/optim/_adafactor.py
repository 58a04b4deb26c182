"""torch.optim.Adafactor: of a matrix's second moments only those of its rows and of its columns are kept; the rate goes with the size of the parameter.

Its steps are calls of operators: they go by norms of whole tensors, which no element knows of.
"""
import torch

from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from ._stepped import counter, like, number, refuse_lists
from .optimizer import Optimizer


class Adafactor(Optimizer):
    def __init__(self, params, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, *, foreach=None, maximize=False):
        refuse_lists(lr)
        if not 0.0 <= lr:
            raise ValueError(f'Learning rate should be >= 0 but is: {lr}')
        if not 0.0 >= beta2_decay:
            raise ValueError(f'beta2_decay should be <= 0 but is: {beta2_decay}')
        if eps[0] is not None and not 0.0 <= eps[0]:
            raise ValueError(f'epsilon1 should be >= 0 but is: {eps[0]}')
        if not 0.0 <= eps[1]:
            raise ValueError(f'epsilon2 should be >= 0 but is: {eps[1]}')
        if not 1.0 <= d:
            raise ValueError(f'Clipping threshold d should be >= 1 but is: {d}')
        if not 0.0 <= weight_decay:
            raise ValueError(f'weight_decay should be >= 0 but is: {weight_decay}')
        super().__init__(params, dict(lr=lr, beta2_decay=beta2_decay, eps=eps, d=d, weight_decay=weight_decay, foreach=foreach, maximize=maximize))

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            group.setdefault('foreach', None)
            for p in group['params']:
                kept = self.state.get(p)
                if kept and not isinstance(kept['step'], Tensor):
                    kept['step'] = counter(float(kept['step']))

    @staticmethod
    def _begin(grad):
        if grad.dim() < 2:
            return {'step': counter(0.0), 'variance': like(grad)}
        return {'step': counter(0.0), 'row_var': grad.new_zeros([*grad.shape[:-1], 1]), 'col_var': grad.new_zeros([*grad.shape[:-2], 1, grad.shape[-1]])}

    @no_grad()
    def step(self, closure=None):
        loss = self._loss_of(closure)
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state.update(self._begin(p.grad))
                self._step_of(p, -p.grad if group['maximize'] else p.grad, state, group)
        return loss

    @staticmethod
    def _step_of(p, grad, state, group):
        lr, (eps1, eps2) = number(group['lr']), group['eps']
        if eps1 is None:
            eps1 = torch.finfo(p.dtype).eps
        state['step'] += 1
        step = state['step'].item()
        weight = step ** group['beta2_decay']
        rate = max(eps2, p.norm(2).item() / p.numel() ** 0.5) * min(lr, 1 / step ** 0.5)
        if group['weight_decay'] != 0:
            p.mul_(1 - lr * group['weight_decay'])
        if grad.dim() < 2:
            state['variance'].lerp_(grad * grad, weight)
            variance = state['variance'].clone()
        else:
            for name, dim in (('row_var', -1), ('col_var', -2)):
                state[name].lerp_(torch.norm(grad, dim=dim, keepdim=True).square_().div_(grad.size(dim)), weight)
            rows = state['row_var']
            variance = rows @ state['col_var']
            variance.div_(rows.mean(dim=-2, keepdim=True).clamp_(min=eps1))
        update = variance.clamp_(min=eps1 * eps1).rsqrt_().mul_(grad)
        p.add_(update, alpha=-rate / max(1.0, update.norm(2).item() / (update.numel() ** 0.5 * group['d'])))


Adafactor.__module__ = 'torch.optim'
