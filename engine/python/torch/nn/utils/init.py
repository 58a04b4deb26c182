"""A module whose parameters nobody filled."""
import inspect

from ...random import get_rng_state, set_rng_state
from ..modules.module import Module


def skip_init(module_cls, *args, **kwargs):
    if not issubclass(module_cls, Module):
        raise RuntimeError(f'Expected a Module; got {module_cls}')
    if 'device' not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    # There is no device without memory: what is filled here is thrown away, and so are the numbers that it drew.
    state = get_rng_state()
    module = module_cls(*args, **kwargs)
    set_rng_state(state)
    return module.to_empty(device='cpu')
