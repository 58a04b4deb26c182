"""Loss scaling: small gradients are kept from vanishing in 16 bits, and a step whose gradients overflow is left out. For CUDA, which is not here, a scaler is one that is switched off."""
import warnings
from collections import defaultdict
from enum import Enum

from ..autograd.grad_mode import no_grad


class OptState(Enum):
    READY = 0
    UNSCALED = 1
    STEPPED = 2


def _fresh():
    return {'stage': OptState.READY, 'found_inf_per_device': {}}


class GradScaler:
    def __init__(self, device='cuda', init_scale=2.0 ** 16, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        self._device = device
        self._enabled = enabled
        if device == 'cuda' and enabled:
            warnings.warn('torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.', stacklevel=2)
            self._enabled = False
        if not self._enabled:
            return
        if growth_factor <= 1.0:
            raise AssertionError('The growth factor must be > 1.0.')
        if backoff_factor >= 1.0:
            raise AssertionError('The backoff factor must be < 1.0.')
        self._init_scale = init_scale
        self._growth_factor, self._backoff_factor, self._growth_interval = growth_factor, backoff_factor, growth_interval
        self._init_growth_tracker = 0
        # Made when something is scaled first.
        self._scale = self._growth_tracker = None
        self._per_optimizer_states = defaultdict(_fresh)

    def _check_scale_growth_tracker(self, funcname):
        for name in ('_scale', '_growth_tracker'):
            if getattr(self, name) is None:
                raise AssertionError(f'Attempted {funcname} but {name} is None.  This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.')

    def scale(self, outputs):
        if not self._enabled:
            return outputs
        import torch
        if isinstance(outputs, torch.Tensor):
            if self._scale is None:
                self._scale = torch.full((), self._init_scale, dtype=torch.float32)
                self._growth_tracker = torch.full((), self._init_growth_tracker, dtype=torch.int32)
            return outputs * self._scale
        if not hasattr(outputs, '__iter__'):
            raise ValueError('outputs must be a Tensor or an iterable of Tensors')
        scaled = map(self.scale, outputs)
        return type(outputs)(scaled) if isinstance(outputs, (list, tuple)) else scaled

    @no_grad()
    def _unscale_grads_(self, optimizer, inv_scale):
        """Whether one of the gradients is not finite, as a number of float32."""
        import torch
        found_inf = torch.full((), 0.0, dtype=torch.float32)
        gradients = [param.grad for group in optimizer.param_groups for param in group['params'] if param.grad is not None]
        for grad in gradients:
            if grad.dtype is torch.float16:
                raise ValueError('Attempting to unscale FP16 gradients.')
        for grad in gradients:
            if not grad.isfinite().all():
                found_inf.fill_(1.0)
            grad.mul_(inv_scale)
        return {found_inf.device: found_inf} if gradients else {}

    def unscale_(self, optimizer):
        if not self._enabled:
            return
        self._check_scale_growth_tracker('unscale_')
        state = self._per_optimizer_states[id(optimizer)]
        if state['stage'] is OptState.UNSCALED:
            raise RuntimeError('unscale_() has already been called on this optimizer since the last update().')
        if state['stage'] is OptState.STEPPED:
            raise RuntimeError('unscale_() is being called after step().')
        state['found_inf_per_device'] = self._unscale_grads_(optimizer, self._scale.double().reciprocal().float())
        state['stage'] = OptState.UNSCALED

    def step(self, optimizer, *args, **kwargs):
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if 'closure' in kwargs:
            raise RuntimeError('Closure use is not currently supported if GradScaler is enabled.')
        self._check_scale_growth_tracker('step')
        state = self._per_optimizer_states[id(optimizer)]
        if state['stage'] is OptState.STEPPED:
            raise RuntimeError('step() has already been called since the last update().')
        if state['stage'] is OptState.READY:
            self.unscale_(optimizer)
        if not state['found_inf_per_device']:
            raise AssertionError('No inf checks were recorded for this optimizer.')
        result = None if any(found.item() for found in state['found_inf_per_device'].values()) else optimizer.step(*args, **kwargs)
        state['stage'] = OptState.STEPPED
        return result

    @no_grad()
    def update(self, new_scale=None):
        if not self._enabled:
            return
        self._check_scale_growth_tracker('update')
        if isinstance(new_scale, float):
            self._scale.fill_(new_scale)
        elif new_scale is not None:
            if new_scale.device.type != self._device or new_scale.numel() != 1 or new_scale.requires_grad:
                raise AssertionError('new_scale should be a float or a 1-element torch.cuda.FloatTensor or torch.FloatTensor with requires_grad=False.')
            self._scale.copy_(new_scale)
        else:
            found = [each.item() for state in self._per_optimizer_states.values() for each in state['found_inf_per_device'].values()]
            if not found:
                raise AssertionError('No inf checks were recorded prior to update.')
            self._follow(any(found))
        self._per_optimizer_states = defaultdict(_fresh)

    def _follow(self, is_overflowing):
        """The scale is lowered where something overflowed, and raised after so many steps where nothing did."""
        if is_overflowing:
            self._scale.mul_(self._backoff_factor)
            self._growth_tracker.fill_(0)
            return
        successful = self._growth_tracker.item() + 1
        if successful == self._growth_interval:
            raised = self._scale * self._growth_factor
            if raised.isfinite():
                self._scale.copy_(raised)
            successful = 0
        self._growth_tracker.fill_(successful)

    def get_scale(self):
        if not self._enabled:
            return 1.0
        return self._init_scale if self._scale is None else self._scale.item()

    def get_growth_factor(self):
        return self._growth_factor

    def set_growth_factor(self, new_factor):
        self._growth_factor = new_factor

    def get_backoff_factor(self):
        return self._backoff_factor

    def set_backoff_factor(self, new_factor):
        self._backoff_factor = new_factor

    def get_growth_interval(self):
        return self._growth_interval

    def set_growth_interval(self, new_interval):
        self._growth_interval = new_interval

    def _get_growth_tracker(self):
        if not self._enabled:
            return 0
        return self._init_growth_tracker if self._growth_tracker is None else self._growth_tracker.item()

    def is_enabled(self):
        return self._enabled

    def state_dict(self):
        if not self._enabled:
            return {}
        return {'scale': self.get_scale(), 'growth_factor': self._growth_factor, 'backoff_factor': self._backoff_factor,
                'growth_interval': self._growth_interval, '_growth_tracker': self._get_growth_tracker()}

    def load_state_dict(self, state_dict):
        if not self._enabled:
            return
        if not state_dict:
            raise RuntimeError('The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.')
        self._init_scale, self._init_growth_tracker = state_dict['scale'], state_dict['_growth_tracker']
        if self._scale is not None:
            self._scale.fill_(self._init_scale)
            self._growth_tracker.fill_(self._init_growth_tracker)
        self._growth_factor, self._backoff_factor, self._growth_interval = state_dict['growth_factor'], state_dict['backoff_factor'], state_dict['growth_interval']
