"""torch.optim.RAdam. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, refuse_betas, refuse_lists, refuse_negative


class RAdam(Stepped):
    _formula = 'RAdam'
    _numbers = ('lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'decoupled_weight_decay', 'maximize')
    _state = ('exp_avg', 'exp_avg_sq')
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'decoupled_weight_decay': False, 'capturable': False}

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False, *, foreach=None, maximize=False,
                 capturable=False, differentiable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr, eps=eps)
        refuse_betas(betas)
        refuse_negative(weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, maximize=maximize, foreach=foreach, capturable=capturable,
                                      decoupled_weight_decay=decoupled_weight_decay, differentiable=differentiable))


RAdam.__module__ = 'torch.optim.radam'
