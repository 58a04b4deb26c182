"""numpy.set_printoptions and array text; the layout itself is the engine's (engine/print/array-repr.ts)."""
import contextlib

from torch import _border
from torch._border import check

from ._core import as_array

_border.client(globals())
_DEFAULTS = {'edgeitems': 3, 'threshold': 1000, 'floatmode': 'maxprec', 'precision': 8, 'suppress': False, 'linewidth': 75, 'nanstr': 'nan', 'infstr': 'inf', 'sign': '-',
             'formatter': None, 'legacy': False, 'override_repr': None}
_current = dict(_DEFAULTS)


def _send(values):
    check(_options('numpy', int(values['precision']), float(values['threshold']), int(values['edgeitems']), int(values['linewidth']), bool(values['suppress']),
                   values['nanstr'], values['infstr'], values['sign'], values['floatmode']))


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *,
                     legacy=None, override_repr=None):
    if formatter is not None or legacy:
        raise NotImplementedError('`numpy.set_printoptions` with formatter or legacy is not in the embedded engine yet; the python runtime has it')
    given = dict(precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=linewidth, suppress=suppress, nanstr=nanstr, infstr=infstr, sign=sign, floatmode=floatmode)
    _current.update({key: value for key, value in given.items() if value is not None})
    _send(_current)


def get_printoptions():
    return dict(_current)


@contextlib.contextmanager
def printoptions(*args, **kwargs):
    before = dict(_current)
    set_printoptions(*args, **kwargs)
    try:
        yield dict(_current)
    finally:
        _current.update(before)
        _send(before)


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    with printoptions(precision=precision, linewidth=max_line_width, suppress=suppress_small):
        return repr(as_array(arr))


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    with printoptions(precision=precision, linewidth=max_line_width, suppress=suppress_small):
        return str(as_array(a))


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', **_):
    if separator != ' ':
        raise NotImplementedError('`numpy.array2string` with a separator is not in the embedded engine yet; the python runtime has it')
    return array_str(a, max_line_width, precision, suppress_small)
