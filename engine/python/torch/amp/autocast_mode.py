"""Mixed precision as a context or a decorator."""
import functools
import warnings

from .. import _names


class autocast:
    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f'Expected `device_type` of type `str`, got: `{type(device_type)}`')
        if device_type == 'cuda':
            if enabled:
                warnings.warn('CUDA is not available or torch_xla is imported. Disabling autocast.', stacklevel=2)
        elif enabled:
            raise NotImplementedError(_names.sentence(f"torch.autocast('{device_type}')"))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def within(*args, **kwargs):
            with self:
                return function(*args, **kwargs)
        return within
