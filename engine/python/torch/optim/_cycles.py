"""Schedulers that go up and down, and take the momentum along the other way."""
import functools
import math

from ._scheduler import LRScheduler, _check_optimizer, _fields_of, _for_each_group, _set_lrs, _state_of


class _WithMomentum(LRScheduler):
    """Its momentum goes down as the rate goes up: `momentum`, or the first of an Adam's betas."""

    def _begin_momentum(self, base_momentum, max_momentum, last_epoch, keeps):
        optimizer = self.optimizer
        if 'momentum' not in optimizer.defaults and 'betas' not in optimizer.defaults:
            raise ValueError('optimizer must support momentum or beta1 with `cycle_momentum` option enabled')
        self.use_beta1 = 'betas' in optimizer.defaults
        bases, most = _for_each_group('base_momentum', optimizer, base_momentum), _for_each_group('max_momentum', optimizer, max_momentum)
        if keeps:
            self.base_momentums = bases
            self.max_momentums = most
        if last_epoch == -1:
            for high, low, group in zip(most, bases, optimizer.param_groups, strict=True):
                self._set_momentum(group, high)
                group['max_momentum'] = high
                group['base_momentum'] = low

    def _set_momentum(self, group, momentum):
        if self.use_beta1:
            group['betas'] = (momentum, *group['betas'][1:])
        else:
            group['momentum'] = momentum


class CyclicLR(_WithMomentum):
    """Between two rates, up and down."""

    def __init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0, scale_fn=None, scale_mode='cycle',
                 cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1):
        _check_optimizer(optimizer)
        self.optimizer = optimizer
        base_lrs = _for_each_group('base_lr', optimizer, base_lr)
        if last_epoch == -1:
            _set_lrs(optimizer, base_lrs)
        self.max_lrs = _for_each_group('max_lr', optimizer, max_lr)
        up = float(step_size_up)
        down = up if step_size_down is None else float(step_size_down)
        self.total_size = up + down
        self.step_ratio = up / self.total_size
        if mode not in ('triangular', 'triangular2', 'exp_range') and scale_fn is None:
            raise ValueError('mode is invalid and scale_fn is None')
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        self.scale_mode = scale_mode
        self._init_scale_fn()
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self._begin_momentum(base_momentum, max_momentum, last_epoch, keeps=True)
        super().__init__(optimizer, last_epoch)
        self.base_lrs = base_lrs

    def _init_scale_fn(self):
        if self._scale_fn_custom is not None:
            return
        if self.mode == 'triangular':
            self._scale_fn_ref = self._triangular_scale_fn
        elif self.mode == 'triangular2':
            self._scale_fn_ref = self._triangular2_scale_fn
        elif self.mode == 'exp_range':
            self._scale_fn_ref = functools.partial(self._exp_range_scale_fn, self.gamma)
        self.scale_mode = 'iterations' if self.mode == 'exp_range' else 'cycle'

    def scale_fn(self, x):
        return (self._scale_fn_ref if self._scale_fn_custom is None else self._scale_fn_custom)(x)

    @staticmethod
    def _triangular_scale_fn(x):
        return 1.0

    @staticmethod
    def _triangular2_scale_fn(x):
        return 1 / 2.0 ** (x - 1)

    @staticmethod
    def _exp_range_scale_fn(gamma, x):
        return gamma ** x

    def get_lr(self):
        self._warn_outside_of_step()
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle
        share = x / self.step_ratio if x <= self.step_ratio else (x - 1) / (self.step_ratio - 1)

        def height(low, high):
            return (high - low) * share * self.scale_fn(cycle if self.scale_mode == 'cycle' else self.last_epoch)

        lrs = [low + height(low, high) for low, high in zip(self.base_lrs, self.max_lrs, strict=True)]
        if self.cycle_momentum:
            momentums = [high - height(low, high) for low, high in zip(self.base_momentums, self.max_momentums, strict=True)]
            for group, momentum in zip(self.optimizer.param_groups, momentums, strict=True):
                self._set_momentum(group, momentum)
        return lrs

    def state_dict(self):
        function = self._scale_fn_custom
        return {**_state_of(self, '_scale_fn_ref', '_scale_fn_custom'), '_scale_fn_custom': None if function is None else _fields_of(function)}

    def load_state_dict(self, state_dict):
        super().load_state_dict({name: value for name, value in state_dict.items() if name != '_scale_fn_custom'})
        if state_dict['_scale_fn_custom'] is not None:
            self._scale_fn_custom.__dict__.update(state_dict['_scale_fn_custom'])
        self._init_scale_fn()


class OneCycleLR(_WithMomentum):
    """Up to the largest rate, then down below where it began."""

    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy='cos', cycle_momentum=True,
                 base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=1e4, three_phase=False, last_epoch=-1):
        _check_optimizer(optimizer)
        self.optimizer = optimizer

        def positive(name, count):
            if not isinstance(count, int) or count <= 0:
                raise ValueError(f'Expected positive integer {name}, but got {count}')
            return count

        if total_steps is not None:
            if total_steps <= 0 or not isinstance(total_steps, int):
                raise ValueError(f'Expected positive integer total_steps, but got {total_steps}')
            self.total_steps = total_steps
        elif epochs is not None and steps_per_epoch is not None:
            self.total_steps = positive('epochs', epochs) * positive('steps_per_epoch', steps_per_epoch)
        else:
            raise ValueError('You must define either total_steps OR (epochs AND steps_per_epoch)')
        rise, last = float(pct_start * self.total_steps) - 1, self.total_steps - 1
        words = ('end_step', 'start_lr', 'end_lr', 'start_momentum', 'end_momentum')
        up = (rise, 'initial_lr', 'max_lr', 'max_momentum', 'base_momentum')
        downs = [(float(2 * pct_start * self.total_steps) - 2, 'max_lr', 'initial_lr', 'base_momentum', 'max_momentum'),
                 (last, 'initial_lr', 'min_lr', 'max_momentum', 'max_momentum')] if three_phase else [(last, 'max_lr', 'min_lr', 'base_momentum', 'max_momentum')]
        self._schedule_phases = [dict(zip(words, phase)) for phase in (up, *downs)]
        if pct_start < 0 or pct_start > 1 or not isinstance(pct_start, float):
            raise ValueError(f'Expected float between 0 and 1 pct_start, but got {pct_start}')
        if anneal_strategy not in ('cos', 'linear'):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self._anneal_func_type = anneal_strategy
        max_lrs = _for_each_group('max_lr', optimizer, max_lr)
        if last_epoch == -1:
            for group, most in zip(optimizer.param_groups, max_lrs):
                group['initial_lr'] = most / div_factor
                group['max_lr'] = most
                group['min_lr'] = group['initial_lr'] / final_div_factor
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self._begin_momentum(base_momentum, max_momentum, last_epoch, keeps=False)
        super().__init__(optimizer, last_epoch)

    def _anneal_func(self, start, end, pct):
        return (self._annealing_cos if self._anneal_func_type == 'cos' else self._annealing_linear)(start, end, pct)

    @staticmethod
    def _annealing_cos(start, end, pct):
        return end + (start - end) / 2.0 * (math.cos(math.pi * pct) + 1)

    @staticmethod
    def _annealing_linear(start, end, pct):
        return (end - start) * pct + start

    def get_lr(self):
        self._warn_outside_of_step()
        step = self.last_epoch
        if step > self.total_steps:
            raise ValueError(f'Tried to step {step} times. The specified number of total steps is {self.total_steps}')
        begin, phases = 0.0, self._schedule_phases
        for phase in phases:
            if step <= phase['end_step'] or phase is phases[-1]:
                break
            begin = phase['end_step']
        share = (step - begin) / (phase['end_step'] - begin)
        lrs = []
        for group in self.optimizer.param_groups:
            lrs.append(self._anneal_func(group[phase['start_lr']], group[phase['end_lr']], share))
            if self.cycle_momentum:
                self._set_momentum(group, self._anneal_func(group[phase['start_momentum']], group[phase['end_momentum']], share))
        return lrs
