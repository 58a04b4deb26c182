"""Embedding: rows of a table by their numbers, one each or in bags."""
from ...autograd.grad_mode import no_grad
from .. import functional as F
from .. import init
from ..parameter import Parameter
from .module import Module
from .utils import empty


class _Table(Module):
    """What Embedding and EmbeddingBag share: `weight`, (num_embeddings, embedding_dim), of which one row may stand for nothing."""

    def _set_padding(self, padding_idx, word):
        if padding_idx is not None:
            if not -self.num_embeddings <= padding_idx < max(self.num_embeddings, 1):
                raise AssertionError(f'{word} must be within num_embeddings')
            padding_idx %= max(self.num_embeddings, 1)
        self.padding_idx = padding_idx

    def _set_weight(self, given, is_frozen, device, dtype):
        if given is None:
            self.weight = Parameter(empty((self.num_embeddings, self.embedding_dim), device, dtype), requires_grad=not is_frozen)
            self.reset_parameters()
            return
        if list(given.shape) != [self.num_embeddings, self.embedding_dim]:
            raise AssertionError('Shape of weight does not match num_embeddings and embedding_dim')
        self.weight = Parameter(given, requires_grad=not is_frozen)

    def reset_parameters(self):
        init.normal_(self.weight)
        self._fill_padding_idx_with_zero()

    def _fill_padding_idx_with_zero(self):
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx].fill_(0)

    def _unusual(self, *usual):
        return ''.join(f', {name}={getattr(self, name)!r}' for name, value in usual if getattr(self, name) != value)


def _require_matrix(embeddings):
    if embeddings.dim() != 2:
        raise AssertionError('Embeddings parameter is expected to be 2-dimensional')


class Embedding(_Table):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False,
                 _weight=None, _freeze=False, device=None, dtype=None):
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self._set_padding(padding_idx, 'Padding_idx')
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self._set_weight(_weight, _freeze, device, dtype)
        self.sparse = sparse

    def forward(self, input):
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq, self.sparse)

    def extra_repr(self):
        usual = ('padding_idx', None), ('max_norm', None), ('norm_type', 2), ('scale_grad_by_freq', False), ('sparse', False)
        return f'{self.num_embeddings}, {self.embedding_dim}{self._unusual(*usual)}'

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
        _require_matrix(embeddings)
        rows, columns = embeddings.shape
        return cls(rows, columns, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, _weight=embeddings, _freeze=freeze)


class EmbeddingBag(_Table):
    def __init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False,
                 _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None):
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self._set_padding(padding_idx, 'padding_idx')
        self._set_weight(_weight, False, device, dtype)
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset

    def forward(self, input, offsets=None, per_sample_weights=None):
        return F.embedding_bag(input, self.weight, offsets, self.max_norm, self.norm_type, self.scale_grad_by_freq, self.mode, self.sparse, per_sample_weights,
                               self.include_last_offset, self.padding_idx)

    def extra_repr(self):
        usual = ('max_norm', None), ('norm_type', 2), ('scale_grad_by_freq', False), ('mode', None), ('padding_idx', None)
        return f'{self.num_embeddings}, {self.embedding_dim}{self._unusual(*usual)}'

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, include_last_offset=False,
                        padding_idx=None):
        _require_matrix(embeddings)
        rows, columns = embeddings.shape
        made = cls(rows, columns, max_norm, norm_type, scale_grad_by_freq, mode, sparse, _weight=embeddings, include_last_offset=include_last_offset, padding_idx=padding_idx)
        made.weight.requires_grad = not freeze
        return made
