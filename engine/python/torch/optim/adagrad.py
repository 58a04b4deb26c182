"""torch.optim.Adagrad. The arithmetic of a step is the engine's one function; its sums are there from the beginning."""
from ._stepped import Stepped, counter, like, refuse_fused, refuse_lists, refuse_negative


class Adagrad(Stepped):
    _formula = 'Adagrad'
    _numbers = ('lr', 'lr_decay', 'weight_decay', 'initial_accumulator_value', 'eps', 'maximize')
    _state = ('sum',)
    _later = {'foreach': None, 'maximize': False, 'differentiable': False, 'fused': None}

    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, foreach=None, *, maximize=False,
                 differentiable=False, fused=None):
        refuse_lists(lr)
        refuse_negative(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, initial_accumulator_value=initial_accumulator_value, eps=eps)
        super().__init__(params, dict(lr=lr, lr_decay=lr_decay, eps=eps, weight_decay=weight_decay, initial_accumulator_value=initial_accumulator_value,
                                      foreach=foreach, maximize=maximize, differentiable=differentiable, fused=fused))
        refuse_fused(fused, differentiable, foreach)
        for group in self.param_groups:
            for p in group['params']:
                self.state[p].update(self._begin(group, p))

    def share_memory(self):
        for group in self.param_groups:
            for p in group['params']:
                self.state[p]['sum'].share_memory_()

    def _begin(self, group, p):
        # What a group has of its own doesn't count.
        return {'step': counter(0.0), 'sum': like(p, self.defaults['initial_accumulator_value'])}


Adagrad.__module__ = 'torch.optim.adagrad'
