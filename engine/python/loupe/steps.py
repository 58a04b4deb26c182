"""What happens at each line, kept in one place because it happens most: rows for what the last line changed, then the step.

The functions are closures: in the loop of a training program an attribute's lookup is a good part of a line's cost.
"""
from time import perf_counter

#: A frame is written at this many bytes of data or steps, or when a line begins this long after the last one.
FRAME_BYTES = 65536
FRAME_STEPS = 1500 * 3
FRAME_SECONDS = 0.01
#: The clock is read at each line while lines are slow, else at each so-many-th: in WebAssembly reading it costs more than the line.
_LINES_PER_LOOK = 8
_SLOW_SECONDS = 0.001

_MISSING = object()


def line_recorder(recorder, budget):
    """`line(call, number)`, for a line that begins, and `settle(call)`, for what the last line of a call changed. `budget`: steps."""
    values, writer, tensors = recorder.values, recorder.writer, recorder.tensors
    handlers, quiet, strings, ints = values.handlers, values.quiet, values.strings, values._ints
    look, string = values.look, values.string
    left = budget
    countdown = 0
    looked = perf_counter()

    def names(namespace, scope, bound, stores, loads):
        now = values.now
        get = namespace.get
        for name in stores:
            value = get(name, _MISSING)
            if type(value) is int:
                ref = ints.get(value) or look(value)
            elif value is not _MISSING:
                ref = look(value)
            elif bound.pop(name, 0):
                writer.binding += (now, scope, strings.get(name) or string(name), 0)
                continue
            else:
                continue
            if bound.get(name) != ref:
                writer.binding += (now, scope, strings.get(name) or string(name), ref)
                bound[name] = ref
        for name in loads:
            value = get(name, _MISSING)
            kind = type(value)
            if kind in quiet and name in bound or value is _MISSING or kind in quiet and kind not in handlers:
                continue
            ref = look(value)
            if bound.get(name) != ref:
                writer.binding += (now, scope, strings.get(name) or string(name), ref)
                bound[name] = ref

    def settle_names(call, plan):
        if plan.global_stores or plan.global_loads:
            names(call.globals, *call.global_scope, plan.global_stores, plan.global_loads)
        if plan.local_stores or plan.local_loads:
            names(call.frame.f_locals, call.scope, call.bound, plan.local_stores, plan.local_loads)
            if plan.outer_stores:
                rebind_outer(call, plan.outer_stores)

    def rebind_outer(call, outer_stores):
        """Names that the function around this one knows too have been stored."""
        for name in outer_stores:
            ref = call.bound.get(name, 0)
            for other in reversed(recorder.stack):
                if other is not call and name in other.code.co_cellvars:
                    if other.bound.get(name, 0) != ref:
                        writer.binding += (values.now, other.scope, string(name), ref)
                        other.bound[name] = ref
                    break

    def settle(call):
        plan = call.plan
        call.plan = None
        if plan.imports:
            recorder.imported()
        values.now += 1
        off = recorder.torch_off
        if off is None:
            settle_names(call, plan)
        else:
            with off():
                settle_names(call, plan)

    def line(call, number):
        nonlocal left, countdown, looked
        if call.plan is not None:
            settle(call)
        tick = values.now = values.now + 1
        writer.step += (tick, call.index, number)
        call.line = number
        call.plan = call.plans.get(number)
        left -= 1
        if left <= 0:
            recorder.end_recording('steps', f'{budget} steps were recorded; what follows was not')
            return
        countdown -= 1
        if countdown < 0:
            now = perf_counter()
            countdown = 0 if now - looked > _SLOW_SECONDS else _LINES_PER_LOOK
            looked = now
            if now - recorder.last_write > FRAME_SECONDS or len(writer.step) > FRAME_STEPS:
                recorder.write_frame(now)
        if tensors.pending > FRAME_BYTES:
            recorder.write_frame()

    return line, settle
