"""The border to the engine: functions of the host, called with numbers and strings only.

Nothing here runs at import: the package is imported while a memory snapshot is made, and the engine is bound after
loading. What crosses is a handle for each tensor, with an explicit tag beside every Python number, because a Python
`2.0` arrives on the other side as `2`. Bulk data goes through `scratch`, whose bytes both sides see.

A function answers with a positive handle, NONE, ERROR (the exception waits in `take_error`), RESULT_IS_ARGUMENT - k
(the k-th tensor argument is the result), or a string for every other kind of result.
"""
import gc

NONE = 0
ERROR = -1
RESULT_IS_ARGUMENT = -2

BOOL, INT, FLOAT = 1, 2, 3
TAGS = {bool: BOOL, int: INT, float: FLOAT}

SCRATCH_SIZE = 1 << 20
# Behind the scratch bytes: numbers of the tracer's (loupe/embedded.py).
CELLS_SIZE = 32

# Handles whose Python object is gone; given back to the engine by `drain`.
dead = []
DRAIN_AT = 64

_clients = []
_waiting = []
scratch = None


def _unbound(*_):
    raise RuntimeError('the engine is not bound yet')


NAMES = (
    'call', 'take_error', 'release', 'facts', 'base', 'shape', 'stride', 'text', 'read', 'write', 'make', 'grad', 'set_grad',
    'set_requires_grad', 'set_data', 'backward', 'autograd_grad', 'node', 'grad_mode', 'storage', 'storage_read', 'optimizer_step', 'lbfgs',
    'generator', 'legacy_random', 'default_dtype', 'options', 'allow_attention', 'alias', 'index', 'index_put', 'array_text', 'numpy_sum', 'numpy_sort', 'retain_grad', 'register_hook', 'remove_hook', 'detach_in_place', 'numpy_generator',
    'register_node_hook', 'register_post_accumulate_grad_hook', 'node_saved', 'function_node', 'function_saved', 'anomaly_mode', 'saved_tensors_hooks', 'depends', 'autocast', 'clear_autocast',
    'rows_begin', 'rows_type', 'row_of', 'rows_of', 'rows_gradients', 'rows_news', 'rows_add', 'rows_count', 'rows_take', 'rows_read', 'rows_write', 'watch', 'line_begins', 'observe_call', 'observe_function', 'kept_ref', 'keep', 'touch', 'arrays',
)
_table = dict.fromkeys(['_' + name for name in NAMES], _unbound)


def client(namespace):
    """Puts the host's functions, as `_NAME`, into a module's globals: a global is looked up faster than an attribute."""
    _clients.append(namespace)
    namespace.update(_table)


def when_bound(function):
    """`function` is called once the host's functions are there."""
    _waiting.append(function)


def bind():
    """Called once by the host, after it has put its functions here. Answers the buffer that both sides use for bulk data."""
    global scratch
    for name in NAMES:
        _table['_' + name] = globals().pop(name)
    for namespace in _clients:
        taken = [name for name in _table if namespace[name] is not _unbound]
        if taken:
            raise ImportError(f'{namespace["__name__"]} uses {", ".join(taken)} for something else')
        namespace.update(_table)
    for function in _waiting:
        function()
    if scratch is None:
        scratch = bytearray(SCRATCH_SIZE + CELLS_SIZE)
    return scratch


def collect():
    """The engine calls this before it gives up on an allocation: frees what only cycles keep alive."""
    gc.collect()
    drain()


def drain():
    while dead:
        some = dead[-256:]
        del dead[-256:]
        _release(*some)


class _LinAlgError(RuntimeError):
    """torch.linalg.LinAlgError."""


_LinAlgError.__module__ = 'torch._C'
_CLASSES = {c.__name__: c for c in (RuntimeError, IndexError, TypeError, ValueError, NotImplementedError, OverflowError, MemoryError, KeyError, _LinAlgError)}


# What the engine calls, by its number: hooks on gradients, backward of user's functions; and packed saved tensors. And what one of
# them raised, until backward comes back.
hooks = {}
_raised = []


def next_number():
    """A number for what the engine is to call: below those that it counts itself."""
    return next(_numbers)


_numbers = iter(range(-1, -2**53, -1))


def run_hook(number, gradient):
    """The engine calls this during backward: a gradient in, a handle of another one, NONE or ERROR out."""
    try:
        return hooks[number](gradient)
    except BaseException as error:
        _raised.append(error)
        return ERROR


def run_many(number, handles):
    """As `run_hook`, with handles of several gradients in a text, 0 for what is not there."""
    try:
        return hooks[number]([int(handle) for handle in handles.split(',')] if handles else [])
    except BaseException as error:
        _raised.append(error)
        return ERROR


def pack(hook, number, tensor):
    """Keeps under a number what a hook makes of a tensor, with what makes a tensor of it again."""
    try:
        hooks[number] = hooks[hook](tensor)
        return NONE
    except BaseException as error:
        _raised.append(error)
        return ERROR


def unpack(number):
    """The tensor that is made of what was kept."""
    try:
        packed, unpacked = hooks[number]
        return unpacked(packed)
    except BaseException as error:
        _raised.append(error)
        return ERROR


def forget(number):
    hooks.pop(number, None)


def where():
    """The lines of the user's program that are under way, as a traceback shows them."""
    from .autograd.anomaly_mode import program_lines
    return program_lines()


def warn_anomaly(name, made_at):
    from .autograd.anomaly_mode import warn
    try:
        warn(name, made_at)
    except Warning as error:
        _raised.append(error)


def raise_error():
    name, _, message = _take_error().partition('\n')
    if _raised:
        error = _raised[0]
        _raised.clear()
        raise error
    raise _CLASSES.get(name, RuntimeError)(message)


def check(answer):
    """The answer, unless it says that an exception waits."""
    if answer == ERROR:
        raise_error()
    return answer


def read_bytes(handle):
    """All elements of a tensor in row-major order, packed."""
    parts = []
    start = 0
    while True:
        size = check(_read(handle, start))
        if size == 0:
            return b''.join(parts)
        parts.append(bytes(memoryview(scratch)[:size]))
        start += size


def write_bytes(handle, data):
    """Fills a new contiguous tensor."""
    view = memoryview(data).cast('B')
    for start in range(0, len(view), SCRATCH_SIZE):
        piece = view[start:start + SCRATCH_SIZE]
        scratch[:len(piece)] = piece
        check(_write(handle, start, len(piece)))


client(globals())
