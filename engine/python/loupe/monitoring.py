"""Lines and calls by sys.monitoring (CPython 3.12 and later): events for the user's code objects alone, nothing for any other."""
import sys

_monitoring = sys.monitoring
_events = _monitoring.events
_CALLS = _events.PY_START | _events.PY_RESUME | _events.PY_RETURN | _events.PY_YIELD
#: These can't be asked for by code object.
_GLOBAL = _events.PY_THROW | _events.PY_UNWIND | _events.RAISE


class Lines:
    """Recorder calls from monitoring's callbacks. The tool id is a profiler's or a free one: debuggers keep theirs."""

    def __init__(self, recorder):
        self._recorder = recorder
        self._tool = None
        self._local = _CALLS | _events.LINE if recorder.has_lines else _CALLS

    def start(self):
        for tool in (3, 4, _monitoring.PROFILER_ID, _monitoring.OPTIMIZER_ID):
            if _monitoring.get_tool(tool) is None:
                break
        self._tool = tool
        _monitoring.use_tool_id(tool, 'tensor-loupe')
        register = _monitoring.register_callback
        for event, callback in (
            (_events.PY_START, self._start), (_events.PY_RESUME, self._start), (_events.PY_THROW, self._throw),
            (_events.PY_RETURN, self._return), (_events.PY_YIELD, self._yield), (_events.PY_UNWIND, self._unwind), (_events.RAISE, self._raise), (_events.LINE, self._recorder.line),
        ):
            register(tool, event, callback)
        _monitoring.set_events(tool, _GLOBAL)

    def stop(self):
        tool = self._tool
        if tool is None:
            return
        self._tool = None
        _monitoring.set_events(tool, 0)
        for info in self._recorder.infos.values():
            _monitoring.set_local_events(tool, info.code, 0)
        for event in (_events.PY_START, _events.PY_RESUME, _events.PY_THROW, _events.PY_RETURN, _events.PY_YIELD, _events.PY_UNWIND, _events.RAISE, _events.LINE):
            _monitoring.register_callback(tool, event, None)
        _monitoring.free_tool_id(tool)

    def add(self, code):
        """Events for one code object of the user's, which the recorder knows already."""
        _monitoring.set_local_events(self._tool, code, self._local)

    def ask(self, wanted):
        """Whether lines are to be told, where they are not recorded."""
        self._local = _CALLS | _events.LINE if wanted else _CALLS
        if self._tool is not None:
            for info in self._recorder.infos.values():
                self.add(info.code)

    def _top(self):
        """The call of the frame in which an event happens."""
        stack = self._recorder.stack
        frame = sys._getframe(2)
        if stack and stack[-1].frame is frame:
            return stack[-1]
        return self._recorder.call_of(frame)

    def _start(self, _code, _offset):
        try:
            self._recorder.enter(sys._getframe(1))
        except Exception:
            if self._recorder.stack:
                # The lines that follow may be of a frame that is not on the stack: each is asked for its frame until one is of this call.
                self._recorder.stack[-1].code = None
            self._recorder.failed()

    def _throw(self, code, _offset, _exception):
        if id(code) not in self._recorder.infos:
            return
        try:
            self._recorder.enter(sys._getframe(1))
        except Exception:
            self._recorder.failed()

    def _return(self, _code, _offset, value):
        try:
            call = self._top()
            if call is not None:
                self._recorder.leave(call, value, False)
        except Exception:
            self._recorder.failed()

    def _yield(self, _code, _offset, _value):
        try:
            call = self._top()
            if call is not None:
                self._recorder.suspend(call)
        except Exception:
            self._recorder.failed()

    def _raise(self, code, _offset, exception):
        if id(code) not in self._recorder.infos:
            return
        try:
            call = self._top()
            if call is not None:
                self._recorder.raised(call, exception, exception.__traceback__)
        except Exception:
            self._recorder.failed()

    def _unwind(self, code, _offset, _exception):
        if id(code) not in self._recorder.infos:
            return
        try:
            call = self._top()
            if call is not None:
                self._recorder.leave(call, None, True)
        except Exception:
            self._recorder.failed()
