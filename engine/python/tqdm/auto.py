"""Where tqdm chooses between a bar of text and one of widgets: here all are text."""
from .std import tqdm, trange

__all__ = ['tqdm', 'trange']
