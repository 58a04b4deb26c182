"""torch.optim.Adam. The arithmetic of a step is the engine's one function; this keeps groups and the averages."""
from .._tensor import Tensor
from ._stepped import Stepped, refuse_betas, refuse_fused, refuse_lists, refuse_negative


def _scalar(x):
    return x.squeeze() if isinstance(x, Tensor) and x.dim() != 0 else x


class Adam(Stepped):
    _formula = 'Adam'
    _numbers = ('lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'amsgrad', 'maximize', 'decoupled_weight_decay')
    _state = ('exp_avg', 'exp_avg_sq')
    _later = {'amsgrad': False, 'maximize': False, 'foreach': None, 'capturable': False, 'differentiable': False, 'decoupled_weight_decay': False, 'fused': None}

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False,
                 differentiable=False, fused=None, decoupled_weight_decay=False):
        if isinstance(lr, Tensor) and foreach and not capturable:
            raise ValueError('lr as a Tensor is not supported for capturable=False and foreach=True')
        refuse_lists(lr)
        refuse_negative(lr=lr, eps=eps)
        refuse_betas(betas)
        refuse_negative(weight_decay=weight_decay)
        if not any(all(isinstance(beta, kind) for beta in betas[:2]) for kind in (float, Tensor)):
            raise ValueError('betas must be either both floats or both Tensors')
        for index in range(2):
            if isinstance(betas[index], Tensor):
                if not capturable and foreach:
                    raise ValueError(f'betas[{index}] as a Tensor is not supported for capturable=False and foreach=True')
                if betas[index].numel() != 1:
                    raise ValueError(f'Tensor betas[{index}] must be 1-element')
        super().__init__(params, dict(lr=lr, betas=tuple(map(_scalar, betas)), eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize,
                                      foreach=foreach, capturable=capturable, differentiable=differentiable, fused=fused,
                                      decoupled_weight_decay=decoupled_weight_decay))
        refuse_fused(fused, differentiable, foreach)

    def _kept(self, group):
        return (*super()._kept(group), 'max_exp_avg_sq') if group['amsgrad'] else super()._kept(group)


Adam.__module__ = 'torch.optim.adam'
