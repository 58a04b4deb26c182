"""What the embedded runtime changes in CPython before a user's program runs; not part of torch, and not for users.

`prepare` belongs to the memory snapshot: it imports what notes import and takes away every road from Python to the
JavaScript that runs it. `begin` belongs to each process: fresh random state, an empty environment. The other layers
of the sandbox do not rely on this one.
"""
import gc
import os
import sys
import time

# Built-in modules that read or write memory, start processes, or make JavaScript objects.
UNLINKED = (
    '_ctypes', '_ctypes_test', '_posixsubprocess', '_pyodide_core', '_remote_debugging', '_testbuffer', '_testcapi', '_testclinic',
    '_testclinic_limited', '_testinternalcapi', '_testlimitedcapi', '_testmultiphase', '_testsinglephase', '_xxtestfuzz', 'xxsubtype',
)

_SANDBOX = "it reaches past the embedded runtime's sandbox; the python runtime has it"
_ONE_PROCESS = 'the embedded runtime has one process and one interpreter; the python runtime has more'
_NO_NETWORK = 'the embedded runtime has no network; the python runtime has one'
_WINDOWS = 'it is there on Windows alone'

# Modules of the standard library that can do nothing here, and why: the build leaves them out, with what is below them.
LEFT_OUT = {
    **dict.fromkeys(('asyncio.tools', 'ctypes'), _SANDBOX),
    **dict.fromkeys((
        'concurrent.futures.interpreter', 'concurrent.interpreters', 'multiprocessing.forkserver', 'multiprocessing.managers', 'multiprocessing.popen_fork', 'multiprocessing.popen_forkserver',
        'multiprocessing.popen_spawn_posix', 'multiprocessing.resource_tracker', 'multiprocessing.shared_memory', 'multiprocessing.sharedctypes', 'multiprocessing.synchronize',
    ), _ONE_PROCESS),
    **dict.fromkeys(('ftplib', 'http.cookiejar', 'http.server', 'imaplib', 'poplib', 'smtplib', 'wsgiref', 'xmlrpc'), _NO_NETWORK),
    **dict.fromkeys(('asyncio.proactor_events', 'asyncio.windows_events', 'asyncio.windows_utils', 'multiprocessing.popen_spawn_win32'), _WINDOWS),
}
# What programs beside PyTorch's use of others' work: that none of it is here is said where it is imported.
OF_OTHERS = frozenset(
    'IPython PIL albumentations cv2 d2l datasets einops gym gymnasium jax keras lightning matplotlib nltk pandas plotly pytorch_lightning requests scipy seaborn '
    'skimage sklearn spacy statsmodels sympy tensorboard tensorflow timm tokenizers torchaudio torchdata torchinfo torchmetrics torchsummary torchtext torchvision '
    'torch.utils.tensorboard torchviz transformers wandb'.split()
)
_TOGETHER = 'the embedded runtime has torch, numpy, tqdm and the standard library; the python runtime has what is installed there'
DEEPEST = 20_000

# Where JavaScript objects are held, as `_confine` found it: (dict, key), and importers with such objects in fields.
_held = []
_loaders = []
# The classes of JavaScript objects.
_proxies = []
_trace = -1
_at_end = None

_ONE_THREAD = "can't start new thread: the embedded runtime has only one; the python runtime has more"
_NO_INPUT = 'EOF when reading a line: a run here has no keyboard to read from'


class LeftOut:
    """Says why a module that CPython has is not there."""

    @staticmethod
    def find_spec(name, _path=None, _target=None):
        why = _SANDBOX if name in UNLINKED else LEFT_OUT.get(name)
        if why is not None:
            raise ModuleNotFoundError(f"No module named '{name}': {why}", name=name)
        return None


class OfOthers:
    """Says of a known package that it can't be here; asked last, so that a module of the user's own is found before."""

    @staticmethod
    def find_spec(name, _path=None, _target=None):
        # `importlib.util.find_spec` asks whether it is there, and has its answer.
        if name in OF_OTHERS and sys._getframe(2).f_code.co_name != 'find_spec':
            raise ModuleNotFoundError(f"No module named '{name}': {_TOGETHER}", name=name)
        return None


def prepare(packages):
    """Imports `packages` (names with spaces between) where they exist and closes the doors; called once, before a snapshot is made."""
    for name in packages.split():
        try:
            __import__(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    _confine()
    _one_thread()
    _event_loop()
    _no_network()
    _deepest_recursion()
    # What is there now stays; a collection of the program's own objects need not go through it.
    gc.collect()
    gc.freeze()


def _confine():
    """Removes from Pyodide's own modules everything that makes a JavaScript object, and notes where one is held.

    The objects themselves stay until `forget_pyodide`: a snapshot can only be made while Pyodide's first ones are there.
    """
    core = sys.modules['_pyodide_core']
    importer = sys.modules['_pyodide._importhook']
    proxy = core.jsproxy_typedict[0]
    makers = {id(value) for value in vars(core).values() if type(value) is type(gc.collect)}
    makers.update(id(value) for value in (sys.modules['pyodide.code'].run_js, importer.register_js_module, importer.unregister_js_module))
    for holder in gc.get_objects():
        if type(holder) is dict:
            # Modules, and the copies of built-in modules' names that the import machinery keeps.
            for key in [key for key, value in holder.items() if id(value) in makers]:
                del holder[key]
            _held.extend((holder, key) for key, value in holder.items() if isinstance(value, proxy))
        elif isinstance(holder, importer.JsLoader):
            _loaders.append(holder)
    _loaders.append(importer.jsfinder)
    _proxies.extend(core.jsproxy_typedict.values())
    sys.meta_path[:] = [LeftOut, *(hook for hook in sys.meta_path if not type(hook).__module__.startswith('_pyodide')), OfOthers]
    sys.excepthook = sys.__excepthook__


def unlinked():
    """Names that the process takes out of CPython's table of built-in modules."""
    return ' '.join(UNLINKED)


def forget_pyodide():
    """The last step after loading: Pyodide itself needs its modules and objects until then."""
    for holder, key in _held:
        holder.pop(key, None)
    for loader in _loaders:
        vars(loader).clear()
    # What is left are functions to be called. `to_weakref`, `object_entries` and their like would make objects of them
    # whose constructors lead to the prototypes of everything.
    for proxy in _proxies:
        for name in [name for name in vars(proxy) if not name.startswith('__')]:
            delattr(proxy, name)
    _held.clear()
    _loaders.clear()
    _proxies.clear()
    for name in [name for name in sys.modules if name.startswith(('pyodide', '_pyodide')) or name == 'js' or name in UNLINKED]:
        del sys.modules[name]


def _deepest_recursion():
    """`sys.setrecursionlimit` takes what it is given, but calls go no deeper than the stack below can hold: taking down
    100,000 frames at once would overflow it, which no exception reports."""
    set_limit = sys.setrecursionlimit
    asked = sys.getrecursionlimit()

    def setrecursionlimit(limit, /):
        nonlocal asked
        set_limit(min(limit, DEEPEST))
        asked = limit

    sys.setrecursionlimit = setrecursionlimit
    sys.getrecursionlimit = lambda: asked


def _one_thread():
    import _thread
    import threading

    def refuse(*_args, **_kwargs):
        raise RuntimeError(_ONE_THREAD)

    _thread.start_new_thread = _thread.start_new = _thread.start_joinable_thread = refuse
    threading._start_joinable_thread = refuse


def _event_loop():
    """`asyncio.run` with nothing to select on: tasks, timers and futures work, sockets and pipes don't exist."""
    import asyncio
    from asyncio import base_events, events, runners

    class Clock:
        def select(self, timeout):
            if timeout is None:
                raise RuntimeError('every task waits and nothing can wake them: the embedded runtime has no sockets, pipes or threads')
            if timeout > 0:
                time.sleep(timeout)
            return ()

    class EventLoop(base_events.BaseEventLoop):
        def __init__(self):
            super().__init__()
            self._selector = Clock()

        def _process_events(self, event_list):
            pass

        def _write_to_self(self):
            pass

    class EventLoopPolicy(events._BaseDefaultEventLoopPolicy):
        _loop_factory = EventLoop

    events._set_running_loop(None)
    events._event_loop_policy = EventLoopPolicy()
    asyncio.run = runners.run


def _no_network():
    """Who looks for a host is told that there are none; Emscripten would find an address that leads nowhere."""
    import errno
    import socket

    def refuse(*_args, **_kwargs):
        raise OSError(errno.ENETUNREACH, _NO_NETWORK)

    socket.getaddrinfo = socket.gethostbyname = socket.gethostbyname_ex = socket.create_connection = socket.socket.connect = refuse


def begin(wait, entropy, descriptor, tell_files):
    """Called in each process: `wait(milliseconds)` waits a little and returns whether an interrupt came, `entropy` seeds what
    the snapshot froze, `descriptor` takes the trace, `tell_files()` writes the program's files there."""
    global _trace, _at_end
    import builtins
    import random
    from signal import SIGINT, raise_signal
    now = time.monotonic

    def sleep(seconds, /):
        if seconds != seconds:
            raise ValueError('Invalid value NaN (not a number)')
        if seconds < 0:
            raise ValueError('sleep length must be non-negative')
        end = now() + seconds
        # In small pieces: between them Python runs the handlers of signals.
        while (rest := end - now()) > 0:
            if wait(rest * 1000):
                raise_signal(SIGINT)

    time.sleep = sleep

    def no_input(prompt='', /):
        sys.stdout.write(str(prompt))
        sys.stdout.flush()
        raise EOFError(_NO_INPUT)

    no_input.__name__ = no_input.__qualname__ = 'input'
    builtins.input = no_input
    os.environ.clear()
    # What is compiled would be among the program's own files.
    sys.dont_write_bytecode = True
    random.seed(entropy)
    _trace = descriptor
    # Not the function of JavaScript's itself.
    _at_end = lambda: tell_files()


_REHEARSAL = '''
import torch
a = torch.arange(6).view(2, 3)
w = torch.ones(3, requires_grad=True)
for step in range(2):
    loss = ((a * w).sum() - 1) ** 2
    loss.backward()
print(a.gather(0, torch.tensor([[1, 0, 1]])), loss)
'''


def rehearse():
    """Runs a small program into nothing: a process that waits has then compiled what its run will need."""
    import json
    import loupe
    request = json.dumps({
        'uri': '', 'name': '', 'text': _REHEARSAL, 'argv': [''], 'customaryNames': False, 'folder': None, 'record': {},
        'cells': [{'line': 1, 'text': _REHEARSAL, 'shift': 0, 'mode': 'exec'}],
    })
    loupe.run(json.loads(request), lambda frame: None, ends=False)
    gc.collect()


def run(request, script_folder, folder):
    """Runs one request (JSON) in `folder` ('': no files) and returns the exit status."""
    import json
    import loupe

    # As for `python FILE`, modules come from beside the file, and paths begin where the program was started.
    sys.path[:] = [script_folder, *(path for path in sys.path if path)]
    os.chdir(folder or '/home/pyodide')
    return loupe.run({**json.loads(request), 'folder': None}, lambda frame: os.write(_trace, frame), at_end=_at_end)
