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

    def _call(self, frame, _event, _argument):
        recorder = self._recorder
        if id(frame.f_code) not in recorder.infos or not recorder.active:
            return None
        try:
            call = recorder.enter(frame)
        except Exception:
            recorder.lost = True
            recorder.failed()
            return None

        def local(frame, event, argument):
            try:
                if event == 'line':
                    if recorder.stack[-1] is call or recorder.call_of(frame) is call:
                        recorder.line(call, frame.f_lineno)
                elif event == 'exception':
                    if recorder.call_of(frame) is call:
                        recorder.raised(call, argument[1], argument[2])
                elif event == 'return':
                    self._return(call, frame, argument)
            except Exception:
                recorder.failed()
            return local
        return local

    def _return(self, call, frame, value):
        code = frame.f_code
        opcode = code.co_code[frame.f_lasti]
        if code.co_flags & _CO_GENERATOR and opcode in _YIELDS:
            self._recorder.suspend(call)
        else:
            self._recorder.leave(call, value, opcode not in _ENDS)
