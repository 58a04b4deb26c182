"""Normalisation of each channel of each sample by itself, with the forms that find out their channels."""
import warnings

from .. import functional as F
from .batchnorm import _LazyNormBase, _NormBase

_OLD_STATISTICS = ('Unexpected running stats buffer(s) {names} for {cls} with track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0, this may be expected '
                   'because {cls} does not track running stats by default since 0.4.0. Please remove these keys from state_dict. If the running stats are actually needed, instead '
                   'set track_running_stats=True in {cls} to enable them. See the documentation of {cls} for details.')


class _InstanceNorm(_NormBase):
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, *, bias=True):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)

    def _get_no_batch_dim(self):
        raise NotImplementedError

    def _check_input_dim(self, input):
        unbatched = self._get_no_batch_dim()
        if input.dim() not in (unbatched, unbatched + 1):
            raise ValueError(f'expected {unbatched}D or {unbatched + 1}D input (got {input.dim()}D input)')

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        if local_metadata.get('version') is None and not self.track_running_stats:
            old = [prefix + name for name in ('running_mean', 'running_var') if prefix + name in state_dict]
            if old:
                error_msgs.append(_OLD_STATISTICS.format(names=' and '.join(f'"{key}"' for key in old), cls=type(self).__name__))
                for key in old:
                    state_dict.pop(key)
        super()._load_from_state_dict(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)

    def _apply_instance_norm(self, input):
        is_by_input = self.training or not self.track_running_stats
        return F.instance_norm(input, self.running_mean, self.running_var, self.weight, self.bias, is_by_input, 0.0 if self.momentum is None else self.momentum, self.eps)

    def forward(self, input):
        self._check_input_dim(input)
        channels = input.dim() - self._get_no_batch_dim()
        if input.size(channels) != self.num_features:
            if self.affine:
                raise ValueError(f"expected input's size at dim={channels} to match num_features ({self.num_features}), but got: {input.size(channels)}.")
            warnings.warn(f"input's size at dim={channels} does not match num_features. You can silence this warning by not passing in num_features, "
                          'which is not used because affine=False', stacklevel=2)
        if channels == 0:
            return self._apply_instance_norm(input.unsqueeze(0)).squeeze(0)
        return self._apply_instance_norm(input)


class InstanceNorm1d(_InstanceNorm):
    """Of (N, C, L) or (C, L), over L."""

    def _get_no_batch_dim(self):
        return 2


class LazyInstanceNorm1d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm1d
    _get_no_batch_dim = InstanceNorm1d._get_no_batch_dim


class InstanceNorm2d(_InstanceNorm):
    """Of (N, C, H, W) or (C, H, W), over H and W."""

    def _get_no_batch_dim(self):
        return 3


class LazyInstanceNorm2d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm2d
    _get_no_batch_dim = InstanceNorm2d._get_no_batch_dim


class InstanceNorm3d(_InstanceNorm):
    """Of (N, C, D, H, W) or (C, D, H, W), over D, H and W."""

    def _get_no_batch_dim(self):
        return 4


class LazyInstanceNorm3d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm3d
    _get_no_batch_dim = InstanceNorm3d._get_no_batch_dim
