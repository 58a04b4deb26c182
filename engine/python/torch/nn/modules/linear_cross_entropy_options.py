"""How LinearCrossEntropyLoss goes through a batch in chunks."""
import dataclasses

from ..._types import bfloat16, float16, float32, float64

_DTYPES = float16, bfloat16, float32, float64


@dataclasses.dataclass(slots=True, frozen=True)
class LinearCrossEntropyOptions:
    """How many rows are taken at a time, and the dtype of sums; `acc_policy` says what PyTorch keeps in memory, and no more."""

    allow_retain_graph: bool = False
    batch_chunk_size: int | None = None
    chunking_method: str | None = 'auto'
    acc_policy: str = 'auto'
    acc_dtype: object = None

    def __post_init__(self):
        if self.acc_policy not in {'auto', 'accurate', 'balanced', 'compact'}:
            raise ValueError(f'invalid acc_policy: {self.acc_policy!r}')
        if self.chunking_method not in (None, 'auto'):
            name, colon, factor = self.chunking_method.partition(':')
            if name != 'aspect_ratio' or (colon and not (factor.isdigit() and int(factor) > 0)):
                raise ValueError(f'invalid chunking_method: {self.chunking_method!r}')
        if self.batch_chunk_size is not None and not (isinstance(self.batch_chunk_size, int) and self.batch_chunk_size > 0):
            raise ValueError(f'batch_chunk_size must be positive int or None, got {self.batch_chunk_size!r}')
        if self.acc_dtype not in (None, *_DTYPES):
            raise ValueError(f'acc_dtype must be one of {{None, {", ".join(map(repr, _DTYPES))}}}, got {self.acc_dtype!r}. Pass acc_dtype=None to let the op pick automatically.')

    def _adjust(self, num_batches, in_features, num_classes, dtype):
        """The same without `auto` and None, for one call."""
        is_low = dtype in (bfloat16, float16)
        method, size = self.chunking_method, num_batches if self.batch_chunk_size is None else min(self.batch_chunk_size, num_batches)
        if method == 'auto':
            method = None if self.batch_chunk_size is not None else 'aspect_ratio' if is_low else 'aspect_ratio:2'
        if method is not None:
            # Logits of about as many elements as the input has, or of a part of them.
            rows = -(-num_batches // -(-num_classes // in_features))
            size = min((1 << (rows - 1).bit_length()) // int(method.partition(':')[2] or 1), num_batches)
            if self.batch_chunk_size not in (None, size):
                raise ValueError(f"batch_chunk_size (={self.batch_chunk_size}) and chunking_method ('{method}') give different "
                                 f'chunk sizes ({self.batch_chunk_size} vs {size}); pass only one.')
        policy = self.acc_policy if self.acc_policy != 'auto' else 'accurate' if is_low else 'compact'
        acc_dtype = self.acc_dtype or (float32 if is_low and self.acc_policy == 'auto' else dtype)
        return dataclasses.replace(self, batch_chunk_size=max(1, size), chunking_method=method, acc_policy=policy, acc_dtype=acc_dtype)
