"""torch.optim.ASGD. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, counter, like, number, refuse_lists, refuse_negative


class ASGD(Stepped):
    _formula = 'ASGD'
    _numbers = ('lr', 'lambd', 'alpha', 't0', 'weight_decay', 'maximize')
    _counters = {'step': 0.0, 'eta': 0.0, 'mu': 1.0}
    _state = ('ax',)
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'capturable': False}
    _captured = 'params, mus, etas, and state_steps'

    def __init__(self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr, weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, lambd=lambd, alpha=alpha, t0=t0, weight_decay=weight_decay, foreach=foreach, maximize=maximize,
                                      differentiable=differentiable, capturable=capturable))

    def _begin(self, group, p):
        return {'step': counter(0.0), 'eta': counter(float(number(group['lr']))), 'mu': counter(1.0), 'ax': like(p)}


ASGD.__module__ = 'torch.optim.asgd'
