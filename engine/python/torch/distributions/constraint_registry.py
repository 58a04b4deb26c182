"""From a constraint to a transform that brings all numbers into it."""
from . import constraints, transforms


class ConstraintRegistry:
    def __init__(self):
        self._registry = {}

    def register(self, constraint, factory=None):
        """`factory` makes the transform for constraints of that class; without it a decorator."""
        if factory is None:
            return lambda factory: self.register(constraint, factory)
        kind = type(constraint) if isinstance(constraint, constraints.Constraint) else constraint
        if not isinstance(kind, type) or not issubclass(kind, constraints.Constraint):
            raise TypeError(f'Expected constraint to be either a Constraint subclass or instance, but got {kind}')
        self._registry[kind] = factory
        return factory

    def __call__(self, constraint):
        if type(constraint) not in self._registry:
            raise NotImplementedError(f'Cannot transform {type(constraint).__name__} constraints')
        return self._registry[type(constraint)](constraint)


biject_to = ConstraintRegistry()
transform_to = ConstraintRegistry()


def _register(registries, factory, *kinds):
    for registry in registries:
        for kind in kinds:
            registry.register(kind, factory)


def _from_bound(bound, scale):
    return transforms.ComposeTransform([transforms.ExpTransform(), transforms.AffineTransform(bound, scale)])


def _to_interval(constraint):
    low, high = constraint.lower_bound, constraint.upper_bound
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low == 0 and high == 1:
        return transforms.SigmoidTransform()
    return transforms.ComposeTransform([transforms.SigmoidTransform(), transforms.AffineTransform(low, high - low)])


_BOTH = biject_to, transform_to
_register(_BOTH, lambda _: transforms.identity_transform, constraints.real)
_register(_BOTH, lambda _: transforms.ExpTransform(), constraints.positive, constraints.nonnegative)
_register(_BOTH, lambda constraint: _from_bound(constraint.lower_bound, 1), constraints.greater_than, constraints.greater_than_eq)
_register(_BOTH, lambda constraint: _from_bound(constraint.upper_bound, -1), constraints.less_than)
_register(_BOTH, _to_interval, constraints.interval, constraints.half_open_interval)
_register(_BOTH, lambda _: transforms.CorrCholeskyTransform(), constraints.corr_cholesky)
_register([biject_to], lambda _: transforms.StickBreakingTransform(), constraints.simplex)
_register([transform_to], lambda _: transforms.SoftmaxTransform(), constraints.simplex)
_register([transform_to], lambda _: transforms.LowerCholeskyTransform(), constraints.lower_cholesky)
_register([transform_to], lambda _: transforms.PositiveDefiniteTransform(), constraints.positive_definite, constraints.positive_semidefinite)
for _one in _BOTH:
    _one.register(constraints.independent, lambda constraint, to=_one: transforms.IndependentTransform(to(constraint.base_constraint), constraint.reinterpreted_batch_ndims))
    _one.register(constraints.cat, lambda constraint, to=_one: transforms.CatTransform([to(item) for item in constraint.cseq], constraint.dim, constraint.lengths))
    _one.register(constraints.stack, lambda constraint, to=_one: transforms.StackTransform([to(item) for item in constraint.cseq], constraint.dim))
