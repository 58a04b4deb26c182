"""torch.nn.common_types: what the sizes of kernels, strides and paddings may be, for annotations."""
from typing import Optional, TypeVar, Union

from .._tensor import Tensor

_T = TypeVar('_T')
_scalar_or_tuple_any_t = Union[_T, tuple[_T, ...]]
_scalar_or_tuple_1_t, _scalar_or_tuple_2_t, _scalar_or_tuple_3_t, _scalar_or_tuple_4_t, _scalar_or_tuple_5_t, _scalar_or_tuple_6_t = (
    Union[_T, tuple[(_T,) * count]] for count in range(1, 7))
_size_any_t = _scalar_or_tuple_any_t[int]
_size_1_t, _size_2_t, _size_3_t, _size_4_t, _size_5_t, _size_6_t = (
    each[int] for each in (_scalar_or_tuple_1_t, _scalar_or_tuple_2_t, _scalar_or_tuple_3_t, _scalar_or_tuple_4_t, _scalar_or_tuple_5_t, _scalar_or_tuple_6_t))
_size_any_opt_t, _size_2_opt_t, _size_3_opt_t = _scalar_or_tuple_any_t[Optional[int]], _scalar_or_tuple_2_t[Optional[int]], _scalar_or_tuple_3_t[Optional[int]]
_ratio_any_t, _ratio_2_t, _ratio_3_t = _scalar_or_tuple_any_t[float], _scalar_or_tuple_2_t[float], _scalar_or_tuple_3_t[float]
_tensor_list_t = _scalar_or_tuple_any_t[Tensor]
_maybe_indices_t = _scalar_or_tuple_2_t[Tensor]
