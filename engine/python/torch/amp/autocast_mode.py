"""Mixed precision as a context or a decorator. The engine knows which operators compute in what (engine/ops/autocast.ts); other devices' settings change nothing."""
import functools
import warnings

from .. import _border, _types

__all__ = ['autocast', 'is_autocast_available']

_border.client(globals())

_AVAILABLE = ('cpu', 'cuda', 'ipu', 'xpu', 'maia', 'xla', 'mps', 'hpu', 'mtia', 'privateuseone')
_SUPPORTED = [_types.bfloat16, _types.float16]
_enabled, _dtypes = {}, {}
_caches = True
_nesting = 0


def _known(device_type):
    """The device's name. RuntimeError where there is none such, or where it has no mixed precision."""
    _types.device(device_type)
    if device_type not in _AVAILABLE:
        raise RuntimeError('unsupported scalarType')
    return device_type


def is_autocast_available(device_type):
    _types.device(device_type)
    return device_type in _AVAILABLE


def is_autocast_enabled(device_type='cuda'):
    return _enabled.get(_known(device_type), False)


def is_any_autocast_enabled():
    return any(_enabled.values())


def get_autocast_dtype(device_type):
    return _dtypes.get(_known(device_type), _types.bfloat16 if device_type in ('cpu', 'xla', 'hpu', 'maia', 'privateuseone') else _types.float16)


def set_autocast_enabled(device_type, enabled):
    _enabled[_known(device_type)] = enabled
    _tell()


def set_autocast_dtype(device_type, dtype):
    _dtypes[_known(device_type)] = dtype
    _tell()


def is_autocast_cache_enabled():
    return _caches


def set_autocast_cache_enabled(enabled):
    global _caches
    _caches = enabled
    _tell()


def clear_autocast_cache():
    _clear_autocast()


def autocast_increment_nesting():
    global _nesting
    _nesting += 1
    return _nesting


def autocast_decrement_nesting():
    global _nesting
    _nesting -= 1
    return _nesting


def _tell():
    _autocast(get_autocast_dtype('cpu').code if is_autocast_enabled('cpu') else -1, int(_caches))


class autocast:
    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f'Expected `device_type` of type `str`, got: `{type(device_type)}`')
        self.fast_dtype = get_autocast_dtype(device_type) if dtype is None else dtype
        self.device = device_type
        if not is_autocast_available(device_type):
            raise RuntimeError(f"User specified an unsupported autocast device_type '{device_type}'")
        self._cache_enabled = _caches if cache_enabled is None else cache_enabled
        if enabled and device_type == 'cuda':
            warnings.warn('CUDA is not available or torch_xla is imported. Disabling autocast.', stacklevel=2)
            enabled = False
        elif enabled and self.fast_dtype not in _SUPPORTED:
            name = device_type.upper()
            warnings.warn(f'In {name} autocast, but the target dtype is not supported. Disabling autocast.\n'
                          f'{name} Autocast only supports dtypes of {", ".join(map(str, _SUPPORTED))} currently.', stacklevel=2)
            enabled = False
        self._enabled = enabled

    def __enter__(self):
        self.prev_cache_enabled, self.prev, self.prev_fastdtype = _caches, is_autocast_enabled(self.device), get_autocast_dtype(self.device)
        set_autocast_enabled(self.device, self._enabled)
        set_autocast_dtype(self.device, self.fast_dtype)
        autocast_increment_nesting()
        set_autocast_cache_enabled(self._cache_enabled)
        return self

    def __exit__(self, *error):
        if autocast_decrement_nesting() == 0:
            clear_autocast_cache()
        set_autocast_enabled(self.device, self.prev)
        set_autocast_dtype(self.device, self.prev_fastdtype)
        set_autocast_cache_enabled(self.prev_cache_enabled)
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def within(*args, **kwargs):
            with self:
                return function(*args, **kwargs)
        return within
