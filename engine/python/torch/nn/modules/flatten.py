"""Dimensions made one, and one made several."""
from .module import Module
from .utils import shown


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return shown(self, 'start_dim', 'end_dim')


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        super().__init__()
        if not isinstance(unflattened_size, (tuple, list)):
            raise TypeError(f'unflattened_size must be a tuple of ints, but found type {type(unflattened_size).__name__}')
        for place, size in enumerate(unflattened_size):
            if not isinstance(size, int):
                raise TypeError(f'unflattened_size must be tuple of ints, but found element of type {type(size).__name__} at pos {place}')
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input):
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self):
        return shown(self, 'dim', 'unflattened_size')
