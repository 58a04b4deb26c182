"""Tensor's numbers as Python's and NumPy's, and as text."""
from . import _border, _types
from ._border import check
from ._elements import elements, nested, only
from ._facts import NUMEL
from ._method import bare, seen
from .overrides import dispatch, needs_dispatch

_border.client(globals())
# Filled by _tensor.py.
Tensor = None


class Conversions:
    """Put on Tensor."""

    @seen
    @bare
    def item(self):
        if _facts(self._h, NUMEL) != 1:
            raise RuntimeError(f'a Tensor with {self.numel()} elements cannot be converted to Scalar')
        return elements(self)[0]

    @seen
    @bare
    def tolist(self):
        return nested(elements(self), self.shape)

    @seen
    def numpy(self, *args, force=False):
        import numpy
        if args:
            raise TypeError(f'numpy() takes 0 positional arguments but {len(args)} {"was" if len(args) == 1 else "were"} given')
        if self.requires_grad and not force:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        if self.dtype is _types.bfloat16:
            raise TypeError('Got unsupported ScalarType BFloat16')
        return numpy.ndarray._adopt(check(_alias(self._h, 0)))

    @seen
    def __array__(self, dtype=None):
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=False)

    @seen
    def __bool__(self):
        count = _facts(self._h, NUMEL)
        if count == 0:
            raise RuntimeError('Boolean value of Tensor with no values is ambiguous')
        if count > 1:
            raise RuntimeError('Boolean value of Tensor with more than one value is ambiguous')
        return bool(elements(self)[0])

    @seen
    def __float__(self):
        return float(only(self))

    @seen
    def __int__(self):
        return int(only(self))

    @seen
    def __index__(self):
        if self.is_floating_point() or self.numel() != 1:
            raise TypeError('only integer tensors of a single element can be converted to an index')
        return int(only(self))

    @seen
    def __complex__(self):
        return complex(only(self))

    def __repr__(self, *, tensor_contents=None):
        if needs_dispatch((self,)):
            return dispatch(Tensor.__repr__, (self,), (self,), {'tensor_contents': tensor_contents})
        return _text(self._h, type(self).__name__ if type(self) is not Tensor and type(self).__name__ != 'Parameter' else 'tensor')

    def __str__(self):
        return self.__repr__()

    @seen
    def __format__(self, spec):
        if self.dim() == 0 and type(self) is Tensor:
            return format(self.item(), spec)
        return object.__format__(self, spec) if spec else str(self)
