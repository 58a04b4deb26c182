"""What every learning-rate scheduler is: rates for the groups of an optimizer, set anew at each step, and what keeps them."""
import functools
import types
import warnings
import weakref
from contextlib import contextmanager

from .._tensor import Tensor
from .optimizer import Optimizer

EPOCH_DEPRECATION_WARNING = (
    'The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. '
    'During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. Please open an issue '
    'if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.')
_ORDER = 'See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate'


def _copied(value):
    return value.clone() if isinstance(value, Tensor) else value


def _of_groups(optimizer, key):
    return [_copied(group[key]) for group in optimizer.param_groups]


def _set(group, key, value):
    """A rate that is a tensor stays the same tensor."""
    if isinstance(group[key], Tensor):
        group[key].fill_(value.squeeze() if isinstance(value, Tensor) and value.dim() != 0 else value)
    else:
        group[key] = value


def _set_lrs(optimizer, values):
    for group, lr in zip(optimizer.param_groups, values, strict=True):
        _set(group, 'lr', lr)


def _for_each_group(name, optimizer, value):
    """One value for each group: a list of them, or the same for all."""
    count = len(optimizer.param_groups)
    if not isinstance(value, (list, tuple)):
        value = [value] * count
    elif len(value) != count:
        raise ValueError(f'{name} must have the same length as optimizer.param_groups. {name} has {len(value)} values, param_groups has {count}.')
    return [_copied(each) for each in value]


def _check_optimizer(optimizer):
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f'{type(optimizer).__name__} is not an Optimizer')


@contextmanager
def _flag(scheduler, name):
    setattr(scheduler, name, True)
    try:
        yield
    finally:
        setattr(scheduler, name, False)


def _note_steps(optimizer):
    """Has an optimizer remember that it stepped, so that a scheduler can tell whether it came first."""
    if hasattr(optimizer.step, '_wrapped_by_lr_sched'):
        return
    step, owner = optimizer.step.__func__, weakref.ref(optimizer)

    @functools.wraps(step)
    def wrapper(*args, **kwargs):
        own = owner()
        own._opt_called = True
        return step.__get__(own, type(own))(*args, **kwargs)
    wrapper._wrapped_by_lr_sched = True
    optimizer.step = wrapper


def _state_of(scheduler, *without):
    return {name: value for name, value in scheduler.__dict__.items() if name not in ('optimizer', *without)}


def _fields_of(function):
    """What is kept of a callable: of an object its fields, of a function nothing."""
    return None if isinstance(function, types.FunctionType) else function.__dict__.copy()


class LRScheduler:
    """Base class. `get_lr` answers the rates of the epoch `last_epoch`, mostly from those of the one before."""

    _get_lr_called_within_step = False
    _is_initial = False

    def __init__(self, optimizer, last_epoch=-1):
        _check_optimizer(optimizer)
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault('initial_lr', _copied(group['lr']))
            elif 'initial_lr' not in group:
                raise KeyError(f"param 'initial_lr' is not specified in param_groups[{i}] when resuming scheduler with last_epoch >= 0.\n"
                               "This typically happens when:\n1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n"
                               "2. You're using last_epoch >= 0 for a fresh training run (not recommended)")
        self.base_lrs = _of_groups(optimizer, 'initial_lr')
        self.last_epoch = last_epoch
        _note_steps(optimizer)
        self._initial_step()

    def _initial_step(self):
        self._step_count = 0
        with _flag(self, '_is_initial'):
            self.step()

    def state_dict(self):
        return _state_of(self)

    def load_state_dict(self, state_dict):
        self.__dict__.update(state_dict)

    def get_last_lr(self):
        return self._last_lr

    def get_lr(self):
        raise NotImplementedError

    def step(self, epoch=None):
        if self._step_count == 1:
            if not hasattr(self.optimizer.step, '_wrapped_by_lr_sched'):
                warnings.warn('Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. Please, make sure to call '
                              f'`optimizer.step()` before `lr_scheduler.step()`. {_ORDER}', UserWarning, stacklevel=2)
            elif not getattr(self.optimizer, '_opt_called', False):
                warnings.warn('Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite '
                              'order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of '
                              f'the learning rate schedule. {_ORDER}', UserWarning, stacklevel=2)
        self._step_count += 1
        if epoch is not None:
            warnings.warn(EPOCH_DEPRECATION_WARNING, UserWarning, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch=None):
        with _flag(self, '_get_lr_called_within_step'):
            self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
            values = self.get_lr() if epoch is None else getattr(self, '_get_closed_form_lr', self.get_lr)()
        _set_lrs(self.optimizer, values)
        self._last_lr = _of_groups(self.optimizer, 'lr')

    def _warn_outside_of_step(self):
        if not self._get_lr_called_within_step:
            warnings.warn('To get the last learning rate computed by the scheduler, please use `get_last_lr()`.', UserWarning, stacklevel=3)

    def _as_they_are(self):
        return _of_groups(self.optimizer, 'lr')

    def _times(self, factor):
        return [group['lr'] * factor for group in self.optimizer.param_groups]


class _LRScheduler(LRScheduler):
    """What LRScheduler was called once."""
