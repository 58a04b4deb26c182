"""NumPy's index objects, flattened for the engine as torch's are, with NumPy's messages and its negative steps."""
import builtins

from torch._tensor import Tensor

from ._core import as_array, ndarray
from ._types import bool_


def encode_index(self, index):
    """As torch's _indexing, and NumPy's negative steps: those dimensions are taken forwards and then flipped."""
    items = list(index) if type(index) is tuple else [index]
    specified = sum(i.ndim if isinstance(i, ndarray) and i.dtype.kind == 'b' else 1 for i in items if i is not None and i is not Ellipsis and not isinstance(i, (bool, bool_)))
    if specified > self.ndim:
        raise IndexError(f'too many indices for array: array is {self.ndim}-dimensional, but {specified} were indexed')
    flat, kept, flips = [], [], []
    axis = out = 0
    is_scalar = specified == self.ndim
    has_arrays = builtins.any(isinstance(each, (list, Tensor)) or isinstance(each, ndarray) and each.ndim for each in items)
    for item in items:
        if isinstance(item, str):
            raise IndexError('only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices')
        if item is None:
            flat.append(3)
            out += 1
            is_scalar = False
        elif item is Ellipsis:
            flat.append(2)
            axis += self.ndim - specified
            out += self.ndim - specified
            is_scalar = False
        elif isinstance(item, slice):
            size = self.shape[axis]
            start, stop, step = item.indices(size)
            if step < 0:
                count = len(builtins.range(start, stop, step))
                last = start + (count - 1) * step
                flat += (1, last, start + 1, -step) if count else (1, 0, 0, 1)
                flips.append(out)
            else:
                flat += (1, start, builtins.max(start, stop), step)
            axis += 1
            out += 1
            is_scalar = False
        elif isinstance(item, (bool, bool_)):
            flat += (5, bool(item))
            out += 1
            is_scalar = False
        elif isinstance(item, int) or (hasattr(item, '__index__') and not isinstance(item, (ndarray, Tensor)) or isinstance(item, ndarray) and not item.ndim and item.dtype.kind in 'iu'):
            place = item.__index__()
            size = self.shape[axis]
            if not -size <= place < size:
                raise IndexError(f'index {place} is out of bounds for axis {axis} with size {size}')
            if has_arrays:
                # Beside arrays a number is one too: where the result's axes lie depends on it.
                kept.append(as_array([place]))
                flat += (4, kept[-1]._h)
                is_scalar = False
            else:
                flat += (0, place)
            axis += 1
        else:
            picked = item if isinstance(item, (ndarray, Tensor)) else as_array(item)
            if isinstance(picked, ndarray) and picked.size == 0 and picked.dtype.kind == 'f':
                picked = picked.astype('int64')
            kind = picked.dtype.kind
            if kind == 'f':
                raise IndexError('only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices'
                                 if not isinstance(item, ndarray) else 'arrays used as indices must be of integer (or boolean) type')
            if kind == 'b':
                for d, size in enumerate(picked.shape):
                    if size != self.shape[axis + d]:
                        raise IndexError(f'boolean index did not match indexed array along axis {axis + d}; size of axis is {self.shape[axis + d]} '
                                         f'but size of corresponding boolean axis is {size}')
                axis += picked.ndim
            else:
                axis += 1
                if kind == 'u':
                    picked = picked.astype('int64')
            out += 1
            kept.append(picked)
            flat += (4, picked._h)
            is_scalar = False
    return flat, kept, flips, is_scalar
