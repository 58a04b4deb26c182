"""Lines and calls by sys.settrace: for CPython before 3.12. The preferred way is `monitoring.py`; both have the same methods."""
import dis
import sys

_CO_GENERATOR = 0x20 | 0x80 | 0x200
_ENDS = frozenset(dis.opmap[name] for name in ('RETURN_VALUE', 'RETURN_CONST', 'RETURN_GENERATOR') if name in dis.opmap)
_YIELDS = frozenset(dis.opmap[name] for name in ('YIELD_VALUE', 'SEND', 'RESUME') if name in dis.opmap)


class Lines:
    def __init__(self, recorder):
        self._recorder = recorder
        self._before = None
        self._wanted = recorder.has_lines

    def start(self):
        self._before = sys.gettrace()
        sys.settrace(self._call)

    def stop(self):
        sys.settrace(self._before)
        for call in self._recorder.stack:
            if call.frame is not None:
                call.frame.f_trace = None

    def add(self, code):
        """Nothing to do: every call is asked about."""

    def ask(self, wanted):
        """Whether lines are to be told, where they are not recorded."""
        self._wanted = wanted
        for call in self._recorder.stack:
            call.frame.f_trace_lines = wanted

    def _call(self, frame, _event, _argument):
        recorder = self._recorder
        if id(frame.f_code) not in recorder.infos or not recorder.active:
            return self._inner(frame) if id(frame.f_code) in recorder.inner else None
        try:
            call = recorder.enter(frame)
            frame.f_trace_lines = self._wanted
        except Exception:
            recorder.failed()
            return None

        #: Where an exception has come up since the last line.
        raised = -1

        def local(frame, event, argument):
            nonlocal raised
            try:
                if event == 'line':
                    raised = -1
                    # A loop that stands on one line is one step: `monitoring` isn't told when it begins that line again, and its
                    # event for jumps loses the handlers of an exception that is raised in it, as an interrupt's is.
                    again, call.began = call.began and frame.f_lineno == call.line, True
                    if not again and (recorder.stack[-1] is call or recorder.call_of(frame) is call):
                        recorder.line(frame.f_code, frame.f_lineno)
                elif event == 'exception':
                    raised = frame.f_lasti
                    if recorder.call_of(frame) is call:
                        recorder.raised(call, argument[1], argument[2])
                elif event == 'return':
                    self._return(call, frame, argument, raised == frame.f_lasti)
            except Exception:
                recorder.failed()
            return local
        return local

    def _inner(self, frame):
        """A comprehension is a part of the line where it stands; of its own frame only the place of what it calls is wanted."""
        call = self._recorder.stack[-1] if self._recorder.stack else None
        if call is None or call.place is not frame.f_back:
            return None
        around = call.place, call.place_info
        call.place, call.place_info = frame, self._recorder.inner[id(frame.f_code)]
        frame.f_trace_lines = False

        def local(_frame, event, _argument):
            if event == 'return':
                call.place, call.place_info = around
            return local
        return local

    def _return(self, call, frame, value, by_exception):
        code = frame.f_code
        opcode = code.co_code[frame.f_lasti]
        # A generator that is closed where it waits has not yielded again.
        if code.co_flags & _CO_GENERATOR and opcode in _YIELDS and not by_exception:
            self._recorder.suspend(call)
        else:
            self._recorder.leave(call, value, opcode not in _ENDS)
