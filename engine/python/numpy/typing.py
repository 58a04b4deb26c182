"""numpy.typing, for annotations."""
from types import GenericAlias
from typing import Any, Union

from ._core import ndarray
from ._types import dtype


class NDArray:
    """`NDArray[np.float64]` is a class of arrays, as an annotation names it."""

    def __class_getitem__(cls, scalar):
        return GenericAlias(ndarray, (GenericAlias(tuple, (Any, ...)), GenericAlias(dtype, (scalar,))))


ArrayLike = Union[ndarray, bool, int, float, complex, str, bytes, list, tuple]
DTypeLike = Union[dtype, type, str, None]

__all__ = ['ArrayLike', 'DTypeLike', 'NDArray']
