"""torch.autograd.Function: an operation whose forward and backward are the user's."""
import functools
import warnings

from .. import _border, _parse
from .._border import NONE, check
from . import grad_mode
from .graph import Node, contexts

_border.client(globals())


class FunctionCtx:
    """What forward and backward share. What the user sets on it is all that its `__dict__` has."""

    __slots__ = ()

    def save_for_backward(self, *tensors):
        for tensor in tensors:
            if tensor is not None and not isinstance(tensor, _parse.Tensor):
                raise TypeError(f'save_for_backward can only save variables, but argument {tensors.index(tensor)} is of type {type(tensor).__name__}')
        self._to_save = tensors

    def save_for_forward(self, *tensors):
        self.saved_for_forward = tensors

    def mark_dirty(self, *args):
        self._dirty_tensors = args

    def mark_non_differentiable(self, *args):
        self._non_differentiable = args

    def set_materialize_grads(self, value):
        self._materialize_grads = value


class BackwardCFunction(Node, FunctionCtx):
    """The context of one call, which is its node in the graph too."""

    __slots__ = ('_to_save', '_non_differentiable', '_dirty_tensors', '_materialize_grads', '_needs_input_grad')

    def __init__(self):
        # Its node's number, which it does not hold: the node keeps the context, until nobody holds the node.
        self._n = 0
        self._to_save = self._non_differentiable = self._dirty_tensors = ()
        self._materialize_grads = True

    def __del__(self):
        # Node's gives a handle back, and this has none.
        pass

    @property
    def saved_tensors(self):
        """The tensors that were saved, which must not have been modified since."""
        if self._n == 0:
            return tuple(self._to_save)
        text = check(_function_saved(self._n))
        from .graph import _tensor_of
        return tuple(None if handle == '0' else _tensor_of(int(handle)) for handle in text.split(',')) if text else ()

    saved_variables = saved_tensors

    @property
    def needs_input_grad(self):
        return self._needs_input_grad

    def name(self):
        return type(self).__name__

    def __repr__(self):
        return f'<torch.autograd.function.{type(self).__name__} object at {hex(id(self))}>'

    def __getattr__(self, name):
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")


class FunctionMeta(type):
    def __init__(cls, name, bases, namespace):
        cls._backward_cls = type(f'{name}Backward', (BackwardCFunction,), {'__slots__': (), '_forward_cls': cls, '__module__': 'torch.autograd.function'})
        super().__init__(name, bases, namespace)


class Function(metaclass=FunctionMeta):
    """Subclass it with static `forward(ctx, …)` and `backward(ctx, …)`; call it by `apply`."""

    def __init__(self, *args, **kwargs):
        warnings.warn(f'{type(self)} should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class itself. '
                      'Instantiating an autograd function will raise an error in a future version of PyTorch.', DeprecationWarning, stacklevel=2)

    def __call__(self, *args, **kwargs):
        raise RuntimeError('Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. '
                           '(Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)')

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError('You must implement the forward function for custom autograd.Function.')

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError('setup_context is not implemented.')

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError('You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.')

    vjp = backward

    @classmethod
    def apply(cls, *args, **kwargs):
        tensors = [arg for arg in args if isinstance(arg, _parse.Tensor)]
        ctx = cls._backward_cls()
        is_recording = grad_mode.is_grad_enabled() and any(tensor.requires_grad for tensor in tensors)
        ctx._needs_input_grad = tuple(isinstance(arg, _parse.Tensor) and arg.requires_grad for arg in args)
        with grad_mode.no_grad():
            if cls.setup_context is Function.setup_context:
                result = cls.forward(ctx, *args, **kwargs)
            else:
                result = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, result)
            outputs = list(result) if isinstance(result, tuple) else [result]
            for place, output in enumerate(outputs):
                if isinstance(output, _parse.Tensor) and not _is_among(output, ctx._dirty_tensors) and _is_among(output, tensors):
                    # As it was given: with a history of its own it is another tensor.
                    outputs[place] = output.detach()
        if is_recording:
            _record(ctx, cls, args, tensors, outputs)
        return tuple(outputs) if isinstance(result, tuple) else outputs[0]


def _is_among(tensor, others):
    return any(tensor is other for other in others)


def _record(ctx, cls, args, tensors, outputs):
    """Makes the node, and gives it to the outputs."""
    differentiable = [isinstance(output, _parse.Tensor) and not _is_among(output, ctx._non_differentiable) for output in outputs]
    places = [place for place, arg in enumerate(args) if isinstance(arg, _parse.Tensor)]
    shapes = [(output.shape, output.dtype) if isinstance(output, _parse.Tensor) else None for output in outputs]
    # Of the arguments only these: what is not saved must not be kept.
    name, count = cls._backward_cls.__name__, len(args)

    def run(handles):
        from .._tensor import wrap
        grads = [None if handle == NONE else wrap(handle) for handle in handles]
        if ctx._materialize_grads:
            import torch
            grads = [torch.empty(shape[0], dtype=shape[1]).zero_() if grad is None and shape else grad for grad, shape in zip(grads, shapes)]
        backward = cls.backward if cls.backward is not Function.backward else cls.vjp
        return _gradients(name, count, places, backward(ctx, *grads))

    number = _border.next_number()
    _border.hooks[number] = run
    flat = [len(tensors), *[tensor._h for tensor in tensors],
            len(outputs), *[output._h if is_one else 0 for output, is_one in zip(outputs, differentiable)],
            len(ctx._dirty_tensors), *[tensor._h for tensor in ctx._dirty_tensors],
            len(ctx._to_save), *[0 if tensor is None else tensor._h for tensor in ctx._to_save]]
    try:
        node = int(check(_function_node(number, name, *flat)))
    except BaseException:
        _border.forget(number)
        raise
    ctx._n = node
    # The engine holds the node for as long as there is a graph, and by what it calls the context.
    contexts[node] = ctx
    ctx._to_save = ctx._dirty_tensors = ctx._non_differentiable = ()


def _gradients(name, count, places, given):
    """What backward returned: one for each argument; of those that are tensors the handles."""
    given = given if isinstance(given, tuple) else (given,)
    if len(given) < count or any(grad is not None for grad in given[count:]):
        raise RuntimeError(f'function {name} returned an incorrect number of gradients (expected {count}, got {len(given)})')
    for place, grad in enumerate(given[:count]):
        if grad is None:
            continue
        if place not in places:
            raise RuntimeError(f'function {name} returned a gradient different than None at position {place + 1}, but the corresponding forward input was not a Variable')
        if not isinstance(grad, _parse.Tensor):
            raise RuntimeError(f'expected Variable or None (got {type(grad).__name__})')
    return ','.join('0' if given[place] is None else str(given[place]._h) for place in places)


class _Twice(Function):
    """What a backward gave that can't be differentiated itself."""

    @staticmethod
    def forward(ctx, *grads):
        return grads

    @staticmethod
    def backward(ctx, *grads):
        raise RuntimeError('trying to differentiate twice a function that was marked with @once_differentiable')


# PyTorch's name of that node.
_Twice._backward_cls.__name__ = 'Error'


def once_differentiable(fn):
    """For a backward whose result has no history."""
    @functools.wraps(fn)
    def wrapper(ctx, *args):
        with grad_mode.no_grad():
            outputs = fn(ctx, *args)
        if not grad_mode.is_grad_enabled() or not any(isinstance(arg, _parse.Tensor) and arg.requires_grad for arg in args):
            return outputs
        several = outputs if isinstance(outputs, tuple) else (outputs,)
        marked = _Twice.apply(*[None if one is None else one.detach().requires_grad_() for one in several])
        return marked if isinstance(outputs, tuple) else marked[0]
    return wrapper


class InplaceFunction(Function):
    def __init__(self, inplace=False):
        self.inplace = inplace
