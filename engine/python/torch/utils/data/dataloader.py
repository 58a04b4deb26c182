"""Batches of a dataset, in one process."""
from ..._tensor import Tensor
from .dataset import IterableDataset, fetched
from .sampler import BatchSampler, RandomSampler, SequentialSampler


def default_collate(batch):
    """Items of a batch joined: tensors stacked, numbers made tensors, tuples and dicts item by item."""
    import torch
    first = batch[0]
    if isinstance(first, Tensor):
        return torch.stack(batch, 0)
    if getattr(type(first), '_is_numpy_array', False):
        return torch.stack([torch.as_tensor(item) for item in batch], 0)
    if isinstance(first, float) and not hasattr(first, '_numpy_item'):
        return torch.tensor(batch, dtype=torch.float64)
    if isinstance(first, (int, float)) or hasattr(first, '_numpy_item'):
        return torch.tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, dict):
        return {key: default_collate([item[key] for item in batch]) for key in first}
    if isinstance(first, tuple) and hasattr(first, '_fields'):
        return type(first)(*map(default_collate, zip(*batch)))
    if isinstance(first, (tuple, list)):
        if any(len(item) != len(first) for item in batch):
            raise RuntimeError('each element in list of batch should be of equal size')
        return [default_collate(column) for column in zip(*batch)]
    raise TypeError(f'default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {type(first)}')


class DataLoader:
    """Batches of a dataset. `num_workers` is accepted; there is one process."""

    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False,
                 timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, **_):
        if num_workers < 0:
            raise ValueError('num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.')
        if timeout < 0:
            raise ValueError('timeout option should be non-negative')
        if isinstance(dataset, IterableDataset):
            for name, value, unset in (('shuffle', shuffle, not shuffle), ('sampler', sampler, sampler is None), ('batch_sampler', batch_sampler, batch_sampler is None)):
                if not unset:
                    raise ValueError(f'DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={value}')
        if sampler is not None and shuffle:
            raise ValueError('sampler option is mutually exclusive with shuffle')
        if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
            raise ValueError('batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last')
        if batch_size is None and drop_last:
            raise ValueError('batch_size=None option disables auto-batching and is mutually exclusive with drop_last')
        self.dataset = dataset
        self.num_workers = num_workers
        self.drop_last = drop_last
        self.generator = generator
        self.batch_size = None if batch_sampler is not None else batch_size
        self._is_iterable = isinstance(dataset, IterableDataset)
        if self._is_iterable:
            sampler = batch_sampler = None
        else:
            if sampler is None:
                sampler = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
            if batch_sampler is None and batch_size is not None:
                batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.collate_fn = collate_fn or (default_collate if batch_size is not None else lambda item: item)

    def __iter__(self):
        import torch
        # PyTorch draws a seed for its workers whenever an iterator is made, used or not.
        torch.empty((), dtype=torch.int64).random_(generator=self.generator).item()
        return self._batches()

    def _batches(self):
        if self._is_iterable:
            batch = []
            for item in self.dataset:
                if self.batch_size is None:
                    yield self.collate_fn(item)
                    continue
                batch.append(item)
                if len(batch) == self.batch_size:
                    yield self.collate_fn(batch)
                    batch = []
            if batch and not self.drop_last:
                yield self.collate_fn(batch)
        elif self.batch_sampler is None:
            for index in self.sampler:
                yield self.collate_fn(self.dataset[index])
        else:
            for indices in self.batch_sampler:
                yield self.collate_fn(fetched(self.dataset, indices))

    def __len__(self):
        if self._is_iterable:
            count = len(self.dataset)
            return count // self.batch_size if self.drop_last else -(-count // self.batch_size)
        return len(self.batch_sampler if self.batch_sampler is not None else self.sampler)


def get_worker_info():
    """What a worker process is; None: this is none."""
    return None
