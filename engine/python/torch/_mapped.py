"""Tensor's elements one by one, by a Python function."""
from . import _types
from ._elements import elements
from ._method import seen

# Filled by _tensor.py.
Tensor = None


class Mapped:
    """Put on Tensor."""

    @seen
    def apply_(self, *args):
        if len(args) != 1:
            raise TypeError(f'TensorBase.apply_() takes exactly one argument ({len(args)} given)')
        return self._computed('apply_', *args)

    @seen
    def map_(self, other, callable):
        if not isinstance(other, Tensor):
            raise TypeError(f"map_(): argument 'other' (position 1) must be Tensor, not {_types._type_name(other)}")
        return self._computed('map_', callable, other)

    @seen
    def map2_(self, x, y, callable):
        return self._computed('map2_', callable, x, y)

    def _computed(self, name, callable, *others):
        """Each element by `callable` of it and of those of `others` in its place."""
        if self.requires_grad or any(other.requires_grad for other in others):
            raise RuntimeError(f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead.")
        for other in others:
            if other.dtype is not self.dtype:
                label = 'other' if name == 'map_' else 'argument'
                raise TypeError(f"{name}: expected {self.type()} for '{label}' (got {other.type()})")
        values = zip(elements(self), *(elements(other.expand(self.shape)) for other in others))
        from ._creation import from_data
        self.copy_(from_data([self._cast(callable(*each)) for each in values], self.dtype).reshape(self.shape))
        return self

    def _cast(self, value):
        return float(value) if self.is_floating_point() else bool(value) if self.dtype is _types.bool_ else int(value)
