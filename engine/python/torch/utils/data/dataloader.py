"""Batches of a dataset, in one process."""
import types
import warnings

from ._utils.collate import default_collate, default_convert
from .dataset import IterableDataset, fetched
from .sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler

_FIXED = frozenset(('batch_size', 'batch_sampler', 'sampler', 'drop_last', 'dataset', 'persistent_workers'))


class _InfiniteConstantSampler(Sampler):
    """What an iterable dataset has for a sampler: its items have no indices."""

    def __iter__(self):
        while True:
            yield None


class DataLoader:
    """Batches of a dataset. With `num_workers` it says that there is one process, and what that changes."""

    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False,
                 timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None, persistent_workers=False, pin_memory_device='', in_order=True):
        if num_workers < 0:
            raise ValueError('num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.')
        if timeout < 0:
            raise ValueError('timeout option should be non-negative')
        if num_workers == 0 and prefetch_factor is not None:
            raise ValueError('prefetch_factor option could only be specified in multiprocessing.'
                             'let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.')
        if prefetch_factor is not None and prefetch_factor < 0:
            raise ValueError('prefetch_factor option should be non-negative')
        if persistent_workers and num_workers == 0:
            raise ValueError('persistent_workers option needs num_workers > 0')
        if multiprocessing_context is not None and num_workers == 0:
            raise ValueError(f'multiprocessing_context can only be used with multi-process loading (num_workers > 0), but got num_workers={num_workers}')
        self._is_iterable = isinstance(dataset, IterableDataset)
        if self._is_iterable:
            for name, value, unset in (('shuffle', shuffle, not shuffle), ('sampler', sampler, sampler is None), ('batch_sampler', batch_sampler, batch_sampler is None)):
                if not unset:
                    raise ValueError(f'DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={value}')
        if sampler is not None and shuffle:
            raise ValueError('sampler option is mutually exclusive with shuffle')
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError('batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last')
            batch_size = None
        elif batch_size is None and drop_last:
            raise ValueError('batch_size=None option disables auto-batching and is mutually exclusive with drop_last')
        if sampler is None:
            if self._is_iterable:
                sampler = _InfiniteConstantSampler()
            else:
                sampler = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
        if batch_size is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        if num_workers > 0:
            warnings.warn(f'num_workers={num_workers}: the embedded runtime has one process, which loads every batch itself, as with num_workers=0; '
                          'worker_init_fn is not called and get_worker_info() is None. The python runtime has workers.', stacklevel=2)
        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.prefetch_factor = 2 if num_workers > 0 and prefetch_factor is None else prefetch_factor
        self.pin_memory = pin_memory
        self.pin_memory_device = pin_memory_device
        self.drop_last = drop_last
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.multiprocessing_context = multiprocessing_context
        self.generator = generator
        self.in_order = in_order
        self.collate_fn = collate_fn if collate_fn is not None else default_collate if batch_sampler is not None else default_convert
        # How long the dataset said it was when it was asked last.
        self._said_length = None
        self.persistent_workers = persistent_workers

    __class_getitem__ = classmethod(types.GenericAlias)

    def __setattr__(self, name, value):
        # `persistent_workers` is what is set last when one is made.
        if name in _FIXED and 'persistent_workers' in self.__dict__:
            raise ValueError(f'{name} attribute should not be set after {type(self).__name__} is initialized')
        super().__setattr__(name, value)

    def __iter__(self):
        return _SingleProcessDataLoaderIter(self)

    @property
    def _index_sampler(self):
        return self.sampler if self.batch_sampler is None else self.batch_sampler

    def __len__(self):
        if not self._is_iterable:
            return len(self._index_sampler)
        count = self._said_length = len(self.dataset)
        if self.batch_size is None:
            return count
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)


class _SingleProcessDataLoaderIter:
    """Goes through a loader once."""

    def __init__(self, loader):
        import torch
        if loader.pin_memory:
            if loader.pin_memory_device:
                warnings.warn('pin_memory_device is deprecated, the current accelerator will be used as the device,'
                              f"ignore pin_memory_device='{loader.pin_memory_device}'.", stacklevel=3)
            warnings.warn("'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.", stacklevel=3)
        self._dataset = loader.dataset
        self._is_iterable = loader._is_iterable
        self._said_length = loader._said_length
        self._in_batches = loader.batch_sampler is not None
        self._drop_last = loader.drop_last
        self._collate_fn = loader.collate_fn
        self._index_sampler = loader._index_sampler
        self._indices = iter(self._index_sampler)
        # PyTorch draws a seed for its workers whenever an iterator is made, used or not.
        torch.empty((), dtype=torch.int64).random_(generator=loader.generator).item()
        if loader.timeout != 0 and loader.num_workers == 0:
            raise AssertionError('_SingleProcessDataLoaderIter requires timeout == 0')
        if self._is_iterable:
            self._items = iter(self._dataset)
            self._ended = False
        self._yielded = 0

    def __iter__(self):
        return self

    def __next__(self):
        index = next(self._indices)
        data = self._collate_fn(self._next_items(index) if self._is_iterable else fetched(self._dataset, index) if self._in_batches else self._dataset[index])
        self._yielded += 1
        if self._is_iterable and self._said_length is not None and self._yielded > self._said_length:
            warnings.warn(f'Length of IterableDataset {self._dataset} was reported to be {self._said_length}(when accessing len(dataloader)), '
                          f'but {self._yielded} samples have been fetched. ', stacklevel=2)
        return data

    def _next_items(self, places):
        """The next item, or as many as there are `places`."""
        if self._ended:
            raise StopIteration
        if not self._in_batches:
            return next(self._items)
        items = []
        for _ in places:
            try:
                items.append(next(self._items))
            except StopIteration:
                self._ended = True
                break
        if not items or (self._drop_last and len(items) < len(places)):
            raise StopIteration
        return items

    def __len__(self):
        return len(self._index_sampler)

    def __getstate__(self):
        raise NotImplementedError('{} cannot be pickled', type(self).__name__)


def get_worker_info():
    """What a worker process is; None: this is none."""
    return None
