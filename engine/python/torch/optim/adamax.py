"""torch.optim.Adamax. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, refuse_betas, refuse_lists, refuse_negative


class Adamax(Stepped):
    _formula = 'Adamax'
    _numbers = ('lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'maximize')
    _state = ('exp_avg', 'exp_inf')
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'capturable': False}

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr, eps=eps)
        refuse_betas(betas)
        refuse_negative(weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, foreach=foreach, maximize=maximize,
                                      differentiable=differentiable, capturable=capturable))


Adamax.__module__ = 'torch.optim.adamax'
