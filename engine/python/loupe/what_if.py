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


# Numbers of a tuple of the group: an Adam's betas, an Rprop's factors.
_PARTS = {'beta1': ('betas', 0), 'beta2': ('betas', 1), 'etaminus': ('etas', 0), 'etaplus': ('etas', 1)}


def _get(group, name):
    if name not in _PARTS:
        return group.get(name)
    whole, place = _PARTS[name]
    numbers = group.get(whole)
    return numbers[place] if type(numbers) in (tuple, list) and len(numbers) == 2 else None


def _set(group, name, value):
    if name in _PARTS:
        whole, place = _PARTS[name]
        numbers = list(group[whole])
        numbers[place] = float(value)
        group[whole] = tuple(numbers)
    else:
        group[name] = value
