"""Functions of `torch` that are Python in PyTorch too, or that need no operator of their own."""
from . import _names, _ops, _settings, _types, overrides
from ._tensor import Tensor

__all__ = ['is_floating_point', 'is_complex', 'numel', 'promote_types', 'can_cast', 'split', 'broadcast_shapes', 'compile', 'get_device_module',
           'is_inference_mode_enabled', 'is_nonzero', 'result_type']


def is_floating_point(input):
    return input.is_floating_point()


def is_complex(input):
    return False


def numel(input):
    return input.numel()


def is_nonzero(input):
    return input.is_nonzero() if 'is_nonzero' in _ops.METHODS else bool(input)


def is_inference_mode_enabled():
    return False


def promote_types(type1, type2):
    if type1 is type2:
        return type1
    low, high = sorted((type1, type2), key=_types.engine_code)
    if low is _types.uint8 and high is _types.int8:
        return _types.int16
    if low is _types.float16 and high is _types.bfloat16:
        return _types.float32
    return high


def _operand(value):
    """(dtype, priority): dimensioned tensors before 0-d ones before Python numbers."""
    if isinstance(value, Tensor):
        return value.dtype, 0 if value.dim() else 1
    return (_types.bool_ if isinstance(value, bool) else _types.int64 if isinstance(value, int) else _settings.get_default_dtype()), 2


def result_type(tensor1, tensor2):
    """The dtype that arithmetic on the two gives."""
    found = None
    for priority in range(3):
        for value in (tensor1, tensor2):
            own, place = _operand(value)
            if place == priority:
                if found is None:
                    found, held = own, priority
                elif held == priority:
                    found = promote_types(found, own)
                elif _RANK[own.kind] > _RANK[found.kind]:
                    found = own
    return found


_RANK = {'b': 0, 'u': 1, 'i': 1, 'f': 2}


def can_cast(from_, to):
    return _RANK[from_.kind] <= _RANK[to.kind]


@overrides.overridable()
def split(tensor, split_size_or_sections, dim=0):
    return tensor.split(split_size_or_sections, dim)


def broadcast_shapes(*shapes):
    shapes = [(s,) if isinstance(s, int) else tuple(s) for s in shapes]
    result = [1] * max(map(len, shapes), default=0)
    for shape in shapes:
        for place in range(-1, -1 - len(shape), -1):
            if shape[place] != 1:
                if result[place] not in (1, shape[place]):
                    raise RuntimeError('Shape mismatch: objects cannot be broadcast to a single shape')
                result[place] = shape[place]
    return _types.Size(result)


def compile(model=None, **options):
    """The function itself: there is no compiler here, and the results are the same."""
    return model if model is not None else lambda function: function


def get_device_module(device=None):
    raise NotImplementedError(_names.sentence('torch.get_device_module'))
