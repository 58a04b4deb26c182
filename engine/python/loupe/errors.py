"""An exception that ended the program: Python's own traceback text without frames of ours, and where it happened."""
import os
import traceback
import types

#: Of a message that long the beginning is kept.
_LONGEST = 1000
_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: The embedded runtime's own `torch` and `numpy` lie beside the tracer; where PyTorch has C++, it has no frames either.
_PACKAGES = os.path.join(os.path.dirname(os.path.dirname(_HERE)), '')
_OURS = _PACKAGES if os.path.exists(os.path.join(_PACKAGES, '_embedded.py')) else _HERE


def text_of(error):
    """What Python prints on stderr for an uncaught exception."""
    # Lines are looked up as they are printed: those of frames that are left out lie in files that need not be read.
    shown = traceback.TracebackException.from_exception(error, lookup_lines=False, compact=True)
    _without_ours(shown, set())
    return ''.join(shown.format())


def _without_ours(shown, seen):
    if shown is None or id(shown) in seen:
        return
    seen.add(id(shown))
    if shown.__context__ is not None and _is_all_tracer(shown.__context__):
        # Recursion ended in the tracer's own call before it ended in the user's.
        shown.__context__ = None
    if shown.stack is not None:
        shown.stack[:] = [frame for frame in shown.stack if not frame.filename.startswith(_OURS)]
    _without_ours(shown.__cause__, seen)
    _without_ours(shown.__context__, seen)
    for part in getattr(shown, 'exceptions', None) or ():
        _without_ours(part, seen)


def _is_all_tracer(shown):
    return bool(shown.stack) and all(frame.filename.startswith(_HERE) for frame in shown.stack)


def locations(error, recorder, cell_of_line):
    """Flattened `location` rows of the user's own frames, outermost call first; of a syntax error, its place."""
    rows = []
    string = recorder.values.string
    trace = error.__traceback__
    while trace is not None:
        info = recorder.infos.get(id(trace.tb_frame.f_code))
        if info is not None:
            line, column, end_line, end_column = info.position(trace.tb_lasti)
            rows += (info.cell, string(info.name), line or trace.tb_lineno, column, end_line, end_column)
        trace = trace.tb_next
    if not rows and isinstance(error, SyntaxError) and isinstance(error.lineno, int):
        line, end_line = error.lineno, error.end_lineno or error.lineno
        column = _bytes_before(error.text, error.offset)
        end_column = _bytes_before(error.text, error.end_offset) if end_line == line else 0
        rows += (cell_of_line(line), string('<module>'), line, column, end_line, max(column, end_column))
    return tuple(rows)


def _bytes_before(text, offset):
    """SyntaxError counts characters from 1; the trace counts bytes from 0."""
    count = max(0, (offset or 1) - 1)
    return len(text[:count].encode('utf-8', 'replace')) if text else count


def message_of(error):
    """What stands behind the type in a traceback: str(error), whatever its __str__ does."""
    if type(error).__str__ is SyntaxError.__str__ and isinstance(error.msg, str):
        # Whose str() has the place too.
        return error.msg
    try:
        return str(error)
    except Exception:
        return '<exception str() failed>'


#: Arguments of an exception that are text without running anything.
_PLAIN = frozenset((str, int, float, bool, type(None)))


def message_at_raise(error):
    """str(error) of an exception that goes on; '' where that would run code of the user's."""
    if isinstance(type(error).__str__, types.FunctionType) or any(type(argument) not in _PLAIN for argument in error.args):
        return ''
    return message_of(error)[:_LONGEST]
