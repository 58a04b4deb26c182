"""torch.utils.checkpoint: what a function saves for backward is not kept but computed once more then."""
import contextlib
import warnings

from .. import _names, random
from .._parse import Tensor
from ..autograd import Function, backward as _backward
from ..autograd.grad_mode import enable_grad, no_grad
from ..autograd.graph import saved_tensors_hooks

_UNSAID = ('torch.utils.checkpoint{}: the use_reentrant parameter should be passed explicitly. {} 2.9 {} raise an exception if use_reentrant is not passed. '
           'use_reentrant=False is recommended, but if you need to preserve the current default behavior, you can pass use_reentrant=True. '
           'Refer to docs for more details on the differences between the two variants.')
_COUNTS = """torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.
Number of tensors saved during forward: {}
Number of tensors saved during recomputation: {}."""


class CheckpointError(RuntimeError):
    pass


class _Stop(Exception):
    """All that backward needs has been computed."""


def noop_context_fn():
    return contextlib.nullcontext(), contextlib.nullcontext()


@contextlib.contextmanager
def _as_then(state):
    """Random numbers as they were; those around it go on as if nobody had drawn."""
    now = random.get_rng_state()
    if state is not None:
        random.set_rng_state(state)
    try:
        yield
    finally:
        if state is not None:
            random.set_rng_state(now)


def detach_variable(inputs):
    if not isinstance(inputs, tuple):
        raise RuntimeError('Only tuple of tensors is supported. Got Unsupported input type: ', type(inputs).__name__)
    return tuple(one.detach().requires_grad_(one.requires_grad) if isinstance(one, Tensor) else one for one in inputs)


def check_backward_validity(inputs):
    if not any(one.requires_grad for one in inputs if isinstance(one, Tensor)):
        warnings.warn('None of the inputs have requires_grad=True. Gradients will be None', stacklevel=2)


class CheckpointFunction(Function):
    """The older way: one node, whose backward runs the function and goes backward through it."""

    @staticmethod
    def forward(ctx, run_function, preserve_rng_state, *args):
        check_backward_validity(args)
        ctx.run_function = run_function
        ctx.state = random.get_rng_state() if preserve_rng_state else None
        ctx.inputs = [None if isinstance(one, Tensor) else one for one in args]
        ctx.places = [place for place, one in enumerate(args) if isinstance(one, Tensor)]
        ctx.save_for_backward(*[args[place] for place in ctx.places])
        with no_grad():
            return run_function(*args)

    @staticmethod
    def backward(ctx, *gradients):
        inputs = list(ctx.inputs)
        for place, tensor in zip(ctx.places, ctx.saved_tensors):
            inputs[place] = tensor
        inputs = detach_variable(tuple(inputs))
        with _as_then(ctx.state), enable_grad():
            outputs = ctx.run_function(*inputs)
        outputs = (outputs,) if isinstance(outputs, Tensor) else outputs
        pairs = [(output, gradient) for output, gradient in zip(outputs, gradients) if isinstance(output, Tensor) and output.requires_grad]
        if not pairs:
            raise RuntimeError('none of output has requires_grad=True, this checkpoint() is not necessary')
        _backward(*[list(part) for part in zip(*pairs)])
        return (None, None, *[one.grad if isinstance(one, Tensor) else None for one in inputs])


class _Kept(saved_tensors_hooks):
    """The newer way: the function's own nodes, which keep numbers in place of tensors until backward asks for one."""

    def __init__(self, run, state, context, early_stop):
        super().__init__(self._pack, self._unpack)
        self._run, self._state, self._context, self._early_stop = run, state, context, early_stop
        self._count = 0
        self._found = {}

    def _pack(self, tensor):
        self._count += 1
        return self._count - 1

    def _unpack(self, number):
        if number not in self._found:
            self._compute()
        return self._found.pop(number)

    def _compute(self):
        found, seen = {}, 0

        def pack(tensor):
            nonlocal seen
            if seen < self._count:
                found[seen] = tensor.detach()
            seen += 1
            if self._early_stop and seen == self._count:
                raise _Stop
            return tensor

        with _as_then(self._state), enable_grad(), self._context, saved_tensors_hooks(pack, lambda tensor: tensor), contextlib.suppress(_Stop):
            self._run()
        if seen != self._count:
            raise CheckpointError(_COUNTS.format(self._count, seen))
        self._found = found


def checkpoint(function, *args, use_reentrant=None, context_fn=noop_context_fn, determinism_check='default', debug=False, early_stop=True, **kwargs):
    if use_reentrant is None:
        warnings.warn(_UNSAID.format('', 'Starting in PyTorch', 'will'), stacklevel=2)
        use_reentrant = True
    preserve = kwargs.pop('preserve_rng_state', True)
    if kwargs and use_reentrant:
        raise ValueError('Unexpected keyword arguments: ' + ','.join(kwargs))
    if use_reentrant:
        if context_fn is not noop_context_fn or debug is not False:
            raise ValueError('Passing `context_fn` or `debug` is only supported when use_reentrant=False.')
        return CheckpointFunction.apply(function, preserve, *args)
    if debug:
        raise NotImplementedError(_names.sentence('torch.utils.checkpoint.checkpoint(debug=True)'))
    forward, again = context_fn()
    kept = _Kept(lambda: function(*args, **kwargs), random.get_rng_state() if preserve else None, again, early_stop)
    with forward, kept:
        return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):  # noqa: A002
    if use_reentrant is None:
        warnings.warn(_UNSAID.format('.checkpoint_sequential', 'In version', 'we will'), stacklevel=2)
        use_reentrant = True
    preserve = kwargs.pop('preserve_rng_state', True)
    if kwargs:
        raise ValueError('Unexpected keyword arguments: ' + ','.join(kwargs))
    functions = list(functions.children()) if hasattr(functions, 'children') else functions
    size = len(functions) // segments

    def chained(part):
        def run(value):
            for each in part:
                value = each(value)
            return value
        return run

    last = size * (segments - 1)
    for start in range(0, last, size):
        input = checkpoint(chained(functions[start:start + size]), input, use_reentrant=use_reentrant, preserve_rng_state=preserve)  # noqa: A001
    return chained(functions[last:])(input)
