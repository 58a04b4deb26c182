"""What optimizers have in common whose step is the engine's one function: what they refuse, how state is made and handed over."""
import torch

from .. import _border
from .._border import check
from .._tensor import Tensor, wrap
from .optimizer import Optimizer

_border.client(globals())

#: Where a number is that is one of a tuple, and what is no number.
_TUPLES = {'beta1': ('betas', 0), 'beta2': ('betas', 1), 'etaminus': ('etas', 0), 'etaplus': ('etas', 1), 'step_size_min': ('step_sizes', 0), 'step_size_max': ('step_sizes', 1)}
_FLAGS = ('nesterov', 'maximize', 'amsgrad', 'decoupled_weight_decay', 'centered')
_WORDS = {'lr': 'learning rate', 'eps': 'epsilon value'}


def refuse_lists(lr):
    if isinstance(lr, Tensor) and lr.numel() != 1:
        raise ValueError('Tensor lr must be 1-element')


def refuse_negative(**numbers):
    for name, number in numbers.items():
        if not 0.0 <= number:
            raise ValueError(f'Invalid {_WORDS.get(name, f"{name} value")}: {number}')


def refuse_betas(betas):
    for index in range(2):
        if not 0.0 <= betas[index] < 1.0:
            raise ValueError(f'Invalid beta parameter at index {index}: {betas[index]}')


def refuse_fused(fused, differentiable, foreach):
    if fused:
        if differentiable:
            raise RuntimeError('`fused` does not support `differentiable`')
        if foreach:
            raise RuntimeError('`fused` and `foreach` cannot be `True` together.')


def number(x):
    return x.item() if isinstance(x, Tensor) else x


def counter(value):
    """A number of the state that is one for the whole parameter."""
    return torch.tensor(value, dtype=torch.float64 if torch.get_default_dtype() is torch.float64 else torch.float32)


def like(p, value=0):
    return torch.full_like(p, value, memory_format=torch.preserve_format)


class Stepped(Optimizer):
    #: What the engine calls the step, and how it names what it goes by of a group, in its order.
    _formula = ''
    _numbers = ()
    #: Of the state the numbers that are one for the whole parameter, and what is as large as it.
    _counters = {'step': 0.0}
    _state = ()
    #: What groups of earlier versions may not have.
    _later = {}
    #: Of `capturable`: what must be on one of which devices. A name that is among them for one way of stepping alone has no place here.
    _captured = 'params and state_steps'
    _captured_foreach = None
    _xla = (True, False)

    def _begin(self, group, p):
        """The state of a parameter before its first step, in PyTorch's order."""
        return {name: counter(self._counters[name]) if name in self._counters else like(p) for name in self._kept(group)}

    def _kept(self, group):
        """The names of a group's state, in the engine's order."""
        return (*self._counters, *self._state)

    def _handles(self, state, names):
        return [state[name]._h for name in names]

    def _numbers_of(self, group):
        found = []
        for name in self._numbers:
            value = group[_TUPLES[name][0]][_TUPLES[name][1]] if name in _TUPLES else group[name]
            found.append(bool(value) if name in _FLAGS else float(number(value)))
        return found

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            for name, value in self._later.items():
                group.setdefault(name, value)
            for p in group['params']:
                kept = self.state.get(p)
                for name in self._counters if kept else ():
                    if not isinstance(kept[name], Tensor):
                        kept[name] = counter(float(kept[name]))

    def step(self, closure=None):
        loss = self._loss_of(closure)
        is_differentiable = bool(self.defaults['differentiable'])
        for group in self.param_groups:
            numbers, names = self._numbers_of(group), self._kept(group)
            for p in group['params']:
                grad = p.grad
                if grad is None:
                    continue
                state = self.state[p] if names else None
                if names and not state and self._counters:
                    state.update(self._begin(group, p))
                if group.get('capturable') or group.get('foreach'):
                    self._refuse(group)
                made = check(_optimizer_step(self._formula, is_differentiable, p._h, grad._h, *numbers, *self._handles(state, names)))
                if made:
                    state[names[-1]] = wrap(made)
        return loss

    def _refuse(self, group):
        if group['foreach'] and self.defaults['differentiable'] and self._formula != 'SGD':
            raise AssertionError("_foreach ops don't support autograd")
        if group.get('capturable'):
            foreach = bool(group['foreach'])
            devices = ['cuda', 'xpu', 'hpu', 'privateuseone', *(['xla'] if self._xla[foreach] else [])]
            raise AssertionError(f'If capturable=True, {self._captured_foreach or self._captured if foreach else self._captured} must be on supported devices: {devices}.')
