"""torch.vmap: a function called once for each element along a dimension, its results stacked."""
import functools

from .. import _parse
from ..utils._pytree import tree_flatten, tree_unflatten


def _name(func):
    return getattr(func, '__name__', repr(func))


def _spread(dims, tree, func, in_dims):
    """For each leaf of `tree` its entry of `dims`, which may stand for a whole part of it."""
    if isinstance(tree, (list, tuple)) and isinstance(dims, (list, tuple)) and len(dims) == len(tree):
        return [one for dim, part in zip(dims, tree) for one in _spread(dim, part, func, in_dims)]
    if isinstance(tree, dict) and isinstance(dims, dict) and dims.keys() == tree.keys():
        return [one for name, part in tree.items() for one in _spread(dims[name], part, func, in_dims)]
    if dims is None or isinstance(dims, int):
        return [dims] * len(tree_flatten(tree)[0])
    raise ValueError(f'vmap({_name(func)}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of `inputs`. in_dims has structure {type(dims)} but inputs has structure {type(tree)}.')


def _sizes(func, in_dims, leaves, dims):
    where = f'vmap({_name(func)}, in_dims={in_dims}, ...)(<inputs>)'
    sizes = []
    for place, (leaf, dim) in enumerate(zip(leaves, dims)):
        if dim is None:
            continue
        if not isinstance(leaf, _parse.Tensor):
            raise ValueError(f'{where}: Got in_dim={dim} for an input but the input is of type {type(leaf)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim')
        if not -leaf.dim() <= dim < leaf.dim():
            raise ValueError(f'{where}: Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {leaf.dim()} so expected in_dim to satisfy -{leaf.dim()} <= in_dim < {leaf.dim()}.')
        sizes.append(leaf.size(dim))
    if not sizes:
        raise ValueError('vmap: Expected at least one Tensor to vmap over')
    if any(size != sizes[0] for size in sizes):
        raise ValueError(f'vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension')
    return sizes[0]


class _Randomness:
    """What becomes of random numbers in a function that is called for each element: refused, the same for all, or drawn on."""

    def __init__(self, kind):
        if kind not in ('error', 'different', 'same'):
            raise RuntimeError(f'Only allowed values for randomness are \'error\', \'different\', or \'same\'. Got {kind}')
        import torch
        self._torch = torch
        self._kind = kind
        self._before = None if kind == 'different' else torch.get_rng_state()

    def before(self, place):
        if self._kind == 'same' and place > 0:
            self._torch.set_rng_state(self._before)

    def after(self):
        if self._kind == 'error' and not self._torch.equal(self._before, self._torch.get_rng_state()):
            raise RuntimeError('vmap: called random operation while in randomness error mode. Please either use the \'same\' or \'different\' randomness flags on vmap or perform the randomness operation out of vmap')


def vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None):
    """A function that applies `func` along dimension `in_dims` of its arguments (None: the same for all) and puts the results side by side in `out_dims`."""
    if chunk_size is not None and not chunk_size > 0:
        raise ValueError(f'vmap: chunk_size should be None or greater than 0. (got {chunk_size})')

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        import torch
        if not isinstance(in_dims, (int, tuple, list)) and in_dims is not None:
            raise ValueError(f'vmap({_name(func)}, in_dims={in_dims}, ...)(<inputs>): expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, got: {type(in_dims)}.')
        if not args:
            raise ValueError(f'vmap({_name(func)})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a function with no inputs. The latter is unsupported.')
        leaves, spec = tree_flatten(args)
        dims = _spread(in_dims, args, func, in_dims)
        size = _sizes(func, in_dims, leaves, dims)
        randoms = _Randomness(randomness)
        results, made = [], None
        for place in range(size):
            given = [leaf if dim is None else leaf.select(dim, place) for leaf, dim in zip(leaves, dims)]
            randoms.before(place)
            # What was computed outside is gone back through for each element.
            with torch.autograd._keeping_graph(place < size - 1):
                output = func(*tree_unflatten(given, spec), **kwargs)
            randoms.after()
            flat, made = tree_flatten(output)
            places = _spread(out_dims[0] if isinstance(out_dims, tuple) and len(out_dims) == 1 and isinstance(output, _parse.Tensor) else out_dims, output, func, out_dims)
            for one, dim in zip(flat, places):
                if dim is not None and not isinstance(one, _parse.Tensor):
                    raise ValueError(f'vmap({_name(func)}, ...): `{_name(func)}` must only return Tensors, got type {type(one)}. Did you mean to set out_dims= to None for output?')
            results.append(flat)
        if made is None:
            raise RuntimeError(f'vmap({_name(func)}, ...): mapping over a dimension of size 0 is not in the embedded engine yet; the python runtime has it')
        stacked = [column[0] if dim is None else torch.stack(column, dim) for column, dim in zip(zip(*results), places)]
        return tree_unflatten(stacked, made)
    return wrapper
