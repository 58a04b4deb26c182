"""torch.optim.NAdam. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, refuse_betas, refuse_lists, refuse_negative


class NAdam(Stepped):
    _formula = 'NAdam'
    _numbers = ('lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'momentum_decay', 'decoupled_weight_decay', 'maximize')
    _counters = {'step': 0.0, 'mu_product': 1.0}
    _state = ('exp_avg', 'exp_avg_sq')
    _later = {'maximize': False, 'foreach': None, 'capturable': False, 'differentiable': False, 'decoupled_weight_decay': False}
    _captured = 'params, mu_products and state_steps'
    _captured_foreach = 'params, mu_products, and state_steps'

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3, decoupled_weight_decay=False, *, foreach=None,
                 maximize=False, capturable=False, differentiable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr, eps=eps)
        refuse_betas(betas)
        refuse_negative(weight_decay=weight_decay, momentum_decay=momentum_decay)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay,
                                      decoupled_weight_decay=decoupled_weight_decay, maximize=maximize, foreach=foreach, capturable=capturable,
                                      differentiable=differentiable))


NAdam.__module__ = 'torch.optim.nadam'
