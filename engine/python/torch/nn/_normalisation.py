"""torch.nn.functional: normalisation."""
from ._calls import op, reported

__all__ = ['layer_norm', 'batch_norm', 'group_norm', 'instance_norm', 'rms_norm', 'local_response_norm']


@reported(2, ('weight', 'bias'), relevant=1)
def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    return op('layer_norm')(input, normalized_shape, weight, bias, eps, True)


def _require_several(size):
    """One value has no deviation."""
    count = size[0]
    for each in size[2:]:
        count *= each
    if count == 1:
        raise ValueError(f'Expected more than 1 value per channel when training, got input size {size}')


@reported(3, ('weight', 'bias'))
def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05):
    if training:
        _require_several(input.size())
    if training and eps <= 0.0:
        raise ValueError(f'batch_norm eps must be positive during training, but got {eps}')
    if eps < 0.0:
        raise ValueError(f'batch_norm eps must be non-negative, but got {eps}')
    return op('batch_norm')(input, weight, bias, running_mean, running_var, training, momentum, eps, True)


@reported(2, ('weight', 'bias'), relevant=1)
def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    if input.dim() < 2:
        raise RuntimeError(f'Expected at least 2 dimensions for input tensor but received {input.dim()}')
    _require_several([input.size(0) * input.size(1) // num_groups, num_groups, *input.size()[2:]])
    return op('group_norm')(input, num_groups, weight, bias, eps, True)


@reported(1, ('running_mean', 'running_var', 'weight', 'bias'))
def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05):
    if use_input_stats:
        count = 1
        for each in input.size()[2:]:
            count *= each
        if count == 1:
            raise ValueError(f'Expected more than 1 spatial element when training, got input size {input.size()}')
    return op('instance_norm')(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, True)


@reported(2, ('weight',), relevant=1)
def rms_norm(input, normalized_shape, weight=None, eps=None):
    return op('rms_norm')(input, normalized_shape, weight, eps)


@reported(2, relevant=1)
def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0):
    """Divided by the squares of the channels around."""
    dim = input.dim()
    if dim < 3:
        raise ValueError(f'Expected 3D or higher dimensionality                          input (got {dim} dimensions)')
    if input.numel() == 0:
        return input
    squares, around = input.mul(input), (size // 2, (size - 1) // 2)
    if dim == 3:
        padded = op('pad')(squares.unsqueeze(1), (0, 0, *around))
        total = op('avg_pool2d')(padded, (size, 1), stride=1).squeeze(1)
    else:
        sizes = input.size()
        padded = op('pad')(squares.view(sizes[0], 1, sizes[1], sizes[2], -1), (0, 0, 0, 0, *around))
        total = op('avg_pool3d')(padded, (size, 1, 1), stride=1).squeeze(1).view(sizes)
    return input / total.mul(alpha).add(k).pow(beta)
