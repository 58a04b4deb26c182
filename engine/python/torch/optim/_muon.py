"""torch.optim.Muon: the momentum of a matrix, made nearly orthogonal by a Newton-Schulz iteration. Its steps are calls of operators."""
import math

import torch

from ..autograd.grad_mode import no_grad
from ._stepped import number, refuse_lists
from .optimizer import Optimizer

EPS = 1e-7
#: Of the iteration's polynomial: they make small singular values grow the fastest (Keller Jordan, 2024).
DEFAULT_A, DEFAULT_B, DEFAULT_C = 3.4445, -4.7750, 2.0315
DEFAULT_NS_STEPS = 5


def _orthogonal(grad, coefficients, steps, eps):
    """Of its singular value decomposition U·V, in bfloat16, as far as so many steps go."""
    if steps >= 100:
        raise ValueError('Number of steps must be less than 100 for computational efficiency')
    if grad.dim() != 2:
        raise ValueError('Input tensor gradient must be a 2D matrix')
    if len(coefficients) != 3:
        raise ValueError('Coefficients must be a tuple of exactly 3 values')
    a, b, c = coefficients
    is_tall = grad.size(0) > grad.size(1)
    x = grad.bfloat16()
    if is_tall:
        x = x.T
    x.div_(x.norm().clamp(min=eps))
    for _ in range(steps):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.T if is_tall else x


def _adjusted(lr, how, shape):
    rows, columns = shape[:2]
    if how is None or how == 'original':
        return lr * math.sqrt(max(1, rows / columns))
    return lr * (0.2 * math.sqrt(max(rows, columns)) if how == 'match_rms_adamw' else 1.0)


class Muon(Optimizer):
    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(DEFAULT_A, DEFAULT_B, DEFAULT_C), eps=EPS,
                 ns_steps=DEFAULT_NS_STEPS, adjust_lr_fn=None):
        refuse_lists(lr)
        if not 0.0 <= lr:
            raise ValueError(f'Learning rate should be >= 0 but is: {lr}')
        if not 0.0 <= momentum:
            raise ValueError(f'momentum should be >= 0 but is: {momentum}')
        if not 0.0 <= weight_decay:
            raise ValueError(f'weight decay should be >= 0 but is: {weight_decay}')
        if adjust_lr_fn is not None and adjust_lr_fn not in ('original', 'match_rms_adamw'):
            raise ValueError(f'Adjust learning rate function {adjust_lr_fn} is not supported')
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov, ns_coefficients=ns_coefficients, eps=eps,
                                      ns_steps=ns_steps, adjust_lr_fn=adjust_lr_fn))
        for group in self.param_groups:
            for p in group['params']:
                if p.ndim != 2:
                    raise ValueError(f'Muon only supports 2D parameters whereas we found a parameter with size: {p.size()}')

    @no_grad()
    def step(self, closure=None):
        loss = self._loss_of(closure)
        for group in self.param_groups:
            lr, momentum = number(group['lr']), group['momentum']
            for p in group['params']:
                grad = p.grad
                if grad is None:
                    continue
                state = self.state[p]
                if 'momentum_buffer' not in state:
                    state['momentum_buffer'] = torch.zeros_like(grad, memory_format=torch.preserve_format)
                buffer = state['momentum_buffer'].lerp_(grad, 1 - momentum)
                update = _orthogonal(grad.lerp(buffer, momentum) if group['nesterov'] else buffer, group['ns_coefficients'], group['ns_steps'], group['eps'])
                p.mul_(1 - lr * group['weight_decay'])
                p.add_(update, alpha=-_adjusted(lr, group['adjust_lr_fn'], p.shape))
        return loss


Muon.__module__ = 'torch.optim'
