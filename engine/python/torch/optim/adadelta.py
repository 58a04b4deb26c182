"""torch.optim.Adadelta. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, refuse_lists, refuse_negative


class Adadelta(Stepped):
    _formula = 'Adadelta'
    _numbers = ('lr', 'rho', 'eps', 'weight_decay', 'maximize')
    _state = ('square_avg', 'acc_delta')
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'capturable': False}
    _xla = (False, False)

    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, foreach=None, *, capturable=False, maximize=False, differentiable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr)
        if not 0.0 <= rho <= 1.0:
            raise ValueError(f'Invalid rho value: {rho}')
        refuse_negative(eps=eps, weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, rho=rho, eps=eps, weight_decay=weight_decay, maximize=maximize, capturable=capturable, foreach=foreach,
                                      differentiable=differentiable))


Adadelta.__module__ = 'torch.optim.adadelta'
