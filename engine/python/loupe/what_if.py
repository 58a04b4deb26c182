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
        own = {name: groups[0][name] for name in values if type(groups[0].get(name)) in _NUMBERS}
        for group in groups:
            for name, value in own.items():
                if group.get(name) == value:
                    group[name] = values[name]

    return set_in
