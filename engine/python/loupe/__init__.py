"""Records what a Python program that uses PyTorch does, and writes it as a trace.

`run` serves a runtime: it takes a request (engine/runtime/protocol.ts: RunRequest) and a sink for frames of bytes.
`python -m loupe FILE --trace OUT` runs a file under the Python and the PyTorch at hand. Standard library only.
"""
from .session import Session

__all__ = ['run']


def run(request, sink, echo=False, ends=True, at_end=None):
    """Runs `request` and returns its exit status; every frame of the trace has been given to `sink` by then.

    `echo` writes output to the real stdout and stderr too. `ends`: so does the process after it, and what `atexit` holds is run
    as a part of this run (PyTorch's own functions among it, after which it can't be used). `at_end` is called when the program is over and its trace is not.
    """
    return Session(request, sink, echo, ends, at_end).run()
