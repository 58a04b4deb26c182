"""torch.optim.SGD. The arithmetic of a step is the engine's one function; this keeps groups and momentum buffers."""
from ._stepped import Stepped, refuse_fused, refuse_lists


class SGD(Stepped):
    _formula = 'SGD'
    _numbers = ('lr', 'momentum', 'dampening', 'weight_decay', 'nesterov', 'maximize')
    _counters = {}
    _later = {'nesterov': False, 'maximize': False, 'foreach': None, 'differentiable': False, 'fused': False}

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False,
                 fused=None):
        refuse_lists(lr)
        if lr < 0.0:
            raise ValueError(f'Invalid learning rate: {lr}')
        if momentum < 0.0:
            raise ValueError(f'Invalid momentum value: {momentum}')
        if weight_decay < 0.0:
            raise ValueError(f'Invalid weight_decay value: {weight_decay}')
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError('Nesterov momentum requires a momentum and zero dampening')
        super().__init__(params, dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov, maximize=maximize,
                                      foreach=foreach, differentiable=differentiable, fused=fused))
        refuse_fused(fused, differentiable, foreach)

    def _kept(self, group):
        return ('momentum_buffer',) if group['momentum'] != 0 else ()

    def _handles(self, state, names):
        # Before the first step with momentum there is no buffer.
        return [0 if state.get(name) is None else state[name]._h for name in names]


SGD.__module__ = 'torch.optim.sgd'
