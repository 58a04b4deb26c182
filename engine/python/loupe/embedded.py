"""Tensors, arrays and calls under the embedded engine's `torch` and `numpy`: the rows that `tensors.py` and `calls.py` define, made quicker.

The engine itself keeps the rows of tensors (engine/recorder/tensor-rows.ts), goes past the packages' public attributes, which a mode
would see as calls, and answers with the number by which the trace speaks of a tensor. That number is asked for once until something
may have been written. The plainest calls don't pass through a mode: `torch.overrides.observer` is asked first, and the engine
makes the row of their result while it computes it.
"""
import json

from torch import _border, _method, _ops, _parse, _tensor

from .calls import OP
from .frame import columns_of
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
        super().__init__(values, None, limit, memoryview(_border.scratch)[_border.SCRATCH_SIZE:].cast('I'))
        # Even numbers are Python's, odd ones the engine's.
        values.next_ref, values.ref_step = 2, 2
        values.writer.columns = _columns
        self._max_bytes = max_bytes
        self._begun = False
        self._numbers = memoryview(_border.scratch)[:_border.SCRATCH_SIZE].cast('I')
        self._types = {}
        self._names = ()
        #: handle -> ref, of tensors that have not been written to since.
        self.known = {}

    def again(self, tensors):
        handles = [tensor._h for tensor in tensors if tensor._h not in self.known]
        if handles:
            _border.check(_rows_of(self._values.now, *handles))
            self.known.update(zip(handles, self._numbers[:len(handles)]))

    def begin(self):
        _border.check(_rows_begin(self._max_bytes))
        self._begun = True

    def tensor(self, tensor, _depth=0):
        return self.known.get(tensor._h) or self._row(tensor)

    def plain_type(self):
        return _tensor.Tensor

    def _row(self, tensor, tick=0):
        ref = self.known[tensor._h] = self._row_of(tensor._h, type(tensor), False, tick)
        return ref

    def _row_of(self, handle, kind, is_array, tick=0):
        number = self._types.get(kind)
        if number is None:
            number = self._types[kind] = _border.check(_rows_type(kind.__name__))
        return _border.check(_row_of(handle, tick or self._values.now, number, is_array))

    def observe(self, overrides, recorder, mode):
        overrides.observer, overrides.pair_observer = (None, None) if mode is None else _observer(overrides, recorder, mode)
        overrides.unobserved.clear()
        overrides.tracing[:] = [] if mode is None else [mode]
        if mode is not None:
            overrides.unobserved.update(name for name, member in vars(_tensor.Tensor).items() if isinstance(member, _method.attribute) and mode.ignores(member.__get__))

    def written(self):
        self.known.clear()

    def changed(self, tensor):
        self.known.clear()
        self.tensor(tensor)

    def assigned(self, tensor):
        self.known.pop(tensor._h, None)
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
            for tick, size in news['over']:
                self._left_out(size, True, tick)

    def frames(self, writer):
        if self._names:
            yield writer.strings()
        more = self._begun
        while more:
            size = _border.check(_rows_frame(writer.sequence, *self._names))
            self._names = ()
            if size == 0:
                break
            # Below nothing: another one follows it.
            more, size = size < 0, abs(size)
            writer.sequence += 1
            parts = []
            while size > 0:
                count = _rows_read()
                parts.append(bytes(memoryview(_border.scratch)[:count]))
                size -= count
            yield b''.join(parts)


tensors_of = Tensors


def _columns(flat, width):
    """As `columns_of`, whose answer is the same, by the engine."""
    count = _rows_columns(flat, width)
    if count < 0:
        return columns_of(flat, width)
    own = width * _padded(len(flat) // width)
    return bytes(memoryview(_border.scratch)[:own]), count, bytes(memoryview(_border.scratch)[own:own + _padded(count)])


def _padded(numbers):
    """Their bytes in a column."""
    return (numbers + numbers % 2) * 4


def _observer(overrides, recorder, mode):
    """`observer(func, args, flat)` records as the mode's handler does, and goes over the border itself. What is not as plain it hands to the mode."""
    values, writer, stack, tensors, modes = recorder.values, recorder.writer, recorder.stack, recorder.tensors, overrides.modes
    refs, row, cells, number, counted = tensors.known, tensors._row, tensors.cells, values.ref, recorder.counted
    finish, exact, base, new, dead, drain = _parse.finish, _ops.exact, _tensor.Tensor, object.__new__, _border.dead, _border.drain
    only = [mode]

    def plain_site(info, offset, func, count):
        """The site of a call of `count` arguments, kept in the code's `plain_sites`; None: it is not as plain."""
        kind, _name, string, parameters = mode.known_function(func)
        if kind != OP or count > len(parameters):
            return None
        site = recorder.site(info, offset, string, 1, parameters[:count])
        info.plain_sites[offset] = func, count, site
        return site

    def observer(func, args, flat):
        if recorder.muted or not stack or modes != only:
            return overrides.dispatch(func, args, args, None)
        top = stack[-1]
        offset, given = top.frame.f_lasti, len(args)
        try:
            known, count, site = top.info.plain_sites[offset]
        except KeyError:
            known = None
        if (known is not func or count != given) and (site := plain_site(top.info, offset, func, given)) is None:
            return overrides.dispatch(func, args, args, None)
        begin = values.now + 1
        values.now = end = begin + 1
        inputs = ()
        try:
            if given == 2 and type(first := args[0]) is base and type(second := args[1]) is base:
                # Most calls of a loop, without its loop.
                try:
                    inputs = refs[first._h], refs[second._h]
                except KeyError:
                    inputs = refs.get(first._h) or row(first, begin), refs.get(second._h) or row(second, begin)
            else:
                inputs = tuple([refs.get(value._h) or row(value, begin) if type(value) in exact else number(value) for value in args])
        except Exception:
            recorder.failed()
        cells[_TICK] = end
        answer = _call(*flat)
        if answer <= 0:
            cells[_TICK] = 0
            try:
                result = finish(answer, args)
            except Exception:
                known = mode.known_function(func)
                mode.raised(known, top, top.info, offset, begin, (known[3][:len(args)], inputs))
                raise
        else:
            # As `wrap`.
            result = new(base)
            result._h = answer
            result._grad = None
            if len(dead) > 64:
                drain()
        try:
            if cells[_HANDLE] == answer:
                ref = refs[answer] = cells[_REF]
            else:
                ref = row(result, end)
            writer.op += (begin, end, top.index, site, (ref, *inputs))
            if counted is not None:
                counted()
        except Exception:
            recorder.failed()
        return result

    def pair_observer(func, pair, first, second):
        """`observer` of a call of two plain tensors, which most calls of a loop are, without what is needed for others."""
        if recorder.muted or not stack or modes != only:
            return overrides.dispatch(func, (first, second), (first, second), None)
        top = stack[-1]
        begin = values.now + 1
        try:
            known, count, site = top.info.plain_sites[top.frame.f_lasti]
            inputs = refs[first._h], refs[second._h]
        except KeyError:
            known = None
        if known is not func or count != 2:
            return observer(func, (first, second), (pair, first._h, second._h))
        values.now = cells[_TICK] = end = begin + 1
        answer = _call(pair, first._h, second._h)
        if answer <= 0:
            values.now = begin - 1
            return failed(func, (first, second), begin, inputs, answer)
        result = new(base)
        result._h = answer
        result._grad = None
        if len(dead) > 64:
            drain()
        try:
            if cells[_HANDLE] == answer:
                ref = refs[answer] = cells[_REF]
            else:
                ref = row(result, end)
            writer.op += (begin, end, top.index, site, (ref, *inputs))
            if counted is not None:
                counted()
        except Exception:
            recorder.failed()
        return result

    return observer, pair_observer
