"""sys.stdout and sys.stderr of a traced program: what is written becomes `output` rows with the line that wrote it."""
import io


class Stream(io.TextIOBase):
    """A text stream whose writes go to the recorder, and to `echo` too where there is one."""

    def __init__(self, recorder, number, name, echo=None):
        self._recorder = recorder
        self._number = number
        self._echo = echo
        self.name = name
        self.mode = 'w'
        self.buffer = _Bytes(self)

    encoding = 'utf-8'
    newlines = None

    @property
    def errors(self):
        # As Python's own: on stderr, what can't be written must not hide the error that is being told.
        return 'backslashreplace' if self._number == 2 else 'strict'

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        self._recorder.output(self._number, text.encode('utf-8', self.errors))
        if self._echo is not None:
            self._echo.write(text)
        return len(text)

    def flush(self):
        self._recorder.flush_output()
        if self._echo is not None:
            self._echo.flush()


class _Bytes(io.RawIOBase):
    """sys.stdout.buffer: bytes are shown as UTF-8."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def write(self, data):
        self._stream.write(bytes(data).decode('utf-8', 'replace'))
        return len(data)
