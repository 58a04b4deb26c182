"""What several distributions need: arguments of one shape, odds and probabilities, attributes computed at their first use."""
import functools

import torch

from ..overrides import is_tensor_like

NUMBERS = (bool, int, float)
euler_constant = 0.57721566490153286060


def broadcast_all(*values):
    """All as tensors of one shape; numbers get the dtype of the first tensor."""
    if not all(is_tensor_like(value) or isinstance(value, NUMBERS) for value in values):
        raise ValueError('Input arguments must all be instances of Number, torch.Tensor or objects implementing __torch_function__.')
    dtype = next((value.dtype for value in values if isinstance(value, torch.Tensor)), None)
    if dtype is None and not all(is_tensor_like(value) for value in values):
        dtype = torch.get_default_dtype()
    return torch.broadcast_tensors(*(value if is_tensor_like(value) else torch.tensor(value, dtype=dtype) for value in values))


def _standard_normal(shape, dtype, device):
    return torch.empty(shape, dtype=dtype, device=device).normal_()


def _sum_rightmost(value, dim):
    """Summed over that many dimensions from the right."""
    return value if dim == 0 else value.reshape(value.shape[:-dim] + (-1,)).sum(-1)


def logits_to_probs(logits, is_binary=False):
    return torch.sigmoid(logits) if is_binary else torch.nn.functional.softmax(logits, dim=-1)


def clamp_probs(probs):
    """Inside (0, 1), so that their logarithms are finite."""
    eps = torch.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def probs_to_logits(probs, is_binary=False):
    inside = clamp_probs(probs)
    return torch.log(inside) - torch.log1p(-inside) if is_binary else torch.log(inside)


class lazy_property:
    """An attribute computed at its first use, which then stays in the instance."""

    def __init__(self, wrapped):
        self.wrapped = wrapped
        functools.update_wrapper(self, wrapped)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        with torch.enable_grad():
            value = self.wrapped(instance)
        setattr(instance, self.wrapped.__name__, value)
        return value


def _below(size, diag, device):
    places = torch.arange(size, device=device)
    return places < places.view(-1, 1) + (diag + 1)


def tril_matrix_to_vec(mat, diag=0):
    """The lower triangle, row by row."""
    size = mat.shape[-1]
    if diag < -size or diag >= size:
        raise ValueError(f'diag ({diag}) provided is outside [{-size}, {size - 1}].')
    return mat[..., _below(size, diag, mat.device)]


def vec_to_tril_matrix(vec, diag=0):
    """A lower triangular matrix whose elements are these, row by row."""
    length = vec.shape[-1]
    size = (-(1 + 2 * diag) + ((1 + 2 * diag) ** 2 + 8 * length + 4 * abs(diag) * (diag + 1)) ** 0.5) / 2
    if round(size) - size > torch.finfo(vec.dtype).eps:
        raise ValueError(f'The size of last dimension is {length} which cannot be expressed as the lower triangular part of a square D x D matrix.')
    size = round(size)
    mat = vec.new_zeros(vec.shape[:-1] + torch.Size((size, size)))
    mat[..., _below(size, diag, vec.device)] = vec
    return mat
