"""The part of a dataset that one of several processes goes through."""
import math

from torch.distributed import get_rank, get_world_size

from .sampler import Sampler


class DistributedSampler(Sampler):
    """Every `num_replicas`-th item from the `rank`-th on, in the same order for all. There is no process group that would know these numbers."""

    def __init__(self, dataset, num_replicas=None, rank=None, shuffle=True, seed=0, drop_last=False):
        num_replicas = get_world_size() if num_replicas is None else num_replicas
        rank = get_rank() if rank is None else rank
        if rank >= num_replicas or rank < 0:
            raise ValueError(f'Invalid rank {rank}, rank should be in the interval [0, {num_replicas - 1}]')
        self.dataset = dataset
        self.num_replicas = num_replicas
        self.rank = rank
        self.epoch = 0
        self.drop_last = drop_last
        count = len(dataset)
        self.num_samples = math.ceil((count - num_replicas) / num_replicas) if drop_last and count % num_replicas else math.ceil(count / num_replicas)
        self.total_size = self.num_samples * num_replicas
        self.shuffle = shuffle
        self.seed = seed

    def __iter__(self):
        import torch
        count = len(self.dataset)
        order = torch.randperm(count, generator=torch.Generator().manual_seed(self.seed + self.epoch)).tolist() if self.shuffle else list(range(count))
        if not self.drop_last:
            order *= math.ceil(self.total_size / len(order))
        return iter(order[self.rank:self.total_size:self.num_replicas])

    def __len__(self):
        return self.num_samples

    def set_epoch(self, epoch):
        """Another order: it is drawn from `seed + epoch`."""
        self.epoch = epoch
