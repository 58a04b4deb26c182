"""numpy.broadcast and numpy.nditer: the elements of several arrays at once, in one order."""
import builtins
import itertools
import math

from torch._names import sentence

from ._core import as_array, ndarray, zeros
from ._shaping import broadcast_shapes, broadcast_to
from ._types import as_dtype, promote


class broadcast:
    __module__ = 'numpy'

    def __init__(self, *args):
        self._arrays = [as_array(each) for each in args]
        self.shape = broadcast_shapes(*[each.shape for each in self._arrays])
        self.nd = self.ndim = len(self.shape)
        self.size, self.numiter = math.prod(self.shape), len(args)
        self.reset()

    def reset(self):
        self.index = 0
        self.iters = tuple(broadcast_to(each, self.shape).flat for each in self._arrays)

    def __iter__(self):
        return self

    def __next__(self):
        found = tuple(map(next, self.iters))
        if not found:
            raise StopIteration
        self.index += 1
        return found


_FLAGS = ('multi_index', 'c_index', 'f_index', 'external_loop', 'refs_ok', 'zerosize_ok', 'common_dtype', 'delay_bufalloc', 'grow_inner', 'copy_if_overlap', 'ranged', 'reduce_ok')


class nditer:
    """Views of single elements, or with external_loop of rows. Buffers, other dtypes and axes of its own it has none."""

    __module__ = 'numpy'

    def __init__(self, op, flags=None, op_flags=None, op_dtypes=None, order='K', casting='safe', op_axes=None, itershape=None, buffersize=0):
        operands = list(op) if isinstance(op, (list, tuple)) and builtins.any(each is None or isinstance(each, ndarray) for each in op) else [op]
        flags = tuple(flags or ())
        for flag in flags:
            if flag not in _FLAGS:
                raise NotImplementedError(sentence(f"numpy.nditer(flags=['{flag}'])")) if flag == 'buffered' else ValueError(f'Unexpected iterator global flag "{flag}"')
        for name, given in (('op_axes', op_axes), ('itershape', itershape)):
            if given is not None:
                raise NotImplementedError(sentence(f'numpy.nditer({name}=...)'))
        if order not in ('K', 'C', 'F', 'A'):
            raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got '{order}')")
        found = [each if each is None else as_array(each) for each in operands]
        shape = broadcast_shapes(*[each.shape for each in found if each is not None])
        if 0 in shape and 'zerosize_ok' not in flags:
            raise ValueError('Iteration of zero-sized operands is not enabled')
        kinds = [None] * len(found) if op_dtypes is None else [None if each is None else as_dtype(each) for each in (op_dtypes if isinstance(op_dtypes, (list, tuple)) else [op_dtypes])]
        common = None
        for each in found:
            common = common if each is None else each.dtype if common is None else promote(common, each.dtype)
        for at, (each, kind) in enumerate(zip(found, kinds)):
            if each is None:
                found[at] = zeros(shape, kind or common)
            elif kind is not None and kind is not each.dtype:
                raise TypeError('Iterator operand required copying or buffering, but neither copying nor buffering was enabled')
        self._flags, self._shape, self.operands, self.nop = flags, shape, tuple(found), len(found)
        self._views = [each if each.shape == shape else broadcast_to(each, shape) for each in found]
        self.dtypes = tuple(each.dtype for each in found)
        steps = [builtins.max(each._t.stride(axis) for each in self._views) for axis in builtins.range(len(shape))]
        axes = list(builtins.range(len(shape)))
        self._axes = axes[::-1] if order == 'F' or order == 'A' and not found[0].flags.c_contiguous and found[0].flags.f_contiguous else sorted(axes, key=lambda axis: -steps[axis]) if order == 'K' else axes
        self.itersize = math.prod(shape)
        self.has_multi_index, self.has_index = 'multi_index' in flags, 'c_index' in flags or 'f_index' in flags
        self.has_delayed_bufalloc, self.iterationneedsapi = False, False
        self._turned = [each.transpose(self._axes) if len(shape) > 1 else each for each in self._views]
        self._is_flat = builtins.all(each._t.is_contiguous() for each in self._turned)
        if 'external_loop' in flags and (self.has_multi_index or self.has_index):
            raise ValueError('Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked')
        self.reset()

    # Without a multi-index, axes that lie behind one another are one.
    shape = property(lambda self: self._shape if self.has_multi_index else (self.itersize,) if self._is_flat and not self.has_index else tuple(self._shape[axis] for axis in self._axes))
    ndim = property(lambda self: len(self.shape))

    def reset(self):
        sizes = [self._shape[axis] for axis in self._axes]
        if 'external_loop' in self._flags:
            sizes = [] if self._is_flat else sizes[:-1]
        self._places = itertools.product(*map(builtins.range, sizes)) if self.itersize else iter(())
        self.iterindex, self._began = -1, False
        self._advance()

    def _advance(self):
        self._place = next(self._places, None)
        self.finished = self._place is None
        self.iterindex += 1
        if not self.finished:
            flat = 'external_loop' in self._flags and self._is_flat
            self._now = tuple(each.reshape(-1) if flat else each[self._place + (...,)] for each in self._turned)

    def iternext(self):
        self._advance()
        return not self.finished

    @property
    def multi_index(self):
        if not self.has_multi_index:
            raise ValueError('Iterator is not tracking a multi-index')
        return tuple(at for _, at in sorted(zip(self._axes, self._place)))

    @property
    def index(self):
        if not self.has_index:
            raise ValueError('Iterator does not have an index')
        found = 0
        pairs = sorted(zip(self._axes, self._place))
        for axis, at in pairs if 'c_index' in self._flags else pairs[::-1]:
            found = found * self._shape[axis] + at
        return found

    @property
    def value(self):
        return self._now[0] if self.nop == 1 else self._now

    def __getitem__(self, at):
        return self._now[at]

    def __setitem__(self, at, value):
        self._now[at][...] = value

    def __len__(self):
        return self.nop

    @property
    def itviews(self):
        return tuple(self._turned)

    def __iter__(self):
        return self

    def __next__(self):
        # One goes on when the next is asked for, so that its index can be read meanwhile.
        if self._began:
            self._advance()
        self._began = True
        if self.finished:
            raise StopIteration
        return self.value

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """What was written is where it belongs already."""
