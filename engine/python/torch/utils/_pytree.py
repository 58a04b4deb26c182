"""Nested lists, tuples and dicts of values: taken apart, and put together again."""


def tree_flatten(tree):
    """The leaves from left to right, and what puts others in their places."""
    leaves = []

    def taken(part):
        if isinstance(part, tuple) and hasattr(part, '_fields'):
            parts = [taken(one) for one in part]
            return lambda values: type(part)(*[one(values) for one in parts])
        if isinstance(part, (list, tuple)):
            parts = [taken(one) for one in part]
            return lambda values: type(part)([one(values) for one in parts])
        if isinstance(part, dict):
            names = [(name, taken(one)) for name, one in part.items()]
            return lambda values: type(part)((name, one(values)) for name, one in names)
        leaves.append(part)
        return next
    return leaves, taken(tree)


def tree_unflatten(leaves, spec):
    return spec(iter(leaves))


def tree_map(function, tree, *others):
    leaves, spec = tree_flatten(tree)
    rest = [tree_flatten(other)[0] for other in others]
    return tree_unflatten([function(*each) for each in zip(leaves, *rest)], spec)


def tree_leaves(tree):
    return tree_flatten(tree)[0]
