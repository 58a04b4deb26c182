"""Runs a document's cells, one after another in one namespace, and records what they do."""
import __future__
import ast
import atexit
import builtins
import gc
import linecache
import os
import signal
import sys
import time
import types
import warnings

from . import calls, customary, errors
from .recorder import OverBudget, Recorder
from .streams import Stream
from .what_if import hyperparameters

if sys.platform == 'emscripten':
    from . import embedded as backend
    _RUNTIME = 'embedded'
else:
    from . import pytorch as backend
    _RUNTIME = 'python'

if hasattr(sys, 'monitoring'):
    from .monitoring import Lines
else:
    from .settrace import Lines

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag

DEFAULTS = {'maxSteps': 1_000_000, 'maxBytes': 256 << 20, 'maxTensorBytes': 64 << 20, 'maxSeconds': 0, 'atLimit': 'continue', 'record': True, 'what': 'lines'}
_INTERRUPTED = 130


class Session:
    """One run. `sink` takes the bytes of whole frames."""

    def __init__(self, request, sink, echo, ends, at_end):
        self._request = request
        options = {**DEFAULTS, **(request.get('record') or {})}
        self._recording = options['record']
        self._max_steps = options['maxSteps']
        self._recorder = Recorder(sink, options, backend.tensors_of)
        self._lines = Lines(self._recorder)
        self._remove_calls = None
        self._cells = []
        self._flags = 0
        # A hook of the program's own takes the place of Python's text.
        self._excepthook = sys.excepthook
        self._echo = echo
        self._ends = ends
        self._at_end = at_end
        if request.get('whatIf'):
            self._recorder.what_if = hyperparameters(request['whatIf'])
        self._recorder.stop = self._stop_recording
        self._recorder.imported = self._install_calls
        self._recorder.ask_for_lines = self._lines.ask

    def run(self):
        """Runs everything; returns the exit status."""
        request, recorder = self._request, self._recorder
        started = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
        self._mentions_torch()
        recorder.begin(
            {'runtime': _RUNTIME, 'torchVersion': _version('torch'), 'pythonVersion': sys.version.split()[0],
             'argv': list(request.get('argv') or ()), 'started': started},
            request.get('uri') or '', request['name'], request['text'])
        for cell in request['cells']:
            self._cells.append((recorder.add_cell(cell['line'], cell['text'].count('\n') + 1, cell['shift']), cell))
        with _Surroundings(request, recorder, self._echo) as module:
            status = self._run_cells(module)
            status = self._run_exit_functions(status)
            del module
            if self._ends:
                _let_go()
            if self._at_end is not None:
                self._at_end()
            recorder.end(status)
        return status

    def _mentions_torch(self):
        """The mode has to be there before the first call, so torch is imported before the first line where it is mentioned.

        Where no lines are recorded, none that imports it is seen.
        """
        if self._recording and (not self._recorder.has_lines or any('torch' in cell['text'] for cell in self._request['cells'])):
            try:
                __import__('torch')
            except Exception:
                pass

    def _run_cells(self, module):
        try:
            self._start_recording()
            for number, cell in self._cells:
                if not _has_code(cell['text']):
                    continue
                code = self._compile(cell)
                self._customary(module, cell, code)
                self._recorder.add_code(code, number)
                if self._recording:
                    self._add_lines(code)
                try:
                    exec(code, module.__dict__)
                except Exception as error:
                    if not cell.get('mayRaise'):
                        raise
                    _cell, _name, line, *_rest = errors.locations(error, self._recorder, self._cell_of_line)
                    self._recorder.tell(errors.text_of(error), line)
                sys.stdout.flush()
        except SystemExit as error:
            return self._exit_status(error)
        except OverBudget as error:
            self._stop_recording()
            sys.stderr.write(f'Stopped: {error}.\n')
            return 1
        except BaseException as error:
            self._stop_recording()
            return self._failed(error)
        finally:
            self._stop_recording()
        return 0

    def _compile(self, cell):
        # Empty lines before it give every node, and a syntax error too, the document's line numbers.
        source = '\n' * (cell['line'] - 1) + cell['text']
        name = self._request['name']
        try:
            code = self._compile_as(source, name, cell['mode'])
        except SyntaxError as error:
            # Python looks for the line in the file, which may be another than what was compiled, and counts columns in that.
            error.text = linecache.getline(name, error.lineno or 0) or error.text
            with warnings.catch_warnings(action='ignore'):
                try:
                    self._compile_as(source, '', cell['mode'])
                except SyntaxError as same:
                    error.offset, error.end_offset = same.offset, same.end_offset
            raise
        self._flags |= code.co_flags & _FUTURE
        return code

    def _compile_as(self, source, name, mode):
        if mode == 'single':
            tree = compile(source, name, 'exec', ast.PyCF_ONLY_AST | self._flags, True)
            return compile(ast.Interactive(tree.body), name, 'single', self._flags, True)
        return compile(source, name, 'exec', self._flags, True)

    def _customary(self, module, cell, code):
        if self._request.get('customaryNames'):
            provided = customary.provide(module.__dict__, code)
            if provided:
                sys.stderr.write(f'{self._request["name"]}, line {cell["line"]}: not defined and provided: {"; ".join(provided)}\n')

    # Recording on and off

    def _start_recording(self):
        if not self._recording:
            return
        self._recorder.active = True
        self._recorder.tensors.begin()
        if not self._recorder.has_ops:
            self._recorder.limit('ops', 'only optimizer steps were recorded, no lines and no calls')
        elif not self._recorder.has_lines:
            self._recorder.limit('lines', 'calls of PyTorch and optimizer steps were recorded, no lines')
        if self._max_steps == 0:
            self._recorder.end_recording('steps', '0 steps were recorded; what follows was not')
            return
        self._install_calls()
        self._lines.start()

    def _add_lines(self, code):
        if self._recorder.active:
            for part in _nested(code):
                if id(part) in self._recorder.infos:
                    self._lines.add(part)

    def _install_calls(self):
        torch = sys.modules.get('torch')
        if self._remove_calls is None and self._recorder.active and hasattr(torch, 'overrides') and hasattr(torch, 'optim'):
            self._remove_calls = calls.install(self._recorder, torch, backend.torch_off)

    def _stop_recording(self):
        if not self._recorder.active:
            return
        self._recorder.active = False
        self._lines.stop()
        if self._remove_calls is not None:
            remove, self._remove_calls = self._remove_calls, None
            remove()

    # Ends

    def _exit_status(self, error):
        code = error.code
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF
        sys.stderr.write(f'{code}\n')
        return 1

    def _failed(self, error):
        recorder = self._recorder
        text = errors.text_of(error)
        if sys.excepthook is self._excepthook:
            sys.stderr.write(text)
        else:
            self._call_excepthook(error, text)
        recorder.values.now += 1
        recorder.writer.error += (
            recorder.values.now, recorder.values.string(type(error).__name__), errors.message_of(error).encode('utf-8', 'replace'),
            text.encode('utf-8', 'replace'), errors.locations(error, recorder, self._cell_of_line))
        return _INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1

    def _call_excepthook(self, error, text):
        try:
            sys.excepthook(type(error), error, error.__traceback__)
        except BaseException as other:
            if other.__context__ is error:
                other.__context__ = None
            sys.stderr.write(f'Error in sys.excepthook:\n{errors.text_of(other)}\nOriginal exception was:\n{text}')

    def _cell_of_line(self, line):
        for number, cell in reversed(self._cells):
            if cell['line'] <= line:
                return number
        return 0

    def _run_exit_functions(self, status):
        """What the program left for its end (threads, `atexit`) still writes to this trace."""
        try:
            threading = sys.modules.get('threading')
            if threading is not None:
                for thread in threading.enumerate():
                    if not thread.daemon and thread is not threading.main_thread():
                        thread.join()
            if self._ends:
                atexit._run_exitfuncs()
        except KeyboardInterrupt as error:
            return self._failed(error)
        return status


class _Surroundings:
    """`__main__`, sys.argv, the streams, the folder and warnings, as `python FILE` would have them; put back afterwards."""

    def __init__(self, request, recorder, echo):
        self._request = request
        self._recorder = recorder
        self._echo = echo

    def __enter__(self):
        request = self._request
        name = request['name']
        self._before = (sys.stdout, sys.stderr, sys.argv, sys.modules.get('__main__'), list(sys.path), warnings.showwarning, sys.displayhook, sys.excepthook)
        stdout, stderr = (sys.stdout, sys.stderr) if self._echo else (None, None)
        sys.stdout = Stream(self._recorder, 1, '<stdout>', stdout)
        sys.stderr = Stream(self._recorder, 2, '<stderr>', stderr)
        sys.argv = list(request.get('argv') or [name])
        module = types.ModuleType('__main__')
        module.__file__ = name
        module.__builtins__ = builtins
        sys.modules['__main__'] = module
        folder = request.get('folder')
        if folder and os.path.isdir(folder):
            sys.path.insert(0, folder)
            os.chdir(folder)
        linecache.cache[name] = (len(request['text']), None, _lines_of(request), name)
        warnings.showwarning = self._show_warning
        try:
            signal.signal(signal.SIGINT, self._recorder.interrupt)
        except ValueError:
            # Not in the main thread: signals are handled there.
            pass
        return module

    def __exit__(self, *_error):
        sys.stdout, sys.stderr, sys.argv, main, sys.path[:], warnings.showwarning, sys.displayhook, sys.excepthook = self._before
        if main is not None:
            sys.modules['__main__'] = main

    def _show_warning(self, message, category, filename, line, file=None, source=None):
        """A warning from PyTorch's C code names the caller of the op, which is the tracer's handler: the user's line is meant."""
        if filename.startswith(os.path.dirname(__file__)):
            filename, line, source = self._request['name'], self._recorder.user_line(), None
        (file or sys.stderr).write(warnings.formatwarning(message, category, filename, line, source))


def _has_code(text):
    """Before CPython 3.13 a module of blank lines and comments has a line event too, at a line where nothing is."""
    return any(line and not line.startswith('#') for line in map(str.strip, text.splitlines()))


def _let_go():
    """What the program still holds goes as at Python's end: `__del__` and the `finally` of open generators run, and may print."""
    sys.modules['__main__'] = None
    gc.collect()


def _lines_of(request):
    """The document's lines as they were compiled, dedented and without prompts: columns in a traceback count in these."""
    lines = request['text'].split('\n')
    for cell in request['cells']:
        text = cell['text'].split('\n')
        first = cell['line'] - 1
        lines[first:first + len(text)] = text
    return [line + '\n' for line in lines]


def _nested(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, type(code)):
            yield from _nested(constant)


def _version(name):
    return str(getattr(sys.modules.get(name), '__version__', ''))
