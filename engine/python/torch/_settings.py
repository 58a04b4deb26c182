"""Settings of the whole package: default dtype and device, printing, threads; and questions about types."""
from . import _border, _types
from ._border import check
from .storage import TypedStorage, UntypedStorage
from ._tensor import Tensor

_border.client(globals())


def get_default_dtype():
    return _types.BY_CODE[_default_dtype(-1)]


def set_default_dtype(d):
    if not isinstance(d, _types.dtype):
        raise TypeError('invalid dtype object: only floating-point types are supported as the default type')
    if not d.is_floating_point:
        raise TypeError('only floating-point types are supported as the default type')
    check(_default_dtype(_types.engine_code(d)))


def set_default_tensor_type(t):
    set_default_dtype(t.dtype)


def get_default_device():
    return _types.CPU


def set_default_device(device):
    if device is not None:
        _types.require_cpu(device)


def is_tensor(obj):
    return isinstance(obj, Tensor)


def is_storage(obj):
    return isinstance(obj, (TypedStorage, UntypedStorage))


def typename(obj):
    if isinstance(obj, Tensor):
        return obj.type()
    cls = obj if isinstance(obj, type) else type(obj)
    return f'{cls.__module__}.{cls.__qualname__}' if cls.__module__ not in (None, 'builtins') else cls.__qualname__


_PROFILES = {'default': (4, 1000, 3, 80), 'short': (2, 1000, 2, 80), 'full': (4, float('inf'), 3, 80)}
_printing = {'precision': 4, 'threshold': 1000, 'edgeitems': 3, 'linewidth': 80, 'sci_mode': None}


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None):
    if profile is not None:
        _printing.update(zip(('precision', 'threshold', 'edgeitems', 'linewidth'), _PROFILES[profile]))
    for name, value in (('precision', precision), ('threshold', threshold), ('edgeitems', edgeitems), ('linewidth', linewidth)):
        if value is not None:
            _printing[name] = value
    _printing['sci_mode'] = sci_mode
    check(_options('torch', *[float(_printing[name]) for name in ('precision', 'threshold', 'edgeitems', 'linewidth')], -1 if sci_mode is None else int(sci_mode)))


_threads = {'number': 1, 'precision': 'highest', 'deterministic': False}


def get_num_threads():
    return 1


def set_num_threads(number):
    _threads['number'] = int(number)


def get_float32_matmul_precision():
    return _threads['precision']


def set_float32_matmul_precision(precision):
    _threads['precision'] = precision


def use_deterministic_algorithms(mode, *, warn_only=False):
    _threads['deterministic'] = mode


def are_deterministic_algorithms_enabled():
    return _threads['deterministic']
