"""All parameters as one vector, and back."""
from ..._settings import typename
from ..._tensor import Tensor


def parameters_to_vector(parameters):
    import torch
    return torch.cat([parameter.view(-1) for parameter in parameters])


def vector_to_parameters(vec, parameters):
    if not isinstance(vec, Tensor):
        raise TypeError(f'expected torch.Tensor, but got: {typename(vec)}')
    at = 0
    for parameter in parameters:
        count = parameter.numel()
        parameter.data = vec[at:at + count].view_as(parameter).data
        at += count
