"""Other hyperparameters than the program's own, for a run that asks "what if": set right before an optimizer's first step."""
import weakref

_NUMBERS = (int, float, bool)


def hyperparameters(wanted):
    """`set_in(optimizer)`, to be called before each step. `wanted`: which optimizer, by the order of first steps, and its values by name.

    Groups that have a value of their own keep it: a bias without weight decay stays without.
    """
    place, values = wanted['optimizer'], wanted['values']
    seen = []

    def set_in(optimizer):
        if len(seen) > place or any(known() is optimizer for known in seen):
            return
        seen.append(weakref.ref(optimizer))
        if len(seen) <= place:
            return
        groups = optimizer.param_groups
        own = {name: value for name in values if type(value := _get(groups[0], name)) in _NUMBERS}
        for group in groups:
            for name, value in own.items():
                if _get(group, name) == value:
                    _set(group, name, values[name])

    return set_in


# An Adam's two betas are one tuple of its group.
_BETAS = {'beta1': 0, 'beta2': 1}


def _get(group, name):
    if name not in _BETAS:
        return group.get(name)
    betas = group.get('betas')
    return betas[_BETAS[name]] if type(betas) in (tuple, list) and len(betas) == 2 else None


def _set(group, name, value):
    if name in _BETAS:
        betas = list(group['betas'])
        betas[_BETAS[name]] = float(value)
        group['betas'] = tuple(betas)
    else:
        group[name] = value
