"""There are no widgets here: bars are text."""
from .std import tqdm, trange

tqdm_notebook = tqdm
tnrange = trange
__all__ = ['tqdm_notebook', 'tnrange', 'tqdm', 'trange']
