"""torch.autograd.gradcheck: gradients held to differences of values."""
import itertools

import torch

from .. import _parse
from . import grad as _grad_of


class GradcheckError(RuntimeError):
    """What gradcheck found."""


def _flat(given):
    """The tensors among arguments."""
    if isinstance(given, _parse.Tensor):
        yield given
    elif isinstance(given, (tuple, list)):
        for one in given:
            yield from _flat(one)


def _differentiable(given):
    return [one for one in _flat(given if isinstance(given, (tuple, list)) else (given,)) if one.requires_grad]


def _numerical(func, inputs, tensor, eps, count):
    """Of each output the Jacobian by central differences, inputs by outputs."""
    found = [torch.zeros(tensor.numel(), size, dtype=tensor.dtype) for size in count]
    data = tensor.data
    for place, index in enumerate(itertools.product(*map(range, tensor.shape))):
        before = data[index].item()
        values = []
        for at in (before - eps, before + eps):
            data[index] = at
            values.append([output.detach().clone().reshape(-1) for output in _flat(func(*inputs))])
        data[index] = before
        for jacobian, low, high in zip(found, *values):
            jacobian[place] = (high - low) / (2 * eps)
    return found


def _analytical(output, tensor):
    """The Jacobian by backward, inputs by outputs."""
    found = torch.zeros(tensor.numel(), output.numel(), dtype=tensor.dtype)
    for place in range(output.numel()):
        seed = torch.zeros(output.numel(), dtype=output.dtype)
        seed[place] = 1
        gradient, = _grad_of(output, tensor, seed.view(output.shape), retain_graph=True, allow_unused=True)
        if gradient is not None:
            found[:, place] = gradient.reshape(-1)
    return found


def _checked(func, inputs, eps, atol, rtol, nondet_tol):
    tensors = _differentiable(inputs)
    if not tensors:
        raise ValueError('gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True.')
    for place, tensor in enumerate(tensors):
        if tensor.dtype not in (torch.float64,):
            import warnings
            warnings.warn(f'Input #{place} requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex. ')
    outputs = list(_flat(func(*inputs)))
    wanting = [output for output in outputs if output.requires_grad]
    sizes = [output.numel() for output in outputs]
    if not wanting:
        for tensor in tensors:
            for jacobian in _numerical(func, inputs, tensor, eps, sizes):
                if not torch.allclose(jacobian, torch.zeros_like(jacobian), rtol, atol):
                    raise GradcheckError('Numerical gradient for function expected to be zero')
        return
    for i, tensor in enumerate(tensors):
        for o, (output, numerical) in enumerate(zip(outputs, _numerical(func, inputs, tensor, eps, sizes))):
            if not output.requires_grad:
                continue
            analytical = _analytical(output, tensor)
            if not torch.allclose(analytical, numerical, rtol, atol):
                raise GradcheckError(f'Jacobian mismatch for output {o} with respect to input {i},\nnumerical:{numerical}\nanalytical:{analytical}\n')
            if not torch.allclose(analytical, _analytical(output, tensor), 0, nondet_tol):
                raise GradcheckError('Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different values, although analytical gradient matches numerical gradient.'
                                     f'The tolerance for nondeterminism was {nondet_tol}.')


def gradcheck(func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False,
              check_batched_forward_grad=False, check_forward_ad=False, check_backward_ad=True, fast_mode=False, masked=None):
    """Whether gradients by backward are those by small differences; raises what it found unless `raise_exception` is false."""
    inputs = tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)
    try:
        _checked(func, inputs, eps, atol, rtol, nondet_tol)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(func, inputs, grad_outputs=None, *, eps=1e-6, atol=1e-5, rtol=1e-3, gen_non_contig_grad_outputs=False, raise_exception=True, nondet_tol=0.0, **options):
    """The same of the gradients themselves."""
    inputs = tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)
    outputs = _differentiable(tuple(_flat(func(*inputs))))
    if grad_outputs is None:
        grad_outputs = tuple(torch.randn_like(output).requires_grad_() for output in outputs)
    else:
        grad_outputs = tuple(_flat(grad_outputs if isinstance(grad_outputs, (tuple, list)) else (grad_outputs,)))
    count = len(grad_outputs)

    def gradients(*given):
        given, seeds = given[:-count], given[-count:]
        wanted = _differentiable(given)
        return _grad_of(_differentiable(tuple(_flat(func(*given)))), wanted, seeds, create_graph=True, allow_unused=True, materialize_grads=True)

    return gradcheck(gradients, inputs + grad_outputs, eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception, nondet_tol=nondet_tol)
