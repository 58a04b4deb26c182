"""torch.optim.SGD. The arithmetic of a step is the engine's one function; this keeps groups and momentum buffers."""
from .. import _border
from .._border import check
from .._tensor import Tensor, wrap
from .optimizer import Optimizer

_border.client(globals())


class SGD(Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False,
                 fused=None):
        if isinstance(lr, Tensor) and lr.numel() != 1:
            raise ValueError('Tensor lr must be 1-element')
        if lr < 0.0:
            raise ValueError(f'Invalid learning rate: {lr}')
        if momentum < 0.0:
            raise ValueError(f'Invalid momentum value: {momentum}')
        if weight_decay < 0.0:
            raise ValueError(f'Invalid weight_decay value: {weight_decay}')
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError('Nesterov momentum requires a momentum and zero dampening')
        defaults = dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov, maximize=maximize, foreach=foreach,
                        differentiable=differentiable, fused=fused)
        super().__init__(params, defaults)

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            group.setdefault('nesterov', False)
            group.setdefault('maximize', False)
            group.setdefault('foreach', None)
            group.setdefault('differentiable', False)
            group.setdefault('fused', None)

    def step(self, closure=None):
        loss = self._loss_of(closure)
        for group in self.param_groups:
            lr, momentum, dampening, weight_decay = (float(group[key]) for key in ('lr', 'momentum', 'dampening', 'weight_decay'))
            for p in group['params']:
                grad = p.grad
                if grad is None:
                    continue
                state = self.state[p] if momentum != 0 else None
                kept = state.get('momentum_buffer') if state is not None else None
                answer = check(_sgd_step(p._h, grad._h, 0 if kept is None else kept._h, lr, momentum, dampening, weight_decay,
                                         bool(group['nesterov']), bool(group['maximize'])))
                if state is not None and kept is None:
                    state['momentum_buffer'] = wrap(answer)
        return loss


SGD.__module__ = 'torch.optim.sgd'
