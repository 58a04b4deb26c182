"""torch.optim.Rprop. The arithmetic of a step is the engine's one function."""
from ._stepped import Stepped, counter, like, number, refuse_lists, refuse_negative


class Rprop(Stepped):
    _formula = 'Rprop'
    _numbers = ('lr', 'etaminus', 'etaplus', 'step_size_min', 'step_size_max', 'maximize')
    _state = ('prev', 'step_size')
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'capturable': False}
    _xla = (True, True)

    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, capturable=False, foreach=None, maximize=False, differentiable=False):
        refuse_lists(lr)
        refuse_negative(lr=lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f'Invalid eta values: {etas[0]}, {etas[1]}')
        super().__init__(params, dict(lr=lr, etas=etas, step_sizes=step_sizes, foreach=foreach, maximize=maximize, differentiable=differentiable,
                                      capturable=capturable))

    def _begin(self, group, p):
        return {'step': counter(0.0), 'prev': like(p), 'step_size': like(p.grad, number(group['lr']))}


Rprop.__module__ = 'torch.optim.rprop'
