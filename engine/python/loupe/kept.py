"""Objects that were looked at again and again and had nothing new: what is in them is put down, so that the next look only compares.

A model, an optimizer, a list of batches have many parts and are looked at at each line that names them. What is put down is compared on
CPython's own objects, without its interpreter (engine/binding/kept.ts); where a part differs the whole is looked at.
"""
import weakref

from .values import OLD_DEPTH, slots_of

#: Steps of a comparison, in an order in which a container comes before what it holds; engine/binding/kept.ts has the same. After each stands
#: its object, and then: of a dict and a sequence how many parts they have and these (keys and values in turn); of an object its `__dict__`; a
#: weak reference; the handle.
_DICT, _SEQUENCE, _FIELDS, _WEAK, _TENSOR = range(5)
#: Looks without news before an object's parts are put down: at first, and where that was in vain.
_FIRST_NEEDED, _MOST_NEEDED = 2, 64
#: What one object's parts may come to, and objects of which these are known.
_MOST_STEPS, _MOST_OBJECTS = 8000, 1000
#: They stay what they are, and nobody sees it when they are kept alive; texts are, unless they are long.
_IMMUTABLE = frozenset((type(None), bool, int, float, complex, str, bytes, range))
_LONG = 1000
#: In the place of a part that is not compared.
_UNSEEN = object()


def quick_look(values, tensors, kept_ref, keep):
    """As `values.look`, for which it stands in."""
    look, plain, quiet = values.look, values.plain, values.quiet
    #: id -> (looks without news since, how many are needed, whether its parts were put down)
    streaks = {}

    def quick(obj, depth=OLD_DEPTH):
        kind = type(obj)
        if kind in plain or not tensors.is_watched:
            return look(obj, depth)
        ref = kept_ref(obj, depth, values.now)
        if ref:
            return ref
        before = len(values.writer.container)
        ref = look(obj, depth)
        if kind in quiet or kind in plain:
            return ref
        count, needed, was_kept = streaks.get(id(obj), (0, _FIRST_NEEDED, False))
        if was_kept or len(values.writer.container) != before:
            streak = 0, min(2 * needed, _MOST_NEEDED), False
        elif count + 1 < needed:
            streak = count + 1, needed, False
        else:
            found = _steps(values, tensors.shown_of, obj)
            if found is not None:
                keep(obj, ref, depth, _UNSEEN, *found)
            streak = 0, needed if found else _MOST_NEEDED, found is not None
        if len(streaks) > _MOST_OBJECTS:
            streaks.clear()
        streaks[id(obj)] = streak
        return ref

    return quick


def _steps(values, shown_of, root):
    """The steps, and what they refer to and is kept alive; None: it has a part that can't be compared, or too many."""
    steps, held, queue, met = [], [], [root], {id(root)}
    for obj in queue:
        kind = type(obj)
        if kind in _IMMUTABLE:
            if kind in (str, bytes) and len(obj) > _LONG:
                return None
            held.append(obj)
            continue
        handler = values.handlers.get(kind) or values.classify(kind)
        if handler in values.plain_handlers:
            steps += (_TENSOR, obj, obj._h)
            continue
        children = ()
        shown = shown_of(handler)
        if shown is not None:
            fields = None if slots_of(kind) else _fields_of(obj)
            if fields is None:
                return None
            steps += (_FIELDS, obj, fields)
            children = _put_down(_DICT, fields, dict, lambda: [part for name, value in fields.items() for part in (name, value if type(name) is str and shown(name) else _UNSEEN)], steps)
        elif handler == values._dict:
            children = _put_down(_DICT, obj, dict, lambda: [part for pair in dict.items(obj) for part in pair], steps)
        elif handler == values._tuple:
            children = _put_down(_SEQUENCE, obj, tuple, lambda: tuple.__iter__(obj), steps)
        elif handler == values._list and issubclass(kind, list):
            children = _put_down(_SEQUENCE, obj, list, lambda: list.__iter__(obj), steps)
        elif kind not in values.quiet or handler == values._bytes:
            # The text of a bytearray is its content.
            return None
        if children is None:
            return None
        # Another one may stand at its address; a container of which no weak reference can be is known by it.
        try:
            alive = weakref.ref(obj)
        except TypeError:
            if shown is None and handler not in (values._dict, values._list, values._tuple):
                return None
        else:
            steps += (_WEAK, obj, alive)
            held.append(alive)
        for child in children:
            if child is not _UNSEEN and id(child) not in met:
                met.add(id(child))
                queue.append(child)
    return tuple(steps), tuple(held)


def _fields_of(obj):
    try:
        fields = object.__getattribute__(obj, '__dict__')
    except AttributeError:
        return None
    return fields if type(fields) is dict else None


def _put_down(step, container, base, parts, steps):
    """The parts, put down; None: they are too many."""
    if len(steps) + base.__len__(container) > _MOST_STEPS:
        return None
    found = list(parts())
    steps += (step, container, len(found))
    steps += found
    return found
