"""torch.optim.RMSprop. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, refuse_lists, refuse_negative


class RMSprop(Stepped):
    _formula = 'RMSprop'
    _numbers = ('lr', 'alpha', 'eps', 'weight_decay', 'momentum', 'centered', 'maximize')
    _later = {'momentum': 0, 'centered': False, 'foreach': None, 'maximize': False, 'differentiable': False, 'capturable': False}
    _xla = (True, True)

    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False, capturable=False, foreach=None, maximize=False,
                 differentiable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr, eps=eps, momentum=momentum, weight_decay=weight_decay, alpha=alpha)
        super().__init__(params, dict(lr=lr, momentum=momentum, alpha=alpha, eps=eps, centered=centered, weight_decay=weight_decay, capturable=capturable,
                                      foreach=foreach, maximize=maximize, differentiable=differentiable))

    def _kept(self, group):
        return ('step', 'square_avg', *(('momentum_buffer',) if group['momentum'] > 0 else ()), *(('grad_avg',) if group['centered'] else ()))


RMSprop.__module__ = 'torch.optim.rmsprop'
