"""What NumPy says of results that are not finite, and what was asked for by errstate and seterr."""
import contextlib
import os
import warnings

_DEFAULTS = {'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}
_WORDS = {'divide': 'divide by zero', 'over': 'overflow', 'invalid': 'invalid value'}
_current = dict(_DEFAULTS)
_HERE = os.path.dirname(__file__)


def geterr():
    return dict(_current)


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    before = dict(_current)
    for kind, wanted in (('divide', divide), ('over', over), ('under', under), ('invalid', invalid)):
        _current[kind] = wanted or all or _current[kind]
    return before


@contextlib.contextmanager
def errstate(**kwargs):
    before = seterr(**{key: value for key, value in kwargs.items() if key != 'call'})
    try:
        yield
    finally:
        _current.update(before)


def warn(kind, name):
    """`kind` is one of errstate's words."""
    text = f'{_WORDS[kind]} encountered in {name}'
    if _current[kind] == 'raise':
        raise FloatingPointError(text)
    if _current[kind] != 'ignore':
        say(text)


def say(text):
    """A RuntimeWarning at the line that called NumPy."""
    warnings.warn(text, RuntimeWarning, skip_file_prefixes=(_HERE,))
