"""Schedulers of schedulers: one after the other, or all at each step."""
from bisect import bisect_right

from ._plateau import ReduceLROnPlateau
from ._scheduler import LRScheduler, _of_groups, _set, _state_of


class _OfSchedulers(LRScheduler):
    """Several schedulers of one optimizer."""

    def _check(self, optimizer, schedulers):
        own = type(self).__name__
        for place, scheduler in enumerate(schedulers):
            if not hasattr(scheduler, 'optimizer'):
                raise TypeError(f'{own} at index {place} should have `optimizer` as its attribute.')
            if isinstance(scheduler, ReduceLROnPlateau):
                raise ValueError(f'{own} does not support `ReduceLROnPlateau` scheduler as it requires additional kwargs to be specified when calling `step`, '
                                 f'but got one at index {place} in the given schedulers sequence.')
            if optimizer != scheduler.optimizer:
                raise ValueError(f'{own} expects all schedulers to belong to the same optimizer, but got scheduler {type(scheduler).__name__} at index {place} '
                                 f'has {scheduler.optimizer}, which is different from {type(optimizer).__name__}.')

    def state_dict(self):
        return {**_state_of(self, '_schedulers'), '_schedulers': [scheduler.state_dict() for scheduler in self._schedulers]}

    def load_state_dict(self, state_dict):
        self.__dict__.update({name: value for name, value in state_dict.items() if name != '_schedulers'})
        for scheduler, state in zip(self._schedulers, state_dict['_schedulers']):
            scheduler.load_state_dict(state)


class SequentialLR(_OfSchedulers):
    """One scheduler after the other, the next one from each milestone on."""

    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1):
        if len(schedulers) < 1:
            raise ValueError(f'{type(self).__name__} expects at least one scheduler, but got no scheduler.')
        self._check(optimizer, schedulers)
        if len(milestones) != len(schedulers) - 1:
            raise ValueError('Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of '
                             f'schedulers {len(schedulers)} and the number of milestones to be equal to {len(milestones)}')
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        self.optimizer = optimizer
        # Each took its first step when it was made: all are undone, and the first one begins anew.
        for group in optimizer.param_groups:
            _set(group, 'lr', group['initial_lr'])
        self.recursive_undo()
        first = schedulers[bisect_right(milestones, 0)]
        first._initial_step()
        self._last_lr = first.get_last_lr()

    def recursive_undo(self, sched=None):
        own = self if sched is None else sched
        if hasattr(own, '_schedulers'):
            for scheduler in own._schedulers:
                self.recursive_undo(scheduler)
        elif hasattr(own, 'last_epoch'):
            own.last_epoch -= 1

    def step(self):
        self.last_epoch += 1
        place = bisect_right(self._milestones, self.last_epoch)
        scheduler = self._schedulers[place]
        if place > 0 and self._milestones[place - 1] == self.last_epoch:
            scheduler._update_lr(0)
        else:
            scheduler.step()
        self._last_lr = scheduler.get_last_lr()


class ChainedScheduler(_OfSchedulers):
    """All schedulers at each step, each from what the one before it made."""

    def __init__(self, schedulers, optimizer=None):
        if len(schedulers) < 1:
            raise ValueError(f'{type(self).__name__} expects at least one scheduler to be chained, but got no scheduler.')
        optimizer = optimizer or schedulers[0].optimizer
        self._check(optimizer, schedulers)
        self._schedulers = schedulers
        self.optimizer = optimizer
        self._last_lr = _of_groups(schedulers[-1].optimizer, 'lr')

    def step(self):
        for scheduler in self._schedulers:
            scheduler.step()
        self._last_lr = _of_groups(self._schedulers[-1].optimizer, 'lr')
