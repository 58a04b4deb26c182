"""Sequences of different lengths: padded to one tensor, packed time by time, and apart again."""
from collections import namedtuple
from collections.abc import Iterable

from ..._ops import FUNCTIONS
from ..._tensor import Tensor

_Parts = namedtuple('PackedSequence_', ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'])


class PackedSequence(_Parts):
    """Rows of all sequences, those of the first time first; how many there are at each time; and the order in which the sequences lie, and lay before."""

    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if batch_sizes is None:
            if not (isinstance(data, (list, tuple)) and len(data) == 2):
                raise AssertionError('Expected data to be a list or tuple of length 2')
            data, batch_sizes = data
        elif batch_sizes.device.type != 'cpu':
            raise ValueError('batch_sizes should always be on CPU. Instances of PackedSequence should never be created manually. They should be instantiated by functions like '
                             'pack_sequence and pack_padded_sequences in nn.utils.rnn. https://pytorch.org/docs/stable/nn.html#torch.nn.utils.rnn.pack_sequence')
        return super().__new__(cls, data, batch_sizes, sorted_indices, invert_permutation(sorted_indices) if unsorted_indices is None else unsorted_indices)

    def to(self, *args, **kwargs):
        data = self.data.to(*args, **kwargs)
        return self if data is self.data else type(self)(data, *self[1:])

    def cpu(self, *args, **kwargs):
        return self.to(*args, device='cpu', **kwargs)

    def cuda(self, *args, **kwargs):
        return self.to(*args, device='cuda', **kwargs)

    def double(self):
        return self.to(self.data.double().dtype)

    def float(self):
        return self.to(self.data.float().dtype)

    def half(self):
        return self.to(self.data.half().dtype)

    def long(self):
        return self.to(self.data.long().dtype)

    def int(self):
        return self.to(self.data.int().dtype)

    def short(self):
        return self.to(self.data.short().dtype)

    def char(self):
        return self.to(self.data.char().dtype)

    def byte(self):
        return self.to(self.data.byte().dtype)

    @property
    def is_cuda(self):
        return self.data.is_cuda

    def is_pinned(self):
        return self.data.is_pinned()


def invert_permutation(permutation):
    import torch
    if permutation is None:
        return None
    return torch.empty_like(permutation).scatter_(0, permutation, torch.arange(0, permutation.numel()))


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    import torch
    lengths = lengths.to(dtype=torch.int64) if isinstance(lengths, Tensor) else torch.as_tensor(lengths, dtype=torch.int64, device='cpu')
    sorted_indices = None
    if not enforce_sorted:
        lengths, sorted_indices = torch.sort(lengths, descending=True)
        input = input.index_select(0 if batch_first else 1, sorted_indices)
    data, batch_sizes = FUNCTIONS['_pack_padded_sequence'](input, lengths, batch_first)
    return PackedSequence(data, batch_sizes, sorted_indices, None)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    longest = sequence.batch_sizes.size(0)
    if total_length is not None:
        if total_length < longest:
            raise ValueError('Expected total_length to be at least the length of the longest sequence in input, '
                             f'but got total_length={total_length} and max sequence length being {longest}')
        longest = total_length
    padded, lengths = FUNCTIONS['_pad_packed_sequence'](sequence.data, sequence.batch_sizes, batch_first, padding_value, longest)
    order = sequence.unsorted_indices
    return (padded, lengths) if order is None else (padded.index_select(0 if batch_first else 1, order), lengths[order])


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    if not isinstance(sequences, Iterable):
        raise RuntimeError(f'pad_sequence: Expected iterable for input sequences, but got arg of type: {type(sequences)}')
    sequences = tuple(sequences)
    if not sequences:
        raise RuntimeError('received an empty list of sequences')
    for place, each in enumerate(sequences):
        if not isinstance(each, Tensor):
            raise TypeError(f'expected Tensor as element {place} in argument 0, but got {type(each).__name__}')
        if each.dim() == 0:
            raise RuntimeError('ArrayRef: invalid slice, N = 1; size = 0')
    if padding_side not in ('left', 'right'):
        raise RuntimeError(f'Expected padding_side to be one of left or right, but got {padding_side}.')
    lengths = [each.size(0) for each in sequences]
    count, longest, rest = len(sequences), max(lengths), sequences[0].shape[1:]
    padded = sequences[0].new_full((count, longest, *rest) if batch_first else (longest, count, *rest), padding_value)
    for place, (each, length) in enumerate(zip(sequences, lengths)):
        start = longest - length if padding_side == 'left' else 0
        (padded.select(0, place).narrow(0, start, length) if batch_first else padded.narrow(0, start, length).select(1, place)).copy_(each)
    return padded


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    if not batch_first:
        padded_sequences.transpose_(0, 1)
    if len(padded_sequences) != len(lengths):
        raise ValueError(f'zip() argument 2 is {"shorter" if len(lengths) < len(padded_sequences) else "longer"} than argument 1')
    import torch
    places = torch.arange(padded_sequences.shape[1])
    return [sequence[places < length] for sequence, length in zip(padded_sequences, lengths)]


def pack_sequence(sequences, enforce_sorted=True):
    import torch
    lengths = torch.as_tensor([each.size(0) for each in sequences])
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences):
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
