"""Python's own functions over iterables, with a bar."""
from ..std import tqdm

__all__ = ['tenumerate', 'tzip', 'tmap']


def tenumerate(iterable, start=0, total=None, tqdm_class=tqdm, **tqdm_kwargs):
    return enumerate(tqdm_class(iterable, total=total, **tqdm_kwargs), start)


def tzip(iter1, *iter2plus, **tqdm_kwargs):
    tqdm_class = tqdm_kwargs.pop('tqdm_class', tqdm)
    yield from zip(tqdm_class(iter1, **tqdm_kwargs), *iter2plus)


def tmap(function, *sequences, **tqdm_kwargs):
    for each in tzip(*sequences, **tqdm_kwargs):
        yield function(*each)
