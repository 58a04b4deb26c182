"""PyTorch's names for calls and their positional arguments, as its documentation has them.

Calls of Python functions name their arguments themselves; what PyTorch implements in C doesn't say, so the
customary ones are listed here. An argument that isn't listed goes by its position.
"""

#: Special methods and old names -> the op's name.
ALIASES = {
    '__add__': 'add', '__radd__': 'add', '__iadd__': 'add_', '__sub__': 'sub', '__rsub__': 'rsub', '__isub__': 'sub_',
    '__mul__': 'mul', '__rmul__': 'mul', '__imul__': 'mul_', '__truediv__': 'div', '__div__': 'div', '__itruediv__': 'div_', '__idiv__': 'div_',
    '__matmul__': 'matmul', '__pow__': 'pow', '__ipow__': 'pow_', '__neg__': 'neg', '__abs__': 'abs', '__mod__': 'remainder', '__imod__': 'remainder_',
    '__floordiv__': 'floor_divide', '__ifloordiv__': 'floor_divide_', '__invert__': 'bitwise_not',
    '__eq__': 'eq', '__ne__': 'ne', '__lt__': 'lt', '__le__': 'le', '__gt__': 'gt', '__ge__': 'ge',
    '__and__': 'bitwise_and', '__rand__': 'bitwise_and', '__iand__': 'bitwise_and_', '__or__': 'bitwise_or', '__ror__': 'bitwise_or',
    '__ior__': 'bitwise_or_', '__xor__': 'bitwise_xor', '__rxor__': 'bitwise_xor', '__ixor__': 'bitwise_xor_',
    'multiply': 'mul', 'multiply_': 'mul_', 'subtract': 'sub', 'subtract_': 'sub_', 'divide': 'div', 'divide_': 'div_', 'true_divide': 'div',
    '__lshift__': 'bitwise_left_shift', '__rlshift__': 'bitwise_left_shift', '__ilshift__': 'bitwise_left_shift_',
    '__rshift__': 'bitwise_right_shift', '__rrshift__': 'bitwise_right_shift', '__irshift__': 'bitwise_right_shift_',
    'negative': 'neg', 'absolute': 'abs', '__deepcopy__': 'clone',
}

#: Properties that make a tensor.
PROPERTIES = frozenset(('T', 'mT', 'H', 'mH', 'data', 'real', 'imag'))

#: Calls whose result is a Python value on which control flow may depend.
LEAVES_TENSORS = frozenset((
    'item', 'tolist', 'numpy', '__array__', '__bool__', '__float__', '__int__', '__index__', '__complex__', '__contains__', 'equal', 'allclose', 'is_nonzero',
))

#: Calls that write to their first argument without saying so in their name.
WRITES_FIRST = frozenset(('__setitem__',))

#: Calls that write to some other argument, running statistics, and the argument that says whether they do.
WRITES_SOME = {'batch_norm': 'training', 'instance_norm': 'use_input_stats'}

#: Questions about a tensor that neither read nor make elements.
NO_OPS = frozenset((
    'size', 'dim', 'ndimension', 'numel', 'nelement', 'stride', 'storage_offset', 'element_size', 'data_ptr', 'untyped_storage', 'storage',
    '_typed_storage', 'is_contiguous', 'is_floating_point', 'is_complex', 'is_signed', 'is_storage', 'is_tensor', 'get_device', 'is_same_size', 'is_set_to',
    'is_shared', 'is_pinned', 'is_inference', 'type', 'dim_order', 'has_names', '__len__', '__repr__', '__str__', '__format__', '__hash__',
    '__dir__', '__reduce_ex__', '__setstate__', '__sizeof__', '_is_view', '_has_compatible_shallow_copy_type', 'register_hook',
    'register_post_accumulate_grad_hook', 'retain_grad', 'result_type', 'can_cast', 'promote_types', 'get_default_dtype', 'set_default_dtype',
    '_is_zerotensor', 'is_neg', 'is_conj', 'resolve_neg', 'resolve_conj', '__iter__', 'share_memory_', '_make_subclass',
))

_BINARY = ('input', 'other')
_DIM = ('input', 'dim', 'keepdim')
_ARGUMENTS = {
    'gather': ('input', 'dim', 'index'), 'scatter': ('input', 'dim', 'index', 'src'), 'scatter_': ('input', 'dim', 'index', 'src'),
    'scatter_add': ('input', 'dim', 'index', 'src'), 'scatter_add_': ('input', 'dim', 'index', 'src'),
    'scatter_reduce': ('input', 'dim', 'index', 'src', 'reduce'), 'scatter_reduce_': ('input', 'dim', 'index', 'src', 'reduce'),
    'index_select': ('input', 'dim', 'index'), 'index_add': ('input', 'dim', 'index', 'source'), 'index_add_': ('input', 'dim', 'index', 'source'),
    'index_copy_': ('input', 'dim', 'index', 'source'), 'take': ('input', 'index'), 'take_along_dim': ('input', 'indices', 'dim'),
    'masked_select': ('input', 'mask'), 'masked_fill': ('input', 'mask', 'value'), 'masked_fill_': ('input', 'mask', 'value'),
    '__getitem__': ('input', 'index'), '__setitem__': ('input', 'index', 'value'), 'where': ('condition', 'input', 'other'),
    'mv': ('input', 'vec'), 'mm': ('input', 'mat2'), 'bmm': ('input', 'mat2'), 'dot': ('input', 'tensor'), 'vdot': _BINARY, 'inner': _BINARY,
    'outer': ('input', 'vec2'), 'addmm': ('input', 'mat1', 'mat2'), 'lerp': ('input', 'end', 'weight'), 'lerp_': ('input', 'end', 'weight'),
    'addcmul': ('input', 'tensor1', 'tensor2'), 'addcmul_': ('input', 'tensor1', 'tensor2'), 'addcdiv': ('input', 'tensor1', 'tensor2'),
    'addcdiv_': ('input', 'tensor1', 'tensor2'), 'pow': ('input', 'exponent'), 'pow_': ('input', 'exponent'),
    'clamp': ('input', 'min', 'max'), 'clamp_': ('input', 'min', 'max'), 'transpose': ('input', 'dim0', 'dim1'), 'swapaxes': ('input', 'axis0', 'axis1'),
    'unsqueeze': ('input', 'dim'), 'squeeze': ('input', 'dim'), 'softmax': ('input', 'dim'), 'log_softmax': ('input', 'dim'),
    'cumsum': ('input', 'dim'), 'cumprod': ('input', 'dim'), 'unbind': ('input', 'dim'), 'chunk': ('input', 'chunks', 'dim'),
    'split': ('input', 'split_size_or_sections', 'dim'), 'stack': ('tensors', 'dim'), 'cat': ('tensors', 'dim'), 'concat': ('tensors', 'dim'),
    'topk': ('input', 'k', 'dim', 'largest', 'sorted'), 'sort': ('input', 'dim', 'descending'), 'argsort': ('input', 'dim', 'descending'),
    'roll': ('input', 'shifts', 'dims'), 'flip': ('input', 'dims'), 'tril': ('input', 'diagonal'), 'triu': ('input', 'diagonal'),
    'diagonal': ('input', 'offset', 'dim1', 'dim2'), 'flatten': ('input', 'start_dim', 'end_dim'), 'narrow': ('input', 'dim', 'start', 'length'),
    'repeat_interleave': ('input', 'repeats', 'dim'), 'expand_as': _BINARY, 'view_as': _BINARY, 'fill_': ('input', 'value'), 'copy_': ('input', 'src'),
    'uniform_': ('input', 'from', 'to'), 'normal_': ('input', 'mean', 'std'), 'tensor': ('data',), 'as_tensor': ('data',), 'from_numpy': ('ndarray',),
    'full': ('size', 'fill_value'), 'full_like': ('input', 'fill_value'), 'linspace': ('start', 'end', 'steps'), 'logspace': ('start', 'end', 'steps', 'base'),
    'linear': ('input', 'weight', 'bias'), 'conv1d': ('input', 'weight', 'bias', 'stride', 'padding', 'dilation', 'groups'),
    'conv2d': ('input', 'weight', 'bias', 'stride', 'padding', 'dilation', 'groups'), 'embedding': ('input', 'weight'), 'one_hot': ('tensor', 'num_classes'),
    'bincount': ('input', 'weights', 'minlength'), 'histc': ('input', 'bins', 'min', 'max'), 'einsum': ('equation', 'operands'), 'allclose': _BINARY,
    'asarray': ('obj',), 'pad': ('input', 'pad', 'mode', 'value'), 'unflatten': ('input', 'dim', 'sizes'), 'tensordot': ('a', 'b', 'dims'),
    **dict.fromkeys([f'max_pool{n}d' for n in (1, 2, 3)], ('input', 'kernel_size', 'stride', 'padding', 'dilation', 'ceil_mode')),
    **dict.fromkeys([f'avg_pool{n}d' for n in (1, 2, 3)], ('input', 'kernel_size', 'stride', 'padding')),
    **dict.fromkeys([f'adaptive_{which}_pool{n}d' for which in ('avg', 'max') for n in (1, 2, 3)], ('input', 'output_size')),
    **dict.fromkeys((f'_foreach_{name}{end}' for name in ('add', 'sub', 'mul', 'div') for end in ('', '_')), _BINARY),
    **dict.fromkeys(('_foreach_lerp', '_foreach_lerp_'), ('input', 'tensors1', 'weight')), '_foreach_copy_': ('input', 'src'), '_foreach_norm': ('input', 'ord'),
    'equal': _BINARY, 'dist': ('input', 'other', 'p'), 'cdist': ('x1', 'x2', 'p'), 'norm': ('input', 'p', 'dim', 'keepdim'), 'multinomial': ('input', 'num_samples', 'replacement'),
    **dict.fromkeys((
        'add', 'sub', 'rsub', 'mul', 'div', 'matmul', 'remainder', 'fmod', 'floor_divide', 'maximum', 'minimum', 'atan2', 'logaddexp', 'hypot', 'copysign',
        'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logical_and', 'logical_or', 'logical_xor', 'bitwise_and', 'bitwise_or', 'bitwise_xor', 'isclose', 'cross',
        'add_', 'sub_', 'mul_', 'div_', 'remainder_', 'floor_divide_', 'bitwise_and_', 'bitwise_or_', 'bitwise_xor_', 'bitwise_left_shift', 'bitwise_right_shift', 'bitwise_left_shift_',
        'bitwise_right_shift_', '__rpow__', '__rfloordiv__', '__rmod__', '__rdiv__', '__rmatmul__',
    ), _BINARY),
    **dict.fromkeys((
        'mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss', 'cross_entropy', 'nll_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits',
        'kl_div', 'poisson_nll_loss', 'hinge_embedding_loss', 'soft_margin_loss', 'multi_margin_loss', 'multilabel_margin_loss',
    ), ('input', 'target')),
    **dict.fromkeys(('max', 'min', 'argmax', 'argmin', 'sum', 'mean', 'prod', 'all', 'any', 'median', 'mode', 'logsumexp', 'amax', 'amin', 'std', 'var', 'nansum', 'nanmean', 'count_nonzero'), _DIM),
}
#: Factories whose positional arguments have no names worth guessing.
_NAMELESS = frozenset(('arange', 'zeros', 'ones', 'empty', 'rand', 'randn', 'randint', 'randperm', 'eye', 'meshgrid', 'broadcast_tensors', 'block_diag', 'cartesian_prod', 'atleast_1d', 'atleast_2d'))


def argument_names(func, name):
    """The names of a call's positional arguments, as many as are known."""
    found = _ARGUMENTS.get(name)
    if found is not None:
        return found
    code = getattr(getattr(func, '_python', func), '__code__', None)
    if code is not None and not code.co_flags & 4:
        names = code.co_varnames[:code.co_argcount]
        return ('input', *names[1:]) if names[:1] == ('self',) else names
    return () if name in _NAMELESS else ('input',)
