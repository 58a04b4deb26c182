"""NumPy's exceptions and warnings."""

__all__ = ['ComplexWarning', 'VisibleDeprecationWarning', 'ModuleDeprecationWarning', 'TooHardError', 'AxisError', 'DTypePromotionError']


class ComplexWarning(RuntimeWarning):
    """The imaginary part of a number is left out."""


class ModuleDeprecationWarning(DeprecationWarning):
    """Of a module."""


class VisibleDeprecationWarning(UserWarning):
    """Of what a user does, who is to see it."""


class RankWarning(RuntimeWarning):
    """A polynomial is fitted to too little."""


class TooHardError(RuntimeError):
    """Whether memory is shared was not found out in the time that there was."""


class DTypePromotionError(TypeError):
    """There is no dtype for both."""


class AxisError(ValueError, IndexError):
    """An axis that the array has not: of the axis and the number of dimensions, or of a text."""

    __slots__ = ('_msg', 'axis', 'ndim')

    def __init__(self, axis, ndim=None, msg_prefix=None):
        if ndim is msg_prefix is None:
            self._msg, self.axis, self.ndim = axis, None, None
        else:
            self._msg, self.axis, self.ndim = msg_prefix, axis, ndim

    def __str__(self):
        if self.axis is self.ndim is None:
            return self._msg
        text = f'axis {self.axis} is out of bounds for array of dimension {self.ndim}'
        return text if self._msg is None else f'{self._msg}: {text}'
