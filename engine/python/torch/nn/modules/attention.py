"""MultiheadAttention."""
from ...autograd.grad_mode import is_grad_enabled
from .. import functional as F
from .. import init
from .._attention import _added
from .linear import NonDynamicallyQuantizableLinear
from .module import Module
from .utils import empty_parameter


def is_recorded(module, source):
    """Whether a gradient is wanted of the module's parameters or of what it is given."""
    return is_grad_enabled() and (source.requires_grad or any(parameter.requires_grad for parameter in module.parameters()))


class MultiheadAttention(Module):
    """Queries, keys and values by heads: (L, N, embed_dim), or (N, L, embed_dim) where `batch_first`."""

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None):
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(f'embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} instead')
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError('embed_dim must be divisible by num_heads')
        is_one = self._qkv_same_embed_dim
        if is_one:
            empty_parameter(self, 'in_proj_weight', (3 * embed_dim, embed_dim), device, dtype)
        for name, size in (('q', embed_dim), ('k', self.kdim), ('v', self.vdim)):
            empty_parameter(self, f'{name}_proj_weight', (embed_dim, size), device, dtype, not is_one)
        if not is_one:
            self.register_parameter('in_proj_weight', None)
        empty_parameter(self, 'in_proj_bias', 3 * embed_dim, device, dtype, bias)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias, device, dtype)
        if add_bias_kv:
            empty_parameter(self, 'bias_k', (1, 1, embed_dim), device, dtype)
            empty_parameter(self, 'bias_v', (1, 1, embed_dim), device, dtype)
        else:
            self.bias_k = self.bias_v = None
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _reset_parameters(self):
        weights = (self.in_proj_weight,) if self._qkv_same_embed_dim else (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        for weight in weights:
            init.xavier_uniform_(weight)
        if self.in_proj_bias is not None:
            init.constant_(self.in_proj_bias, 0.0)
            init.constant_(self.out_proj.bias, 0.0)
        for bias in (self.bias_k, self.bias_v):
            if bias is not None:
                init.xavier_normal_(bias)

    def _is_native(self, query, key, value, masks):
        """Whether PyTorch takes its one kernel, whose result lies in one piece."""
        is_plain = self.batch_first and self._qkv_same_embed_dim and self.in_proj_bias is not None and self.bias_k is None and not self.add_zero_attn
        if self.training or not is_plain or self.num_heads % 2 == 1 or query.dim() != 3 or query is not key or key is not value:
            return False
        return not any(mask is not None and mask.is_floating_point() for mask in masks) and not is_recorded(self, query)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False):
        is_native = self._is_native(query, key, value, (key_padding_mask, attn_mask))
        key_padding_mask = _added(key_padding_mask, 'key_padding_mask', query, attn_mask, 'attn_mask')
        attn_mask = _added(attn_mask, 'attn_mask', query)
        is_turned = self.batch_first and query.dim() == 3
        if is_turned:
            # One tensor stays one, as its projection is then one product.
            turned = {id(each): each for each in (query, key, value)}
            turned = {place: each.transpose(1, 0) for place, each in turned.items()}
            query, key, value = turned[id(query)], turned[id(key)], turned[id(value)]
        apart = {} if self._qkv_same_embed_dim else {
            'use_separate_proj_weight': True, 'q_proj_weight': self.q_proj_weight, 'k_proj_weight': self.k_proj_weight, 'v_proj_weight': self.v_proj_weight}
        output, weights = F.multi_head_attention_forward(
            query, key, value, self.embed_dim, self.num_heads, self.in_proj_weight, self.in_proj_bias, self.bias_k, self.bias_v, self.add_zero_attn, self.dropout,
            self.out_proj.weight, self.out_proj.bias, training=self.training, key_padding_mask=key_padding_mask, need_weights=need_weights, attn_mask=attn_mask, **apart,
            average_attn_weights=average_attn_weights, is_causal=is_causal)
        output = output.transpose(1, 0) if is_turned else output
        return output.contiguous() if is_native else output, weights


# Where PyTorch has it.
MultiheadAttention.__module__ = 'torch.nn.modules.activation'
