"""What happens at each line, kept in one place because it happens most: rows for what the last line changed, then the step.

The functions are closures: in the loop of a training program an attribute's lookup is a good part of a line's cost.
"""
import sys
from time import perf_counter

from .frame import LEFT, PENDING, STEPS
from .schema import INT_REACH, INT_ZERO

#: A frame is written at this many bytes of data or steps, or when a line begins this long after the last one. Each has its cost, so a
#: training step's tensors are not to fill one.
FRAME_BYTES = 2 ** 19
FRAME_STEPS = 4000 * 3
FRAME_OPS = 1500 * 5
FRAME_SECONDS = 0.025
#: The clock is read about so often, at each line while lines are slow, at last at each so-many-th: in WebAssembly reading it costs more than the line.
_LOOK_SECONDS = 0.004
_STEPS_PER_LOOK = 64


class _Missing:
    """The type of what is not there."""


_MISSING = _Missing()


def line_recorder(recorder, budget):
    """`line(code, number)`, for a line that begins, and `settle(call)`, for what the last line of a call changed. `budget`: steps."""
    values, writer, stack = recorder.values, recorder.writer, recorder.stack
    handlers, quiet, plain = values.handlers, values.quiet, values.plain
    look, look_int, string = values.look, values._int, values.string
    tensor, refs, look_tensor = recorder.tensors.plain_type(), recorder.tensors.known, recorder.tensors.tensor
    pace = pace_of(recorder, budget)
    cells = writer.cells
    cells[STEPS] = 1
    zero, least, reach = INT_ZERO, -INT_REACH, INT_REACH
    quiet.add(_Missing)

    def names(call):
        plan = call.plan
        call.plan = None
        if plan.imports:
            recorder.imported()
        now = values.now = values.now + 1
        namespace, scope, bound = call.namespace or call.frame.f_locals, call.scope, call.bound
        while True:
            get = namespace.get
            for name, name_string in plan.stores:
                value = get(name, _MISSING)
                kind = type(value)
                if kind is tensor:
                    ref = refs.get(value._h) or look_tensor(value)
                elif kind is int:
                    ref = zero + value if least <= value < reach else look_int(value, 0)
                elif kind in plain:
                    ref = handlers[kind](value, 0)
                elif value is not _MISSING:
                    ref = look(value)
                elif bound.pop(name, 0):
                    writer.binding += (now, scope, name_string, 0)
                    continue
                else:
                    continue
                if bound.get(name) != ref:
                    writer.binding += (now, scope, name_string, ref)
                    bound[name] = ref
            for name, name_string in plan.loads:
                value = get(name, _MISSING)
                kind = type(value)
                if kind is tensor:
                    ref = refs.get(value._h) or look_tensor(value)
                elif kind in quiet and (name in bound or kind not in handlers):
                    continue
                else:
                    ref = handlers[kind](value, 0) if kind in plain else look(value)
                if bound.get(name) != ref:
                    writer.binding += (now, scope, name_string, ref)
                    bound[name] = ref
            if plan.outer_stores:
                rebind_outer(call, plan.outer_stores)
            plan = plan.globals
            if plan is None:
                return
            namespace, (scope, bound) = call.globals, call.global_scope

    def rebind_outer(call, outer_stores):
        """Names that the function around this one knows too have been stored."""
        for name in outer_stores:
            ref = call.bound.get(name, 0)
            for other in reversed(recorder.stack):
                if other is not call and name in other.info.code.co_cellvars:
                    if other.bound.get(name, 0) != ref:
                        writer.binding += (values.now, other.scope, string(name), ref)
                        other.bound[name] = ref
                    break

    def settle(call):
        off = recorder.torch_off
        if off is None:
            names(call)
        else:
            with off():
                names(call)

    def line(code, number):
        try:
            call = stack[-1]
            if call.code is not code:
                call = recorder.call_of(sys._getframe(1))
                if call is None:
                    return
                call.code = code
            if call.loops and call.info.in_loop(call.frame.f_lasti):
                return
            if call.plan is not None:
                settle(call)
            tick = values.now = values.now + 1
            writer.step += (tick, call.index, number)
            call.line = number
            call.plan = call.plans.get(number)
            left = cells[STEPS]
            cells[STEPS] = left - 1 if left > 1 else pace()
        except Exception:
            # Where the outermost call could not be entered there is none.
            if stack:
                recorder.failed()

    return line, settle


def call_counter(recorder, budget):
    """Where lines are not recorded: `counted()`, for each call that is, and `line(code, number)`, for the one line that it asks for.

    Frames are written and recording ends between two lines, since a mode can't be taken away in its own handler.
    """
    cells = recorder.writer.cells
    pace = pace_of(recorder, budget)
    countdown = 1
    asked = False

    def counted():
        nonlocal countdown, asked
        countdown -= 1
        if not asked and (countdown <= 0 or cells[PENDING] > FRAME_BYTES or not cells[LEFT]):
            asked = True
            recorder.ask_for_lines(True)

    def line(_code, _number):
        nonlocal countdown, asked
        asked = False
        recorder.ask_for_lines(False)
        if countdown <= 0:
            countdown = pace(-countdown)
        elif cells[PENDING] > FRAME_BYTES or not cells[LEFT]:
            recorder.write_frame()

    return line, counted


def counted(number, what):
    return f'{number} {what} was' if number == 1 else f'{number} {what}s were'


def pace_of(recorder, budget):
    """`pace(late)` looks at the clock and at the budget, and says after how many more steps to ask again. `late`: how many too late this is."""
    writer, cells = recorder.writer, recorder.writer.cells
    left = budget
    granted = 1
    looked = perf_counter()

    def pace(late=0):
        nonlocal left, granted, looked
        left -= granted + late
        if left <= 0:
            recorder.end_recording('steps', f'{counted(budget - left, "step")} recorded; what follows was not')
            return 1
        now = perf_counter()
        granted = min(left, max(1, int(granted * min(2, _LOOK_SECONDS / (now - looked)))) if now > looked else 2 * granted, _STEPS_PER_LOOK)
        looked = now
        if now - recorder.last_write > FRAME_SECONDS or cells[PENDING] > FRAME_BYTES or not cells[LEFT] or len(writer.step) > FRAME_STEPS or len(writer.op) > FRAME_OPS:
            recorder.write_frame(now)
        return granted

    return pace
