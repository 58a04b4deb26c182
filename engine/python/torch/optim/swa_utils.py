"""torch.optim.swa_utils: a second set of a model's weights, which are averages of those that it had."""
import math
from copy import deepcopy
from itertools import chain

import torch

from ..autograd.grad_mode import no_grad
from ..nn import Module, modules
from ._scheduler import LRScheduler, _for_each_group, _state_of


def _checked(decay):
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f'Invalid decay value {decay} provided. Please provide a value in [0,1] range.')
    return decay


def get_ema_multi_avg_fn(decay=0.999):
    _checked(decay)

    @no_grad()
    def ema_update(ema_param_list, current_param_list, _):
        if ema_param_list[0].is_floating_point():
            torch._foreach_lerp_(ema_param_list, current_param_list, 1 - decay)
        else:
            for average, current in zip(ema_param_list, current_param_list, strict=True):
                average.copy_(average * decay + current * (1 - decay))
    return ema_update


def get_swa_multi_avg_fn():
    @no_grad()
    def swa_update(averaged_param_list, current_param_list, num_averaged):
        if averaged_param_list[0].is_floating_point():
            torch._foreach_lerp_(averaged_param_list, current_param_list, 1 / (num_averaged + 1))
        elif isinstance(num_averaged, torch.Tensor):
            for average, current in zip(averaged_param_list, current_param_list):
                average.addcdiv_(current - average, num_averaged + 1)
        else:
            for average, current in zip(averaged_param_list, current_param_list):
                average.add_(current - average, alpha=1.0 / (num_averaged + 1))
    return swa_update


def get_ema_avg_fn(decay=0.999):
    _checked(decay)

    @no_grad()
    def ema_update(ema_param, current_param, num_averaged):
        return decay * ema_param + (1 - decay) * current_param
    return ema_update


def get_swa_avg_fn():
    @no_grad()
    def swa_update(averaged_param, current_param, num_averaged):
        return averaged_param + (current_param - averaged_param) / (num_averaged + 1)
    return swa_update


class AveragedModel(Module):
    """A copy of a model whose parameters are averages. `avg_fn` averages one tensor, `multi_avg_fn` a list of one dtype in place; by default all weights count alike."""

    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError('Only one of avg_fn and multi_avg_fn should be provided')
        self.module = deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer('n_averaged', torch.tensor(0, dtype=torch.long, device=device))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def update_parameters(self, model):
        """Takes in the model's weights as they are now; the first time they are copied."""
        own = chain(self.module.parameters(), self.module.buffers()) if self.use_buffers else self.parameters()
        given = chain(model.parameters(), model.buffers()) if self.use_buffers else model.parameters()
        is_first = bool(self.n_averaged == 0)
        pairs = []
        for average, weights in zip(own, given):
            weights = weights.detach().to(average.device)
            pairs.append((average.detach(), weights))
            if is_first:
                average.detach().copy_(weights)
        if self.n_averaged > 0:
            self._update(pairs)
        if not self.use_buffers:
            for average, weights in zip(self.module.buffers(), model.buffers(), strict=True):
                average.detach().copy_(weights.detach().to(average.device))
        self.n_averaged += 1

    def _update(self, pairs):
        if self.multi_avg_fn is None and self.avg_fn is not None:
            for average, weights in pairs:
                count = self.n_averaged.to(average.device)
                average.detach().copy_(self.avg_fn(average.detach(), weights, count))
            return
        groups = {}
        for pair in pairs:
            groups.setdefault(pair[0].dtype, []).append(pair)
        for group in groups.values():
            averages, weights = map(list, zip(*group))
            count = self.n_averaged.to(averages[0].device)
            if self.multi_avg_fn:
                self.multi_avg_fn(averages, weights, count)
            else:
                average_of = get_swa_avg_fn()
                for average, current in zip(averages, weights):
                    average.copy_(average_of(average, current, count))


@no_grad()
def update_bn(loader, model, device=None):
    """The running statistics of a model's batch norms, from what a loader gives, each batch counting alike."""
    batch_norms = getattr(getattr(modules, 'batchnorm', None), '_BatchNorm', ())
    momenta = {}
    for module in model.modules():
        if isinstance(module, batch_norms):
            module.reset_running_stats()
            momenta[module] = module.momentum
    if not momenta:
        return
    was_training = model.training
    model.train()
    for module in momenta:
        module.momentum = None
    for batch in loader:
        if isinstance(batch, (list, tuple)):
            batch = batch[0]
        model(batch if device is None else batch.to(device))
    for module, momentum in momenta.items():
        module.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """From the rate as it is to `swa_lr` in so many epochs, and then no more changes."""

    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy='cos', last_epoch=-1):
        for lr, group in zip(_for_each_group('swa_lr', optimizer, swa_lr), optimizer.param_groups, strict=True):
            group['swa_lr'] = lr
        if anneal_strategy not in ('cos', 'linear'):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self._set_anneal_func(anneal_strategy)
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f'anneal_epochs must be equal or greater than 0, got {anneal_epochs}')
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    @staticmethod
    def _linear_anneal(t):
        return t

    @staticmethod
    def _cosine_anneal(t):
        return (1 - math.cos(math.pi * t)) / 2

    @staticmethod
    def _get_initial_lr(lr, swa_lr, alpha):
        return swa_lr if alpha == 1 else (lr - alpha * swa_lr) / (1 - alpha)

    def get_lr(self):
        self._warn_outside_of_step()
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before, now = (self.anneal_func(max(0, min(1, at / max(1, self.anneal_epochs)))) for at in (step - 1, step))
        lrs = [self._get_initial_lr(group['lr'], group['swa_lr'], before) for group in self.optimizer.param_groups]
        return [group['swa_lr'] * now + lr * (1 - now) for group, lr in zip(self.optimizer.param_groups, lrs)]

    def _set_anneal_func(self, anneal_strategy):
        self._anneal_strategy = anneal_strategy
        self.anneal_func = self._cosine_anneal if anneal_strategy == 'cos' else self._linear_anneal

    def state_dict(self):
        return _state_of(self, 'anneal_func')

    def load_state_dict(self, state_dict):
        self.__dict__.update(state_dict)
        self._set_anneal_func(self._anneal_strategy)
