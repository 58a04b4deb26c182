"""Tensors, arrays and calls under the embedded engine's `torch` and `numpy`: the rows that `tensors.py` and `calls.py` define, made quicker.

The engine itself keeps the rows of tensors (engine/recorder/tensor-rows.ts), goes past the packages' public attributes, which a mode
would see as calls, and answers with the number by which the trace speaks of a tensor. That number is asked for once until something
may have been written. The plainest calls don't pass through a mode: `torch.overrides.observer` is asked first, and the engine
makes the row of their result while it computes it.
"""
import json
import sys

from torch import _border, _gradients, _method, _ops, _parse, _tensor, overrides

from .calls import OP
from .frame import PENDING, SEQUENCE, WRITTEN
from .kept import quick_look
from .lines import Plan
from .recorder import Call, Info, Mute
from .tensors import Tensors as AnyTensors
from .values import Clock

_border.client(globals())

torch_off = None

#: Places in `cells`, as in engine/binding/scratch.ts: a tick asks for the row of the next call's result.
_TICK, _HANDLE, _REF = range(3)
#: The slots that engine/binding/watch.ts reads, in its order.
_SLOTS = (
    (Mute, 'muted'), (Call, 'code frame info loops plan plans namespace bound scope index line'), (Info, 'plain_sites'), (Plan, 'is_simple stores load_names'), (Clock, 'now'),
    (_tensor.Tensor, '_h _grad'),
)
#: Numbers kept at hand; beyond, the engine is asked again.
_MOST_KNOWN = 4096


class Tensors(AnyTensors):
    """Handlers for `Values`. A tensor's handle is never used again, so it stands for the tensor."""

    def __init__(self, values, max_bytes, limit):
        super().__init__(values, None, limit)
        self._cells = values.writer.cells = memoryview(_border.scratch)[_border.SCRATCH_SIZE:].cast('I')
        self._cells[SEQUENCE] = self._cells[WRITTEN] = 0
        #: The engine knows the recorder's objects.
        self.is_watched = False
        values.look = quick_look(values, self, _kept_ref, _keep)
        # Even numbers are Python's, odd ones the engine's.
        values.next_ref, values.ref_step = 2, 2
        for number, (name, width) in enumerate((('step', 3), ('binding', 4), ('op', 5))):
            setattr(values.writer, name, Rows(number, width))
        self._max_bytes = max_bytes
        self._begun = False
        self._numbers = memoryview(_border.scratch)[:_border.SCRATCH_SIZE].cast('I')
        self._types = {}
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

    def watch(self, recorder):
        """Lines and calls as they mostly are go without the interpreter (engine/binding/watch.ts), in the first recording of a process."""
        values, tensor = recorder.values, _tensor.Tensor
        self._observer, ended = _observers(recorder)
        self._function_observer = None
        self._backward, self._touched = _backward_observer(recorder), None
        watched = _watch(
            recorder.line, self._observer, ended, *(_safe(recorder, function) for function in _function_observers(recorder)), recorder, recorder.stack, values, self.known,
            values.quiet, values.handlers, values.texts,
            *(_safe(recorder, function) for function in (values.ref, self._row)), recorder.counted and _safe(recorder, recorder.counted),
            tensor, _ops.exact, overrides.modes, overrides.tracing, overrides.dispatch, sys.intern('inplace'), _border.dead, _safe(recorder, _border.drain), tuple(getattr(kind, name) for kind, names in _SLOTS for name in names.split()),
        )
        self.is_watched = bool(watched)
        if watched:
            self._observer, self._function_observer, self._touched = _observe_call, _observe_function if recorder.has_ops else None, _touch if recorder.has_ops else _nothing
            if recorder.has_lines:
                recorder.line = _line_begins

    def observe(self, overrides, _recorder, mode):
        observers = (None,) * 4 if mode is None else (self._observer, self._function_observer, self._backward, self._touched)
        overrides.observer, overrides.function_observer, overrides.backward_observer, overrides.touched = observers
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
        cells = self._cells
        before = cells[PENDING] + cells[WRITTEN]
        ref = self._row_of(array._h, type(array), True)
        if cells[PENDING] + cells[WRITTEN] != before:
            # Tensors over the same memory have changed with it.
            self.known.clear()
        return ref

    def write(self, sink):
        """Rows whose bytes are many the engine has written already."""
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        if not self._begun:
            return 0
        count, names = 0, ()
        text = _rows_news()
        if text:
            # What of its rows' names and gaps belongs to Python's tables.
            news = json.loads(text)
            names = [self._values.string(name) for name in news['names']]
            for tick, size in news['over']:
                self._left_out(size, True, tick)
        if names:
            strings = self._writer.strings()
            sink(strings)
            count = len(strings)
        _border.check(_rows_write(*names))
        count += self._cells[WRITTEN]
        self._cells[WRITTEN] = 0
        return count


tensors_of = Tensors


class Rows:
    """A table of the Writer's whose rows the engine keeps (engine/binding/python-rows.ts): those that come thickest."""

    __slots__ = ('_number', '_width')

    def __init__(self, number, width):
        self._number = number
        self._width = width

    def __len__(self):
        return int(_rows_count(self._number))

    def __iadd__(self, row):
        *own, last = row
        _rows_add(self._number, *own, *((len(last), *last) if type(last) is tuple else (last,)))
        return self

    def columns(self):
        """How many rows there are, their columns, how many children and the column of these; it has none any more."""
        rows, count = map(int, _rows_take(self._number).split())
        own, inner = self._width * (rows + rows % 2) * 4, (count + count % 2) * 4
        data = b''.join(_pieces(own + inner))
        return rows, data[:own], count, data[own:]


def _pieces(size):
    """So many bytes of what the engine gives, through the scratch buffer."""
    while size > 0:
        count = _rows_read()
        yield bytes(memoryview(_border.scratch)[:count])
        size -= count


def _safe(recorder, function):
    """For the engine, which wants an int: 0 where the recorder failed."""
    def call(*args):
        try:
            return function(*args) or 0
        except Exception:
            recorder.failed()
            return 0
    return call


def _function_observers(recorder):
    """Of calls of functions that are Python, what the engine leaves to Python: `site(func, args, kwargs, key)`, one more than the site's number or 0, kept
    under the key, and `ended(func, begin, args, kwargs, result)`, of one whose result is no plain tensor; without a result it raised.
    """
    stack, tracing, string = recorder.stack, overrides.tracing, recorder.values.string

    def site(func, args, kwargs, key):
        kind, _name, name, parameters, _body = tracing[0].known_function(func)
        top = stack[-1]
        if kind != OP or len(args) > len(parameters) or 'out' in kwargs:
            top.info.plain_sites.setdefault(top.frame.f_lasti, {})[func] = key, -1
            return 0
        return 1 + recorder.plain_site(
            top.info, top.frame.f_lasti, func, key, name, parameters[:len(args)] + tuple([string(each) for each, value in kwargs.items() if value is not None]))

    def ended(func, begin, args, kwargs, *result):
        # Recording may have ended within it.
        if tracing:
            tracing[0].ended(func, begin, args, kwargs, *result)

    return site, ended


def _nothing(_tensor):
    """Where calls are not recorded."""


def _backward_observer(recorder):
    """`backward(root, options)` records it as the mode's handler does, without being handed from mode to mode."""
    stack, values, writer, tensors, modes, tracing = recorder.stack, recorder.values, recorder.writer, recorder.tensors, overrides.modes, overrides.tracing

    def backward(root, options):
        if recorder.muted or not stack:
            return overrides.dispatch(_tensor.Tensor.backward, (root,), (root,), options)
        begin = values.now = values.now + 1
        try:
            tensors.tensor(root)
        except Exception:
            recorder.failed()
        try:
            modes.clear()
            recorder.muted = True
            _gradients.autograd.backward(root, None, options['retain_graph'], options['create_graph'], inputs=options['inputs'])
        finally:
            recorder.muted = False
            modes[:] = tracing
        values.now += 1
        try:
            if stack and tracing:
                tensors.look_at_gradients()
                top = stack[-1]
                writer.backward += (begin, values.now, tensors.tensor(root), top.index, recorder.line_of(top))
                if recorder.has_ops and recorder.counted is not None:
                    recorder.counted()
        except Exception:
            recorder.failed()
    return backward


def _observers(recorder):
    """`observer(func, args, flat)` records as the mode's handler does, and goes over the border itself; what is not as plain it hands to
    the mode. `ended` is its last part: calls of a site that it knows the engine itself records.
    """
    values, writer, stack, tensors, modes, tracing = recorder.values, recorder.writer, recorder.stack, recorder.tensors, overrides.modes, overrides.tracing
    refs, row, cells, number, counted = tensors.known, tensors._row, writer.cells, values.ref, recorder.counted
    wrap, finish, exact = _tensor.wrap, _parse.finish, _ops.exact

    def site_of(info, offset, func, count):
        """The site of a call of `count` arguments, kept in the code's `plain_sites`; None: it is not as plain."""
        try:
            given, site = info.plain_sites[offset][func]
            if given == count:
                return site
        except KeyError:
            pass
        kind, _name, string, parameters, _body = tracing[0].known_function(func)
        if kind != OP or count > len(parameters):
            return None
        return recorder.plain_site(info, offset, func, count, string, parameters[:count])

    def inputs_of(args, tick):
        return tuple([refs.get(value._h) or row(value, tick) if type(value) in exact else number(value) for value in args])

    def observer(func, args, flat):
        if recorder.muted or not stack or modes != tracing:
            return overrides.dispatch(func, args, args, None)
        top = stack[-1]
        site = site_of(top.info, top.frame.f_lasti, func, len(args))
        if site is None:
            return overrides.dispatch(func, args, args, None)
        begin = values.now + 1
        values.now = begin + 1
        inputs = ()
        try:
            inputs = inputs_of(args, begin)
        except Exception:
            recorder.failed()
        cells[_TICK] = begin + 1
        answer = _call(*flat)
        if answer <= 0:
            cells[_TICK] = 0
        return ended(func, args, begin, answer, inputs)

    def ended(func, args, begin, answer, inputs=None):
        """The result of a call, which is recorded now. `inputs`: their refs, where they are at hand."""
        top = stack[-1] if stack and tracing else None
        try:
            if inputs is None and top is not None:
                inputs = inputs_of(args, begin)
        except Exception:
            recorder.failed()
        try:
            result = wrap(answer) if type(answer) is int and answer > 0 else finish(answer, args)
        except Exception:
            if inputs is not None and top is not None:
                known = tracing[0].known_function(func)
                tracing[0].raised(known, top, top.info, top.frame.f_lasti, begin, (known[3][:len(args)], inputs))
            raise
        if inputs is None or top is None:
            # Recording has ended in the midst of it.
            return result
        try:
            if cells[_HANDLE] == answer:
                ref = refs[answer] = cells[_REF]
            else:
                ref = row(result, begin + 1)
            writer.op += (begin, begin + 1, top.index, site_of(top.info, top.frame.f_lasti, func, len(args)), (ref, *inputs))
            if counted is not None:
                counted()
        except Exception:
            recorder.failed()
        return result

    return observer, ended
