"""torch.func: functions of functions. Gradients are by backward over the engine's tape; vmap calls a function once for each
element and stacks what it gave."""
import functools

from .. import _border, _parse
from ..autograd import grad as _grad_of, grad_mode
from ..utils._pytree import tree_flatten, tree_leaves, tree_map, tree_unflatten
from ._functional_call import functional_call, stack_module_state  # noqa: F401
from ._vmap import vmap  # noqa: F401

_border.client(globals())


def _is_tensor(value):
    return isinstance(value, _parse.Tensor)


class _Level:
    """One of them under way: the tensors that it differentiates by are its own."""

    def __init__(self):
        self.own = []

    def __enter__(self):
        self._grad = grad_mode.enable_grad()
        self._grad.__enter__()
        return self

    def __exit__(self, *exception):
        self._grad.__exit__(*exception)

    def fresh(self, tree):
        """The same values, as tensors to differentiate by: what depends on a level around goes on doing so."""
        def one(value):
            if not _is_tensor(value):
                return value
            made = value.view_as(value) if value.requires_grad else value.detach().requires_grad_()
            self.own.append(made)
            return made
        return tree_map(one, tree)

    def left(self, tree):
        """Results as they leave: without a history where that leads to nothing but this level's own tensors."""
        leaves = [own._h for own in self.own if own.is_leaf]

        def one(value):
            if not _is_tensor(value) or not value.requires_grad or _depends(value._h, *leaves):
                return value
            return value.detach()
        return tree_map(one, tree)


def _gradients(outputs, inputs, seeds):
    """As tensors for every input: zeros where it is not used."""
    used = [(output, seed) for output, seed in zip(outputs, seeds) if output.requires_grad]
    if not used:
        return [one.new_zeros(one.shape) for one in inputs]
    found = _grad_of([output for output, _ in used], inputs, [seed for _, seed in used], create_graph=True, allow_unused=True)
    return [one.new_zeros(one.shape) if gradient is None else gradient for gradient, one in zip(found, inputs)]


def _chosen(args, argnums):
    """The arguments to differentiate by."""
    numbers = argnums if isinstance(argnums, tuple) else (argnums,)
    for number in numbers:
        if not -len(args) <= number < len(args):
            raise RuntimeError(f'Got argnum={number}, but only {len(args)} positional inputs')
    return [number % len(args) for number in numbers]


def _replaced(args, places, values):
    args = list(args)
    for place, value in zip(places, values):
        args[place] = value
    return args


def _by_argnums(values, argnums):
    return tuple(values) if isinstance(argnums, tuple) else values[0]


def _with_aux(result, has_aux, name):
    """The output, and what comes beside it."""
    if not has_aux:
        return result, None
    if not (isinstance(result, tuple) and len(result) == 2):
        raise RuntimeError(f'{name}: output of function f should be a tuple: (output, aux) if has_aux is True')
    return result


def grad_and_value(func, argnums=0, has_aux=False):
    """A function that gives the gradient of `func` by some of its arguments, and its value."""
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        places = _chosen(args, argnums)
        with _Level() as level:
            inputs = [level.fresh(args[place]) for place in places]
            output, aux = _with_aux(func(*_replaced(args, places, inputs), **kwargs), has_aux, 'grad_and_value(f)(*args)')
            if not _is_tensor(output):
                raise RuntimeError(f'grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(output)}')
            if output.dim() != 0:
                raise RuntimeError(f'grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with {output.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?')
            leaves, spec = tree_flatten(inputs)
            found = tree_unflatten(_gradients([output], leaves, [output.new_ones(())]), spec)
            gradients, output, aux = level.left((_by_argnums(found, argnums), output, aux))
        return (gradients, (output, aux)) if has_aux else (gradients, output)
    return wrapper


def grad(func, argnums=0, has_aux=False):
    """A function that gives the gradient of `func`, whose value is one number, by some of its arguments."""
    both = grad_and_value(func, argnums, has_aux)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        gradients, value = both(*args, **kwargs)
        return (gradients, value[1]) if has_aux else gradients
    return wrapper


def vjp(func, *primals, has_aux=False):
    """The value, and the function that takes a vector to its product with the Jacobian."""
    level = _Level()
    with level:
        inputs = level.fresh(primals)
        output, aux = _with_aux(func(*inputs), has_aux, 'vjp(f, *primals)')
        outputs = tree_leaves(output)
        if not outputs or not all(map(_is_tensor, outputs)):
            raise RuntimeError(f'vjp(f, *primals): Expected f to be a function that has non-empty output (got output = {output})' if not outputs else
                               f'vjp(f, *primals): expected f(*primals) to return only tensors, got unsupported type {type(next(o for o in outputs if not _is_tensor(o)))}')
        leaves, spec = tree_flatten(inputs)

    def pull(cotangents, retain_graph=True, create_graph=None):
        seeds = tree_leaves(cotangents)
        if len(seeds) != len(outputs):
            raise RuntimeError(f'Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function. cotangents: {cotangents}, primal output: {output}')
        with level:
            return level.left(tree_unflatten(_gradients(outputs, leaves, seeds), spec))
    left, aux = level.left((output, aux))
    return (left, pull, aux) if has_aux else (left, pull)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    """The value, and the product of the Jacobian with a vector: by differentiating vjp, which is linear in its vector."""
    if not isinstance(primals, tuple):
        raise RuntimeError('jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals).')
    with _Level() as level:
        inputs = level.fresh(primals)
        output, aux = _with_aux(func(*inputs), has_aux, 'jvp(f, primals, tangents)')
        outputs, spec = tree_flatten(output)
        pushed = tree_unflatten(_pushed(outputs, tree_leaves(inputs), tree_leaves(tangents), level), spec)
        left = level.left((output, pushed, aux))
    return left if has_aux else left[:2]


def _pushed(outputs, inputs, tangents, level):
    dual = [level.fresh(output.new_zeros(output.shape)) for output in outputs]
    pulled = _gradients(outputs, inputs, dual)
    return _gradients(pulled, dual, [tangent.to(one.dtype) for tangent, one in zip(tangents, inputs)])


def linearize(func, *primals):
    """The value, and the function that takes a vector to the product of the Jacobian with it."""
    output, _ = vjp(func, *primals)
    return output, lambda *tangents: jvp(func, primals, tangents)[1]


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None, _preallocate_and_copy=False):
    """A function that gives the Jacobian of `func` by some of its arguments."""
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        import torch
        places = _chosen(args, argnums)
        with _Level() as level:
            inputs = [level.fresh(args[place]) for place in places]
            output, aux = _with_aux(func(*_replaced(args, places, inputs), **kwargs), has_aux, 'jacrev(f)(*args)')
            leaves, spec = tree_flatten(inputs)

            def of(one):
                rows = [_gradients([one], leaves, [seed.view(one.shape)]) for seed in torch.eye(one.numel(), dtype=one.dtype).unbind()]
                found = [torch.stack(column).view(one.shape + leaf.shape) for column, leaf in zip(zip(*rows), leaves)]
                return _by_argnums(tree_unflatten(found, spec), argnums)
            result, aux = level.left((tree_map(of, output), aux))
        return (result, aux) if has_aux else result
    return wrapper


def jacfwd(func, argnums=0, has_aux=False, *, randomness='error'):
    """As `jacrev`: the same numbers, by backward passes here."""
    return jacrev(func, argnums, has_aux=has_aux)


def hessian(func, argnums=0):
    """A function that gives the Jacobian of the Jacobian of `func`."""
    return jacfwd(jacrev(func, argnums), argnums)


def functionalize(func, *, remove='mutations'):
    """A function that computes the same: what it changes of its arguments stays changed. Which operators it is made of nobody sees here."""
    if remove not in ('mutations', 'mutations_and_views'):
        raise RuntimeError(f"functionalize(f, remove='mutations'): received invalid argument for remove={remove}. Valid options are:\n"
                           "     remove='mutations': all inplace and out= operators will be removed from the program, and replaced with their out-of-place equivalents.\n"
                           "     remove='mutations_and_views': In addition to the above, all aliasing operators {view} will be replaced with their non-aliasing counterparts, {view}_copy.\n")

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        return func(*args, **kwargs)
    return wrapped
