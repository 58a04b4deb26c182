"""How saved tensors are made again; saved files name these functions."""
from ._tensor import Tensor


def _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None):
    """On the bytes of `storage`, which is a tensor of all of them."""
    import torch
    tensor = torch.empty(0, dtype=storage.dtype).set_(storage, storage_offset, tuple(size), tuple(stride))
    return tensor.requires_grad_(requires_grad)


def _rebuild_tensor_v3(storage, storage_offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None):
    """Of the dtypes that have no storages of their own in PyTorch; none of these is here."""
    from . import _names
    raise NotImplementedError(_names.sentence(repr(dtype)))


def _rebuild_parameter(data, requires_grad, backward_hooks):
    from .nn.parameter import Parameter
    return Parameter(data, requires_grad)


def _rebuild_parameter_with_state(data, requires_grad, backward_hooks, state):
    parameter = _rebuild_parameter(data, requires_grad, backward_hooks)
    parameter.__dict__.update(state)
    return parameter


def _reduced(tensor, storage):
    """What pickle writes for a tensor whose bytes are written as `storage`."""
    from collections import OrderedDict

    from .nn.parameter import Parameter
    fields = dict(tensor.__dict__)
    if isinstance(tensor, Parameter):
        made = Tensor.detach(tensor), tensor.requires_grad, OrderedDict()
        return (_rebuild_parameter_with_state, (*made, fields)) if fields else (_rebuild_parameter, made)
    made = storage, tensor.storage_offset(), tuple(tensor.size()), tensor.stride(), tensor.requires_grad, OrderedDict()
    if type(tensor) is not Tensor or fields:
        from ._tensor import _rebuild_from_type_v2
        return _rebuild_from_type_v2, (_rebuild_tensor_v2, type(tensor), made, fields)
    return _rebuild_tensor_v2, made
