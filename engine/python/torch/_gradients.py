"""Tensor's part of autograd: whether it requires grad, its gradient, the data without it, backward, hooks."""
import weakref

from . import _border, _types, overrides
from ._border import check
from ._facts import REQUIRES_GRAD
from ._hooks import registered
from ._method import attribute, bare, seen
from .overrides import dispatch, modes, needs_dispatch, plain, tracing

# The module torch.autograd, once it is there.
autograd = None
_border.client(globals())
# Filled by _tensor.py.
Tensor = wrap = None
# Tensors that were made to require grad, by handle: an AccumulateGrad node's `variable` is the tensor that the user has.
leaves = weakref.WeakValueDictionary()

_C_NAMES = {_types.bool_: 'bool', _types.uint8: 'unsigned char', _types.int8: 'signed char', _types.int16: 'short int', _types.int32: 'int', _types.int64: 'long int',
            _types.float16: 'c10::Half', _types.bfloat16: 'c10::BFloat16', _types.float32: 'float', _types.float64: 'double'}


class _SetRequiresGradType:
    """`Tensor.requires_grad.__set__`, as modes see it."""
    __name__ = '__set__'

    def __call__(self, tensor, value):
        tensor._set_requires_grad(value)


_SetRequiresGrad = _SetRequiresGradType()


class Gradients:
    """Put on Tensor."""

    @property
    def requires_grad(self):
        return _facts(self._h, REQUIRES_GRAD) == 1

    @requires_grad.setter
    def requires_grad(self, value):
        if modes:
            return dispatch(_SetRequiresGrad, (self,), (self, value), None)
        self._set_requires_grad(value)

    def _set_requires_grad(self, value):
        if not isinstance(value, bool):
            raise RuntimeError('requires_grad must be a bool')
        check(_set_requires_grad(self._h, value))
        if value:
            leaves[self._h] = self

    @seen
    def requires_grad_(self, requires_grad=True):
        if not isinstance(requires_grad, bool):
            raise TypeError(f"requires_grad_(): argument 'requires_grad' (position 1) must be bool, not {_types._type_name(requires_grad)}")
        self._set_requires_grad(requires_grad)
        return self

    @seen
    @bare
    def detach_(self):
        check(_detach_in_place(self._h))
        return self

    @attribute
    def grad(self):
        handle = _grad(self._h)
        if handle == 0:
            self._grad = None
            return None
        kept = self._grad
        if kept is None or kept._h != handle:
            kept = self._grad = wrap(handle)
        else:
            _release(handle)
        return kept

    @grad.setter
    def grad(self, value):
        if value is None:
            check(_set_grad(self._h, 0))
            self._grad = None
            return
        if not isinstance(value, Tensor):
            raise TypeError(f'assigned grad expected to be a Tensor or None but got grad of type {_types._type_name(value)}')
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value.dtype is not self.dtype:
            raise RuntimeError(f"attempting to assign a gradient with dtype '{_C_NAMES[value.dtype]}' to a tensor with grad_dtype "
                               f"'{_types.SCALAR_NAMES[self.dtype]}'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can "
                               "set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging "
                               'the dtypes of a tensor and its gradient may break downstream systems that assume they match.')
        if value.shape != self.shape:
            raise RuntimeError(f"attempting to assign a gradient of size '{list(value.shape)}' to a tensor of size '{list(self.shape)}'. "
                               'Please ensure that the gradient and the tensor are the same size')
        check(_set_grad(self._h, value._h))
        self._grad = value

    @grad.deleter
    def grad(self):
        check(_set_grad(self._h, 0))
        self._grad = None

    @property
    def grad_fn(self):
        from .autograd.graph import node_of
        return node_of(self)

    @attribute
    def data(self):
        return wrap(check(_alias(self._h, 0)))

    @data.setter
    def data(self, value):
        if not isinstance(value, Tensor):
            raise TypeError(f'Variable data has to be a tensor, but got {_types._type_name(value)}')
        check(_set_data(self._h, value._h))

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        """The gradients of this tensor with respect to the graph's leaves, added to their `.grad`."""
        if needs_dispatch((self,)):
            options = dict(gradient=gradient, retain_graph=retain_graph, create_graph=create_graph, inputs=inputs)
            if gradient is None and modes == tracing and overrides.backward_observer is not None and type(self) in plain:
                return overrides.backward_observer(self, options)
            return dispatch(Tensor.backward, (self,), (self,), options)
        autograd.backward(self, gradient, retain_graph, create_graph, inputs=inputs)

    @bare
    def retain_grad(self):
        check(_retain_grad(self._h))

    def register_hook(self, hook):
        """`hook(grad)` during backward; what it returns, if anything, takes the gradient's place."""
        number = check(_register_hook(self._h))

        def run(handle):
            result = hook(wrap(handle))
            if result is None:
                return _border.NONE
            if not isinstance(result, Tensor):
                raise TypeError(f'hook for tensor returned a {_types._type_name(result)}, expected a Tensor or None')
            return result._h

        return registered(number, hook, run)

    def register_post_accumulate_grad_hook(self, hook):
        """`hook(self)` each time that this leaf has got its gradient."""
        number = check(_register_post_accumulate_grad_hook(self._h))

        def run(handle):
            _release(handle)
            hook(self)
            return _border.NONE

        return registered(number, hook, run)
