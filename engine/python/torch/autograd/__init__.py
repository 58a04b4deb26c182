"""torch.autograd: backward and grad over the engine's tape, and the contexts that switch recording."""
import sys

from .. import _border, _gradients, _parse, overrides
from .._border import check
from . import anomaly_mode, grad_mode, graph
from .anomaly_mode import detect_anomaly, set_detect_anomaly
from .function import Function
from .grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled, set_multithreading_enabled
from .variable import Variable

_border.client(globals())
_gradients.autograd = sys.modules[__name__]
# Whether a graph is gone through again whatever a call of `grad` says.
_keeps = False


def _roots(tensors, gradients, what):
    tensors = (tensors,) if isinstance(tensors, _parse.Tensor) else tuple(tensors)
    if gradients is None:
        gradients = (None,) * len(tensors)
    elif isinstance(gradients, _parse.Tensor):
        gradients = (gradients,)
    else:
        gradients = tuple(gradients)
    if len(gradients) != len(tensors):
        raise RuntimeError(f'got {len(tensors)} tensors and {len(gradients)} gradients')
    flat = [len(tensors)]
    for root, gradient in zip(tensors, gradients):
        if gradient is None:
            if root.requires_grad and root.numel() != 1:
                raise RuntimeError('grad can be implicitly created only for scalar outputs')
        elif not isinstance(gradient, _parse.Tensor):
            raise TypeError(f'gradients can be either Tensors or None, but got {type(gradient).__name__}')
        elif gradient.shape != root.shape:
            raise RuntimeError(f'Mismatch in shape: grad_output[0] has a shape of {gradient.shape} and output[0] has a shape of {root.shape}.')
        flat += (root._h, 0 if gradient is None else gradient._h)
    return flat, tensors


class _keeping_graph:
    def __init__(self, wanted):
        self._wanted = wanted

    def __enter__(self):
        global _keeps
        self._before = _keeps
        _keeps = _keeps or self._wanted

    def __exit__(self, *error):
        global _keeps
        _keeps = self._before


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    """The sum of gradients of the tensors with respect to the graph's leaves, added to their `.grad`."""
    if inputs is not None and not isinstance(inputs, _parse.Tensor) and len(inputs) == 0:
        raise RuntimeError('`inputs` argument to `backward()` cannot be empty.')
    if retain_graph is None:
        retain_graph = create_graph
    flat, _ = _roots(tensors, grad_tensors, 'backward')
    inputs = () if inputs is None else (inputs,) if isinstance(inputs, _parse.Tensor) else tuple(inputs)
    check(_backward(int(bool(retain_graph)), int(bool(create_graph)), *flat, len(inputs), *[i._h for i in inputs]))


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None, is_grads_batched=False,
         materialize_grads=False):
    """The gradients of the outputs with respect to the inputs, one for each input."""
    outputs = (outputs,) if isinstance(outputs, _parse.Tensor) else tuple(outputs)
    inputs = (inputs,) if isinstance(inputs, _parse.Tensor) else tuple(inputs)
    if materialize_grads and allow_unused is False:
        raise ValueError('Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.')
    if overrides.needs_dispatch(outputs + inputs):
        return overrides.dispatch(grad, outputs + inputs, (outputs, inputs), dict(
            grad_outputs=grad_outputs, retain_graph=retain_graph, create_graph=create_graph, only_inputs=only_inputs,
            allow_unused=bool(allow_unused or materialize_grads), is_grads_batched=is_grads_batched, materialize_grads=materialize_grads))
    if is_grads_batched:
        return _batched(outputs, inputs, grad_outputs, create_graph, allow_unused, materialize_grads)
    if retain_graph is None:
        retain_graph = create_graph
    flat, _ = _roots(outputs, grad_outputs, 'grad')
    answer = _autograd_grad(int(bool(retain_graph or _keeps)), int(bool(create_graph)), int(bool(allow_unused or materialize_grads)), *flat, len(inputs), *[i._h for i in inputs])
    if type(answer) is not str:
        check(answer)
    results = tuple(_parse.wrap(int(item)) if item != '0' else None for item in answer.split(','))
    if materialize_grads:
        import torch
        results = tuple(torch.zeros_like(i) if r is None else r for r, i in zip(results, inputs))
    return results


def _batched(outputs, inputs, grad_outputs, create_graph, allow_unused, materialize_grads):
    """One pass for each element of a batch of gradients, the results stacked."""
    import torch
    seeds = (grad_outputs,) if isinstance(grad_outputs, _parse.Tensor) else tuple(grad_outputs)
    passes = [grad(outputs, inputs, each, True, create_graph, True, allow_unused, False, materialize_grads) for each in zip(*[seed.unbind() for seed in seeds])]
    return tuple(None if column[0] is None else torch.stack(column) for column in zip(*passes))


def is_grad_enabled():
    return grad_mode.is_grad_enabled()


from . import functional  # noqa: E402
from .gradcheck import gradcheck, gradgradcheck  # noqa: E402
