"""The recorder: which line runs, which names it changed, what it wrote; frames of bytes go to the sink from here.

It is driven by `settrace` or `monitoring` (lines, calls), by `calls` (PyTorch's ops) and by `streams` (output). The user's
program must never notice it: whatever goes wrong in here is counted and told in a `limit` row.
"""
import gc
import json
import sys
from time import perf_counter

from .bytecode import instructions
from .errors import message_at_raise
from .frame import LARGE, LEFT, Writer
from .lines import Plan, annotations, inlined, instruction_positions, parameters, plans
from .schema import EXIT_EXCEPTION, EXIT_RETURN, VERSION
from .steps import FRAME_SECONDS, call_counter, counted, line_recorder
from .values import Values

#: Printed lines are written at once, up to this many in a burst; then every FRAME_SECONDS.
BURST = 64
BURST_PER_SECOND = 500
#: What is printed waits no longer than for this many bytes.
OUTPUT_BYTES = 65536
#: In a flood, writes of one line are put together up to this many bytes.
FLOOD_ROWS = 10_000
FLOOD_BYTES = 8192

#: The most that a cell holds.
_MOST_LEFT = 2 ** 32 - 1

_CO_OPTIMIZED = 1
_CO_NEWLOCALS = 2
#: Of no step of their own: comprehensions, and the function of CPython 3.14 in which annotations are kept until they are asked for.
_UNSEEN = frozenset(('<listcomp>', '<dictcomp>', '<setcomp>', '__annotate__'))


class OverBudget(BaseException):
    """Ends a program whose budget says so; nothing but the recorder raises or catches it."""


#: How Python says that there is no more of something.
_ENDS = (StopIteration, StopAsyncIteration, GeneratorExit)


class Info:
    """What is known of one code object of the user's."""

    __slots__ = ('code', 'cell', 'name', 'plans', 'loops', 'first', 'own_scope', 'positions', 'sites', 'plain_sites')

    def __init__(self, code, cell, is_module, has_lines, string):
        self.code = code
        self.cell = cell
        self.name = code.co_name
        self.own_scope = not is_module
        self.first = None
        #: The positions of its instructions, once they were asked for.
        self.positions = None
        #: (offset, name, outputs, parameters) -> the site's number.
        self.sites = {}
        #: offset -> {function: (what its last call had in common with others of the same site, the site)}, of functions that give one tensor.
        self.plain_sites = {}
        self.plans = {}
        self.loops = ()
        if not has_lines:
            return
        read = list(instructions(code))
        self.loops = tuple(inlined(read))
        self.plans = plans(code, read, is_module, self.loops, string)
        if not is_module:
            self.loops += tuple(annotations(read))
        if code.co_flags & _CO_NEWLOCALS and (code.co_freevars or parameters(code)):
            # What a function has when its first line begins.
            numbered = lambda names: tuple((name, string(name)) for name in names if name != '__class__')
            self.first = Plan(numbered(parameters(code)), numbered(code.co_freevars))

    def in_loop(self, offset):
        """Whether an instruction begins no step: one of a comprehension that runs in the frame itself, or of CPython's own."""
        return any(first <= offset <= last for first, last in self.loops)

    def position(self, offset):
        """(line, column, end line, end column) of the instruction at an offset; columns in UTF-8 bytes."""
        if self.positions is None:
            # Two bytes apart.
            self.positions = [(line or 0, column or 0, end_line or line or 0, end_column or 0) for line, end_line, column, end_column in instruction_positions(self.code)]
        return self.positions[offset // 2] if 0 <= offset // 2 < len(self.positions) else (0, 0, 0, 0)


class Call:
    """A frame of user code that is running."""

    __slots__ = ('index', 'info', 'code', 'frame', 'plans', 'plan', 'scope', 'bound', 'line', 'muted', 'globals', 'global_scope', 'loops', 'place', 'place_info', 'began', 'namespace')

    def __init__(self, index, info, frame, scope, bound, global_scope):
        self.index = index
        self.info = info
        self.code = info.code
        self.frame = frame
        #: The frame whose instruction runs, and what is known of it: a comprehension's before CPython 3.12, else the call's own.
        self.place = frame
        self.place_info = info
        #: A line of it has begun: `settrace` asks.
        self.began = False
        self.plans = info.plans
        self.plan = info.first
        self.loops = info.loops
        self.scope = scope
        #: name -> ref, of the frame's own scope.
        self.bound = bound
        self.line = 0
        self.muted = False
        self.globals = frame.f_globals
        #: A module's or a class's names, one mapping for good; a function's are asked of its frame each time.
        self.namespace = None if info.code.co_flags & _CO_OPTIMIZED else frame.f_locals
        #: (scope, bound) of the globals.
        self.global_scope = global_scope


class Mute:
    """In a slot: library code runs whose calls are no ops of the user's, as an optimizer's step or a backward call."""

    __slots__ = ('muted',)


class Recorder(Mute):
    def __init__(self, sink, options, tensors_of):
        self._sink = sink
        self._options = options
        self.writer = Writer()
        self.values = Values(self.writer)
        self.tensors = tensors_of(self.values, options['maxTensorBytes'], self.limit)
        self.writer.cells[LEFT] = min(options['maxBytes'], _MOST_LEFT)
        self.stack = []
        self.infos = {}
        #: Of code that runs as a part of the call around it.
        self.inner = {}
        self.muted = False
        #: Recording is on. What is recorded: `what` of the options, each of which has those below it.
        self.active = False
        self.has_lines = options['what'] == 'lines'
        self.has_ops = options['what'] != 'optimizerSteps'
        #: What ends recording: set by `session`. So is `ask_for_lines(wanted)`, for where they are not recorded.
        self.stop = lambda: None
        self.ask_for_lines = lambda wanted: None
        #: Called with an optimizer before each of its steps; None: it keeps its hyperparameters.
        self.what_if = None
        #: An import has run: torch may be there now. Set by `session` too.
        self.imported = lambda: None
        #: A frame is being written; an interrupt that comes meanwhile is kept in `interrupted`.
        self.writing = False
        self.interrupted = False
        self.failures = 0
        self._suspended = {}
        self._sites = 0
        self._frames = 0
        #: The newest call that no other of the user's made: a cell, if not a callback.
        self._outermost = -1
        #: (frame, line) of what has ended and is still told of; None while code runs.
        self._ended = None
        self._scopes = 1
        self._globals = {}
        self._max_bytes = options['maxBytes']
        self._deadline = perf_counter() + options['maxSeconds'] if options['maxSeconds'] else None
        self._written = 0
        self.last_write = perf_counter()
        self._partial = None
        self._output_bytes = 0
        self._output_rows = 0
        self._tokens = BURST
        self._over = False
        self._cells = []
        if self.has_lines:
            self.line, self.settle = line_recorder(self, options['maxSteps'])
            self.counted = None
        else:
            self.line, self.counted = call_counter(self, options['maxSteps'])
        self.tensors.watch(self)
        #: A context manager under which reading a tensor's facts is no op; None while torch is not there.
        self.torch_off = None

    # The document

    def begin(self, info, uri, name, text):
        self.writer.run += (VERSION, json.dumps(info).encode())
        self.writer.source += (self.values.string(uri), self.values.string(name), text.encode('utf-8', 'replace'))

    def add_cell(self, line, lines, shift):
        self.writer.cell += (0, line, lines, shift)
        self._cells.append((line, lines))
        return len(self._cells) - 1

    def add_code(self, code, cell, is_module=True):
        """Registers a compiled piece of the user's, with everything nested in it."""
        (self.inner if code.co_name in _UNSEEN else self.infos)[id(code)] = Info(code, cell, is_module, self.has_lines, self.values.string)
        for constant in code.co_consts:
            if isinstance(constant, type(code)):
                self.add_code(constant, cell, False)

    # Calls and lines. `frame` is CPython's.

    def enter(self, frame):
        """A call of user code begins, or a generator goes on. Returns the Call."""
        parent = self.stack[-1].index if self.stack else -1
        known = self._suspended.pop(id(frame), None)
        if known is not None:
            self.values.now += 1
            self.writer.resume += (self.values.now, known.index, parent)
            known.muted = self.muted
            # The line that it goes on with may still store names, and begins no step.
            known.plan = known.plans.get(known.line)
            self.muted = False
            self.stack.append(known)
            return known
        info = self.infos[id(frame.f_code)]
        values = self.values
        values.now += 1
        global_scope = globals_scope, globals_bound = self._scope_of(frame.f_globals)
        if info.own_scope:
            self._scopes += 1
            scope, bound = self._scopes, {}
        else:
            scope, bound = globals_scope, globals_bound
        line, name = info.code.co_firstlineno, values.string(info.name)
        index = self._frames
        # As of a string: the row and its number.
        self.writer.frame += (values.now, parent, info.cell, name, line, scope, globals_scope)
        self._frames = index + 1
        if parent < 0:
            self._outermost = index
        call = Call(index, info, frame, scope, bound, global_scope)
        call.line = line
        call.muted = self.muted
        self.muted = False
        self.stack.append(call)
        return call

    def _scope_of(self, namespace):
        found = self._globals.get(id(namespace))
        if found is None:
            # The module's dict lives as long as the run: its function's `__globals__`, or the session, hold it.
            found = self._globals[id(namespace)] = (self._scopes, {}) if not self._globals else (self._next_scope(), {})
        return found

    def _next_scope(self):
        self._scopes += 1
        return self._scopes

    def leave(self, call, value, by_exception):
        if call.plan is not None:
            self.settle(call)
        values = self.values
        values.now += 1
        ref = 0
        if not by_exception and self.has_lines:
            off = self.torch_off
            if off is None:
                ref = values.look(value)
            else:
                with off():
                    ref = values.look(value)
        self.writer.exit += (values.now, call.index, EXIT_EXCEPTION if by_exception else EXIT_RETURN, ref)
        self.drop(call)
        call.frame = call.place = None

    def raised(self, call, error, trace):
        """An exception comes up in a call. Where it has come through user code already it was seen there; the end of an iteration is none."""
        if isinstance(error, _ENDS):
            return
        while trace is not None:
            if trace.tb_frame is not call.frame and id(trace.tb_frame.f_code) in self.infos:
                return
            trace = trace.tb_next
        values = self.values
        values.now += 1
        self.writer.raised += (values.now, call.index, values.string(type(error).__name__), values.string(message_at_raise(error)), *call.info.position(call.frame.f_lasti))

    def suspend(self, call):
        """A generator yields."""
        if call.plan is not None:
            self.settle(call)
            call.plan = None
        # From here on the line that asked for it goes on, and what happens is that one's.
        self.values.now += 1
        self.writer.resume += (self.values.now, call.index, -1)
        self._suspended[id(call.frame)] = call
        self.drop(call)

    def line_of(self, call):
        """The line of a call that runs."""
        return call.line if self.has_lines else call.frame.f_lineno

    def call_of(self, frame):
        """The call of a running frame, or None; what is above it on the stack has ended without having been seen."""
        stack = self.stack
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].frame is frame:
                del stack[place + 1:]
                return stack[place]
        return None

    def drop(self, call):
        """Takes a call off the stack, with whatever is left above it where a callback could not run (RecursionError)."""
        stack = self.stack
        while stack:
            top = stack.pop()
            if top is call:
                self.muted = call.muted
                return

    def plain_site(self, info, offset, func, key, name, parameters):
        """The same of a call that gives one tensor, kept for the next."""
        site = self.site(info, offset, name, 1, parameters)
        info.plain_sites.setdefault(offset, {})[func] = key, site
        return site

    def site(self, info, offset, name, outputs, parameters):
        """The number of the site of a call at an offset. `name` and `parameters` are strings' numbers."""
        key = offset, name, outputs, parameters
        found = info.sites.get(key)
        if found is None:
            position = info.position(offset)
            found = self._sites
            self.writer.site += (info.cell, name, *position, outputs, parameters)
            self._sites = found + 1
            info.sites[key] = found
        return found

    # Output

    def output(self, stream, data):
        if not data:
            return
        call = self.stack[-1] if self.active and self.stack else None
        if call is not None:
            frame, line = call.index, self.line_of(call)
        else:
            frame, line = self._ended or (-1, self.user_line())
        partial = self._partial
        self._output_bytes += len(data)
        if partial is not None:
            room = FLOOD_BYTES if self._output_rows > FLOOD_ROWS else 1 << 62
            # A row that is full ends with a line of the text: its number and its line end are written one after the other.
            fits = partial[5] < room or not partial[4][-1].endswith(b'\n')
            if fits and partial[1] == stream and partial[2] == frame and partial[3] == line:
                partial[4].append(data)
                partial[5] += len(data)
            else:
                self._commit_output()
                partial = None
        if partial is None:
            self.values.now += 1
            partial = self._partial = [self.values.now, stream, frame, line, [data], len(data)]
        if data.endswith(b'\n') or partial[5] > OUTPUT_BYTES:
            now = perf_counter()
            since = now - self.last_write
            if self._output_rows < FLOOD_ROWS:
                self._commit_output()
                self._tokens = min(BURST, self._tokens + since * BURST_PER_SECOND) - 1
            if self._tokens > 0 or since > FRAME_SECONDS or self._output_bytes > OUTPUT_BYTES:
                self.write_frame(now)

    def tell(self, text, line):
        """Writes to stderr, as if the cell that has just ended had written it on this line."""
        self._ended = (self._outermost if self.active else -1), line
        try:
            sys.stderr.write(text)
        finally:
            self._ended = None

    def flush_output(self):
        if self._output_bytes:
            self.write_frame()

    def _commit_output(self):
        partial = self._partial
        if partial is not None:
            self._partial = None
            tick, stream, frame, line, parts, _size = partial
            self.writer.output += (tick, stream, frame, line, b''.join(parts))
            self._output_rows += 1

    def user_line(self):
        """The line of the innermost user code that runs; 0 where there is none."""
        frame = sys._getframe(1)
        while frame is not None:
            if id(frame.f_code) in self.infos:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    # Frames of bytes, budgets, failures

    def write_frame(self, now=None):
        """Gives all rows so far to the sink, as frames. An interrupt waits until they have been written whole, and so does garbage, whose last words are code like any other."""
        if self.writing:
            return
        self.last_write = perf_counter() if now is None else now
        collects = gc.isenabled()
        gc.disable()
        self.writing = True
        try:
            self._commit_output()
            self._output_bytes = 0
            self._written += self.tensors.write(self._sink)
            # Small frames go together: a call of the sink costs more than most lines.
            waiting = b''
            for data in self.writer.frames():
                self._written += len(data)
                if waiting and len(waiting) + len(data) > LARGE:
                    self._sink(waiting)
                    waiting = data
                else:
                    waiting += data
            if waiting:
                self._sink(waiting)
        finally:
            self.writing = False
            if collects:
                gc.enable()
        if self.interrupted:
            self.interrupted = False
            raise KeyboardInterrupt
        if self.active:
            cells = self.writer.cells
            if self._written > self._max_bytes or not cells[LEFT]:
                self.end_recording('bytes', f'{counted(self._max_bytes, "byte")} recorded; what follows was not')
                return
            cells[LEFT] = min(self._max_bytes - self._written, _MOST_LEFT)
            if self._deadline is not None and self.last_write > self._deadline:
                self.end_recording('seconds', f'{counted(self._options["maxSeconds"], "second")} recorded; what follows was not')

    def limit(self, what, detail, tick=None):
        self.writer.limit += (self.values.now if tick is None else tick, self.values.string(what), self.values.string(detail))

    def end_recording(self, what, detail):
        """A budget is used up: from here on the program runs unrecorded, or ends."""
        if self._over:
            return
        self._over = True
        self.values.now += 1
        self.limit(what, detail)
        self.stop()
        # Whoever follows the recording is told now: the program may run on for long, and print nothing.
        self.write_frame()
        if self._options['atLimit'] == 'stop':
            raise OverBudget(detail)

    def interrupt(self, _number, _frame):
        """The handler of SIGINT."""
        if self.writing:
            self.interrupted = True
        else:
            raise KeyboardInterrupt

    def failed(self):
        """The tracer itself has failed; called in an except clause."""
        self.failures += 1
        if self.failures == 1:
            kind, error, trace = sys.exc_info()
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = '' if trace is None else f' ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})'
            self.limit('tracer', f'the recorder failed: {kind.__name__}: {error}{where}; some values may be missing')

    def end(self, status):
        self.values.now += 1
        if self.failures > 1:
            self.limit('tracer', f'the recorder failed {self.failures} times in all')
        self._commit_output()
        self.writer.end += (self.values.now, status)
        self.active = False
        self.write_frame()
