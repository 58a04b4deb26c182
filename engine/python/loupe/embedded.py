"""Tensors, arrays and calls under the embedded engine's `torch` and `numpy`: the rows that `tensors.py` and `calls.py` define, made quicker.

The engine itself keeps the rows of tensors (engine/binding/tensor-rows.ts), goes past the packages' public attributes, which a mode
would see as calls, and answers with the number by which the trace speaks of a tensor. That number is asked for once until something
may have been written. The plainest calls don't pass through a mode: `torch.overrides.observer` is asked first, and the engine
makes the row of their result while it computes it.
"""
import json

from torch import _border

from .tensors import PENDING, Tensors as AnyTensors

_border.client(globals())

torch_off = None

#: Places in `cells`, as in engine/binding/scratch.ts: a tick asks for the row of the next call's result.
_TICK, _HANDLE, _REF = range(3)
#: Numbers kept at hand; beyond, the engine is asked again.
_MOST_KNOWN = 4096


class Tensors(AnyTensors):
    """Handlers for `Values`. A tensor's handle is never used again, so it stands for the tensor."""

    def __init__(self, values, max_bytes, limit):
        super().__init__(values, None, limit)
        # Even numbers are Python's, odd ones the engine's.
        values.next_ref, values.ref_step = 2, 2
        self._max_bytes = max_bytes
        self._begun = False
        self.cells = memoryview(_border.scratch)[_border.SCRATCH_SIZE:].cast('I')
        self._types = {}
        self._names = ()
        #: handle -> ref, of tensors that have not been written to since.
        self.known = {}

    def begin(self):
        _border.check(_rows_begin(self._max_bytes))
        self._begun = True

    def tensor(self, tensor, _depth=0):
        return self.known.get(tensor._h) or self._row(tensor)

    operand = tensor

    def _row(self, tensor):
        ref = self.known[tensor._h] = self._row_of(tensor._h, type(tensor), False)
        return ref

    def _row_of(self, handle, kind, is_array):
        number = self._types.get(kind)
        if number is None:
            number = self._types[kind] = _border.check(_rows_type(kind.__name__))
        return _border.check(_row_of(handle, self._values.now, number, is_array))

    def written(self):
        self.known.clear()

    def changed(self, tensor):
        self.known.clear()
        self.tensor(tensor)

    def look_at_gradients(self):
        self.known.clear()
        _border.check(_rows_gradients(self._values.now))

    def array(self, array, _depth=0):
        before = self.cells[PENDING]
        ref = self._row_of(array._t._h, type(array), True)
        if self.cells[PENDING] != before:
            # Tensors over the same memory have changed with it.
            self.known.clear()
        return ref

    def news(self):
        """Before a frame is written: what of its rows' names and gaps belongs to Python's tables."""
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        text = _rows_news() if self._begun else ''
        if text:
            news = json.loads(text)
            self._names = [self._values.string(name) for name in news['names']]
            for size in news['over']:
                self._left_out(size)

    def frame_bytes(self, sequence):
        if not self._begun:
            return b''
        size = _border.check(_rows_frame(sequence, *self._names))
        self._names = ()
        parts = []
        start = 0
        while start < size:
            count = _rows_read(start)
            parts.append(bytes(memoryview(_border.scratch)[:count]))
            start += count
        return b''.join(parts)


tensors_of = Tensors
