"""What the recorder asks of tensors and arrays, under real PyTorch and numpy. The embedded engine's answers are in `embedded.py`.

A storage has a number of its own for as long as it lives: addresses are reused, so a weak reference to the storage
stands beside the address.
"""
import ctypes
import sys
import weakref
from pathlib import Path

from .schema import TENSOR_LEAF, TENSOR_REQUIRESGRAD
from .summaries import MOST_SUMMED, as_one, layout_of, summarize
from .frame import LEFT, PENDING
from .tensors import Tensors

#: Up to this size the last copy is kept to see whether an array or a tensor really changed.
_COMPARED = 2 ** 20
_ARRAY_DTYPES = frozenset(('bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64'))
_TENSOR_DTYPES = _ARRAY_DTYPES | {'bfloat16'}


def leave_stand_ins():
    """Beside the tracer as it is built lie the embedded runtime's own `torch` and `numpy`; here the real ones are meant."""
    folder = Path(__file__).resolve().parent.parent
    if (folder / '_embedded.py').exists():
        sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != folder]


def torch_off():
    """A context manager under which reading a tensor's facts is no call that a mode sees."""
    return sys.modules['torch']._C.DisableTorchFunction()


def tensors_of(values, max_bytes, limit):
    return Tensors(values, Memory(max_bytes, values.writer.cells), limit)


class _Storage:
    __slots__ = ('alive', 'number', 'last', 'layout')

    def __init__(self, owner, number):
        self.alive = weakref.ref(owner)
        self.number = number
        self.last = None
        #: How its elements are summed up where it is over the limit.
        self.layout = None


class Memory:
    """Facts and bytes. `limit` is the size in bytes of the largest storage that is copied; `cells` are those of the Writer."""

    def __init__(self, limit, cells):
        self._limit = limit
        self._cells = cells
        self._storages = {}
        self._arrays = {}
        self._count = 0
        self._dtypes = {}
        #: Bytes of summaries so far.
        self._summed = 0

    @staticmethod
    def stamp(tensor):
        """Changes when the tensor is written to."""
        try:
            return tensor._version
        except RuntimeError:
            # A tensor of inference mode counts nothing.
            return 0

    @staticmethod
    def grad(tensor):
        return tensor.grad

    def look(self, tensor, written):
        """(stamp, storage's number, dtype, offset, sizes and strides, flags, grad_fn's name, version, new bytes)

        `written`: the bytes may have changed. New bytes are (size, bytes), or (size, None, summary) for bytes that are not kept; no size: another summary of the same bytes; False: none.
        """
        dtype = tensor.dtype
        name = self._dtypes.get(dtype)
        if name is None:
            name = self._dtypes[dtype] = str(dtype).removeprefix('torch.')
        try:
            owner = tensor.untyped_storage()
            dims = (*tensor.shape, *tensor.stride())
            offset = tensor.storage_offset()
            number, data = self._storage(owner, written, tensor)
        except (RuntimeError, NotImplementedError):
            # Sparse layouts have no storage.
            number, data, offset = 0, False, 0
            dims = (*tensor.shape, *(0 for _ in tensor.shape))
        if tensor.requires_grad:
            flags = TENSOR_REQUIRESGRAD | TENSOR_LEAF if tensor.is_leaf else TENSOR_REQUIRESGRAD
        else:
            flags = TENSOR_LEAF
        node = tensor.grad_fn
        version = self.stamp(tensor)
        return version, number, name, offset, dims, flags, '' if node is None else type(node).__name__, version, data

    def look_array(self, array):
        """(stamp, storage's number, dtype, offset, sizes and strides, new bytes); None where no tensor could have such elements.

        numpy counts no writes: an array up to a size is compared with its last copy, a larger one is copied once.
        """
        dtype = array.dtype
        if dtype.name not in _ARRAY_DTYPES or not dtype.isnative:
            return None
        root = array
        while isinstance(root.base, sys.modules['numpy'].ndarray):
            root = root.base
        torch = sys.modules.get('torch')
        if torch is not None and isinstance(root.base, torch.Tensor):
            owner = root.base.untyped_storage()
            start = owner.data_ptr()
            number, data = self._storage(owner, owner.nbytes() <= _COMPARED, root.base)
        else:
            start = _address(root)
            number, data = self._array_storage(start, root, array)
        size = dtype.itemsize
        dims = (*array.shape, *(stride // size for stride in array.strides))
        return None, number, dtype.name, (_address(array) - start) // size, dims, data

    def _storage(self, owner, written, tensor):
        known = self._storages.get(id(owner))
        if known is None or known.alive() is not owner:
            # Memory that an array had first (torch.from_numpy) keeps its number.
            array = self._arrays.get(owner.data_ptr()) if self._arrays else None
            if array is not None and array.alive() is not None:
                known = _Storage(owner, array.number)
                known.last = array.last
            else:
                self._count += 1
                known = _Storage(owner, self._count)
            self._storages[id(owner)] = known
        elif not written:
            layout = _better_layout(known, tensor)
            if layout is None:
                return known.number, False
            known.layout = layout
            # As far as is known the bytes are those of before.
            return known.number, (None, None, self._counted(_tensor_summary(known, owner, tensor)))
        size = owner.nbytes()
        if owner.device.type == 'meta':
            return known.number, (size, None, None)
        if self._is_over(size):
            return known.number, (size, None, self._counted(_tensor_summary(known, owner, tensor)))
        if owner.device.type != 'cpu':
            owner = owner.cpu()
        return known.number, self._new(known, size, ctypes.string_at(owner.data_ptr(), size) if size else b'')

    def _array_storage(self, start, root, array):
        known = self._arrays.get(start)
        if known is None or known.alive() is not root:
            self._count += 1
            known = self._arrays[start] = _Storage(root, self._count)
        elif root.nbytes > _COMPARED:
            return known.number, False
        if self._is_over(root.nbytes):
            return known.number, (root.nbytes, None, self._counted(_array_summary(known, root, array)))
        return known.number, self._new(known, root.nbytes, ctypes.string_at(start, root.nbytes) if root.nbytes else b'')

    def _is_over(self, size):
        """Whether so many bytes are not to be copied: too many for one storage, or for what the budget of all has left."""
        if size > self._limit:
            return True
        if size > self._cells[LEFT] - self._cells[PENDING]:
            self._cells[LEFT] = 0
            return True
        return False

    def _counted(self, summary):
        """Beyond a size of them all, or where the budget has no room, a summary is one block."""
        if summary is not None:
            dtype, layout, numbers = summary
            if self._summed >= MOST_SUMMED or not self._cells[LEFT]:
                layout, numbers = as_one(numbers, layout)
            self._summed += len(numbers)
            return dtype, layout, numbers
        return None

    @staticmethod
    def _new(known, size, data):
        if size <= _COMPARED:
            if known.last == data:
                return False
            known.last = data
        return size, data


def _address(array):
    return array.__array_interface__['data'][0]


def _layout_of(owner, tensor):
    dtype = tensor.dtype
    count = owner.nbytes() // dtype.itemsize
    return dtype, layout_of(tensor.shape, tensor.storage_offset() == 0 and tensor.is_contiguous() and tensor.numel() == count, count)


def _better_layout(known, tensor):
    """`arange(n).reshape(r, c)`: rows tell more than one line did. None: there are none that are better."""
    if known.layout is None or known.layout[1][0] > 1 or tensor.dim() < 2 or str(tensor.dtype).removeprefix('torch.') not in _TENSOR_DTYPES:
        return None
    layout = _layout_of(tensor.untyped_storage(), tensor)
    # The same bytes as numbers of another kind have other extremes: what was known of the first would be lost.
    return None if layout[1][0] == 1 or layout[0] != known.layout[0] else layout


def _tensor_summary(known, owner, tensor):
    """(dtype's name, layout, numbers) of a storage's elements, in the layout of the first look that had rows; None: a trace has no such elements."""
    if known.layout is None:
        if str(tensor.dtype).removeprefix('torch.') not in _TENSOR_DTYPES:
            return None
        known.layout = _layout_of(owner, tensor)
    dtype, layout = known.layout
    torch = sys.modules['torch']
    try:
        with torch.no_grad():
            flat = torch.empty(0, dtype=dtype, device=owner.device).set_(owner, 0, (layout[0] * layout[1],), (1,))
            return str(dtype).removeprefix('torch.'), layout, summarize(torch, flat, layout)
    except Exception:
        # A device without float64, or without memory for this: the program's own rows are not to be lost for it.
        return None


def _array_summary(known, root, array):
    """The same of the array that owns the memory, looked at as `array`; None: it lies there neither by rows nor by columns."""
    if not root.flags.forc or root.dtype.name not in _ARRAY_DTYPES or not root.dtype.isnative:
        return None
    if known.layout is None:
        known.layout = layout_of(array.shape, array.flags.c_contiguous and array.size == root.size, root.size)
    flat = (root if root.flags.c_contiguous else root.T).reshape(-1)
    return root.dtype.name, known.layout, summarize(sys.modules['numpy'], flat, known.layout)
