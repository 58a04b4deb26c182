"""torch.nn.functional: attention of several heads."""
import math
import warnings

from ._calls import op, reported

__all__ = ['multi_head_attention_forward']


def _require_shapes(query, key, value, key_padding_mask, attn_mask, num_heads):
    """Whether there is a batch."""
    count = query.dim()
    if count not in (2, 3):
        raise AssertionError(f'query should be unbatched 2D or batched 3D tensor but received {count}-D query tensor')
    word = 'batched' if count == 3 else 'unbatched'
    if key.dim() != count or value.dim() != count:
        raise AssertionError(f'For {word} ({count}-D) `query`, expected `key` and `value` to be {count}-D but found {key.dim()}-D and {value.dim()}-D tensors respectively')
    if key_padding_mask is not None and key_padding_mask.dim() != count - 1:
        raise AssertionError(f'For {word} ({count}-D) `query`, expected `key_padding_mask` to be `None` or {count - 1}-D but found {key_padding_mask.dim()}-D tensor instead')
    if attn_mask is not None:
        if attn_mask.dim() not in (2, 3):
            raise AssertionError(f'For {word} ({count}-D) `query`, expected `attn_mask` to be `None`, 2-D or 3-D but found {attn_mask.dim()}-D tensor instead')
        wanted = (num_heads, query.shape[0], key.shape[0])
        if count == 2 and attn_mask.dim() == 3 and attn_mask.shape != wanted:
            raise AssertionError(f'Expected `attn_mask` shape to be {wanted} but got {attn_mask.shape}')
    return count == 3


def _added(mask, name, query, other=None, other_name=''):
    """A mask as what is added to the products: of bools, minus infinity where it is true. The `other` should be of its dtype."""
    if mask is None:
        return mask
    if str(mask.dtype) != 'torch.bool' and not mask.is_floating_point():
        raise AssertionError(f'only bool and floating types of {name} are supported')
    if other is not None and mask.dtype is not other.dtype:
        warnings.warn(f'Support for mismatched {name} and {other_name} is deprecated. Use same type for both instead.', stacklevel=3)
    return mask if mask.is_floating_point() else query.new_zeros(mask.shape).masked_fill_(mask, float('-inf'))


def _packed(query, key, value, weight, bias):
    """Query, key and value by one weight, the three beneath each other."""
    linear, size = op('linear'), query.size(-1)

    def together(source, weight, bias, count):
        projected = linear(source, weight, bias)
        return projected.reshape(*projected.shape[:-1], count, size).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous().unbind(0)

    if key is value and query is key:
        return together(query, weight, bias, 3)
    if key is value:
        own, rest = weight.split([size, 2 * size])
        own_bias, rest_bias = (None, None) if bias is None else bias.split([size, 2 * size])
        return linear(query, own, own_bias), *together(key, rest, rest_bias, 2)
    weights, biases = weight.chunk(3), (None,) * 3 if bias is None else bias.chunk(3)
    return tuple(linear(each, own, shift) for each, own, shift in zip((query, key, value), weights, biases))


# In the order in which PyTorch's own call gives them.
@reported(13, relevant=3, last=('is_causal', 'use_separate_proj_weight', 'q_proj_weight', 'k_proj_weight', 'v_proj_weight', 'static_k', 'static_v', 'average_attn_weights'))
def multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight,
                                 out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None,
                                 k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False):
    linear, pad = op('linear'), op('pad')
    has_batch = _require_shapes(query, key, value, key_padding_mask, attn_mask, num_heads)
    if not has_batch:
        # One tensor stays one, as its projection is then one product.
        alone = {id(each): each.unsqueeze(1) for each in (query, key, value)}
        query, key, value = alone[id(query)], alone[id(key)], alone[id(value)]
        key_padding_mask = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
    times, batch, size = query.shape
    sources = key.shape[0]
    key_padding_mask = _added(key_padding_mask, 'key_padding_mask', query, attn_mask, 'attn_mask')
    if is_causal and attn_mask is None:
        raise RuntimeError('Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.')
    if is_causal and key_padding_mask is None and not need_weights:
        attn_mask = None
    else:
        attn_mask = _added(attn_mask, 'attn_mask', query)
        is_causal = is_causal and key_padding_mask is None
    if size != embed_dim_to_check:
        raise AssertionError(f'was expecting embedding dimension of {embed_dim_to_check}, but got {size}')
    width = size // num_heads
    if width * num_heads != size:
        raise AssertionError(f'embed_dim {size} not divisible by num_heads {num_heads}')
    if use_separate_proj_weight:
        if key.shape[:2] != value.shape[:2]:
            raise AssertionError(f"key's sequence and batch dims {key.shape[:2]} do not match value's {value.shape[:2]}")
        biases = (None,) * 3 if in_proj_bias is None else in_proj_bias.chunk(3)
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        for name, weight in zip('qkv', weights):
            if weight is None:
                raise AssertionError(f'use_separate_proj_weight is True but {name}_proj_weight is None')
        q, k, v = (linear(each, weight, bias) for each, weight, bias in zip((query, key, value), weights, biases))
    else:
        if key.shape != value.shape:
            raise AssertionError(f'key shape {key.shape} does not match value shape {value.shape}')
        if in_proj_weight is None:
            raise AssertionError('use_separate_proj_weight is False but in_proj_weight is None')
        q, k, v = _packed(query, key, value, in_proj_weight, in_proj_bias)
    if attn_mask is not None:
        wanted = (times, sources) if attn_mask.dim() == 2 else (batch * num_heads, times, sources)
        if attn_mask.shape != wanted:
            raise RuntimeError(f'The shape of the {attn_mask.dim()}D attn_mask is {attn_mask.shape}, but should be {wanted}.')
        attn_mask = attn_mask.unsqueeze(0) if attn_mask.dim() == 2 else attn_mask
    masks = [attn_mask, key_padding_mask]
    cat = op('cat')
    if bias_k is not None and bias_v is not None:
        if static_k is not None:
            raise AssertionError('bias cannot be added to static key.')
        if static_v is not None:
            raise AssertionError('bias cannot be added to static value.')
        k, v = cat([k, bias_k.repeat(1, batch, 1)]), cat([v, bias_v.repeat(1, batch, 1)])
        masks = [None if mask is None else pad(mask, (0, 1)) for mask in masks]
    elif bias_k is not None:
        raise AssertionError('bias_k is set but bias_v is None')
    elif bias_v is not None:
        raise AssertionError('bias_v is set but bias_k is None')
    heads = batch * num_heads

    def by_head(projected):
        return projected.contiguous().view(projected.shape[0], heads, width).transpose(0, 1)

    q = by_head(q)
    fixed = []
    for name, projected, static in (('k', k, static_k), ('v', v, static_v)):
        if static is not None:
            for place, least in ((0, heads), (2, width)):
                if static.size(place) != least:
                    raise AssertionError(f'expecting static_{name}.size({place}) of {least}, but got {static.size(place)}')
        fixed.append(by_head(projected) if static is None else static)
    k, v = fixed
    if add_zero_attn:
        k, v = (cat([each, each.new_zeros((heads, 1, width))], dim=1) for each in (k, v))
        masks = [None if mask is None else pad(mask, (0, 1)) for mask in masks]
    attn_mask, key_padding_mask = masks
    sources = k.size(1)
    if key_padding_mask is not None:
        if key_padding_mask.shape[0] != batch:
            raise AssertionError(f'Expected key_padded_mask.shape[0] to be {batch}, but got {key_padding_mask.shape[0]}')
        if key_padding_mask.shape[1] != sources:
            raise AssertionError(f'Expected key_padded_mask.shape[1] to be {sources}, but got {key_padding_mask.shape[1]}')
        spread = key_padding_mask.view(batch, 1, 1, sources).expand(-1, num_heads, -1, -1).reshape(heads, 1, sources)
        attn_mask = spread if attn_mask is None else attn_mask + spread
    if not training:
        dropout_p = 0.0
    if need_weights:
        scaled = q * math.sqrt(1.0 / float(width))
        turned = k.transpose(-2, -1)
        weights = (scaled.bmm(turned) if attn_mask is None else op('baddbmm')(attn_mask, scaled, turned)).softmax(-1)
        if dropout_p > 0.0:
            weights = op('dropout')(weights, dropout_p, True)
        output = linear(weights.bmm(v).transpose(0, 1).reshape(times * batch, size), out_proj_weight, out_proj_bias)
        output = output.view(times, batch, output.size(1))
        weights = weights.view(batch, num_heads, times, sources)
        if average_attn_weights:
            weights = weights.mean(dim=1)
        return (output, weights) if has_batch else (output.squeeze(1), weights.squeeze(0))
    if attn_mask is not None:
        attn_mask = attn_mask.unsqueeze(0) if attn_mask.size(0) == 1 else attn_mask.view(batch, num_heads, -1, sources)
    q, k, v = (each.reshape(batch, num_heads, each.size(1), width) for each in (q, k, v))
    output = op('scaled_dot_product_attention')(q, k, v, attn_mask, dropout_p, is_causal)
    output = linear(output.permute(2, 0, 1, 3).reshape(batch * times, size), out_proj_weight, out_proj_bias)
    output = output.view(times, batch, output.size(1))
    return (output if has_batch else output.squeeze(1)), None
