"""A module called with other parameters and buffers than its own."""
import contextlib


@contextlib.contextmanager
def _replaced(module, values, tie_weights):
    """The module with tensors in the places of some of its parameters and buffers; of one that has several places, in all that are not named themselves."""
    kept = []
    places = [(f'{path}.{own}' if path else own, store, own) for path, owner in module.named_modules() for store in (owner._parameters, owner._buffers) for own in store]
    known = {name: store for name, store, _ in places}
    try:
        for name, value in values.items():
            path, _, own = name.rpartition('.')
            if name not in known:
                owner = module.get_submodule(path)
                raise AttributeError(f'{type(owner).__name__} has no attribute `{own}`' if path else f"'{type(owner).__name__}' object has no attribute '{own}'")
            replaced = known[name][own]
            for other, store, at in places:
                if other == name or (tie_weights and replaced is not None and store[at] is replaced and other not in values):
                    kept.append((store, at, store[at]))
                    store[at] = value
        yield
    finally:
        for store, own, value in reversed(kept):
            store[own] = value


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    """What `module` gives for `args` with these tensors, by name, as its parameters and buffers."""
    if isinstance(parameter_and_buffer_dicts, dict):
        values = parameter_and_buffer_dicts
    elif isinstance(parameter_and_buffer_dicts, (list, tuple)):
        if not all(isinstance(one, dict) for one in parameter_and_buffer_dicts):
            raise ValueError('Expected all elements of parameter_and_buffer_dicts to be dictionaries')
        values = {}
        for one in parameter_and_buffer_dicts:
            for name in one:
                if name in values:
                    raise ValueError(f'{name} appears in multiple dictionaries; behavior of functional call is ambiguous')
            values |= one
    else:
        raise ValueError(f'Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got {type(parameter_and_buffer_dicts)}')
    if strict:
        own = {name for name, _ in (*module.named_parameters(), *module.named_buffers())}
        wrong = [f'{what} key(s): {", ".join(sorted(names))}.' for what, names in (('Unexpected', values.keys() - own), ('Missing', own - values.keys())) if names]
        if wrong:
            raise RuntimeError('Error(s) in reparametrizing for {}:\n\t{}'.format(type(module).__name__, '\n\t'.join(wrong)))
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    with _replaced(module, values, tie_weights):
        return module(*args, **(kwargs or {}))


def stack_module_state(models):
    """The parameters and the buffers of several models of one kind, stacked by name."""
    import torch
    if len(models) == 0:
        raise RuntimeError('stack_module_state: Expected at least one model, got 0.')
    if not (all(model.training for model in models) or all(not model.training for model in models)):
        raise RuntimeError('stack_module_state: Expected all models to have the same training/eval mode.')
    if not all(type(model) is type(models[0]) for model in models):
        raise RuntimeError('stack_module_state: Expected all models to be of the same class.')
    params = {name: torch.stack([dict(model.named_parameters())[name].detach() for model in models]).requires_grad_(own.requires_grad) for name, own in models[0].named_parameters()}
    buffers = {name: torch.stack([dict(model.named_buffers())[name] for model in models]) for name, _ in models[0].named_buffers()}
    return params, buffers
