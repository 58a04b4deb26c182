"""What NumPy says of results that are not finite, and what was asked for by errstate and seterr."""
import functools
import os
import warnings

_DEFAULTS = {'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}
_WORDS = {'divide': 'divide by zero', 'over': 'overflow', 'invalid': 'invalid value'}
_FLAGS = {'divide': 1, 'over': 2, 'invalid': 8}
_MODES = ('ignore', 'warn', 'raise', 'call', 'print', 'log')
_current = dict(_DEFAULTS)
#: What errors are told to where they are to be called or logged.
_called = [None]
_size = [8192]
_HERE = os.path.dirname(__file__)


def geterr():
    return dict(_current)


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    before = dict(_current)
    for kind, wanted in (('divide', divide), ('over', over), ('under', under), ('invalid', invalid)):
        wanted = wanted or all or before[kind]
        if wanted not in _MODES:
            raise ValueError(f'invalid error mode {wanted!r}')
        _current[kind] = wanted
    return before


def getbufsize():
    return _size[0]


def setbufsize(size):
    """There are no buffers here; the size is what was said."""
    before, _size[0] = _size[0], size
    return before


def geterrcall():
    return _called[0]


def seterrcall(func):
    if func is not None and not callable(func) and not hasattr(func, 'write'):
        raise ValueError('Only callable can be used as callback')
    before, _called[0] = _called[0], func
    return before


class errstate:
    """A context, and a decorator."""

    __module__ = 'numpy'

    def __init__(self, *, call=_called, all=None, divide=None, over=None, under=None, invalid=None):
        self._call, self._wanted, self._before = call, (all, divide, over, under, invalid), None

    def __enter__(self):
        if self._before:
            raise TypeError('Cannot enter `np.errstate` twice.')
        self._before = seterr(*self._wanted), _called[0]
        if self._call is not _called:
            seterrcall(self._call)

    def __exit__(self, *error):
        before, _called[0] = self._before
        _current.update(before)

    def __call__(self, function):
        @functools.wraps(function)
        def within(*args, **kwargs):
            before, called = seterr(*self._wanted), _called[0]
            try:
                if self._call is not _called:
                    seterrcall(self._call)
                return function(*args, **kwargs)
            finally:
                _current.update(before)
                _called[0] = called
        return within


def warn(kind, name):
    """`kind` is one of errstate's words."""
    text, mode = f'{_WORDS[kind]} encountered in {name}', _current[kind]
    if mode == 'raise':
        raise FloatingPointError(text)
    if mode == 'warn':
        say(text)
    elif mode == 'print':
        print(f'Warning: {text}')
    elif mode == 'call':
        if _called[0] is None:
            raise NameError(f"python callback specified for {_WORDS[kind]} (in  {name}) but no function found.")
        _called[0](_WORDS[kind], _FLAGS[kind])
    elif mode == 'log':
        if _called[0] is None:
            raise NameError(f'log specified for {_WORDS[kind]} (in {name}) but no object with write method found.')
        _called[0].write(f'Warning: {text}\n')


def say(text):
    """A RuntimeWarning at the line that called NumPy."""
    warnings.warn(text, RuntimeWarning, skip_file_prefixes=(_HERE,))
