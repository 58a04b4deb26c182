"""Tensor's copies: by `copy`, by `pickle`."""
from . import _border
from ._border import check
from ._facts import STORAGE
from ._method import seen

_border.client(globals())
_new = object.__new__
# Filled by _tensor.py.
wrap = None


def _rebuilt(cls, dtype, shape, data, requires_grad, fields):
    """What pickle calls."""
    from ._creation import make_from_bytes
    result = _new(cls)
    result._h = 0
    result._grad = None
    result._h = make_from_bytes(dtype, shape, data)
    if requires_grad:
        result._set_requires_grad(True)
    result.__dict__.update(fields)
    return result


class Copies:
    """Put on Tensor."""

    def __copy__(self):
        result = _new(type(self))
        result._h = 0
        result._grad = None
        result._h = check(_alias(self._h, 0))
        if self.requires_grad:
            result._set_requires_grad(True)
        result.__dict__.update(self.__dict__)
        return result

    def __reduce_ex__(self, protocol):
        return (_rebuilt, (type(self), self.dtype, tuple(self.shape), _border.read_bytes(self._h), self.requires_grad, self.__dict__))

    @seen
    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        if not self.is_leaf:
            raise RuntimeError('Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  '
                               'If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, '
                               'see https://github.com/pytorch/pytorch/pull/103001')
        key = ('torch.storage', _facts(self._h, STORAGE))
        whole = memo.get(key)
        if whole is None:
            whole = memo[key] = wrap(check(_storage(self._h)))
        result = _new(type(self))
        result._h = 0
        result._grad = None
        result._h = check(_alias(whole._h, 2, self._h))
        if self.requires_grad:
            result._set_requires_grad(True)
        memo[id(self)] = result
        grad = self.grad
        if grad is not None:
            result.grad = grad.__deepcopy__(memo)
        if self.__dict__:
            import copy
            result.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return result
