"""torch.autograd.functional: Jacobians, Hessians and products with them, by backward passes."""
import torch

from .. import _parse
from . import grad as _grad_of, grad_mode


def _tuple(given, name, function):
    """As a tuple, and whether it was one."""
    is_tuple = isinstance(given, tuple)
    given = given if is_tuple else (given,)
    for place, one in enumerate(given):
        if not isinstance(one, _parse.Tensor):
            if is_tuple:
                raise TypeError(f'The {name} given to {function} must be either a Tensor or a tuple of Tensors but the value at index {place} has type {type(one)}.')
            raise TypeError(f'The {name} given to {function} must be either a Tensor or a tuple of Tensors but the given {name} has type {type(one)}.')
    return is_tuple, given


def _outputs(func, inputs, function):
    return _tuple(func(*inputs), 'outputs of the user-provided function', function)


def _as_given(values, is_tuple):
    return tuple(values) if is_tuple else values[0]


def _prepared(inputs, create_graph):
    """Tensors that want gradients: with their history where the result is to have one, else apart from it."""
    return tuple((one.view_as(one) if one.requires_grad else one.clone().requires_grad_()) if create_graph else one.detach().requires_grad_() for one in inputs)


def _finished(values, create_graph):
    if isinstance(values, tuple):
        return tuple(_finished(value, create_graph) for value in values)
    return values if create_graph else values.detach()


def _validated(v, others, is_tuple):
    """The vectors of a product, which are like `others`."""
    if len(others) != len(v):
        if is_tuple:
            raise RuntimeError(f'v is a tuple of invalid length: should be {len(others)} but got {len(v)}.')
        raise RuntimeError('The given v should contain a single Tensor.')
    for place, (one, other) in enumerate(zip(v, others)):
        if one.size() != other.size():
            where = f'Entry {place} in ' if is_tuple else ''
            raise RuntimeError(f'{where}v has invalid size: should be {other.size()} but got {one.size()}.')


def _require_outputs(outputs, strict):
    for place, output in enumerate(outputs):
        if strict and not output.requires_grad:
            raise RuntimeError(f'Output {place} of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.')


def _gradients(outputs, inputs, vectors, create_graph):
    """Of those outputs that depend on the inputs; zeros where an input is not used."""
    used = [(output, vector) for output, vector in zip(outputs, vectors) if output.requires_grad]
    if not used:
        return tuple(torch.zeros_like(one) for one in inputs)
    found = _grad_of([output for output, _ in used], inputs, [vector for _, vector in used], allow_unused=True, create_graph=create_graph, retain_graph=True)
    return tuple(torch.zeros_like(one) if gradient is None else gradient for gradient, one in zip(found, inputs))


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and the product of `v` with the Jacobian."""
    with grad_mode.enable_grad():
        is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'vjp')
        inputs = _prepared(inputs, create_graph)
        is_outputs_tuple, outputs = _outputs(func, inputs, 'vjp')
        _require_outputs(outputs, strict)
        if v is not None:
            is_v_tuple, v = _tuple(v, 'v', 'vjp')
            _validated(v, outputs, is_v_tuple)
        elif len(outputs) != 1 or outputs[0].nelement() != 1:
            raise RuntimeError('The vector v can only be None if the user-provided function returns a single Tensor with a single element.')
        vectors = v if v is not None else (torch.ones_like(outputs[0]),)
        found = _gradients(outputs, inputs, vectors, create_graph)
    return _as_given(_finished(tuple(outputs), create_graph), is_outputs_tuple), _as_given(_finished(found, create_graph), is_inputs_tuple)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and the product of the Jacobian with `v`: by differentiating vjp, which is linear in its vector."""
    with grad_mode.enable_grad():
        is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'jvp')
        inputs = _prepared(inputs, create_graph)
        vectors = _vectors(v, inputs, 'jvp')
        is_outputs_tuple, outputs = _outputs(func, inputs, 'jvp')
        _require_outputs(outputs, strict)
        dual = tuple(torch.zeros_like(output, requires_grad=True) for output in outputs)
        pulled = _gradients(outputs, inputs, dual, True)
        found = _gradients(pulled, dual, vectors, create_graph)
    return _as_given(_finished(tuple(outputs), create_graph), is_outputs_tuple), _as_given(_finished(found, create_graph), is_outputs_tuple)


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy='reverse-mode'):
    """For each output and input what each element of the one is by each of the other."""
    if strategy not in ('forward-mode', 'reverse-mode'):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs than inputs, "forward-mode" tends to be more performant. '
                             'Otherwise, prefer to use "reverse-mode".')
    with grad_mode.enable_grad():
        is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'jacobian')
        inputs = _prepared(inputs, create_graph)
        is_outputs_tuple, outputs = _outputs(func, inputs, 'jacobian')
        _require_outputs(outputs, strict)
        rows = []
        for output in outputs:
            basis = torch.eye(output.numel(), dtype=output.dtype)
            found = [_gradients((output,), inputs, (one.view(output.shape),), create_graph) for one in basis.unbind()]
            rows.append(tuple(torch.stack([row[place] for row in found]).view(output.shape + one.shape) if found else torch.zeros(output.shape + one.shape)
                              for place, one in enumerate(inputs)))
    rows = _finished(tuple(rows), create_graph)
    columns = rows if is_inputs_tuple else tuple(row[0] for row in rows)
    return _as_given(columns, is_outputs_tuple)


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy='reverse-mode'):
    """The Jacobian of the gradient of a function with one number."""
    is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'hessian')

    def value(*given):
        is_outputs_tuple, outputs = _outputs(func, given, 'hessian')
        _require_outputs(outputs, strict)
        if is_outputs_tuple or not isinstance(outputs[0], _parse.Tensor):
            raise RuntimeError('The function given to hessian should return a single Tensor')
        if outputs[0].numel() != 1:
            raise RuntimeError('The Tensor returned by the function given to hessian should contain a single element')
        return outputs[0].squeeze()

    def gradient(*given):
        return jacobian(value, given if is_inputs_tuple else given[0], create_graph=True)

    return jacobian(gradient, inputs if is_inputs_tuple else inputs[0], create_graph=create_graph)


def _single(func, inputs, function, create_graph):
    is_outputs_tuple, outputs = _outputs(func, inputs, function)
    if is_outputs_tuple or not isinstance(outputs[0], _parse.Tensor):
        raise RuntimeError(f'The function given to {function} should return a single Tensor')
    if outputs[0].nelement() != 1:
        raise RuntimeError(f'The Tensor returned by the function given to {function} should contain a single element')
    return outputs[0], _gradients(outputs, inputs, (torch.ones_like(outputs[0]),), True)


def _vectors(v, inputs, function):
    if v is not None:
        is_v_tuple, v = _tuple(v, 'v', function)
        _validated(v, inputs, is_v_tuple)
        return v
    if len(inputs) != 1 or inputs[0].nelement() != 1:
        raise RuntimeError('The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.')
    return (torch.ones_like(inputs[0]),)


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """The value, and the product of `v` with the Hessian."""
    with grad_mode.enable_grad():
        is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'vhp')
        inputs = _prepared(inputs, create_graph)
        vectors = _vectors(v, inputs, 'vhp')
        output, gradients = _single(func, inputs, 'vhp', create_graph)
        found = _gradients(gradients, inputs, vectors, create_graph)
    return _finished(output, create_graph), _as_given(_finished(found, create_graph), is_inputs_tuple)


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """The value, and the product of the Hessian with `v`: the same as `vhp`, as the Hessian is symmetric, got by differentiating twice."""
    with grad_mode.enable_grad():
        is_inputs_tuple, inputs = _tuple(inputs, 'inputs', 'hvp')
        inputs = _prepared(inputs, create_graph)
        vectors = _vectors(v, inputs, 'hvp')
        output, gradients = _single(func, inputs, 'hvp', create_graph)
        dual = tuple(torch.zeros_like(one, requires_grad=True) for one in inputs)
        doubled = _gradients(gradients, inputs, dual, True)
        found = _gradients(doubled, dual, vectors, create_graph)
    return _finished(output, create_graph), _as_given(_finished(found, create_graph), is_inputs_tuple)
