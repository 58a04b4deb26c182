"""torch.range, which is deprecated: a module of its own, as it hides Python's range wherever it is defined."""
import warnings

from . import _ops


def range(*args, **kwargs):
    """As `arange`, with the end."""
    warnings.warn("torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with Python's range builtin. "
                  'Instead, use torch.arange, which produces values in [start, end).', stacklevel=2)
    return _ops.FUNCTIONS['range'](*args, **kwargs)
