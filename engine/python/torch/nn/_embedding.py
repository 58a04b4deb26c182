"""torch.nn.functional: rows of a table by their numbers, one each or in bags."""
from ._calls import op, reported

__all__ = ['embedding', 'embedding_bag']


@reported(2)
def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if padding_idx is None:
        padding_idx = -1
    else:
        rows = weight.size(0)
        assert -rows <= padding_idx < rows, 'Padding_idx must be within num_embeddings'
        padding_idx %= rows
    if max_norm is not None:
        op('embedding_renorm_')(weight.detach(), input.contiguous(), max_norm, norm_type)
    return op('embedding')(weight, input, padding_idx, scale_grad_by_freq, sparse)


@reported(2, ('offsets', 'per_sample_weights'))
def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None,
                  include_last_offset=False, padding_idx=None):
    if per_sample_weights is not None and input.size() != per_sample_weights.size():
        raise ValueError(f'embedding_bag: If per_sample_weights ({per_sample_weights.shape}) is not None, then it must have the same shape as the input ({input.shape})')
    if weight.dim() != 2:
        raise ValueError(f'weight has to be a 2D Tensor, but got Tensor of dimension {weight.dim()}')
    if input.dim() == 2:
        if offsets is not None:
            raise ValueError('if input is 2D, then offsets has to be None, as input is treated is a mini-batch of'
                             f' fixed length sequences. However, found offsets of type {type(offsets)}')
        rows, length = input.shape
        offsets = input.new_tensor([row * length for row in range(rows)])
        include_last_offset = False
        input = input.reshape(-1)
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights.reshape(-1)
    elif input.dim() != 1:
        raise ValueError(f'input has to be 1D or 2D Tensor, but got Tensor of dimension {input.dim()}')
    elif offsets is None:
        raise ValueError('offsets has to be a 1D Tensor but got None')
    elif offsets.dim() != 1:
        raise ValueError('offsets has to be a 1D Tensor')
    if mode not in ('sum', 'mean', 'max'):
        raise ValueError('mode has to be one of sum, mean or max')
    if mode == 'max' and scale_grad_by_freq:
        raise ValueError('max mode does not support scaling the gradient by the frequency')
    if mode == 'max' and sparse:
        raise ValueError('max mode does not support sparse weights')
    if max_norm is not None:
        op('embedding_renorm_')(weight.detach(), input, max_norm, norm_type)
    if per_sample_weights is not None and mode != 'sum':
        raise NotImplementedError('embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode=\'sum\' '
                                  f"(got mode='{mode}'). Please open a feature request on GitHub.")
    number = ('sum', 'mean', 'max').index(mode)
    return op('embedding_bag')(weight, input, offsets, scale_grad_by_freq, number, sparse, per_sample_weights, include_last_offset, padding_idx)[0]
